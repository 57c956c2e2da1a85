#include "api/attendance/standing.hpp"
#include "api/operation.hpp"
#include "api/page.hpp"
#include "api/people.hpp"
#include "ops/attendance/people_deeds.hpp"

#include <algorithm>

namespace gatehouse::api {

namespace sa = store::attendance;

enum class assigned_kind : std::uint8_t { group, rotation };

struct assignment_item {
    std::int64_t id = 0;
    model::person_id person;
    assigned_kind kind = assigned_kind::group;
    std::string rule;
    std::int64_t phase = 0;
    model::civil_day since;
    std::optional<model::civil_day> until;
    base::instant decided_at{};
    std::string decided_by;
};

struct assignment_input {
    assigned_kind kind = assigned_kind::group;
    std::string rule;
    std::int64_t phase = 0;
    model::civil_day since;
    std::optional<model::civil_day> until;
};

struct assignment_end {
    std::optional<model::civil_day> until;
};

struct employment_message {
    std::optional<model::civil_day> joined;
    std::optional<model::civil_day> left;
    std::optional<model::civil_day> works_since;
    std::optional<model::civil_day> spared_from;
    std::optional<model::civil_day> spared_until;
};

}  // namespace gatehouse::api

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 2> enumerator_names<api::assigned_kind>{"group", "rotation"};

}  // namespace gatehouse::model

namespace gatehouse::endpoint {

namespace {
constexpr std::string_view until_meaning = "The last date; null: for ever.";
constexpr std::string_view phase_meaning = "Of a rotation: how many entries further on they are.";
}  // namespace

template <>
inline constexpr auto fields_of<api::assignment_item> = [] {
    using m = api::assignment_item;
    return std::tuple{
        field{"id", &m::id, presence::required, "Identifies it.", "1"},
        field{"person_id", &m::person, presence::required, "Whose it is.", "1"},
        field{"kind", &m::kind, presence::required, "What they are assigned to.", "group"},
        field{"rule", &m::rule, presence::required, "The name of the group or the rotation.", "office"},
        field{"phase", &m::phase, presence::required, phase_meaning, "0"},
        field{"since", &m::since, presence::required, "The first date.", "2026-03-01"},
        field{"until", &m::until, presence::required, until_meaning, "2026-12-31"},
        field{"decided_at", &m::decided_at, presence::required, "RFC 3339, UTC.", "2026-02-20T08:00:00Z"},
        field{"decided_by", &m::decided_by, presence::required, "Who decided it.", "login office"}};
}();

template <>
inline constexpr auto fields_of<api::assignment_input> = [] {
    using m = api::assignment_input;
    return std::tuple{field{"kind", &m::kind, presence::required, "What they are assigned to.", "group"},
                      field{"rule",
                            &m::rule,
                            presence::required,
                            "The name of the group or the rotation.",
                            "office",
                            {1, 64}},
                      field{"phase", &m::phase, presence::optional, phase_meaning, "0", {0, 10'000}},
                      field{"since", &m::since, presence::required, "The first date.", "2026-03-01"},
                      field{"until", &m::until, presence::optional, until_meaning, "2026-12-31"}};
}();

template <>
inline constexpr auto fields_of<api::assignment_end> =
    std::tuple{field{"until", &api::assignment_end::until, presence::required, until_meaning, "2026-12-31"}};

template <>
inline constexpr auto fields_of<api::employment_message> = [] {
    using m = api::employment_message;
    return std::tuple{
        field{"joined", &m::joined, presence::required, "The first date; null: always.", "2025-09-01"},
        field{"left", &m::left, presence::required, until_meaning, "2027-08-31"},
        field{"works_since", &m::works_since, presence::required,
              "When their first job ever began; annual leave grows with it.", "2015-07-01"},
        field{"spared_from", &m::spared_from, presence::required,
              "From then on nights and overtime are warned of.", "2026-04-01"},
        field{"spared_until", &m::spared_until, presence::required, until_meaning, "2026-12-31"}};
}();

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

assignment_item item_of(const sa::assignment& from)
{
    const bool group = from.kind == sa::rule_kind::group;
    return {from.id,    from.person,     group ? assigned_kind::group : assigned_kind::rotation,
            from.name,  from.phase,      from.since,
            from.until, from.decided_at, from.actor};
}

base::result<page<assignment_item>> list_assignments(const reading& in,
                                                     const call<page_query, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<assignment_item> found;
    for (const sa::assignment& each : sa::assignments_of(in.sql, who->id))
        if (each.id > *after)
            found.push_back(item_of(each));
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return page_of(std::move(found), asked.query, [](const assignment_item& last) { return last.id; });
}

base::result<assignment_item> made_item(const base::result<sa::assignment>& made)
{
    return made ? base::result<assignment_item>(item_of(*made)) : made.error();
}

base::result<assignment_item> assign(store::transaction& in, const call<nothing, assignment_input>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    sa::assignment what;
    what.organization = who->organization;
    what.person = who->id;
    what.kind = asked.body.kind == assigned_kind::group ? sa::rule_kind::group : sa::rule_kind::rotation;
    what.name = asked.body.rule;
    what.phase = asked.body.phase;
    what.since = asked.body.since;
    what.until = asked.body.until;
    return made_item(ops::attendance::assign(in, what, asked.by.author()));
}

// Cancelled ones are not found.
template <class Call>
base::result<sa::assignment> assignment_of(store::connection& sql, const Call& asked)
{
    auto found = sa::find_assignment(sql, asked.template id<model::person_id>(0).value);
    if (found && found->until && *found->until < found->since)
        found.reset();
    return visible(asked.by, std::move(found));
}

base::result<assignment_item> change(store::transaction& in, const call<nothing, assignment_end>& asked)
{
    const auto before = assignment_of(in.sql, asked);
    if (!before)
        return before.error();
    return made_item(ops::attendance::change_assignment(in, *before, asked.body.until, asked.by.author()));
}

base::result<nothing> cancel(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto before = assignment_of(in.sql, asked);
    if (!before)
        return before.error();
    return silent(ops::attendance::cancel_assignment(in, *before, asked.by.author()));
}

base::result<employment_message> read_employment(const reading& in, const call<nothing, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const auto found = sa::find_employment(in.sql, who->id).value_or(sa::employment{});
    return employment_message{found.joined, found.left, found.works_since, found.spared_from,
                              found.spared_until};
}

base::result<employment_message> put_employment(store::transaction& in,
                                                const call<nothing, employment_message>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const employment_message& given = asked.body;
    const auto done = ops::attendance::employ(in,
                                              {who->id, who->organization, given.joined, given.left,
                                               given.works_since, given.spared_from, given.spared_until},
                                              asked.by.author());
    return done ? base::result<employment_message>(given) : done.error();
}

}  // namespace

std::span<const endpoint::route> assignment_routes()
{
    static constexpr std::string_view all = "/api/v1/people/{person}/attendance/assignments";
    static constexpr std::string_view one = "/api/v1/attendance/assignments/{assignment}";
    static constexpr std::string_view employment = "/api/v1/people/{person}/attendance/employment";
    static constexpr std::array table{
        read<list_assignments>("list_attendance_assignments", all, endpoint::right::see,
                               "The groups and rotations of a person, oldest first."),
        write<assign>("assign_attendance", net::verb::post, all, endpoint::right::manage,
                      "Puts a person into a group, or on a rotation, from a date on. Nobody is in two groups "
                      "on one date.",
                      201),
        write<change>("change_attendance_assignment", net::verb::put, one, endpoint::right::manage,
                      "Gives it another last date."),
        write<cancel>("cancel_attendance_assignment", net::verb::delete_, one, endpoint::right::manage,
                      "It never was; to end it, give it a last date."),
        read<read_employment>("read_employment", employment, endpoint::right::see,
                              "From when until when a person is employed. Outside there are no results."),
        write<put_employment>("put_employment", net::verb::put, employment, endpoint::right::manage,
                              "Says from when until when a person is employed."),
    };
    return table;
}

}  // namespace gatehouse::api
