// 501, 502, 503: what apps say to people (spec/deli-cloud.md §10).
#include "ops/inbox.hpp"
#include "wire/deli/app_parts.hpp"

#include <limits>

namespace gatehouse::wire::deli {
namespace {

using need = member_reader::need;
namespace most = ops::inbox_most;

void read_actions(member_reader& read, model::inbox_item& into)
{
    const auto given = read.data().find("actions");
    if (!given || given->is_null())
        return;
    const auto elements = given->elements();
    if (!given->is_array() || elements.size() > most::actions)
        return read.fault("actions is no array of at most 2");
    for (const raw_json& each : elements) {
        member_reader one(each);
        model::inbox_action made{one.text("action", most::label),
                                 one.text("link", most::link, need::optional)};
        const auto silent = each.find("silent");
        made.silent = silent && silent->text() == "true";
        if (one.faulty())
            return read.fault("actions: " + *one.faulty());
        into.actions.push_back(std::move(made));
    }
}

gateway_reply reply_to(const ops::posted& what, base::instant now)
{
    switch (what.outcome) {
    case ops::posting::task_taken: return answer(now, code::bad_request, "there is a task of this task_id");
    case ops::posting::too_many:
        return answer(now, code::bad_request,
                      "more than " + std::to_string(most::recipients) + " recipients");
    case ops::posting::nobody: return answer(now, code::unreachable, "none of the recipients is known");
    case ops::posting::done: break;
    }
    gateway_reply reply = answer(now, code::ok, "");
    std::string data;
    base::json_writer json(data);
    json.open_object().name("user_ids").open_array();
    for (const std::string& each : what.failed)
        json.text(each);
    json.close_array().close_object();
    reply.data = std::move(data);
    return reply;
}

app_answer send(const app_call& with, const store::app_entry& app, const envelope& asked, bool is_todo)
{
    member_reader read(data_of(asked));
    ops::letter_to_people letter;
    letter.what.app = app.what.id;
    letter.what.created_at = with.now;
    letter.what.title = read.text("title", most::title);
    letter.what.content = read.text("content", most::content);
    letter.what.link = read.text("link", most::link, need::optional);
    letter.what.priority = read.number("priority", 1, 3, 1);
    letter.users = read.ids("user_ids", "userids", most::named);
    letter.units = read.ids("dept_ids", {}, most::named);
    if (is_todo) {
        letter.what.task = read.text("task_id", most::task);
        letter.what.state = model::todo_state::open;
        read_actions(read, letter.what);
    }
    if (letter.users.empty() && letter.units.empty())
        read.fault("user_ids or dept_ids are needed");
    if (read.faulty())
        return answer(with, code::bad_request, *read.faulty());
    const auto* const home = organization_of(with, read.data(), asked);
    if (!home || !store::is_installed(app, home->what.id))
        return answer(with, code::not_permitted, "the app is not installed there");
    letter.what.organization = home->what.id;
    return app_deed{[letter = std::move(letter), now = with.now](store::transaction& in, std::size_t) {
        return reply_to(ops::post(in, letter), now);
    }};
}

}  // namespace

app_answer send_message(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    return send(with, app, asked, false);
}

app_answer send_todo(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    return send(with, app, asked, true);
}

app_answer state_todo(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    constexpr std::int64_t cancelled = 2;
    member_reader read(data_of(asked));
    std::string task = read.text("task_id", most::task);
    const auto state = static_cast<model::todo_state>(read.number("status", 0, cancelled));
    const std::int64_t at = read.number("update_time", 0, std::numeric_limits<std::int64_t>::max(),
                                        seconds_of(with.now));
    if (read.faulty())
        return answer(with, code::bad_request, *read.faulty());
    const auto* const home = organization_of(with, read.data(), asked);
    if (!home || !store::is_installed(app, home->what.id))
        return answer(with, code::not_permitted, "the app is not installed there");
    return app_deed{[task = std::move(task), state, at, home = home->what.id, app = app.what.id,
                     now = with.now](store::transaction& in, std::size_t) {
        return ops::state_todo(in, home, task, app, state, read_time(at))
                   ? answer(now, code::ok, "")
                   : answer(now, code::unreachable, "there is no task of this task_id");
    }};
}

}  // namespace gatehouse::wire::deli
