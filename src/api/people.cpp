#include "api/people.hpp"

#include "api/page.hpp"
#include "ops/people.hpp"

namespace gatehouse::api {

struct people_query : page_query {
    std::optional<model::unit_id> unit;
    std::optional<std::string> role;
    std::optional<std::string> phone;
    std::optional<std::string> number;
    std::optional<std::string> name;
};

struct relation_input {
    std::string kind;
    model::person_id other;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

namespace {
constexpr constraint role_rule{.one_of = model::person_roles};
constexpr constraint kind_rule{.one_of = model::relation_kinds};
constexpr constraint phone_rule{.form = text_form::mobile};
constexpr std::string_view number_meaning = "The organization's own: a staff or pupil number.";
constexpr std::string_view phone_meaning = "Of one person in an organization at most.";
}  // namespace

template <>
inline constexpr auto fields_of<model::person> = std::tuple{
    field{"id", &model::person::id, presence::required, "Identifies them.", "1"},
    field{"organization_id", &model::person::organization, presence::required, "Whose they are.", "1"},
    field{"name", &model::person::name, presence::required, "Their name.", "王小明"},
    field{"phone", &model::person::phone, presence::required, phone_meaning, "13811111111"},
    field{"number", &model::person::number, presence::required, number_meaning, "20260017"},
    field{"role", &model::person::role, presence::required, "What they are here.", "pupil", role_rule},
    field{"unit_id", &model::person::unit, presence::required, "Their class or department.", "1"},
    field{"created_at", &model::person::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<ops::person_draft> = std::tuple{
    field{"name", &ops::person_draft::name, presence::required, "Their name.", "王小明", {1, 64}},
    field{"phone", &ops::person_draft::phone, presence::optional, phone_meaning, "13811111111", phone_rule},
    field{"number", &ops::person_draft::number, presence::optional, number_meaning, "20260017", {1, 64}},
    field{"role", &ops::person_draft::role, presence::required, "What they are here.", "pupil", role_rule},
    field{"unit_id", &ops::person_draft::unit, presence::optional, "Their class or department."}};

template <>
inline constexpr auto fields_of<ops::person_patch> = std::tuple{
    field{"name", &ops::person_patch::name, presence::optional, "Their new name.", "王小明", {1, 64}},
    field{"phone", &ops::person_patch::phone, presence::optional, phone_meaning, "13811111111", phone_rule},
    field{"number", &ops::person_patch::number, presence::optional, number_meaning, "20260017", {1, 64}},
    field{"role", &ops::person_patch::role, presence::optional, "What they are here.", "pupil", role_rule},
    field{"unit_id", &ops::person_patch::unit, presence::optional, "Their class or department; null: none."}};

template <>
inline constexpr auto fields_of<api::people_query> = std::tuple_cat(
    fields_of<api::page_query>,
    std::tuple{
        field{"unit_id", &api::people_query::unit, presence::optional, "Of this unit only.", "1"},
        field{"role", &api::people_query::role, presence::optional, "Who are this only.", "pupil", role_rule},
        field{"phone", &api::people_query::phone, presence::optional, "Who has this phone.", "13811111111",
              phone_rule},
        field{"number",
              &api::people_query::number,
              presence::optional,
              "Who has this number.",
              "20260017",
              {1, 64}},
        field{"name",
              &api::people_query::name,
              presence::optional,
              "In whose name this stands.",
              "小明",
              {1, 64}}});

template <>
inline constexpr auto fields_of<model::relation> = std::tuple{
    field{"id", &model::relation::id, presence::required, "Identifies it.", "1"},
    field{"organization_id", &model::relation::organization, presence::required, "Whose it is.", "1"},
    field{"kind", &model::relation::kind, presence::required,
          "`guardian`: the person is guardian of the other.", "guardian", kind_rule},
    field{"person_id", &model::relation::person, presence::required, "Who stands so to the other.", "1"},
    field{"other_id", &model::relation::other, presence::required, "The other.", "2"},
    field{"since", &model::relation::since, presence::required, "RFC 3339, UTC.", "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::relation_input> =
    std::tuple{field{"kind", &api::relation_input::kind, presence::required,
                     "`guardian`: the person is guardian of the other.", "guardian", kind_rule},
               field{"other_id", &api::relation_input::other, presence::required,
                     "The other, of the same organization.", "2"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<page<model::person>> list_people(const reading& in, const call<people_query, nothing>& asked)
{
    const people_query& q = asked.query;
    const store::people_filter which{
        asked.id<model::organization_id>(0), q.unit, q.role, q.phone, q.number, q.name};
    return page_behind(q, [&](std::int64_t after, std::int64_t most) {
        return store::people_after(in.sql, which, after, most);
    });
}

base::result<model::person> create_person(store::transaction& in,
                                          const call<nothing, ops::person_draft>& asked)
{
    ops::person_draft what = asked.body;
    what.organization = asked.id<model::organization_id>(0);
    return ops::create_person(in, what, asked.by.author());
}

base::result<model::person> read_person(const reading& in, const call<nothing, nothing>& asked)
{
    return person_of(in.sql, asked);
}

base::result<model::person> change_person(store::transaction& in,
                                          const call<nothing, ops::person_patch>& asked)
{
    const auto before = person_of(in.sql, asked);
    if (!before)
        return before.error();
    return ops::change_person(in, *before, asked.body, asked.by.author());
}

base::result<nothing> delete_person(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = person_of(in.sql, asked);
    if (!found)
        return found.error();
    ops::end_person(in, *found, asked.by.author());
    return nothing{};
}

base::result<page<model::relation>> list_relations(const reading& in, const call<page_query, nothing>& asked)
{
    const auto whose = person_of(in.sql, asked);
    if (!whose)
        return whose.error();
    return page_behind(asked.query, [&](std::int64_t after, std::int64_t most) {
        return store::relations_of(in.sql, whose->id, after, most);
    });
}

base::result<model::relation> create_relation(store::transaction& in,
                                              const call<nothing, relation_input>& asked)
{
    const auto person = person_of(in.sql, asked);
    if (!person)
        return person.error();
    return ops::create_relation(in, *person, asked.body.kind, asked.body.other, asked.by.author());
}

base::result<nothing> delete_relation(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = visible(asked.by, store::find_relation(in.sql, asked.id<model::relation_id>(0)));
    if (!found)
        return found.error();
    ops::end_relation(in, *found, asked.by.author());
    return nothing{};
}

using endpoint::right;
constexpr std::string_view people = "/api/v1/organizations/{organization}/people";
constexpr std::string_view person = "/api/v1/people/{person}";
constexpr std::string_view relations = "/api/v1/people/{person}/relations";

}  // namespace

std::span<const endpoint::route> person_routes()
{
    static constexpr std::array table{
        read<list_people>("list_people", people, right::see, "The people of an organization, oldest first."),
        write<create_person>("create_person", net::verb::post, people, right::manage,
                             "Takes a person into an organization.", 201),
        read<read_person>("read_person", person, right::see, "One person."),
        write<change_person>("change_person", net::verb::patch, person, right::manage,
                             "Changes what is given, and leaves the rest as it is."),
        write<delete_person>(
            "delete_person", net::verb::delete_, person, right::manage,
            "The person is gone: their credentials are revoked, their relations and their channel "
            "end. Their punches stay."),
        read<list_relations>("list_relations", relations, right::see,
                             "How a person stands to others, and others to them, oldest first."),
        write<create_relation>("create_relation", net::verb::post, relations, right::manage,
                               "The person stands so to another one of the organization.", 201),
        write<delete_relation>("delete_relation", net::verb::delete_, "/api/v1/relations/{relation}",
                               right::manage, "Ends a relation."),
    };
    return table;
}

}  // namespace gatehouse::api
