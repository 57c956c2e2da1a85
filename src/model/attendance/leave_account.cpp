#include "model/attendance/leave_account.hpp"

#include <algorithm>
#include <numeric>

namespace gatehouse::model::attendance {
namespace {

using std::chrono::days;
using std::chrono::year_month_day;

// The same date of another year, 29 February being 1 March where there is none.
civil_day anniversary(civil_day of, std::chrono::year in)
{
    const year_month_day day{of};
    const year_month_day wanted{in, day.month(), day.day()};
    return wanted.ok() ? civil_day{wanted} : civil_day{in / std::chrono::March / 1};
}

int band(int years)
{
    return years < 1 ? 0 : years < 10 ? 5 : years < 20 ? 10 : 15;
}

}  // namespace

leave_account::remains leave_account::after_charges() const
{
    remains left;
    for (const leave_grant& each : grants)
        left.of_grants.push_back(each.amount);
    std::vector<std::size_t> order(grants.size());
    std::iota(order.begin(), order.end(), std::size_t{});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return grants[a].until < grants[b].until; });
    std::vector<const leave_charge*> in_order;
    for (const leave_charge& each : charges)
        in_order.push_back(&each);
    std::stable_sort(in_order.begin(), in_order.end(), [](auto* a, auto* b) { return a->date < b->date; });
    for (const leave_charge* each : in_order) {
        leave_amount due = each->amount;
        for (const std::size_t i : order) {
            if (grants[i].from > each->date || grants[i].until < each->date)
                continue;
            const leave_amount taken = std::min(due, left.of_grants[i]);
            left.of_grants[i] -= taken;
            due -= taken;
        }
        left.uncovered += due;
    }
    return left;
}

leave_amount leave_account::balance(civil_day on) const
{
    const remains left = after_charges();
    leave_amount sum = -left.uncovered;
    for (std::size_t i = 0; i < grants.size(); ++i)
        if (grants[i].from <= on && on <= grants[i].until)
            sum += left.of_grants[i];
    return sum;
}

leave_amount leave_account::unused(civil_day by) const
{
    const remains left = after_charges();
    leave_amount sum = 0;
    for (std::size_t i = 0; i < grants.size(); ++i)
        if (grants[i].until <= by)
            sum += left.of_grants[i];
    return sum;
}

bool leave_account::may_charge(civil_day on, leave_amount amount, leave_amount down_to) const
{
    return balance(on) - amount >= down_to;
}

minutes charged_minutes(minutes covered, minutes unit)
{
    return (covered + unit - minutes(1)) / unit * unit;
}

leave_amount charged_days(minutes covered, minutes planned, leave_amount part)
{
    if (covered == minutes{} || planned == minutes{})
        return 0;
    const leave_amount parts = 100 / part;
    return (covered.count() * parts + planned.count() - 1) / planned.count() * part;
}

int completed_years(civil_day began, civil_day on)
{
    const int years = static_cast<int>(year_month_day{on}.year()) -
                      static_cast<int>(year_month_day{began}.year());
    return on < anniversary(began, year_month_day{on}.year()) ? years - 1 : years;
}

int annual_leave(std::chrono::year year, const annual_facts& facts)
{
    if (!facts.works_since)
        return 0;
    const civil_day first = std::max(civil_day{year / 1 / 1}, facts.joined.value_or(civil_day::min()));
    const civil_day last = std::min(civil_day{year / 12 / 31}, facts.left.value_or(civil_day::max()));
    int sum = 0;
    for (civil_day date = first; date <= last; date += days(1))
        sum += band(completed_years(*facts.works_since, date));
    return sum / 365;
}

std::vector<leave_amount> by_twelfths(leave_amount a_year, leave_amount unit)
{
    std::vector<leave_amount> months;
    leave_amount given = 0;
    for (leave_amount month = 1; month <= 12; ++month) {
        const leave_amount due = a_year * month / 12 / unit * unit;
        months.push_back(due - given);
        given = due;
    }
    return months;
}

leave_amount difference_to_grant(leave_amount entitled_now, leave_amount granted_before)
{
    return std::max<leave_amount>(entitled_now - granted_before, 0);
}

leave_grant time_off_in_lieu(civil_day shift_day, minutes overtime, std::chrono::months valid)
{
    const year_month_day end = year_month_day{shift_day} + valid;
    const civil_day until = end.ok() ? civil_day{end}
                                     : civil_day{end.year() / end.month() / std::chrono::last};
    return {overtime.count() * 100 / 60, shift_day, until, grant_origin::overtime};
}

}  // namespace gatehouse::model::attendance
