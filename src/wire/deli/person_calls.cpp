// 504, 505, 506, 509: codes that phones scan, what happens to people, and who shows a token
// (spec/deli-cloud.md §10).
#include "ops/user_events.hpp"
#include "ops/user_tokens.hpp"
#include "ops/users.hpp"
#include "store/scan_codes.hpp"
#include "wire/deli/app_parts.hpp"

namespace gatehouse::wire::deli {
namespace {

constexpr std::size_t code_most = 512;
constexpr std::size_t users_most = 1000;
constexpr std::size_t token_most = 256;
constexpr std::size_t event_most = 64;

app_answer follow(const app_call& with, const store::app_entry& app, const envelope& asked, bool wanted)
{
    member_reader read(data_of(asked));
    const bool is_old = !read.data().find("event");
    std::string event = read.text(is_old ? "evt" : "event", event_most);
    std::vector<std::string> users = read.ids("user_ids", "userids", users_most);
    if (users.empty())
        read.fault("user_ids is missing");
    if (read.faulty())
        return answer(with, code::bad_request, *read.faulty());
    const auto* const home = organization_of(with, read.data(), asked);
    if (!home || !store::is_installed(app, home->what.id))
        return answer(with, code::not_permitted, "the app is not installed there");
    if (!ops::is_user_event(event))
        return answer(with, code::unreachable, "there is no such event");
    return app_deed{[event = std::move(event), users = std::move(users), home = home->what.id,
                     app = app.what.id, wanted, now = with.now](store::transaction& in, std::size_t) {
        std::vector<model::person_id> who;
        for (const std::string& each : users)
            if (const auto known = ops::find_user(in, home, each))
                who.push_back(*known);
        if (who.size() < users.size())
            return answer(now, code::unreachable, "one of the user_ids is unknown");
        for (const model::person_id each : who)
            wanted ? store::subscribe(in, app, each, event, now) : store::unsubscribe(in, app, each, event);
        return answer(now, code::ok, "");
    }};
}

std::string user_data(const model::person& who)
{
    std::string data;
    base::json_writer json(data);
    json.open_object().name("user_id").text(std::to_string(who.id.value)).name("name").text(who.name);
    if (who.number)
        json.name("empno").text(*who.number);
    json.close_object();
    return data;
}

}  // namespace

app_answer register_code(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    constexpr std::int64_t century = 3'153'600'000;  // seconds
    member_reader read(data_of(asked));
    std::string text = read.text("qrcode", code_most);
    const std::int64_t life = read.number("expire", -1, century);
    if (life == 0)
        read.fault("expire is -1, or seconds from 1 on");
    if (read.faulty())
        return answer(with, code::bad_request, *read.faulty());
    const auto ends_at = life < 0 ? std::nullopt : std::optional{with.now + std::chrono::seconds(life)};
    return app_deed{[text = std::move(text), ends_at, app = app.what.id,
                     now = with.now](store::transaction& in, std::size_t) {
        const auto known = store::find_scan_code(in.sql, text);
        if (known && known->app != app && (!known->ends_at || *known->ends_at > now))
            return answer(now, code::not_permitted, "the code is another app's");
        const bool is_new = !known || known->app != app;
        if (is_new && store::count_scan_codes(in.sql, app) >= store::scan_codes_most)
            return answer(now, code::not_permitted, "the app has as many codes as it may have");
        store::put_scan_code(in, text, app, ends_at);
        return answer(now, code::ok, "");
    }};
}

app_answer subscribe(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    return follow(with, app, asked, true);
}

app_answer unsubscribe(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    return follow(with, app, asked, false);
}

app_answer check_token(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    member_reader read(data_of(asked));
    std::string user = read.text("user_id", token_most);
    std::string client = read.text("client_id", token_most);
    base::secret token(read.text("token", token_most));
    if (read.faulty())
        return answer(with, code::bad_request, *read.faulty());
    return app_deed{[user = std::move(user), client = std::move(client), token = std::move(token),
                     app = app.what.external, now = with.now](store::transaction& in, std::size_t) {
        const auto* const asking = store::find_app(in.index, app);
        const auto who = asking ? ops::find_user_of(in, *asking, user) : std::nullopt;
        if (!who || !ops::is_user_token(in, who->id, client, token, now))
            return answer(now, code::not_permitted, "token is not valid");
        gateway_reply reply = answer(now, code::ok, "");
        reply.data = user_data(*who);
        return reply;
    }};
}

}  // namespace gatehouse::wire::deli
