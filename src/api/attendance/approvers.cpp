#include "ops/attendance/approvers.hpp"

#include "api/attendance/requests.hpp"
#include "api/operation.hpp"
#include "api/people.hpp"
#include "ops/attendance/rule_deeds.hpp"
#include "store/organizations.hpp"

namespace gatehouse::api {

namespace sa = store::attendance;
using model::attendance::asked_kind;

struct those {
    std::vector<model::person_id> people;
};
struct role_item {
    std::string role;
    std::vector<model::person_id> people;
};
struct role_items {
    std::vector<role_item> items;
};

struct deputy_input {
    model::person_id deputy;
    std::optional<asked_kind> kind;
    std::optional<model::civil_day> since;
    std::optional<model::civil_day> until;
};
struct deputy_item {
    std::int64_t id = 0;
    model::person_id person;
    model::person_id deputy;
    std::optional<asked_kind> kind;
    model::civil_day since;
    std::optional<model::civil_day> until;
};
struct deputy_items {
    std::vector<deputy_item> items;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

namespace {
constexpr std::string_view kind_meaning = "Of which requests; null: of all.";
}  // namespace

template <>
inline constexpr auto fields_of<api::those> = std::tuple{
    field{"people", &api::those::people, presence::given, "Who leads it; perhaps nobody.", "[2]", {0, 20}}};
template <>
inline constexpr auto fields_of<api::role_item> = std::tuple{
    field{"role",
          &api::role_item::role,
          presence::required,
          "One word, as chains name it. `administrator` decides where nobody else can.",
          "hr",
          {1, 64}},
    field{
        "people", &api::role_item::people, presence::given, "Who has it; perhaps nobody.", "[2]", {0, 100}}};
template <>
inline constexpr auto fields_of<api::role_items> =
    std::tuple{field{"items", &api::role_items::items, presence::required, "By role."}};

template <>
inline constexpr auto fields_of<api::deputy_input> = [] {
    using m = api::deputy_input;
    return std::tuple{
        field{"deputy_id", &m::deputy, presence::required, "Who decides in the person's name.", "3"},
        field{"kind", &m::kind, presence::optional, kind_meaning, "leave"},
        field{"since", &m::since, presence::optional, "The first date; today when left out.", "2026-03-01"},
        field{"until", &m::until, presence::optional, "The last date; for ever when left out.",
              "2026-03-31"}};
}();
template <>
inline constexpr auto fields_of<api::deputy_item> = [] {
    using m = api::deputy_item;
    return std::tuple{
        field{"id", &m::id, presence::required, "Identifies it.", "1"},
        field{"person_id", &m::person, presence::required, "In whose name.", "2"},
        field{"deputy_id", &m::deputy, presence::required, "Who decides.", "3"},
        field{"kind", &m::kind, presence::required, kind_meaning, "leave"},
        field{"since", &m::since, presence::required, "The first date.", "2026-03-01"},
        field{"until", &m::until, presence::required, "The last date; null: for ever.", "2026-03-31"}};
}();
template <>
inline constexpr auto fields_of<api::deputy_items> =
    std::tuple{field{"items", &api::deputy_items::items, presence::required, "Oldest first."}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

template <class Call>
base::result<model::unit> unit_of(store::connection& sql, const Call& asked)
{
    return visible(asked.by, store::find_unit(sql, asked.template id<model::unit_id>(0)));
}

deputy_item item_of(const sa::kept_deputy& from)
{
    return {from.id, from.what.principal, from.what.acting, from.what.kind, from.what.from, from.what.until};
}

base::result<those> read_leads(const reading& in, const call<nothing, nothing>& asked)
{
    const auto unit = unit_of(in.sql, asked);
    if (!unit)
        return unit.error();
    return those{sa::leads_of(in.sql, unit->id)};
}

base::result<those> put_leads(store::transaction& in, const call<nothing, those>& asked)
{
    const auto unit = unit_of(in.sql, asked);
    if (!unit)
        return unit.error();
    if (const auto done = ops::attendance::set_leads(in, *unit, asked.body.people, asked.by.author()); !done)
        return done.error();
    return those{sa::leads_of(in.sql, unit->id)};
}

role_items roles_in(store::connection& sql, model::organization_id home)
{
    role_items made;
    for (auto& each : sa::roles_of(sql, home))
        made.items.push_back({std::move(each.role), std::move(each.people)});
    return made;
}

base::result<role_items> list_roles(const reading& in, const call<nothing, nothing>& asked)
{
    return roles_in(in.sql, asked.id<model::organization_id>(0));
}

base::result<role_items> put_role(store::transaction& in, const call<nothing, role_item>& asked)
{
    const auto home = asked.id<model::organization_id>(0);
    if (const auto done = ops::attendance::set_role(in, home, asked.body.role, asked.body.people,
                                                    asked.by.author());
        !done)
        return done.error();
    return roles_in(in.sql, home);
}

base::result<deputy_items> list_deputies(const reading& in, const call<nothing, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    deputy_items made;
    for (const sa::kept_deputy& each : sa::deputies_of(in.sql, who->id))
        made.items.push_back(item_of(each));
    return made;
}

base::result<deputy_item> appoint(store::transaction& in, const call<nothing, deputy_input>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const auto today = ops::attendance::today_in(in.index, who->organization, asked.by.now);
    sa::kept_deputy what;
    what.organization = who->organization;
    what.what = {who->id, asked.body.deputy, asked.body.kind, asked.body.since.value_or(today),
                 asked.body.until};
    const auto made = ops::attendance::appoint_deputy(in, what, asked.by.author());
    if (!made)
        return made.error();
    return item_of(*made);
}

base::result<nothing> end(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = visible(asked.by,
                               sa::find_deputy(in.sql, asked.id<model::identifier<deputy_item>>(0).value));
    if (!found)
        return found.error();
    ops::attendance::end_deputy(in, *found,
                                ops::attendance::today_in(in.index, found->organization, asked.by.now),
                                asked.by.author());
    return nothing{};
}

}  // namespace

std::span<const endpoint::route> attendance_approver_routes()
{
    using endpoint::right;
    using net::verb;
    static constexpr std::string_view leads = "/api/v1/units/{unit}/attendance/leads";
    static constexpr std::string_view roles = "/api/v1/organizations/{organization}/attendance/roles";
    static constexpr std::string_view deputies = "/api/v1/people/{person}/attendance/deputies";
    static constexpr std::array table{
        read<read_leads>("read_unit_leads", leads, right::see, "Who leads a unit."),
        write<put_leads>("put_unit_leads", verb::put, leads, right::manage,
                         "Who leads a unit, in place of those who did."),
        read<list_roles>("list_attendance_roles", roles, right::see, "Who has which role in approving."),
        write<put_role>("put_attendance_role", verb::put, roles, right::manage,
                        "Who has a role in approving, in place of those who had it."),
        read<list_deputies>("list_attendance_deputies", deputies, right::see,
                            "Who decides in a person's name."),
        write<appoint>("appoint_attendance_deputy", verb::post, deputies, right::manage,
                       "Somebody decides in a person's name. A deputy's own deputy does not.", 201),
        write<end>("end_attendance_deputy", verb::delete_, "/api/v1/attendance/deputies/{deputy}",
                   right::manage, "From today on they decide no more."),
    };
    return table;
}

}  // namespace gatehouse::api
