// Organizations and their units: made and changed, with an entry in the audit trail for what really changed.
#pragma once

#include "base/result.hpp"
#include "model/person.hpp"
#include "ops/author.hpp"
#include "store/organizations.hpp"

#include <optional>
#include <string>

namespace gatehouse::ops {

struct organization_draft {
    std::string kind;
    std::string name;
    std::string time_zone;
};

// What is left out stays as it is.
struct organization_patch {
    std::optional<std::string> name{};
    std::optional<std::string> time_zone{};
    std::optional<model::organization_status> status{};
    std::optional<std::optional<model::person_id>> administrator{};
};

struct unit_draft {
    model::organization_id organization;
    std::string kind;
    std::string name;
    std::optional<model::unit_id> parent;
};

struct unit_patch {
    std::optional<std::string> kind;
    std::optional<std::string> name;
    std::optional<std::optional<model::unit_id>> parent;
    std::optional<model::unit_status> status;
};

// Who stands for the organization, and is one of its people still.
std::optional<model::person> administrator_of(store::connection& sql, const model::organization& what);

// malformed_input, with the place, where the system does not know the time zone.
base::result<model::organization> create_organization(store::transaction& in, const organization_draft& what,
                                                      const author& by);
// not_found where there is none; malformed_input, with the place, where the administrator is none of its
// people. A closed or deleted one comes back as `open`; one that its client ended does for
// model::ended_for_good, then conflict. organization_exists where that client has another of the name.
base::result<model::organization> change_organization(store::transaction& in, model::organization_id id,
                                                      const organization_patch& how, const author& by);

// malformed_input, with the place, where the parent is none of the organization's living units, or lies below
// the unit itself.
base::result<model::unit> create_unit(store::transaction& in, const unit_draft& what, const author& by);
base::result<model::unit> change_unit(store::transaction& in, const model::unit& before,
                                      const unit_patch& how, const author& by);

}  // namespace gatehouse::ops
