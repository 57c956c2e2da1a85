// What one day is judged from, and what every kind of day does with it.
#pragma once

#include "model/attendance/reading.hpp"
#include "model/attendance/section_account.hpp"

namespace gatehouse::model::attendance {

// How the date before ended.
struct former_day {
    std::optional<moment> out;
    std::optional<moment> last_off;  // moved by flex; nothing where there was no shift
    const scheduled_day* day = nullptr;
};

struct day_input {
    const rule_book* book = nullptr;
    const scheduled_day* day = nullptr;
    const claimed_day* punches = nullptr;
    const std::optional<attendance::claim>* claim = nullptr;
    std::vector<const request*> in_force;  // near this date
    base::instant now{};
    former_day before;

    bool pending() const
    {
        return *claim && now <= base::instant{(*claim)->closes};
    }
};

struct corrected_points {
    std::optional<moment> in;
    std::optional<moment> out;
};
// The later decision of two for one point.
corrected_points corrections_of(const day_input& input, std::size_t section, std::size_t sections,
                                day_result& onto);

void judge_fixed(const day_input& input, day_result& onto, former_day& ended);
void judge_hours(const day_input& input, day_result& onto);
void judge_free(const day_input& input, day_result& onto);

// Unpaid breaks of the plan, the punched ones from where they were taken, else from the begin of their range.
span_set unpaid_breaks(const shift& what, const day_clock& clock,
                       const std::vector<std::optional<span>>& taken);
// What a punched break lasted beyond its length.
span_set beyond_breaks(const shift& what, const std::vector<std::optional<span>>& taken);
void say_breaks(const shift& what, const std::vector<std::optional<span>>& taken, day_result& onto);
void say_cover(const cover& covered, const day_input& input, day_result& onto);
bool asks_for_half(const std::vector<const request*>& in_force, civil_day date);

}  // namespace gatehouse::model::attendance
