// What people of a simulated office do on each date, and what that must sum up to.
#pragma once

#include "model/time_zone.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gatehouse::simulate {

// The words of the rules under which they are; a tenth of them guard the nights.
inline constexpr const char* day_rules[] = {"09:00-18:00", "break 12:00-13:00", "grace 5 late 5 early"};
inline constexpr const char* night_rules[] = {"22:00-30:00"};
inline constexpr const char* week_rules[] = {"week Mon-Fri Day"};
inline constexpr const char* guard_rules[] = {"fold 60 seconds"};
inline constexpr const char* crew_rules[] = {"Night Night rest rest from 2026-01-05"};

bool guards_nights(std::size_t person);

struct told_day {
    std::vector<base::instant> punches;
    std::map<std::string, std::int64_t> sums;  // by column of the month: "late_times", "missing_times"
};
// The same for the same seed, whenever it is asked.
told_day day_of(std::uint64_t seed, std::size_t person, model::civil_day date, const model::time_zone& zone);

}  // namespace gatehouse::simulate
