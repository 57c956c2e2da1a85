#include "ops/app_news_making.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "ops/app_news.hpp"
#include "store/app_calls.hpp"
#include "store/followers.hpp"

namespace gatehouse::ops {
namespace {

constexpr std::int64_t messages_a_slice = 500;
constexpr std::chrono::milliseconds slice_most{4};

}  // namespace

model::message_number followed_messages(store::connection& sql)
{
    return {store::follower_position(sql, app_calls_follower).value_or(0)};
}

made_calls make_message_calls(store::transaction& in, model::message_number seen)
{
    constexpr std::size_t mid_bytes = 16;
    const auto ends = std::chrono::steady_clock::now() + slice_most;
    const model::message_number from = std::max(seen, followed_messages(in.sql));
    made_calls made{from, 0, false};
    const auto page = store::messages_after(in.sql, from, messages_a_slice);
    for (const store::logged_message& each : page) {
        model::app_call call;
        call.device = each.device;
        call.action = model::app_news::message;
        call.made_at = each.received_at;
        call.message = each.number;
        for (const model::app_id app : each.apps) {
            call.app = app;
            call.mid = base::to_hex(base::random_bytes(mid_bytes));
            made.made += store::insert_app_call(in, call) ? 1 : 0;
        }
        made.reached = each.number;
        if (std::chrono::steady_clock::now() >= ends)
            break;
    }
    if (made.reached != from)
        store::move_follower(in, app_calls_follower, made.reached.value);
    made.more = !page.empty() && (made.reached != page.back().number ||
                                  static_cast<std::int64_t>(page.size()) == messages_a_slice);
    return made;
}

std::int64_t make_roster_calls(store::transaction& in, base::instant now)
{
    std::int64_t made = 0;
    for (const store::changed_roster& each : store::rosters_to_tell(in.sql)) {
        in.index.apps.each([&](const std::string&, const auto& app) {
            if (!app->what.address_book || !store::is_installed(*app, each.of))
                return;
            tell_app(in, *app, model::app_news::roster, each.kind, nullptr, now, each.of);
            ++made;
        });
        store::roster_told(in, each);
    }
    return made;
}

}  // namespace gatehouse::ops
