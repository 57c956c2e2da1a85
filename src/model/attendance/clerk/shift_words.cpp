#include "model/attendance/clerk/rule_words.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::model::attendance::clerk {
namespace {

void read_break(statement& line, shift& into)
{
    if (read_number(line.peek())) {
        punched_break made;
        made.length = line.count();
        line.expect("within");
        made.within = line.range();
        line.expect("punched");
        made.paid = line.accept("paid");
        into.punched_breaks.push_back(made);
        return;
    }
    fixed_break made{line.range(), false};
    made.paid = line.accept("paid");
    into.breaks.push_back(made);
}

void read_rounding(statement& line, shift& into)
{
    const bool in = line.accept("in");
    if (!in)
        line.expect("out");
    rounding made;
    if (line.accept("up")) {
        made.way = rounding_way::up;
    } else if (line.accept("down")) {
        made.way = rounding_way::down;
    } else {
        line.expect("nearest");
        made.way = rounding_way::nearest;
    }
    made.step = line.count();
    (in ? into.round_in : into.round_out) = made;
}

void read_missing(statement& line, shift& into)
{
    line.expect("as");
    if (line.accept("worked")) {
        into.missing = missing_as::worked;
    } else if (line.accept("absent")) {
        into.missing = missing_as::absent;
    } else {
        line.expect("unproven");
        into.missing = missing_as::unproven;
    }
}

void read_absent(statement& line, shift& into)
{
    const minutes many = line.count();
    if (line.accept("late")) {
        into.absent_late = many;
        if (read_number(line.peek())) {
            into.absent_early = line.count();
            line.expect("early");
        }
    } else {
        line.expect("early");
        into.absent_early = many;
    }
    if (line.accept("takes")) {
        line.expect("section");
        into.absent_section = true;
    }
}

void read_cut(statement& line, shift& into)
{
    const minutes cut = line.time();
    for (std::size_t i = 0; i + 1 < into.sections.size(); ++i) {
        if (into.sections[i].off <= cut && cut <= into.sections[i + 1].on) {
            into.sections[i].cut = cut;
            return;
        }
    }
    line.fail("the cut lies in no gap between sections [A-29]");
}

// "<n> late <n> early"
void read_pair(statement& line, minutes& late, minutes& early)
{
    late = line.count();
    line.expect("late");
    early = line.count();
    line.expect("early");
}

}  // namespace

shift read_hours(statement& line, std::string name)
{
    shift made;
    made.name = std::move(name);
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
    line.end();
    return made;
}

bool is_shift_rule(std::string_view word)
{
    static constexpr std::array<std::string_view, 13> words{
        "window", "grace", "late",  "serious", "absent", "flex",    "stay",
        "cut",    "break", "round", "missing", "leave",  "late-out"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

void read_shift_rule(statement& line, shift& into)
{
    const std::string word(line.take());
    if (word == "window") {
        into.window_before = line.count();
        line.expect("before");
        into.window_after = line.count();
        line.expect("after");
    } else if (word == "grace") {
        read_pair(line, into.grace_late, into.grace_early);
    } else if (word == "late") {
        line.expect("from");
        line.expect("grace");
        into.from_grace = true;
    } else if (word == "serious") {
        into.serious = line.count();
    } else if (word == "absent") {
        read_absent(line, into);
    } else if (word == "flex") {
        read_pair(line, into.flex_late, into.flex_early);
    } else if (word == "stay") {
        into.stay = line.count();
    } else if (word == "cut") {
        read_cut(line, into);
    } else if (word == "break") {
        read_break(line, into);
    } else if (word == "round") {
        read_rounding(line, into);
    } else if (word == "missing") {
        read_missing(line, into);
    } else if (word == "leave") {
        line.expect("edge");
        line.expect("free");
        into.free_edge = true;
    } else if (word == "late-out") {
        late_out_step step;
        step.out = line.count();
        line.expect("start");
        step.start = line.count();
        into.late_out.push_back(step);
    } else {
        line.fail("\"" + word + "\" begins no rule of a shift");
    }
    line.end();
}

shift read_shift(const std::string& name, const std::vector<std::string>& lines)
{
    if (lines.empty())
        throw bad_statement("a shift begins with its hours, such as \"09:00-18:00\"");
    statement hours(lines.front());
    shift made = read_hours(hours, name);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        statement line(lines[i]);
        read_shift_rule(line, made);
    }
    if (const shift_findings found = check(made); !found.refused.empty())
        throw bad_statement(found.refused.front());
    return made;
}

}  // namespace gatehouse::model::attendance::clerk
