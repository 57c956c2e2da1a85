// The message that says a credential.
#pragma once

#include "endpoint/fields.hpp"
#include "store/credentials.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::api {

struct credential_item {
    model::credential_id id;
    model::organization_id organization;
    std::string kind;
    std::optional<std::string> number;
    model::credential_status status = model::credential_status::active;
    std::optional<model::unit_id> unit;
    std::optional<model::person_id> bearer;
    std::vector<model::person_id> told;
    std::optional<base::instant> valid_from;
    std::optional<base::instant> valid_until;
    base::instant created_at;
};

inline credential_item item_of(const store::shown_credential& from)
{
    const model::credential& what = from.what;
    return {what.id,     what.organization, from.kind,       from.number,      what.status,    what.unit,
            what.bearer, from.told,         what.valid_from, what.valid_until, what.created_at};
}

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::credential_item> = std::tuple{
    field{"id", &api::credential_item::id, presence::required, "Identifies it.", "1"},
    field{"organization_id", &api::credential_item::organization, presence::required, "Whose it is.", "1"},
    field{"kind", &api::credential_item::kind, presence::required, "`card`.", "card"},
    field{"number", &api::credential_item::number, presence::required,
          "As it was first written; null where it was erased.", "0004567890"},
    field{"status", &api::credential_item::status, presence::required,
          "Only an active one counts. A revoked one is over for ever, and its number free again.", "active"},
    field{"unit_id", &api::credential_item::unit, presence::required,
          "The class or department that it is of.", "1"},
    field{"bearer_id", &api::credential_item::bearer, presence::required,
          "The one person whose passage it records; null: nobody yet.", "2"},
    field{"told", &api::credential_item::told, presence::required, "The persons who are told of its taps.",
          "[3]"},
    field{"valid_from", &api::credential_item::valid_from, presence::required,
          "It does not count before. RFC 3339, UTC.", "2026-05-28T08:00:00Z"},
    field{"valid_until", &api::credential_item::valid_until, presence::required,
          "It counts before this only. RFC 3339, UTC.", "2027-05-28T08:00:00Z"},
    field{"created_at", &api::credential_item::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"}};

}  // namespace gatehouse::endpoint
