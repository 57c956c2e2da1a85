#include "ops/reports/table.hpp"

#include <cstdio>
#include <cstdlib>

namespace gatehouse::ops::reports {

std::int64_t hundredths_of_hours(std::int64_t minutes)
{
    // A minute is 5/3 hundredths: there are no ties below zero that "up" and "away" would tell apart.
    const std::int64_t sixths = minutes * 10;
    return (sixths + (minutes < 0 ? -3 : 3)) / 6;
}

std::string decimal_text(std::int64_t hundredths)
{
    char text[32];
    const std::int64_t size = std::abs(hundredths);
    const int length = std::snprintf(text, sizeof text, "%s%lld.%02lld", hundredths < 0 ? "-" : "",
                                     static_cast<long long>(size / 100), static_cast<long long>(size % 100));
    return {text, static_cast<std::size_t>(length)};
}

std::string date_text(model::civil_day date)
{
    const std::chrono::year_month_day day{date};
    char text[32];
    const int length = std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(day.year()),
                                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return {text, static_cast<std::size_t>(length)};
}

std::string time_text(model::civil_time at)
{
    const auto date = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(at - date));
    char text[16];
    const int length = std::snprintf(
        text, sizeof text, " %02d:%02d:%02d", static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()));
    return date_text(date).append(text, static_cast<std::size_t>(length));
}

std::string plain_text(const cell& what, measure as)
{
    if (const auto* const text = std::get_if<std::string>(&what))
        return *text;
    if (const auto* const date = std::get_if<model::civil_day>(&what))
        return date_text(*date);
    if (const auto* const at = std::get_if<model::civil_time>(&what))
        return time_text(*at);
    const auto* const number = std::get_if<std::int64_t>(&what);
    if (!number)
        return {};
    if (as == measure::hours)
        return decimal_text(hundredths_of_hours(*number));
    return as == measure::days ? decimal_text(*number) : std::to_string(*number);
}

std::string line_of(const table_head& head)
{
    std::string line = head.title;
    for (const fact& each : head.facts)
        line.append(line.empty() ? "" : "; ").append(each.name).append(": ").append(each.text);
    return line;
}

}  // namespace gatehouse::ops::reports
