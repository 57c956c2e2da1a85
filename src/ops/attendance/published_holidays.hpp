// The published calendars of the state: what is shipped of them, and lists as they are published.
#pragma once

#include "model/attendance/calendar.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::ops::attendance {

struct published_list {
    std::vector<std::string> words;  // of a rule `holidays`
    std::vector<std::string> warnings;
};

// The statutory days and the make-up workdays of a year; the days that are off by exchange are not shipped,
// which a warning says. Nothing for years of which nothing is shipped.
std::optional<published_list> shipped_holidays(int year);

struct published_day {
    model::civil_day date;
    bool off = true;  // else a make-up workday
};
// Any order; each date once.
published_list published_holidays(int year, std::vector<published_day> days);

}  // namespace gatehouse::ops::attendance
