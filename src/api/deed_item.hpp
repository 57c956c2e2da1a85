// A deed of a platform as our own API shows it.
#pragma once

#include "endpoint/fields.hpp"
#include "store/roster_log.hpp"

namespace gatehouse::api {

struct deed_item {
    model::roster_deed_id id;
    model::roster_run_id run;
    model::client_id client;
    model::organization_id organization;
    base::instant at;
    store::deed_action action;
    store::external_kind kind;
    std::int64_t object = 0;
    std::string external;
    std::int64_t weight = 0;
    store::deed_state state;
};

inline deed_item item_of(const store::roster_deed& from)
{
    return {from.id,   from.run,    from.client,   from.organization, from.at,   from.action,
            from.kind, from.object, from.external, from.weight,       from.state};
}

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::deed_item> = std::tuple{
    field{"id", &api::deed_item::id, presence::required, "Identifies it; rises with time.", "1"},
    field{"run_id", &api::deed_item::run, presence::required, "The run that it is a part of.", "1"},
    field{"client_id", &api::deed_item::client, presence::required, "Whose deed it is.", "1"},
    field{"organization_id", &api::deed_item::organization, presence::required, "Where.", "1"},
    field{"at", &api::deed_item::at, presence::required, "RFC 3339, UTC.", "2026-05-28T08:00:00Z"},
    field{"action", &api::deed_item::action, presence::required, "What was done.", "delete"},
    field{"kind", &api::deed_item::kind, presence::required, "To what.", "person"},
    field{"object_id", &api::deed_item::object, presence::required, "Our id of it.", "1"},
    field{"external_id", &api::deed_item::external, presence::required, "The platform's id of it.", "132"},
    field{"weight", &api::deed_item::weight, presence::required,
          "How many people and classes a delete takes.", "1"},
    field{"state", &api::deed_item::state, presence::required,
          "`held`: answered as done, not carried out. `dropped`: never carried out. `kept`: its run was "
          "undone, but this had been changed since.",
          "held"}};

}  // namespace gatehouse::endpoint
