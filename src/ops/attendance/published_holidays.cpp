#include "ops/attendance/published_holidays.hpp"

#include "model/civil_date.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::ops::attendance {
namespace {

namespace rules = model::attendance;
using model::civil_day;
using std::chrono::days;

struct month_day {
    unsigned month;
    unsigned day;
};

// spec/china-conventions.md §3: how many days off were published, and the make-up workdays.
struct published_year {
    int year;
    std::size_t days_off;
    std::vector<month_day> make_up;
};

const std::array<published_year, 3>& published_years()
{
    static const std::array<published_year, 3> all{
        published_year{2024, 28, {{2, 4}, {2, 18}, {4, 7}, {4, 28}, {5, 11}, {9, 14}, {9, 29}, {10, 12}}},
        published_year{2025, 28, {{1, 26}, {2, 8}, {4, 27}, {9, 28}, {10, 11}}},
        published_year{2026, 33, {{1, 4}, {2, 14}, {2, 28}, {5, 9}, {9, 20}, {10, 10}}}};
    return all;
}

civil_day first_of(int year)
{
    return civil_day{std::chrono::year(year) / 1 / 1};
}

std::vector<civil_day> statutory_days_of(int year)
{
    std::vector<civil_day> found;
    for (civil_day date = first_of(year); date < first_of(year + 1); date += days(1))
        if (rules::is_statutory(date))
            found.push_back(date);
    return found;
}

std::string word_of(rules::day_kind kind)
{
    switch (kind) {
    case rules::day_kind::holiday: return "holiday";
    case rules::day_kind::workday: return "workday";
    default: return "rest";
    }
}

// A line for each run of dates of one kind.
std::vector<std::string> words_of(std::vector<published_day> all)
{
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.date < b.date; });
    std::vector<std::string> words;
    for (std::size_t i = 0; i < all.size();) {
        const rules::day_kind kind = rules::published_kind(all[i].date, all[i].off);
        std::size_t last = i;
        while (last + 1 < all.size() && all[last + 1].date == all[last].date + days(1) &&
               rules::published_kind(all[last + 1].date, all[last + 1].off) == kind)
            ++last;
        std::string line = word_of(kind) + " " + model::date_text(all[i].date);
        if (last > i)
            line += ".." + model::date_text(all[last].date);
        words.push_back(std::move(line));
        i = last + 1;
    }
    return words;
}

}  // namespace

std::optional<published_list> shipped_holidays(int year)
{
    const auto& all = published_years();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const published_year& each) { return each.year == year; });
    if (found == all.end())
        return std::nullopt;
    std::vector<published_day> dates;
    for (const civil_day date : statutory_days_of(year))
        dates.push_back({date, true});
    const std::size_t statutory = dates.size();
    for (const month_day& each : found->make_up)
        dates.push_back(
            {civil_day{std::chrono::year(year) / std::chrono::month(each.month) / std::chrono::day(each.day)},
             false});
    return published_list{words_of(std::move(dates)),
                          {"of the " + std::to_string(found->days_off) +
                           " days off that were published the " + std::to_string(statutory) +
                           " statutory ones are in this list; import the published list for the others"}};
}

published_list published_holidays(int year, std::vector<published_day> all)
{
    published_list made;
    if (statutory_days_of(year).empty())
        made.warnings.push_back("which days of " + std::to_string(year) +
                                " are statutory is not known here: all are kept as rest; name the statutory "
                                "ones as holiday");
    made.words = words_of(std::move(all));
    return made;
}

}  // namespace gatehouse::ops::attendance
