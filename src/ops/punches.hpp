// The intake: what a tap is worth when it comes. Whatever can be read is kept, also when the answer is a
// refusal.
#pragma once

#include "base/error.hpp"
#include "store/punches.hpp"

#include <optional>

namespace gatehouse::ops {

// A tap as an interface read it.
struct tap {
    model::organization_id organization;
    store::shown shown;
    model::client_id source;
    base::instant device_time;
    base::instant received_at;
    bool picture_unreadable = false;
    std::optional<store::prepared_picture> picture;
};

struct judged_tap {
    store::punch_draft draft;
    std::optional<base::errc> refusal;  // the first of what is wrong; the draft bears all marks
};

// Judged in this order: the organization, the clock, the picture, the card, its class.
judged_tap judge_tap(const store::index& in, const tap& what);

}  // namespace gatehouse::ops
