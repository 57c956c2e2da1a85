// People of an organization and how they stand to each other: made, changed and ended, each deed with its
// entry in the audit trail under the person's own key.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/people.hpp"
#include "store/relations.hpp"

#include <optional>
#include <string>

namespace gatehouse::ops {

struct person_draft {
    model::organization_id organization;
    std::string name;
    std::optional<std::string> phone;
    std::optional<std::string> number;
    std::string role;
    std::optional<model::unit_id> unit;
};

// What is left out stays as it is; nothing inside is "none".
struct person_patch {
    std::optional<std::string> name;
    std::optional<std::optional<std::string>> phone;
    std::optional<std::optional<std::string>> number;
    std::optional<std::string> role;
    std::optional<std::optional<model::unit_id>> unit;
};

// malformed_input, with the place, where the unit is none of the organization's living ones; conflict where
// somebody here has the phone.
base::result<model::person> create_person(store::transaction& in, const person_draft& what, const author& by);
base::result<model::person> change_person(store::transaction& in, const model::person& before,
                                          const person_patch& how, const author& by);
// With them end their relations and their channel; the credentials that they bear are revoked, and they are
// told of none any more. Their punches stay.
// What stands in the members of an entry in the audit trail.
difference compare(const model::person& before, const model::person& after);
// All of end_person() but the end itself.
void clear_person(store::transaction& in, const model::person& what, const author& by);
void end_person(store::transaction& in, const model::person& what, const author& by);

// `person` stands in `kind` to `other`. malformed_input, with the place, where `other` is nobody of the same
// organization, or the same person; conflict where it stands already.
base::result<model::relation> create_relation(store::transaction& in, const model::person& person,
                                              std::string_view kind, model::person_id other,
                                              const author& by);
void end_relation(store::transaction& in, const model::relation& what, const author& by);

}  // namespace gatehouse::ops
