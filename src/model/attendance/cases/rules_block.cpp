#include "model/attendance/cases/blocks.hpp"

namespace gatehouse::model::attendance::cases {
namespace {

clerk::find_shift shifts_of(const clerk_case& from)
{
    return [&from](std::string_view name) -> std::optional<std::size_t> {
        for (std::size_t i = 0; i < from.shifts.size(); ++i)
            if (from.shifts[i].name == name)
                return i;
        return std::nullopt;
    };
}

void read_lock(statement& line, clerk_case& into)
{
    const std::chrono::year_month month = line.month();
    line.expect("at");
    into.lock = period_lock{civil_day{month / 1}, civil_day{month / std::chrono::last},
                            read_instant(line, into)};
}

}  // namespace

plan read_plan(statement& line, const clerk_case& from)
{
    return clerk::read_plan(line, shifts_of(from));
}

base::instant read_instant(statement& line, const clerk_case& from)
{
    const civil_day date = line.date();
    return from.group.zone->to_utc(civil_time{date} + line.time_of_day());
}

void read_rule(statement& line, clerk_case& into)
{
    const std::string word(line.peek());
    if (clerk::is_shift_rule(word)) {
        if (into.shifts.empty())
            line.fail("\"" + word + "\" is a rule of a shift, and none stands before it");
        return clerk::read_shift_rule(line, into.shifts.back());
    }
    if (clerk::read_group_rule(line, shifts_of(into), into.group))
        return;
    line.take();
    if (word == "rotation") {
        line.take();  // its name
        into.person.rotations.push_back(clerk::read_rotation(line, shifts_of(into)));
    } else if (word == "calendar") {
        clerk::read_calendar_days(line, into.days.published);
    } else if (word == "now") {
        into.now = read_instant(line, into);
    } else if (word == "lock") {
        read_lock(line, into);
    } else if (word == "shift") {
        std::string name(line.take());
        into.shifts.push_back(clerk::read_hours(line, std::move(name)));
    } else {
        line.fail("\"" + word + "\" begins no rule");
    }
    line.end();
}

}  // namespace gatehouse::model::attendance::cases
