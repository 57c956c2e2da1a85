#include "model/attendance/clerk/asking_words.hpp"

#include <algorithm>
#include <cmath>

namespace gatehouse::model::attendance::clerk {
namespace {

// "1.5" as hundredths.
leave_amount read_amount(statement& line)
{
    constexpr double most = 100'000;
    const double found = line.decimal();
    if (!(std::abs(found) <= most))
        line.fail("that is no amount of leave");
    return static_cast<leave_amount>(std::llround(found * 100));
}

void read_unit(statement& line, leave_type& into)
{
    const std::string word(line.take());
    const auto unit = from_name<leave_unit>(word);
    if (!unit)
        line.fail("\"" + word + "\" is no unit of leave");
    into.unit = *unit;
}

void read_balance(statement& line, leave_type& into)
{
    into.has_balance = true;
    into.down_to = 0;
    if (!line.accept("down"))
        return;
    line.expect("to");
    into.down_to = read_amount(line);
    if (into.down_to > 0)
        line.fail("a balance goes down to nothing or below it");
}

void read_grant(statement& line, leave_type& into)
{
    into.granting = line.accept("monthly") ? leave_granting::monthly : leave_granting::yearly;
    if (into.granting == leave_granting::yearly)
        line.expect("yearly");
    into.a_year.reset();
    if (line.at_end())
        return;
    into.a_year = read_amount(line);
    if (*into.a_year < 0)
        line.fail("what is granted is not below nothing");
}

void read_carrying(statement& line, leave_type& into)
{
    line.expect("until");
    // A leap year's, so that 02-29 may stand here; in common years it is 1 March.
    const std::string date = "2024-" + std::string(line.take());
    const std::chrono::year_month_day found{statement(date).date()};
    into.carried_until = found.month() / found.day();
}

}  // namespace

void read_leave_rule(statement& line, leave_type& into)
{
    if (line.accept("unit")) {
        read_unit(line, into);
    } else if (line.accept("calendar")) {
        line.expect("days");
        into.calendar_days = true;
    } else if (line.accept("work")) {
        line.expect("days");
        into.calendar_days = false;
    } else if (line.accept("paid")) {
        into.pay = line.accept("part") ? leave_pay::part : leave_pay::paid;
    } else if (line.accept("unpaid")) {
        into.pay = leave_pay::unpaid;
    } else if (line.accept("balance")) {
        read_balance(line, into);
    } else if (line.accept("no")) {
        if (line.accept("balance")) {
            into.has_balance = false;
        } else {
            line.expect("grant");
            into.granting = leave_granting::none;
        }
    } else if (line.accept("grant")) {
        read_grant(line, into);
    } else if (line.accept("carry")) {
        read_carrying(line, into);
    } else if (line.accept("lieu")) {
        line.expect("valid");
        const long months = line.number();
        if (months < 1 || months > 120)
            line.fail("time off in lieu is valid for 1 to 120 months");
        into.lieu_valid = std::chrono::months(months);
        line.expect("months");
    } else {
        line.fail("\"" + std::string(line.peek()) + "\" begins no rule of a kind of leave");
    }
    line.end();
}

leave_type read_leave_type(const std::string& code, const std::vector<std::string>& lines)
{
    leave_type made = shipped_leave_type(code).value_or(leave_type{code});
    for (const std::string& each : lines) {
        statement line(each);
        if (!line.at_end())
            read_leave_rule(line, made);
    }
    return made;
}

}  // namespace gatehouse::model::attendance::clerk
