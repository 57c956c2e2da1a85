#include "ops/attendance/month_sums.hpp"

#include "model/attendance/day_words.hpp"
#include "ops/attendance/compute.hpp"

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::civil_day;

// As far as sums need it.
rules::day_result result_from(const rules::kept_result& kept, civil_day date)
{
    rules::day_result made;
    made.date = date;
    made.statuses = kept.statuses;
    made.sums = kept.sums;
    made.late_times = kept.late_times;
    made.seriously_late_times = kept.seriously_late_times;
    made.early_times = kept.early_times;
    made.missing_times = kept.missing_times;
    made.break_over = kept.break_over;
    made.corrections = kept.corrections;
    made.latenesses = kept.latenesses;
    made.warnings = kept.warnings;
    made.beyond = kept.beyond;
    return made;
}

bool is_locked_throughout(const std::vector<sa::locked_days>& locks, civil_day first, civil_day last)
{
    for (const sa::locked_days& each : locks)
        if (each.first <= first && first <= each.last)
            first = each.last + std::chrono::days(1);
    return first > last;
}

}  // namespace

rules::month_summary sums_of(const std::vector<sa::kept_day>& days, const office& at,
                             const std::vector<sa::assignment>& assigned, civil_day first, civil_day last)
{
    std::vector<rules::day_result> results;
    results.reserve(days.size());
    for (const sa::kept_day& each : days)
        if (const auto read = rules::read_day_words(each.statuses, each.items))
            results.push_back(result_from(*read, each.day));
    rules::month_facts facts;
    for (const rules::day_result& each : results)
        facts.days.push_back(&each);
    const auto book = at.book_for(assigned);
    facts.group = &book->group.on(results.empty() ? last : results.back().date);
    facts.standard = rules::standard_hours(book->days.on(last), first, last);
    return rules::summarize(facts);
}

period_sums sums_of(store::connection& sql, const office& at, model::person_id who, civil_day first,
                    civil_day last)
{
    period_sums made;
    made.person = who;
    const auto days = sa::days_of(sql, who, first, last);
    made.days = static_cast<std::int64_t>(days.size());
    for (const sa::kept_day& each : days)
        made.pending += each.statuses.find("pending") != std::string::npos;
    rules::month_summary summary = sums_of(days, at, sa::assignments_of(sql, who), first, last);
    for (const sa::adjustment& each : sa::adjustments_of(sql, who, first, last))
        for (const auto& [name, many] : read_minutes(each.minutes))
            summary.sums["adjust." + name] += many.count() * 100;
    made.sums = std::move(summary.sums);
    made.warnings = std::move(summary.warnings);
    made.locked = is_locked_throughout(sa::locks_on(sql, who), first, last);
    return made;
}

std::string hundredths_text(long hundredths)
{
    const long size = std::abs(hundredths);
    std::string made = (hundredths < 0 ? "-" : "") + std::to_string(size / 100);
    if (size % 100 != 0) {
        made += "." + std::to_string(size % 100 / 10);
        if (size % 10 != 0)
            made += std::to_string(size % 10);
    }
    return made;
}

std::pair<civil_day, civil_day> month_of(civil_day date)
{
    const std::chrono::year_month_day parts{date};
    return {civil_day{parts.year() / parts.month() / 1},
            civil_day{parts.year() / parts.month() / std::chrono::last}};
}

}  // namespace gatehouse::ops::attendance
