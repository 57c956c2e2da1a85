#include "api/attendance/day_item.hpp"

#include "model/attendance/day_words.hpp"
#include "ops/attendance/month_sums.hpp"

namespace gatehouse::api {

namespace rules = model::attendance;

base::result<span_of_dates> dates_of(const std::optional<model::civil_day>& from,
                                     const std::optional<model::civil_day>& to, model::civil_day today)
{
    const model::civil_day about = from ? *from : to.value_or(today);
    const auto [first, last] = ops::attendance::month_of(about);
    const span_of_dates made{from.value_or(first), to.value_or(last)};
    if (made.to < made.from || made.to - made.from >= std::chrono::days(366))
        return base::error{base::errc::malformed_input,
                           "Some of the input is wrong; see errors.",
                           {{"to", "must not lie before from, nor a year behind it"}}};
    return made;
}

endpoint::json_text object_of(const std::map<std::string, rules::minutes>& from)
{
    endpoint::json_text made;
    base::json_writer json(made.object);
    json.open_object();
    for (const auto& [name, many] : from)
        json.name(name).number(many.count());
    json.close_object();
    return made;
}

day_item item_of(const store::attendance::kept_day& from)
{
    day_item made;
    made.person = from.person;
    made.day = from.day;
    made.shift = from.shift;
    made.computed_at = from.computed_at;
    const rules::kept_result what =
        rules::read_day_words(from.statuses, from.items).value_or(rules::kept_result{});
    for (const rules::status each : what.statuses) {
        made.statuses.emplace_back(rules::name_of(each));
        made.fault |= rules::status::late <= each && each <= rules::status::part_absent;
    }
    made.source = rules::name_of(what.source);
    made.calendar = rules::name_of(what.calendar);
    made.minutes = object_of(rules::by_name(what.sums));
    base::json_writer counts(made.counts.object);
    counts.open_object();
    for (const auto& [name, many] :
         {std::pair("late_times", what.late_times),
          std::pair("seriously_late_times", what.seriously_late_times),
          std::pair("early_times", what.early_times), std::pair("missing_times", what.missing_times),
          std::pair("break_over", what.break_over), std::pair("corrections", what.corrections)})
        if (many != 0)
            counts.name(name).number(many);
    counts.close_object();
    const auto text = [](const std::optional<rules::minutes>& at) {
        return at ? std::optional(rules::clock_text(*at)) : std::nullopt;
    };
    for (const rules::kept_points& each : what.sections)
        made.points.push_back({text(each.in), text(each.out)});
    made.warnings.assign(what.warnings.begin(), what.warnings.end());
    return made;
}

}  // namespace gatehouse::api
