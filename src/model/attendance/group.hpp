// What a group of people shares: its week, how punches are read, overtime, places of phones. And the book of
// all rules in their versions.
#pragma once

#include "model/attendance/calendar.hpp"
#include "model/attendance/place.hpp"
#include "model/attendance/request.hpp"
#include "model/attendance/shift.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace gatehouse::model::attendance {

// Which shift of the book; nothing: rest.
using plan = std::optional<std::size_t>;

enum class reading_way { first_last, alternate, direction };
enum class working_hours { standard, comprehensive, flexible };
enum class overtime_mode { none, approved, both, punched };
enum class overtime_kind : std::size_t { workday, rest, holiday };
inline constexpr std::array overtime_kinds{overtime_kind::workday, overtime_kind::rest,
                                           overtime_kind::holiday};

struct overtime_policy {
    overtime_mode mode = overtime_mode::none;
    minutes after{};
    bool early = false;
    minutes least{};
    minutes unit{1};
    std::optional<minutes> most;
    bool lieu = false;  // is taken as time off; of rest days only
};

struct group_rules {
    const time_zone* zone = nullptr;
    std::optional<std::array<plan, 7>> week;  // Monday first
    bool holidays_off = false;                // of rotations
    reading_way reading = reading_way::first_last;
    std::chrono::seconds fold{60};
    minutes boundary{4 * 60};
    bool clock_of_device = false;
    bool exempt = false;
    working_hours system = working_hours::standard;
    bool flexible_holidays = false;  // whether the flexible system counts holidays
    std::array<overtime_policy, 3> overtime{};
    std::vector<clock_span> overtime_breaks;
    int free_lates = 0;
    minutes free_late_up_to{};
    bool trips_as_overtime = false;  // on dates without shift, where the mode is approved
    correction_limits corrections;
    minutes least_rest{8 * 60};      // [A-32][A-118] between two shifts
    phone_rules phones;

    const overtime_policy& policy(overtime_kind kind) const
    {
        return overtime[static_cast<std::size_t>(kind)];
    }
};

// What changes from a date on: the version in force on the shift day judges it.
template <typename Thing>
class versions {
public:
    versions() = default;
    explicit versions(Thing first) { from(civil_day::min(), std::move(first)); }

    void from(civil_day date, Thing what)
    {
        auto place = all_.begin();
        while (place != all_.end() && place->first < date)
            ++place;
        if (place != all_.end() && place->first == date)
            place->second = std::move(what);
        else
            all_.emplace(place, date, std::move(what));
    }

    // Before the first version, the first.
    const Thing& on(civil_day date) const
    {
        auto found = all_.begin();
        for (auto each = all_.begin(); each != all_.end() && each->first <= date; ++each)
            found = each;
        return found->second;
    }

private:
    std::vector<std::pair<civil_day, Thing>> all_;
};

struct rule_book {
    std::vector<versions<shift>> shifts;
    versions<group_rules> group;
    versions<attendance::calendar> days;
};

}  // namespace gatehouse::model::attendance
