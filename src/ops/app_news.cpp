#include "ops/app_news.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "store/app_calls.hpp"
#include "store/device_notices.hpp"

namespace gatehouse::ops {

void tell_app(store::transaction& in, const store::app_entry& app, std::int64_t action, std::string data,
              const model::device* of, base::instant now, model::organization_id home)
{
    constexpr std::size_t mid_bytes = 16;
    model::app_call made;
    made.app = app.what.id;
    made.device = of ? of->id : model::device_id{};
    made.action = action;
    made.mid = base::to_hex(base::random_bytes(mid_bytes));
    made.made_at = now;
    made.organization = of && !home ? of->organization : home;
    made.data = std::move(data);
    if (action == model::app_news::presence)
        store::drop_pending_calls(in, made.app, made.device, action);
    store::insert_app_call(in, made);
}

void tell_apps_of(store::transaction& in, const store::device_entry& of, std::int64_t action,
                  base::instant now)
{
    for (const std::string& each : of.apps)
        if (const auto* const app = store::find_app(in.index, each))
            tell_app(in, *app, action, {}, &of.what, now);
}

void tell_device(store::transaction& in, const model::device& of, model::organization_id home, bool bound,
                 model::app_id app)
{
    store::insert_notice(in, of.id, {0, of.external, home, app, bound});
}

void send_again(store::transaction& in, const model::app_call& what, const author& by)
{
    store::call_again(in, what);
    write_down(in, by, what.organization, "app_call.resend", what.id.value);
}

}  // namespace gatehouse::ops
