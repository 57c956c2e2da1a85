#include "model/attendance/calendar.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::model::attendance {
namespace {

struct month_days {
    int year;
    unsigned month;
    unsigned from;
    unsigned to;
};

constexpr std::array statutory_days{
    month_days{2024, 1, 1, 1},   month_days{2024, 2, 10, 12}, month_days{2024, 4, 4, 4},
    month_days{2024, 5, 1, 1},   month_days{2024, 6, 10, 10}, month_days{2024, 9, 17, 17},
    month_days{2024, 10, 1, 3},  month_days{2025, 1, 1, 1},   month_days{2025, 1, 28, 31},
    month_days{2025, 4, 4, 4},   month_days{2025, 5, 1, 2},   month_days{2025, 5, 31, 31},
    month_days{2025, 10, 1, 3},  month_days{2025, 10, 6, 6},  month_days{2026, 1, 1, 1},
    month_days{2026, 2, 16, 19}, month_days{2026, 4, 5, 5},   month_days{2026, 5, 1, 2},
    month_days{2026, 6, 19, 19}, month_days{2026, 9, 25, 25}, month_days{2026, 10, 1, 3},
};

std::chrono::year year_of(civil_day date)
{
    return std::chrono::year_month_day{date}.year();
}

}  // namespace

calendar_day calendar::on(civil_day date) const
{
    for (const auto* days : {&own, &published})
        if (const auto found = days->find(date); found != days->end())
            return found->second;
    return {};
}

bool calendar::unpublished(civil_day date) const
{
    const std::chrono::year year = year_of(date);
    const auto in_it = published.lower_bound(civil_day{year / 1 / 1});
    return !published.empty() && (in_it == published.end() || year_of(in_it->first) != year);
}

bool is_statutory(civil_day date)
{
    const std::chrono::year_month_day day{date};
    return std::any_of(statutory_days.begin(), statutory_days.end(), [&](const month_days& each) {
        return static_cast<int>(day.year()) == each.year &&
               static_cast<unsigned>(day.month()) == each.month &&
               static_cast<unsigned>(day.day()) >= each.from && static_cast<unsigned>(day.day()) <= each.to;
    });
}

day_kind published_kind(civil_day date, bool off)
{
    if (!off)
        return day_kind::workday;
    return is_statutory(date) ? day_kind::holiday : day_kind::rest;
}

}  // namespace gatehouse::model::attendance
