#include "model/attendance/day_words.hpp"

#include "model/attendance/clerk/statement.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {
namespace {

using clerk::bad_statement;
using clerk::statement;

constexpr std::array<std::string_view, 6> source_names{"not_employed", "override", "swap",
                                                       "rotation",     "week",     "none"};
constexpr std::array<std::string_view, 4> kind_names{"plain", "holiday", "rest", "workday"};
constexpr std::array<std::pair<std::string_view, int kept_result::*>, 6> counts{
    std::pair("late_times", &kept_result::late_times),
    std::pair("seriously_late_times", &kept_result::seriously_late_times),
    std::pair("early_times", &kept_result::early_times),
    std::pair("missing_times", &kept_result::missing_times),
    std::pair("break_over", &kept_result::break_over),
    std::pair("corrections", &kept_result::corrections)};
constexpr std::array<std::pair<std::string_view, minutes accounts::*>, 10> amounts{
    std::pair("planned", &accounts::planned),   std::pair("worked", &accounts::worked),
    std::pair("late", &accounts::late),         std::pair("early", &accounts::early),
    std::pair("away", &accounts::away),         std::pair("short", &accounts::shortfall),
    std::pair("unproven", &accounts::unproven), std::pair("absent", &accounts::absent),
    std::pair("trip", &accounts::trip),         std::pair("field", &accounts::field)};
constexpr std::array<std::string_view, 3> overtime_names{"ot_workday", "ot_rest", "ot_holiday"};

void put(std::string& onto, std::string_view name, std::string_view value)
{
    onto.append(onto.empty() ? "" : ", ").append(name).append(" ").append(value);
}

void put(std::string& onto, std::string_view name, long value)
{
    if (value != 0)
        put(onto, name, std::to_string(value));
}

std::string point_name(std::string_view name, std::size_t section)
{
    return std::string(name) + (section == 0 ? "" : std::to_string(section + 1));
}

// What clock_text() writes, also past 47:59 and before "-1".
minutes read_clock(statement& line)
{
    minutes days_before{};
    if (line.peek().starts_with('-')) {
        const auto days = clerk::read_number(line.take());
        if (!days)
            line.fail("no date before this one");
        days_before = minutes(*days * 1440);
    }
    const std::string_view word = line.take();
    const auto colon = word.find(':');
    const auto hours = clerk::read_number(word.substr(0, colon));
    const auto rest = colon == std::string_view::npos ? std::nullopt
                                                      : clerk::read_number(word.substr(colon + 1));
    if (!hours || !rest)
        line.fail("\"" + std::string(word) + "\" is no time");
    return minutes(*hours * 60 + *rest) + days_before;
}

// "in", "out2".
bool read_point(std::string_view name, statement& line, kept_result& into)
{
    const bool in = name.starts_with("in");
    if (!in && !name.starts_with("out"))
        return false;
    const std::string_view number = name.substr(in ? 2 : 3);
    std::size_t section = 0;
    if (!number.empty()) {
        const auto read = clerk::read_number(number);
        if (!read || *read < 2 || *read > 9)
            return false;
        section = static_cast<std::size_t>(*read - 1);
    }
    if (into.sections.size() <= section)
        into.sections.resize(section + 1);
    kept_points& points = into.sections[section];
    if (!line.accept("none"))
        (in ? points.in : points.out) = read_clock(line);
    return true;
}

template <typename Enum, std::size_t Many>
Enum read_name(statement& line, const std::array<std::string_view, Many>& names)
{
    const std::string_view word = line.take();
    const auto found = std::find(names.begin(), names.end(), word);
    if (found == names.end())
        line.fail("\"" + std::string(word) + "\" is unknown here");
    return static_cast<Enum>(found - names.begin());
}

bool read_amount(std::string_view name, statement& line, kept_result& into)
{
    for (const auto& [known, member] : amounts)
        if (known == name) {
            into.sums.*member = line.count();
            return true;
        }
    for (std::size_t i = 0; i < overtime_names.size(); ++i)
        if (overtime_names[i] == name) {
            into.sums.overtime[i] = line.count();
            return true;
        }
    for (const auto& [known, member] : counts)
        if (known == name) {
            into.*member = static_cast<int>(line.number());
            return true;
        }
    return false;
}

void read_item(statement& line, kept_result& into)
{
    const std::string name(line.take());
    if (read_amount(name, line, into))
        return;
    if (name.starts_with("leave.") && name.size() > 6)
        into.sums.leave[name.substr(6)] = line.count();
    else if (name == "lateness")
        into.latenesses.push_back(line.count());
    else if (name == "beyond")
        into.beyond = line.count();
    else if (name == "warning")
        into.warnings.emplace(line.take());
    else if (name == "source")
        into.source = read_name<schedule_source>(line, source_names);
    else if (name == "calendar")
        into.calendar = read_name<day_kind>(line, kind_names);
    else if (!read_point(name, line, into))
        line.fail("\"" + name + "\" is no item of a day");
}

}  // namespace

std::string_view name_of(schedule_source what)
{
    return source_names.at(static_cast<std::size_t>(what));
}

std::string_view name_of(day_kind what)
{
    return kind_names.at(static_cast<std::size_t>(what));
}

kept_result keep(const day_result& what)
{
    kept_result made;
    made.statuses = what.statuses;
    made.sums = what.sums;
    std::erase_if(made.sums.leave, [](const auto& each) { return each.second == minutes{}; });
    made.late_times = what.late_times;
    made.seriously_late_times = what.seriously_late_times;
    made.early_times = what.early_times;
    made.missing_times = what.missing_times;
    made.break_over = what.break_over;
    made.corrections = what.corrections;
    made.latenesses = what.latenesses;
    made.beyond = what.beyond;
    made.warnings = what.warnings;
    made.source = what.source;
    made.calendar = what.calendar;
    const day_clock clock = what.clock();
    for (const section_result& each : what.sections) {
        kept_points& points = made.sections.emplace_back();
        if (each.in)
            points.in = clock.past_midnight(each.in->at);
        if (each.out)
            points.out = clock.past_midnight(each.out->at);
    }
    return made;
}

std::string status_words(const std::set<status>& statuses)
{
    std::string made;
    for (const status each : statuses)
        made.append(made.empty() ? "" : ", ").append(name_of(each));
    return made;
}

std::string item_words(const kept_result& what)
{
    std::string made;
    for (const auto& [name, member] : amounts)
        put(made, name, (what.sums.*member).count());
    for (const auto& [type, many] : what.sums.leave)
        put(made, "leave." + type, many.count());
    for (std::size_t i = 0; i < overtime_names.size(); ++i)
        put(made, overtime_names[i], what.sums.overtime[i].count());
    for (std::size_t i = 0; i < what.sections.size(); ++i) {
        const auto point = [&](std::string_view name, const std::optional<minutes>& at) {
            put(made, point_name(name, i), at ? clock_text(*at) : std::string("none"));
        };
        point("in", what.sections[i].in);
        point("out", what.sections[i].out);
    }
    for (const auto& [name, member] : counts)
        put(made, name, what.*member);
    for (const minutes each : what.latenesses)
        put(made, "lateness", std::to_string(each.count()));
    put(made, "beyond", what.beyond.count());
    for (const std::string& each : what.warnings)
        put(made, "warning", each);
    put(made, "source", name_of(what.source));
    if (what.calendar != day_kind::plain)
        put(made, "calendar", name_of(what.calendar));
    return made;
}

std::optional<kept_result> read_day_words(std::string_view statuses, std::string_view items)
{
    kept_result made;
    try {
        statement set(statuses);
        while (!set.at_end()) {
            const std::string_view word = set.take();
            int known = 0;
            while (known <= static_cast<int>(status::not_employed) &&
                   name_of(static_cast<status>(known)) != word)
                ++known;
            if (known > static_cast<int>(status::not_employed))
                return std::nullopt;
            made.statuses.insert(static_cast<status>(known));
            if (!set.at_end())
                set.expect(",");
        }
        statement line(items);
        while (!line.at_end()) {
            read_item(line, made);
            if (!line.at_end())
                line.expect(",");
        }
    } catch (const bad_statement&) {
        return std::nullopt;
    }
    return made;
}

}  // namespace gatehouse::model::attendance
