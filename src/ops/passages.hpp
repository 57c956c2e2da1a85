// Openings of a door: decided from the index in memory, kept whether the door opened or not.
#pragma once

#include "base/error.hpp"
#include "store/punches.hpp"

#include <optional>
#include <string>
#include <variant>

namespace gatehouse::ops {

struct opening {
    model::organization_id organization;
    std::variant<model::door_id, std::string> door;  // or its name
    store::shown shown;                              // a card, or a phone
    model::client_id source;
    base::instant at;
};

struct judged_opening {
    std::optional<store::punch_draft> draft;  // nothing where there is no such door
    std::optional<base::errc> refusal;
};

// In this order: organization_unknown where it is not open, door_unknown; credential_lost,
// credential_suspended, credential_unknown (nobody's, revoked, out of its time, another organization's). A
// phone passes as long as its person has a card that is not suspended: a lost one is no key, but its owner
// is still who they are.
judged_opening judge_opening(const store::index& in, const opening& what);

}  // namespace gatehouse::ops
