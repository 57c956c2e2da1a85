#include "ops/attendance/report_sums.hpp"

namespace gatehouse::ops::attendance {
namespace {

constexpr std::int64_t whole = 100;
constexpr std::int64_t usual_day = 480;  // of a date on which nothing was planned

std::int64_t hundredths(std::int64_t part, std::int64_t of)
{
    return (part * whole * 2 + of) / (2 * of);
}

void add_as_days(const layout& fields, const store::attendance::kept_day& day,
                 std::vector<std::int64_t>& onto)
{
    const rules::kept_result what = read(day);
    const std::int64_t planned = what.sums.planned.count();
    each_value(what, [&](std::string_view name, std::int64_t many) {
        if (const auto field = fields.find(name))
            onto[*field] += hundredths(many, planned > 0 ? planned : usual_day);
    });
}

}  // namespace

person_sums sum_up(const layout& fields, const rules::columns& sums,
                   const std::vector<store::attendance::kept_day>& days)
{
    person_sums made{std::vector<std::int64_t>(fields.fields()), std::vector<std::int64_t>(fields.fields())};
    for (const auto& [name, many] : sums) {
        if (const auto field = fields.find(name))
            made.sums[*field] = fields.is_of_days(*field) ? many : many / whole;
        if (const auto field = fields.find("leave"); field && name.starts_with("leave."))
            made.sums[*field] += many / whole;
    }
    for (const store::attendance::kept_day& each : days)
        add_as_days(fields, each, made.as_days);
    return made;
}

void add(person_sums& onto, const person_sums& what)
{
    onto.sums.resize(what.sums.size());
    onto.as_days.resize(what.as_days.size());
    for (std::size_t i = 0; i < what.sums.size(); ++i) {
        onto.sums[i] += what.sums[i];
        onto.as_days[i] += what.as_days[i];
    }
}

void put(const layout& fields, const person_sums& what, record& onto)
{
    for (std::size_t i = 0; i < fields.fields(); ++i)
        if (fields.is_sum(i)) {
            onto.cells[i] = what.sums[i];
            onto.as_days[i] = what.as_days[i];
        }
}

}  // namespace gatehouse::ops::attendance
