// A punch by somebody's own phone, quick or by hand: taken where it is proven that they are at the place,
// refused with the first reason otherwise. Attendance rules §13.
#pragma once

#include "model/attendance/phone.hpp"
#include "model/person.hpp"
#include "ops/author.hpp"
#include "store/jobs.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::ops::attendance {

struct phone_asked {
    model::person who;
    model::attendance::phone_punch shown;  // `at`, `shared` and `consent` are found here
    std::optional<base::instant> claimed_at;
    std::string phone;  // what it calls itself; empty: nothing
};

struct phone_answer {
    model::attendance::phone_decision decision;
    base::instant at{};
    std::optional<base::instant> earlier;   // the one that it came too soon after
    bool clock_doubtful = false;            // the phone's own time is more than 5 minutes off
    std::vector<store::punch_draft> punch;  // one where it was accepted
};

// What was asked is kept, refused or not.
phone_answer ask_by_phone(store::transaction& in, const phone_asked& what, const author& by);

}  // namespace gatehouse::ops::attendance
