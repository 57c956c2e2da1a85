#include "api/roster_brake.hpp"

#include "api/deed_item.hpp"
#include "api/page.hpp"
#include "ops/roster_deletes.hpp"
#include "ops/roster_tasks.hpp"

#include <algorithm>
#include <functional>

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
using chosen = base::result<std::vector<store::roster_deed>>;
constexpr std::size_t settled_at_once = 20;

// Settles one deed after the other. A whole school goes in slices; the answer leaves after the last.
struct settling_work {
    ops::author by;
    settle_function how;
    std::function<chosen(store::transaction&)> choose;
    std::function<net::reply(const chosen&)> answer;
    std::optional<chosen> which{};
    std::size_t begun = 0;  // so many of them

    struct part {
        chosen which;
        std::size_t begun;
        bool more;
    };

    part run(store::transaction& in) const
    {
        part made{which ? *which : choose(in), begun, false};
        if (!made.which)
            return made;
        const std::vector<store::roster_deed>& all = *made.which;
        made.more = begun > 0 && ops::carry_on(in, all[begun - 1].id, by.now);
        while (!made.more && made.begun < std::min(all.size(), settled_at_once)) {
            const model::roster_deed_id id = all[made.begun++].id;
            const auto deed = store::find_deed(in.sql, id);
            if (deed && deed->state == store::deed_state::held)  // else somebody else settled it since
                how(in, *deed, by);
            made.more = store::find_task(in.sql, id).has_value();
        }
        return made;
    }
    bool take(part made)
    {
        which = std::move(made.which);
        begun = made.begun;
        return made.more;
    }
    void end(net::ticket ask) const { ask.answer_later(answer(*which)); }
    net::reply refuse(base::errc why) const { return refuse_errc(why); }
};

template <settle_function Settle>
void serve_one(endpoint::exchange&& of)
{
    auto asked = read_call<nothing, nothing>(of);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    const auto author = asked->by.author();
    const auto choose = [asked = std::move(*asked)](store::transaction& in) -> chosen {
        auto found = store::find_deed(in.sql, asked.id<model::roster_deed_id>(0));
        if (found && found->state != store::deed_state::held)
            found.reset();
        const auto held = visible(asked.by, std::move(found));
        if (!held)
            return held.error();
        return std::vector{*held};
    };
    const auto tell = [](const chosen& which) {
        if (!which)
            return refuse(which.error());
        store::roster_deed settled = which->front();
        settled.state = Settle == &ops::release ? store::deed_state::released : store::deed_state::dropped;
        return answer(base::result<deed_item>(item_of(settled)), 200);
    };
    endpoint::write_in_slices(of.with, std::move(of.ask), settling_work{author, Settle, choose, tell});
}

void serve_all(endpoint::exchange&& of)
{
    auto asked = read_call<nothing, settle_input>(of);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    const settle_function how = asked->body.outcome == settling::release ? ops::release : ops::drop;
    const auto choose = [home = asked->id<model::organization_id>(0)](store::transaction& in) -> chosen {
        return store::held_deeds(in.sql, home, 0, static_cast<std::int64_t>(settled_at_once) + 1);
    };
    const auto tell = [](const chosen& which) {
        const std::size_t settled = std::min(which->size(), settled_at_once);
        return answer(base::result<settled_item>(
                          settled_item{static_cast<std::int64_t>(settled), which->size() > settled}),
                      200);
    };
    endpoint::write_in_slices(of.with, std::move(of.ask),
                              settling_work{asked->by.author(), how, choose, tell});
}

using endpoint::right;
constexpr std::string_view brake = "/api/v1/organizations/{organization}/roster_brake";
constexpr std::string_view held = "/api/v1/organizations/{organization}/held_deletes";

template <class Answer>
constexpr endpoint::route settle(std::string_view name, std::string_view path, std::string_view summary,
                                 std::size_t body_limit, void (*serve)(endpoint::exchange&&),
                                 void (*write_body)(base::json_writer&))
{
    return {name,
            net::verb::post,
            path,
            right::manage,
            body_limit,
            serve,
            refuse_request,
            {summary, 200, detail::write_query<nothing>, write_body, detail::write_success<Answer>}};
}

}  // namespace

std::span<const endpoint::route> held_delete_routes()
{
    static constexpr std::array table{
        read<read_brake>("read_roster_brake", brake, right::see,
                         "How many deletes of a platform are carried out before they are held."),
        write<change_brake>("change_roster_brake", net::verb::put, brake, right::manage, "Sets the limits."),
        read<list_held>("list_held_deletes", held, right::see,
                        "Deletes that a platform was told are done and that wait here, oldest first."),
        settle<settled_item>("settle_held_deletes", held, "Releases or drops the oldest twenty of them.",
                             body_most, serve_all, detail::write_message<settle_input>),
        settle<deed_item>("release_held_delete", "/api/v1/held_deletes/{held_delete}/release",
                          "Carries it out, but not on what the platform has saved again.", empty_body_most,
                          serve_one<ops::release>, nullptr),
        settle<deed_item>("drop_held_delete", "/api/v1/held_deletes/{held_delete}/drop",
                          "Forgets it: the platform's id holds again, unless it means something else by now.",
                          empty_body_most, serve_one<ops::drop>, nullptr),
    };
    return table;
}

}  // namespace gatehouse::api
