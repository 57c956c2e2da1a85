#include "ops/attendance/report_sums.hpp"

namespace gatehouse::ops::attendance {
namespace {

constexpr std::int64_t whole = 100;
constexpr std::int64_t usual_day = 480;  // of a date on which nothing was planned

std::int64_t hundredths(std::int64_t part, std::int64_t of)
{
    return (part * whole * 2 + of) / (2 * of);
}

// What one date adds. It is kept between dates, so that its memory is.
class one_day {
public:
    one_day(const layout& fields, person_sums& onto) : fields_(fields), onto_(onto), own_(fields.fields()) {}

    void add(const store::attendance::kept_day& day)
    {
        std::fill(own_.begin(), own_.end(), 0);
        each_value(read(day), [&](std::string_view name, std::int64_t many) {
            if (const auto field = fields_.find(name))
                own_[*field] += many;
        });
        const std::int64_t planned = of("planned");
        const std::int64_t day_is = planned > 0 ? planned : usual_day;
        for (std::size_t i = 0; i < own_.size(); ++i) {
            onto_.sums[i] += own_[i];
            onto_.as_days[i] += hundredths(own_[i], day_is);
        }
        count("planned_days", planned > 0);
        count("attended_days", of("worked") + of("trip") > 0);
        count("trip_days", of("trip") > 0);
        count("absent_days", planned > 0 ? hundredths(of("absent"), planned) : 0);
        onto_.any = true;
    }

private:
    std::int64_t of(std::string_view field) const
    {
        const auto at = fields_.find(field);
        return at ? own_[*at] : 0;
    }
    void count(std::string_view field, std::int64_t many)
    {
        if (const auto at = fields_.find(field))
            onto_.sums[*at] += many;
    }

    const layout& fields_;
    person_sums& onto_;
    std::vector<std::int64_t> own_;
};

}  // namespace

person_sums sum_up(const layout& fields, const std::vector<store::attendance::kept_day>& days)
{
    person_sums made{std::vector<std::int64_t>(fields.fields()), std::vector<std::int64_t>(fields.fields()),
                     false};
    one_day date(fields, made);
    for (const store::attendance::kept_day& each : days)
        date.add(each);
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
    onto.any = onto.any || what.any;
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
