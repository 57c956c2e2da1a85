#include "model/attendance/clerk/rule_words.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::model::attendance::clerk {
namespace {

template <typename Value>
Value one_of(statement& line, std::initializer_list<std::pair<std::string_view, Value>> words)
{
    const std::string_view word = line.take();
    for (const auto& [name, value] : words)
        if (name == word)
            return value;
    line.fail("\"" + std::string(word) + "\" is not one of those that may stand here");
}

void read_week(statement& line, const find_shift& shifts, group_rules& into)
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
        const plan what = read_plan(line, shifts);
        for (unsigned day = first->iso_encoding(); day <= last->iso_encoding(); ++day)
            week[day - 1] = what;
    } while (line.accept(","));
    into.week = week;
}

void read_overtime(statement& line, group_rules& into)
{
    if (line.accept("break")) {
        into.overtime_breaks.push_back(line.range());
        return;
    }
    const auto kind = one_of<overtime_kind>(line, {{"workday", overtime_kind::workday},
                                                   {"rest", overtime_kind::rest},
                                                   {"holiday", overtime_kind::holiday}});
    overtime_policy& policy = into.overtime[static_cast<std::size_t>(kind)];
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
        else if (kind == overtime_kind::rest && line.accept("lieu"))
            policy.lieu = true;  // overtime of workdays and holidays is paid by law
        else
            line.end();
    }
    if (policy.unit <= minutes{})
        line.fail("a unit is at least one minute");
}

void read_place(statement& line, group_rules& into)
{
    phone_rules& phones = into.phones;
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
        place.least_signal = line.within(-200, 100);
        phones.beacons.push_back(std::move(place));
    }
}

// "<n> a month <n> days back [late and early]"
void read_corrections(statement& line, correction_limits& into)
{
    into.a_month = line.within(0, 1000);
    line.expect("a");
    line.expect("month");
    into.days_back = line.within(0, 1000);
    line.expect("days");
    line.expect("back");
    into.late_and_early = line.accept("late");
    if (into.late_and_early) {
        line.expect("and");
        line.expect("early");
    }
}

constexpr std::array<std::string_view, 14> group_words{
    "zone",   "week",   "holidays", "reading", "fold",  "boundary", "clock",
    "exempt", "system", "overtime", "free",    "place", "trips",    "corrections"};

}  // namespace

const time_zone* read_zone(statement& line)
{
    const std::string_view name = line.take();
    const time_zone* const zone = time_zone::find(name);
    if (!zone)
        line.fail("there is no zone \"" + std::string(name) + "\"");
    return zone;
}

plan read_plan(statement& line, const find_shift& shifts)
{
    const std::string_view name = line.take();
    if (name == "rest")
        return std::nullopt;
    const auto found = shifts(name);
    if (!found)
        line.fail("there is no shift \"" + std::string(name) + "\"");
    return found;
}

bool read_group_rule(statement& line, const find_shift& shifts, group_rules& into)
{
    const std::string word(line.peek());
    if (std::find(group_words.begin(), group_words.end(), word) == group_words.end())
        return false;
    line.take();
    if (word == "zone") {
        into.zone = read_zone(line);
    } else if (word == "week") {
        read_week(line, shifts, into);
    } else if (word == "holidays") {
        line.expect("off");
        into.holidays_off = true;
    } else if (word == "reading") {
        into.reading = one_of<reading_way>(line, {{"first-last", reading_way::first_last},
                                                  {"alternate", reading_way::alternate},
                                                  {"direction", reading_way::direction}});
    } else if (word == "fold") {
        into.fold = std::chrono::seconds(line.within(0, 600));
        line.expect("seconds");
    } else if (word == "boundary") {
        into.boundary = line.time();
    } else if (word == "clock") {
        line.expect("device");
        into.clock_of_device = true;
    } else if (word == "exempt") {
        into.exempt = true;
    } else if (word == "system") {
        into.system = one_of<working_hours>(line, {{"standard", working_hours::standard},
                                                   {"comprehensive", working_hours::comprehensive},
                                                   {"flexible", working_hours::flexible}});
    } else if (word == "overtime") {
        read_overtime(line, into);
    } else if (word == "free") {
        line.expect("late");
        into.free_lates = line.within(0, 1000);
        line.expect("up");
        line.expect("to");
        into.free_late_up_to = line.count();
    } else if (word == "trips") {
        line.expect("as");
        line.expect("overtime");
        into.trips_as_overtime = true;
    } else if (word == "corrections") {
        read_corrections(line, into.corrections);
    } else {
        read_place(line, into);
    }
    line.end();
    return true;
}

group_rules read_group(const std::vector<std::string>& lines, const find_shift& shifts, const time_zone& home)
{
    group_rules made;
    made.zone = &home;
    for (const std::string& each : lines) {
        statement line(each);
        if (!read_group_rule(line, shifts, made))
            line.fail("\"" + std::string(line.peek()) + "\" begins no rule of a group");
    }
    return made;
}

rotation read_rotation(statement& line, const find_shift& shifts)
{
    rotation cycle;
    while (!line.at_end() && line.peek() != "from")
        cycle.cycle.push_back(read_plan(line, shifts));
    if (cycle.cycle.empty())
        line.fail("a rotation has entries");
    line.expect("from");
    cycle.first = line.date();
    if (line.accept("until"))
        cycle.until = line.date();
    if (line.accept("phase"))
        cycle.phase = line.within(-10000, 10000);
    line.end();
    return cycle;
}

void read_calendar_days(statement& line, std::map<civil_day, calendar_day>& into)
{
    calendar_day day;
    day.kind = one_of<day_kind>(
        line, {{"holiday", day_kind::holiday}, {"rest", day_kind::rest}, {"workday", day_kind::workday}});
    const std::string dates(line.take());
    const auto dots = dates.find("..");
    statement first(dates.substr(0, dots));
    statement last(dots == std::string::npos ? dates : dates.substr(dots + 2));
    if (line.accept("as"))
        day.stands_for = line.weekday();
    line.end();
    const civil_day begin = first.date();
    const civil_day end = last.date();
    if (end < begin || end - begin > std::chrono::days(366))
        line.fail("the dates run from the first to the last, over a year at most");
    for (civil_day date = begin; date <= end; date += std::chrono::days(1))
        into[date] = day;
}

}  // namespace gatehouse::model::attendance::clerk
