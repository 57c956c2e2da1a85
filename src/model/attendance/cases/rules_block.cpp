#include "model/attendance/cases/blocks.hpp"

#include <algorithm>

namespace gatehouse::model::attendance::cases {
namespace {

const time_zone* read_zone(statement& line)
{
    const std::string_view name = line.take();
    const time_zone* const zone = time_zone::find(name);
    if (!zone)
        line.fail("there is no zone \"" + std::string(name) + "\"");
    return zone;
}

void read_week(statement& line, clerk_case& into)
{
    std::array<plan, 7> week{};
    do {
        const std::string_view days = line.take();
        const auto first = read_weekday(days.substr(0, days.find('-')));
        const auto last = days.find('-') == std::string_view::npos
                              ? first
                              : read_weekday(days.substr(days.find('-') + 1));
        if (!first || !last || first->iso_encoding() > last->iso_encoding())
            line.fail("\"" + std::string(days) + "\" are no days of the week");
        const plan what = read_plan(line, into);
        for (unsigned day = first->iso_encoding(); day <= last->iso_encoding(); ++day)
            week[day - 1] = what;
    } while (line.accept(","));
    into.group.week = week;
}

void read_rotation(statement& line, clerk_case& into)
{
    rotation cycle;
    line.take();  // its name
    while (!line.at_end() && line.peek() != "from")
        cycle.cycle.push_back(read_plan(line, into));
    if (cycle.cycle.empty())
        line.fail("a rotation has entries");
    line.expect("from");
    cycle.first = line.date();
    if (line.accept("phase"))
        cycle.phase = static_cast<int>(line.number());
    into.person.rotations.push_back(std::move(cycle));
}

template <typename Value>
Value one_of(statement& line, std::initializer_list<std::pair<std::string_view, Value>> words)
{
    const std::string_view word = line.take();
    for (const auto& [name, value] : words)
        if (name == word)
            return value;
    line.fail("\"" + std::string(word) + "\" is not one of those that may stand here");
}

void read_overtime(statement& line, clerk_case& into)
{
    if (line.accept("break")) {
        into.group.overtime_breaks.push_back(line.range());
        return;
    }
    const auto kind = one_of<overtime_kind>(line, {{"workday", overtime_kind::workday},
                                                   {"rest", overtime_kind::rest},
                                                   {"holiday", overtime_kind::holiday}});
    overtime_policy& policy = into.group.overtime[static_cast<std::size_t>(kind)];
    policy.mode = one_of<overtime_mode>(line, {{"none", overtime_mode::none},
                                               {"approved", overtime_mode::approved},
                                               {"both", overtime_mode::both},
                                               {"punched", overtime_mode::punched}});
    while (!line.at_end()) {
        if (line.accept("after"))
            policy.after = line.count();
        else if (line.accept("early"))
            policy.early = true;
        else if (line.accept("min"))
            policy.least = line.count();
        else if (line.accept("unit"))
            policy.unit = line.count();
        else if (line.accept("max"))
            policy.most = line.count();
        else
            line.end();
    }
    if (policy.unit <= minutes{})
        line.fail("a unit is at least one minute");
}

void read_calendar(statement& line, clerk_case& into)
{
    calendar_day day;
    day.kind = one_of<day_kind>(
        line, {{"holiday", day_kind::holiday}, {"rest", day_kind::rest}, {"workday", day_kind::workday}});
    std::string dates(line.take());
    const auto dots = dates.find("..");
    statement first(dates.substr(0, dots));
    statement last(dots == std::string::npos ? dates : dates.substr(dots + 2));
    if (line.accept("as"))
        day.stands_for = line.weekday();
    const civil_day end = last.date();
    for (civil_day date = first.date(); date <= end; date += std::chrono::days(1))
        into.days.published[date] = day;
}

void read_place(statement& line, clerk_case& into)
{
    phone_rules& phones = into.group.phones;
    if (line.accept("wifi")) {
        wifi_place place{std::string(line.take()), std::string(line.take()), false};
        place.ssid_enough = line.accept("enough");
        phones.wifi.push_back(std::move(place));
    } else if (line.accept("gps")) {
        fence place{line.decimal(), line.decimal(), 0};
        line.expect("radius");
        place.radius = line.decimal();
        phones.fences.push_back(place);
    } else {
        line.expect("ble");
        beacon place{std::string(line.take())};
        line.expect("min");
        place.least_signal = static_cast<int>(line.number());
        phones.beacons.push_back(std::move(place));
    }
}

void read_lock(statement& line, clerk_case& into)
{
    const std::chrono::year_month month = line.month();
    line.expect("at");
    into.lock = period_lock{civil_day{month / 1}, civil_day{month / std::chrono::last},
                            read_instant(line, into)};
}

void read_new_shift(statement& line, clerk_case& into)
{
    shift made;
    made.name = line.take();
    if (line.accept("hours")) {
        made.hours = true;
        made.need = line.count();
        line.expect("band");
        made.band = line.range();
        if (line.accept("core"))
            made.core = line.range();
    } else {
        do {
            const clock_span each = line.range();
            made.sections.push_back({each.from, each.to, {}});
        } while (line.accept("and"));
    }
    while (line.accept("no")) {
        if (line.accept("in")) {
            made.no_in = true;
        } else {
            line.expect("out");
            made.no_out = true;
        }
    }
    into.shifts.push_back(std::move(made));
}

bool is_shift_rule(std::string_view word)
{
    static constexpr std::array<std::string_view, 13> words{
        "window", "grace", "late",  "serious", "absent", "flex",    "stay",
        "cut",    "break", "round", "missing", "leave",  "late-out"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

plan read_plan(statement& line, const clerk_case& from)
{
    const std::string_view name = line.take();
    if (name == "rest")
        return std::nullopt;
    for (std::size_t i = 0; i < from.shifts.size(); ++i)
        if (from.shifts[i].name == name)
            return i;
    line.fail("there is no shift \"" + std::string(name) + "\"");
}

base::instant read_instant(statement& line, const clerk_case& from)
{
    const civil_day date = line.date();
    return from.group.zone->to_utc(civil_time{date} + line.time_of_day());
}

void read_rule(statement& line, clerk_case& into)
{
    group_rules& group = into.group;
    const std::string word(line.peek());
    if (is_shift_rule(word)) {
        if (into.shifts.empty())
            line.fail("\"" + word + "\" is a rule of a shift, and none stands before it");
        read_shift_rule(line, into.shifts.back());
        line.end();
        return;
    }
    line.take();
    if (word == "zone") {
        group.zone = read_zone(line);
    } else if (word == "week") {
        read_week(line, into);
    } else if (word == "rotation") {
        read_rotation(line, into);
    } else if (word == "holidays") {
        line.expect("off");
        group.holidays_off = true;
    } else if (word == "reading") {
        group.reading = one_of<reading_way>(line, {{"first-last", reading_way::first_last},
                                                   {"alternate", reading_way::alternate},
                                                   {"direction", reading_way::direction}});
    } else if (word == "fold") {
        group.fold = std::chrono::seconds(line.number());
        line.expect("seconds");
    } else if (word == "boundary") {
        group.boundary = line.time();
    } else if (word == "clock") {
        line.expect("device");
        group.clock_of_device = true;
    } else if (word == "exempt") {
        group.exempt = true;
    } else if (word == "system") {
        group.system = one_of<working_hours>(line, {{"standard", working_hours::standard},
                                                    {"comprehensive", working_hours::comprehensive},
                                                    {"flexible", working_hours::flexible}});
    } else if (word == "overtime") {
        read_overtime(line, into);
    } else if (word == "calendar") {
        read_calendar(line, into);
    } else if (word == "free") {
        line.expect("late");
        group.free_lates = static_cast<int>(line.number());
        line.expect("up");
        line.expect("to");
        group.free_late_up_to = line.count();
    } else if (word == "now") {
        into.now = read_instant(line, into);
    } else if (word == "lock") {
        read_lock(line, into);
    } else if (word == "place") {
        read_place(line, into);
    } else if (word == "shift") {
        read_new_shift(line, into);
    } else {
        line.fail("\"" + word + "\" begins no rule");
    }
    line.end();
}

}  // namespace gatehouse::model::attendance::cases
