#include "api/roster_brake.hpp"

#include "api/deed_item.hpp"
#include "api/page.hpp"
#include "ops/roster_deletes.hpp"

namespace gatehouse::api {

struct brake_message {
    std::int64_t deletes = 0;
    std::int64_t share = 0;
    std::int64_t window_minutes = 0;
};

enum class settling : std::uint8_t { release, drop };

struct settle_input {
    settling outcome = settling::drop;
};

struct settled_item {
    std::int64_t settled = 0;
    bool more = false;
};

}  // namespace gatehouse::api

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 2> enumerator_names<api::settling>{"release", "drop"};

}  // namespace gatehouse::model

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::brake_message> = std::tuple{
    field{"deletes",
          &api::brake_message::deletes,
          presence::required,
          "So many people and classes may be deleted within the window, whatever their share.",
          "30",
          {0, 1'000'000}},
    field{
        "share",
        &api::brake_message::share,
        presence::required,
        "So many percent of what the platform has there, whatever their number. Past both, deletes are held.",
        "20",
        {0, 100}},
    field{"window_minutes",
          &api::brake_message::window_minutes,
          presence::required,
          "The window: the last so many minutes.",
          "1440",
          {1, 43'200}}};

template <>
inline constexpr auto fields_of<api::settle_input> = std::tuple{
    field{"outcome", &api::settle_input::outcome, presence::required,
          "`release` carries them out, `drop` forgets them: the platform's ids hold again.", "drop"}};

template <>
inline constexpr auto fields_of<api::settled_item> =
    std::tuple{field{"settled", &api::settled_item::settled, presence::required, "How many.", "20"},
               field{"more", &api::settled_item::more, presence::required,
                     "Whether some are left: call again.", "false"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

brake_message message_of(const store::roster_brake& from)
{
    return {from.deletes, from.share, std::int64_t{from.window.count()}};
}

base::result<brake_message> read_brake(const reading& in, const call<nothing, nothing>& asked)
{
    return message_of(store::brake_of(in.sql, asked.id<model::organization_id>(0)));
}

base::result<brake_message> change_brake(store::transaction& in, const call<nothing, brake_message>& asked)
{
    const auto home = asked.id<model::organization_id>(0);
    const brake_message before = message_of(store::brake_of(in.sql, home));
    const brake_message& after = asked.body;
    const auto changed = ops::difference()
                             .show("deletes", std::to_string(before.deletes), std::to_string(after.deletes))
                             .show("share", std::to_string(before.share), std::to_string(after.share))
                             .show("window_minutes", std::to_string(before.window_minutes),
                                   std::to_string(after.window_minutes));
    if (changed.any()) {
        store::put_brake(in, home, {after.deletes, after.share, std::chrono::minutes(after.window_minutes)});
        ops::write_down(in, asked.by.author(), home, "roster_brake.update", home.value, changed);
    }
    return after;
}

base::result<page<deed_item>> list_held(const reading& in, const call<page_query, nothing>& asked)
{
    return page_behind(
        asked.query,
        [&](std::int64_t after, std::int64_t most) {
            return store::held_deeds(in.sql, asked.id<model::organization_id>(0), after, most);
        },
        item_of);
}

using settle_function = void (*)(store::transaction&, const store::roster_deed&, const ops::author&);

template <settle_function Settle>
base::result<deed_item> settle_one(store::transaction& in, const call<nothing, nothing>& asked)
{
    auto found = store::find_deed(in.sql, asked.id<model::roster_deed_id>(0));
    if (found && found->state != store::deed_state::held)
        found.reset();
    const auto held = visible(asked.by, std::move(found));
    if (!held)
        return held.error();
    Settle(in, *held, asked.by.author());
    return item_of(*store::find_deed(in.sql, held->id));
}

base::result<settled_item> settle_all(store::transaction& in, const call<nothing, settle_input>& asked)
{
    constexpr std::int64_t most = 20;  // about 10 ms
    const auto held = store::held_deeds(in.sql, asked.id<model::organization_id>(0), 0, most + 1);
    settled_item made{0, static_cast<std::int64_t>(held.size()) > most};
    for (const store::roster_deed& each : held) {
        if (made.settled == most)
            break;
        if (asked.body.outcome == settling::release)
            ops::release(in, each, asked.by.author());
        else
            ops::drop(in, each, asked.by.author());
        ++made.settled;
    }
    return made;
}

using endpoint::right;
constexpr std::string_view brake = "/api/v1/organizations/{organization}/roster_brake";
constexpr std::string_view held = "/api/v1/organizations/{organization}/held_deletes";

constexpr std::array table{
    read<read_brake>("read_roster_brake", brake, right::see,
                     "How many deletes of a platform are carried out before they are held."),
    write<change_brake>("change_roster_brake", net::verb::put, brake, right::manage, "Sets the limits."),
    read<list_held>("list_held_deletes", held, right::see,
                    "Deletes that a platform was told are done and that wait here, oldest first."),
    write<settle_all>("settle_held_deletes", net::verb::post, held, right::manage,
                      "Releases or drops the oldest twenty of them."),
    write<settle_one<ops::release>>("release_held_delete", net::verb::post,
                                    "/api/v1/held_deletes/{held_delete}/release", right::manage,
                                    "Carries it out, but not on what the platform has saved again."),
    write<settle_one<ops::drop>>("drop_held_delete", net::verb::post,
                                 "/api/v1/held_deletes/{held_delete}/drop", right::manage,
                                 "Forgets it: the platform's id holds again."),
};

}  // namespace

std::span<const endpoint::route> held_delete_routes()
{
    return table;
}

}  // namespace gatehouse::api
