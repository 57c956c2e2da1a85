#include "api/inbox.hpp"

#include "api/page.hpp"
#include "api/people.hpp"
#include "store/inbox.hpp"

namespace gatehouse::api {

struct inbox_entry_item {
    model::inbox_item_id id;
    std::optional<std::string> app;
    std::optional<std::string> app_name;
    std::optional<std::string> task;
    std::int64_t priority = 1;
    std::string title;
    std::string content;
    std::optional<std::string> link;
    std::vector<model::inbox_action> actions;
    std::optional<model::todo_state> state;
    std::optional<base::instant> stated_at;
    base::instant created_at;
    std::optional<base::instant> read_at;
};

struct read_input {
    std::vector<model::inbox_item_id> items;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<model::inbox_action> = std::tuple{
    field{"label", &model::inbox_action::label, presence::required, "What stands on the button.", "Agree"},
    field{"link", &model::inbox_action::link, presence::required,
          "What it opens; may be relative to the app's address, and empty.", "agree?id=1"},
    field{"silent", &model::inbox_action::silent, presence::required, "Called without showing a page.",
          "false"}};

template <>
inline constexpr auto fields_of<api::inbox_entry_item> = std::tuple{
    field{"id", &api::inbox_entry_item::id, presence::required, "Identifies it.", "1"},
    field{"app", &api::inbox_entry_item::app, presence::required,
          "Which app says it; null: the server itself, of a machine's alarm.", "370000000000000001"},
    field{"app_name", &api::inbox_entry_item::app_name, presence::required, "The app's name.", "Attendance"},
    field{"task", &api::inbox_entry_item::task, presence::required,
          "Of what is to do: the app's name for it. Null: a message.", "t-1"},
    field{"priority", &api::inbox_entry_item::priority, presence::required, "1 to 3; 3 is highest.", "1"},
    field{"title", &api::inbox_entry_item::title, presence::required, "In a few words.", "Reminder"},
    field{"content", &api::inbox_entry_item::content, presence::required,
          "As the app sent it. It may hold HTML and is not cleaned here: who shows it does that, or shows it "
          "as plain text.",
          "Please check in"},
    field{"link", &api::inbox_entry_item::link, presence::required,
          "What a tap opens, as the app sent it: check its scheme before it is followed.",
          "https://example.com/task?id=1"},
    field{"actions", &api::inbox_entry_item::actions, presence::required, "Buttons under it; at most two."},
    field{"state", &api::inbox_entry_item::state, presence::required,
          "Of what is to do, as the app said last.", "open"},
    field{"stated_at", &api::inbox_entry_item::stated_at, presence::required,
          "Since when, by the app; null until it has said it.", "2026-05-28T08:00:00Z"},
    field{"created_at", &api::inbox_entry_item::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"},
    field{"read_at", &api::inbox_entry_item::read_at, presence::required, "Null: not read yet.",
          "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::read_input> = std::tuple{field{"items",
                                                                    &api::read_input::items,
                                                                    presence::given,
                                                                    "What was read; nothing else changes.",
                                                                    "[]",
                                                                    {0, 200}}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

inbox_entry_item item_of(const store::inbox_entry& from)
{
    const model::inbox_item& what = from.what;
    const auto some = [](const std::string& text) {
        return text.empty() ? std::nullopt : std::optional{text};
    };
    return {what.id,        some(from.app),  some(from.app_name), what.task,    what.priority,
            what.title,     what.content,    some(what.link),     what.actions, what.state,
            what.stated_at, what.created_at, from.read_at};
}

base::result<page<inbox_entry_item>> list_inbox(const reading& in, const call<page_query, nothing>& asked)
{
    const auto whose = person_of(in.sql, asked);
    if (!whose)
        return whose.error();
    const auto before = position_of(asked.query);
    if (!before)
        return before.error();
    std::vector<inbox_entry_item> found;
    for (const store::inbox_entry& each :
         store::inbox_of(in.sql, in.keys, whose->id, *before, asked.query.limit + 1))
        found.push_back(item_of(each));
    return page_of(std::move(found), asked.query);
}

base::result<nothing> mark_read(store::transaction& in, const call<nothing, read_input>& asked)
{
    const auto whose = person_of(in.sql, asked);
    if (!whose)
        return whose.error();
    for (const model::inbox_item_id each : asked.body.items)
        if (!store::mark_read(in, whose->id, each, asked.by.now))
            return base::error{base::errc::not_found};
    return nothing{};
}

using endpoint::right;

}  // namespace

std::span<const endpoint::route> inbox_routes()
{
    static constexpr std::array table{
        read<list_inbox>("list_inbox", "/api/v1/people/{person}/inbox", right::see,
                         "What apps said to a person in the last 180 days, newest first."),
        write<mark_read>("mark_inbox_read", net::verb::post, "/api/v1/people/{person}/inbox/read",
                         right::manage,
                         "The person has read these; all of them lie in the inbox, or nothing changes."),
    };
    return table;
}

}  // namespace gatehouse::api
