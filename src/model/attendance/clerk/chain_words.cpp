#include "model/attendance/clerk/asking_words.hpp"
#include "model/attendance/clerk/rule_words.hpp"

namespace gatehouse::model::attendance::clerk {
namespace {

constexpr long most = 100'000;

long between(statement& line, long least)
{
    const long found = line.number();
    if (found < least || found > most)
        line.fail("a number from " + std::to_string(least) + " to " + std::to_string(most) + " stands here");
    return found;
}

std::int64_t identifier(statement& line)
{
    const long found = line.number();
    if (found < 1)
        line.fail("what is named here has a number from 1 on");
    return found;
}

length_bound read_bound(statement& line)
{
    length_bound made;
    made.amount = between(line, 0);
    const std::string unit(line.take());
    made.in_days = unit == "days" || unit == "day";
    if (unit == "minutes" || unit == "minute")
        made.unit = minutes(1);
    else if (!made.in_days && unit != "hours" && unit != "hour")
        line.fail("\"" + unit + "\" is no unit: days, hours or minutes");
    return made;
}

void read_for(statement& line, chain& into)
{
    if (!line.accept("any")) {
        const std::string kind(line.take());
        into.kind = from_name<asked_kind>(kind);
        if (!into.kind)
            line.fail("\"" + kind + "\" is nothing that is asked for");
    }
    if (into.kind == asked_kind::leave && !line.at_end() && line.peek() != "over" && line.peek() != "up")
        into.leave_type = line.take();
    while (!line.at_end()) {
        if (line.accept("over")) {
            into.over = read_bound(line);
        } else {
            line.expect("up");
            line.expect("to");
            into.up_to = read_bound(line);
        }
    }
}

std::vector<person_id> read_people(statement& line)
{
    std::vector<person_id> found;
    do
        found.push_back({identifier(line)});
    while (!line.at_end());
    return found;
}

chain_level read_level(statement& line)
{
    chain_level made;
    made.all = line.accept("all");
    if (!made.all)
        line.expect("any");
    const std::string way(line.take());
    const auto found = from_name<approver_way>(way);
    if (!found)
        line.fail("\"" + way + "\" names no approvers");
    made.way = *found;
    switch (*found) {
    case approver_way::lead: made.up = line.at_end() ? 1 : static_cast<int>(between(line, 1)); break;
    case approver_way::head:
        line.expect("unit");
        made.unit = {identifier(line)};
        break;
    case approver_way::role: made.role = line.take(); break;
    case approver_way::people:
    case approver_way::choice: made.people = read_people(line); break;
    }
    return made;
}

void read_withdrawal(statement& line, chain& into)
{
    into.withdraw_freely = line.accept("freely");
    if (into.withdraw_freely)
        return;
    line.expect("by");
    line.expect("level");
    into.withdraw_by = static_cast<std::size_t>(between(line, 1) - 1);
}

// Of what waits: "after <n> days".
long read_after(statement& line, std::string_view unit)
{
    line.expect("after");
    const long found = between(line, 1);
    line.expect(unit);
    return found;
}

}  // namespace

void read_chain_rule(statement& line, chain& into)
{
    if (line.accept("for")) {
        read_for(line, into);
    } else if (line.accept("unit")) {
        into.unit = {identifier(line)};
    } else if (line.accept("group")) {
        into.group = line.take();
    } else if (line.accept("order")) {
        into.order = between(line, 0);
    } else if (line.accept("level")) {
        into.levels.push_back(read_level(line));
    } else if (line.accept("auto")) {
        line.expect("approve");
        into.auto_approve = std::chrono::days(read_after(line, "days"));
    } else if (line.accept("withdraw")) {
        read_withdrawal(line, into);
    } else if (line.accept("decide")) {
        line.expect("twice");
        into.twice = true;
    } else if (line.accept("remind")) {
        into.remind_after = std::chrono::hours(read_after(line, "hours"));
    } else if (line.accept("hint")) {
        into.hint_after = std::chrono::days(read_after(line, "days"));
    } else {
        line.fail("\"" + std::string(line.peek()) + "\" begins no rule of a chain");
    }
    line.end();
}

void check_chain(const chain& what)
{
    constexpr std::size_t most_levels = 20;
    if (what.levels.empty() || what.levels.size() > most_levels)
        throw bad_statement("a chain has 1 to 20 levels");
    if (what.withdraw_by && *what.withdraw_by >= what.levels.size())
        throw bad_statement("there is no such level that could decide about a withdrawal");
    const bool overtime = !what.kind || what.kind == asked_kind::overtime;
    const bool sick = what.kind == asked_kind::leave &&
                      (what.leave_type.empty() || what.leave_type == "sick");
    if (what.auto_approve && (overtime || sick))
        throw bad_statement("time approves neither overtime nor sick leave: say for what else this chain is");
}

chain read_chain(const std::string& name, const std::vector<std::string>& lines)
{
    chain made;
    made.name = name;
    for (const std::string& each : lines) {
        statement line(each);
        if (!line.at_end())
            read_chain_rule(line, made);
    }
    check_chain(made);
    return made;
}

asked_words read_asked(std::string_view text)
{
    statement line(text);
    asked_words made;
    if (line.accept("swap")) {
        made.kind = asked_kind::swap;
        made.what.first = line.date();
        made.what.last = made.what.first;
        line.expect("with");
        if (line.accept("person")) {
            made.colleague = {identifier(line)};
        } else {
            made.other_date = line.date();
            if (*made.other_date == made.what.first)
                line.fail("a date is swapped with another one");
            made.what.last = std::max(made.what.first, *made.other_date);
            made.what.first = std::min(made.what.first, *made.other_date);
        }
    } else {
        made.what = read_request(line);
        made.kind = static_cast<asked_kind>(made.what.kind);
    }
    line.end();
    return made;
}

}  // namespace gatehouse::model::attendance::clerk
