#include "model/attendance/month.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {
namespace {

constexpr long whole = 100;

// Two decimals, half up.
long hundredths(minutes part, minutes of)
{
    return of == minutes{} ? 0 : (part.count() * whole * 2 + of.count()) / (2 * of.count());
}

void add_day(const day_result& day, columns& sums)
{
    for (const auto& [name, many] : by_name(day.sums))
        sums[name] += many.count() * whole;
    const auto count = [&](const char* name, long many) { sums[name] += many * whole; };
    count("planned_days", day.sums.planned > minutes{});
    count("attended_days", day.sums.worked + day.sums.trip > minutes{});
    count("trip_days", day.sums.trip > minutes{});
    count("late_times", day.late_times);
    count("seriously_late_times", day.seriously_late_times);
    count("early_times", day.early_times);
    count("missing_times", day.missing_times);
    count("corrections", day.corrections);
    sums["absent_days"] += hundredths(day.sums.absent, day.sums.planned);
}

void warn(const month_facts& facts, month_summary& made)
{
    const minutes overtime{(made.sums["ot_workday"] + made.sums["ot_rest"]) / whole};
    if (overtime > minutes(36 * 60))
        made.warnings.insert("overtime_36h");
    int in_a_row = 0;
    for (const day_result* each : facts.days) {
        const bool worked = each->sums.worked > minutes{} || each->sums.overtime != std::array<minutes, 3>{};
        in_a_row = worked ? in_a_row + 1 : 0;
        if (in_a_row > 6)
            made.warnings.insert("seven_days_in_a_row");
    }
}

}  // namespace

month_summary summarize(const month_facts& facts)
{
    month_summary made;
    int free = facts.group->free_lates;
    minutes beyond{};
    minutes worked{};
    for (const day_result* each : facts.days) {
        add_day(*each, made.sums);
        beyond += each->beyond;
        worked += each->sums.worked;
        for (const minutes late : each->latenesses) {
            const bool forgiven = free > 0 && late <= facts.group->free_late_up_to;
            free -= forgiven;
            made.sums["late_charged"] += forgiven ? 0 : whole;
        }
    }
    if (facts.group->system == working_hours::comprehensive)
        made.sums["ot_workday"] += std::max(worked + beyond - facts.standard, minutes{}).count() * whole;
    warn(facts, made);
    return made;
}

minutes standard_hours(const calendar& days, civil_day first, civil_day last)
{
    minutes sum{};
    for (civil_day date = first; date <= last; date += std::chrono::days(1)) {
        const day_kind kind = days.on(date).kind;
        const bool weekday = std::chrono::weekday{date}.iso_encoding() <= 5;
        if (kind == day_kind::workday || (kind == day_kind::plain && weekday))
            sum += minutes(8 * 60);
    }
    return sum;
}

std::map<std::string, minutes> adjustment(const accounts& stored,
                                          const std::map<std::string, minutes>& booked, const accounts& now)
{
    std::map<std::string, minutes> due = by_name(now);
    for (const auto& [name, many] : by_name(stored))
        due[name] -= many;
    for (const auto& [name, many] : booked)
        due[name] -= many;
    std::erase_if(due, [](const auto& each) { return each.second == minutes{}; });
    return due;
}

}  // namespace gatehouse::model::attendance
