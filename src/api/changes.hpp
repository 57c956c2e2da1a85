// The audit trail over our own API.
#pragma once

#include "api/operation.hpp"
#include "api/page.hpp"
#include "store/changes.hpp"

#include <span>

namespace gatehouse::api {

struct change_item {
    model::change_number id;
    std::optional<model::organization_id> organization;
    base::instant at;
    std::string actor;
    std::string action;
    std::string object_kind;
    std::int64_t object = 0;
    std::optional<endpoint::json_text> detail;
};

// One page of the changes that the filter wants, the newest first.
base::result<page<change_item>> changes_of(const reading& in, const page_query& asked,
                                           const store::change_filter& which);

std::span<const endpoint::route> change_routes();

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::change_item> = std::tuple{
    field{"id", &api::change_item::id, presence::required, "Identifies it; rises with time.", "1"},
    field{"organization_id", &api::change_item::organization, presence::required,
          "Where it was done; null: it concerns the whole server.", "1"},
    field{"at", &api::change_item::at, presence::required, "When. RFC 3339, UTC.", "2026-05-28T08:00:00Z"},
    field{"actor", &api::change_item::actor, presence::required,
          "Who: `login …`, `key …`, `client …`, `provisioning`, or the server's own followers.",
          "login admin"},
    field{"action", &api::change_item::action, presence::required, "What was done.", "credential.update"},
    field{"object_kind", &api::change_item::object_kind, presence::required, "To what.", "credential"},
    field{"object_id", &api::change_item::object, presence::required, "The id of what it was done to.", "7"},
    field{"detail", &api::change_item::detail, presence::required,
          "What is known of it: `changed` names the members, `values` what they were and are, where they are "
          "no "
          "secrets. Null where it was erased."}};

}  // namespace gatehouse::endpoint
