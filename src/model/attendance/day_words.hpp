// A day result as it is kept: its status set and its items in the words in which cases expect them, complete
// enough for every sum of a period, and read back without loss.
#pragma once

#include "model/attendance/day_result.hpp"

#include <optional>

namespace gatehouse::model::attendance {

// Clock times of the shift day.
struct kept_points {
    std::optional<minutes> in;
    std::optional<minutes> out;
    bool operator==(const kept_points&) const = default;
};

// What of a day result does not need its punches, its rules or its trace.
struct kept_result {
    std::set<status> statuses;
    accounts sums;
    int late_times = 0;
    int seriously_late_times = 0;
    int early_times = 0;
    int missing_times = 0;
    int break_over = 0;
    int corrections = 0;
    std::vector<minutes> latenesses;
    minutes beyond{};
    std::vector<kept_points> sections;
    std::set<std::string> warnings;
    schedule_source source = schedule_source::none;
    day_kind calendar = day_kind::plain;

    bool operator==(const kept_result&) const = default;
};
kept_result keep(const day_result& what);

std::string_view name_of(schedule_source what);
std::string_view name_of(day_kind what);

// "late, leave"
std::string status_words(const std::set<status>& statuses);
// "planned 480, worked 450, late 30, in 09:30, out 18:02, late_times 1, lateness 30, source week". What is
// zero, or plain, is left out.
std::string item_words(const kept_result& what);
// Nothing: these are not words of ours.
std::optional<kept_result> read_day_words(std::string_view statuses, std::string_view items);

}  // namespace gatehouse::model::attendance
