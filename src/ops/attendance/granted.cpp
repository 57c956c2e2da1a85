#include "ops/attendance/granted.hpp"

#include "store/attendance/requests.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using rules::approval_state;

rules::request request_from(const sa::kept_request& kept, rules::request what)
{
    what.id = static_cast<std::uint64_t>(kept.id);
    what.state = rules::request_state::approved;
    what.decided = kept.decided_at;
    if (kept.way.state != approval_state::approved) {
        what.state = rules::request_state::withdrawn;
        what.decided = kept.ended_at;
    }
    return what;
}

rules::swap_day swap_from(store::connection& sql, const office& at, model::person_id who,
                          const sa::kept_request& kept, const rules::clerk::asked_words& asked)
{
    if (asked.other_date)
        return {asked.what.first, asked.what.last, {}};
    const model::person_id other = kept.way.person == who ? kept.way.colleague : kept.way.person;
    return {asked.what.first, {}, plan_of_colleague(sql, at, other, asked.what.first)};
}

}  // namespace

rules::plan plan_of_colleague(store::connection& sql, const office& at, model::person_id who,
                              model::civil_day date)
{
    const auto assigned = sa::assignments_of(sql, who);
    const auto book = at.book_for(assigned);
    const auto person = at.schedule_of(assigned, sa::find_employment(sql, who), {});
    const auto day = rules::schedule(*book, person, date);
    for (std::size_t i = 0; day.what && i < book->shifts.size(); ++i)
        if (&book->shifts[i].on(date) == day.what)
            return i;
    return std::nullopt;
}

void add_granted(store::connection& sql, const office& at, model::person_id who, model::civil_day first,
                 model::civil_day last, case_file& onto)
{
    auto kept = sa::counting_requests(sql, who, first, last);
    // Of two swaps of a date the one that was approved last is asked first.
    std::stable_sort(kept.begin(), kept.end(), [](const sa::kept_request& a, const sa::kept_request& b) {
        return a.decided_at > b.decided_at;
    });
    for (const sa::kept_request& each : kept) {
        const auto asked = rules::clerk::read_asked(each.words);
        if (asked.kind != rules::asked_kind::swap)
            onto.of.requests.push_back(request_from(each, asked.what));
        else if (each.way.state == approval_state::approved)
            onto.person.swaps.push_back(swap_from(sql, at, who, each, asked));
    }
}

}  // namespace gatehouse::ops::attendance
