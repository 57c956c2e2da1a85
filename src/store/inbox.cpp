#include "store/inbox.hpp"

#include <limits>

namespace gatehouse::store {
namespace {

constexpr statement insert_item{
    "insert_inbox_item",
    "INSERT INTO inbox_item (organization, app, task, priority, sealed, state, stated_at, created_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id"};
constexpr statement insert_place{"insert_inbox_place",
                                 "INSERT INTO inbox_place (person, item) VALUES (?1, ?2) "
                                 "ON CONFLICT DO NOTHING"};
constexpr statement find_task{"find_todo", "SELECT id, app, coalesce(stated_at, 0) FROM inbox_item WHERE "
                                           "organization = ?1 AND task = ?2"};
constexpr statement update_state{"state_todo",
                                 "UPDATE inbox_item SET state = ?2, stated_at = ?3 WHERE id = ?1"};
constexpr statement page{
    "inbox_of",
    "SELECT i.id, i.organization, coalesce(i.app, 0), i.task, i.priority, i.sealed, i.state, i.stated_at, "
    "i.created_at, "
    "a.external, a.name, p.read_at FROM inbox_place p JOIN inbox_item i ON i.id = p.item LEFT JOIN app a ON "
    "a.id = i.app WHERE p.person = ?1 AND p.item < ?2 ORDER BY p.item DESC LIMIT ?3"};
constexpr statement read{"mark_inbox_read", "UPDATE inbox_place SET read_at = coalesce(read_at, ?3) WHERE "
                                            "person = ?1 AND item = ?2"};
constexpr statement drop_places{"empty_inbox", "DELETE FROM inbox_place WHERE person = ?1 RETURNING item"};
constexpr statement drop_lonely{"drop_lonely_inbox_item",
                                "DELETE FROM inbox_item WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM "
                                "inbox_place WHERE item = ?1)"};
constexpr statement old_items{"old_inbox_items",
                              "SELECT id FROM (SELECT id, created_at FROM inbox_item ORDER "
                              "BY id LIMIT ?2) WHERE created_at < ?1"};
constexpr statement drop_places_of{"drop_inbox_places", "DELETE FROM inbox_place WHERE item = ?1"};
constexpr statement drop_item{"drop_inbox_item", "DELETE FROM inbox_item WHERE id = ?1"};

constexpr std::string_view bound_to = "inbox item";
constexpr std::size_t texts_of_an_action = 3;

// Texts side by side, each with a NUL behind it.
std::string joined(const model::inbox_item& what)
{
    std::string text;
    const auto add = [&text](std::string_view part) { text.append(part).push_back('\0'); };
    add(what.title);
    add(what.content);
    add(what.link);
    for (const model::inbox_action& each : what.actions) {
        add(each.label);
        add(each.link);
        add(each.silent ? "silent" : "");
    }
    return text;
}

void take_apart(std::string_view text, model::inbox_item& into)
{
    std::vector<std::string> parts;
    for (std::size_t end = text.find('\0'); end != std::string_view::npos; end = text.find('\0')) {
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    if (parts.size() < 3)
        return;
    into.title = parts[0];
    into.content = parts[1];
    into.link = parts[2];
    for (std::size_t at = 3; at + texts_of_an_action <= parts.size(); at += texts_of_an_action)
        into.actions.push_back({parts[at], parts[at + 1], !parts[at + 2].empty()});
}

}  // namespace

model::inbox_item_id insert_inbox_item(transaction& in, const model::inbox_item& what)
{
    const std::string sealed = base::seal(in.keys.texts, joined(what), bound_to);
    const value state = what.state ? value{static_cast<std::int64_t>(*what.state)} : value{nullptr};
    return {
        in.sql
            .number(insert_item, {what.organization.value, what.app ? value{what.app.value} : value{nullptr},
                                  what.task ? value{std::string_view(*what.task)} : value{nullptr},
                                  what.priority, blob{sealed}, state, time_or_null(what.stated_at),
                                  base::to_milliseconds(what.created_at)})
            .value()};
}

void put_in_inbox(transaction& in, model::inbox_item_id what, model::person_id whose)
{
    in.sql.run(insert_place, {whose.value, what.value});
}

std::optional<known_todo> find_todo(connection& sql, model::organization_id home, std::string_view task)
{
    return sql.first(find_task, {home.value, task}, [](const row& at) {
        return known_todo{{at.integer(0)}, {at.integer(1)}, at.time(2)};
    });
}

void state_todo(transaction& in, model::inbox_item_id what, model::todo_state now_is, base::instant at)
{
    in.sql.run(update_state, {what.value, static_cast<std::int64_t>(now_is), base::to_milliseconds(at)});
}

std::vector<inbox_entry> inbox_of(connection& sql, const keyring& keys, model::person_id whose,
                                  std::int64_t before, std::int64_t most)
{
    const std::int64_t below = before ? before : std::numeric_limits<std::int64_t>::max();
    return sql.all(page, {whose.value, below, most}, [&keys](const row& at) {
        inbox_entry made;
        made.what.id = {at.integer(0)};
        made.what.organization = {at.integer(1)};
        made.what.app = {at.integer(2)};
        made.what.task = at.maybe_text(3);
        made.what.priority = at.integer(4);
        take_apart(base::open(keys.texts, at.text(5), bound_to).value_or(""), made.what);
        if (const auto state = at.maybe_integer(6))
            made.what.state = static_cast<model::todo_state>(*state);
        made.what.stated_at = at.maybe_time(7);
        made.what.created_at = at.time(8);
        made.app = at.maybe_text(9).value_or("");
        made.app_name = at.maybe_text(10).value_or("");
        made.read_at = at.maybe_time(11);
        return made;
    });
}

bool mark_read(transaction& in, model::person_id whose, model::inbox_item_id what, base::instant now)
{
    return in.sql.run(read, {whose.value, what.value, base::to_milliseconds(now)}) > 0;
}

void empty_inbox(transaction& in, model::person_id whose)
{
    for (const std::int64_t each :
         in.sql.all(drop_places, {whose.value}, [](const row& at) { return at.integer(0); }))
        in.sql.run(drop_lonely, {each});
}

std::int64_t drop_old_inbox_items(transaction& in, base::instant created_before, std::int64_t most)
{
    const auto old = in.sql.all(old_items, {base::to_milliseconds(created_before), most},
                                [](const row& at) { return at.integer(0); });
    for (const std::int64_t each : old) {
        in.sql.run(drop_places_of, {each});
        in.sql.run(drop_item, {each});
    }
    return static_cast<std::int64_t>(old.size());
}

}  // namespace gatehouse::store
