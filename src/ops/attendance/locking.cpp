#include "ops/attendance/locking.hpp"

#include "model/attendance/day_clock.hpp"

#include <algorithm>
#include <map>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::attendance::date_text;

constexpr std::chrono::days days_most{366};

base::error refused(base::errc code, std::string message)
{
    base::error made;
    made.code = code;
    made.message = std::move(message);
    return made;
}

base::result<void> check_dates(store::transaction& in, const lock_draft& what, base::instant now)
{
    base::error faulty;
    faulty.code = base::errc::malformed_input;
    const store::organization_entry& home = *in.index.organization(what.organization);
    const auto today = std::chrono::floor<std::chrono::days>(home.zone->to_civil(now));
    if (what.last < what.first || what.last - what.first >= days_most)
        faulty.faults.push_back({"/to", "must not lie before `from`, nor a year behind it"});
    else if (what.last >= today)
        faulty.faults.push_back({"/to", "must be over"});
    if (!faulty.faults.empty())
        return faulty;
    return {};
}

base::result<void> check_obstacles(store::transaction& in, const lock_draft& what)
{
    const auto found = sa::obstacles(in.sql, what.organization, what.unit, what.first, what.last,
                                     obstacles_most);
    std::map<std::int64_t, std::string> by_person;
    bool pending = false;
    for (const sa::lock_obstacle& each : found) {
        const bool accepted = std::find(what.accepted.begin(), what.accepted.end(), each.person) !=
                              what.accepted.end();
        if (!each.pending && accepted)
            continue;
        pending = pending || each.pending;
        std::string& days = by_person[each.person.value];
        days.append(days.empty() ? "" : ", ")
            .append(date_text(each.day))
            .append(each.pending ? " pending" : " unproven");
    }
    if (by_person.empty())
        return {};
    base::error why = refused(base::errc::conflict,
                              pending ? "Days are still being computed, or are not over."
                                      : "Days are unproven: whoever locks them accepts each person.");
    for (const auto& [person, days] : by_person)
        why.faults.push_back({"/accepted", "person " + std::to_string(person) + ": " + days});
    return why;
}

}  // namespace

base::result<sa::period_lock> lock_period(store::transaction& in, const lock_draft& what, const author& by)
{
    if (auto dates = check_dates(in, what, by.now); !dates)
        return dates.error();
    if (what.unit) {
        const auto& units = in.index.organization(what.organization)->units;
        if (std::none_of(units.begin(), units.end(), [&](const auto& each) { return each.id == *what.unit; }))
            return base::error{base::errc::not_found};
    }
    if (sa::has_locked(in.sql, what.organization, what.unit, what.first, what.last))
        return refused(base::errc::conflict, "Some of these days are locked already.");
    if (auto free = check_obstacles(in, what); !free)
        return free.error();
    sa::period_lock made{0, what.organization, what.unit, what.first, what.last, by.now, by.actor, {}};
    made.id = sa::insert_lock(in, made);
    difference told;
    told.show("from", "", date_text(what.first)).show("to", "", date_text(what.last));
    told.show_id("unit_id", std::optional<model::unit_id>{}, what.unit);
    std::string accepted;
    for (const model::person_id each : what.accepted)
        accepted.append(accepted.empty() ? "" : " ").append(std::to_string(each.value));
    told.show("accepted", "", accepted);
    write_down(in, by, what.organization, "attendance_lock.create", made.id, told);
    return made;
}

base::result<void> unlock_period(store::transaction& in, const sa::period_lock& what, std::string_view reason,
                                 const author& by)
{
    if (what.unlocked_at)
        return refused(base::errc::conflict, "It is open already.");
    if (sa::has_later_lock(in.sql, what))
        return refused(base::errc::conflict, "A later period is locked: only the last one can be opened.");
    sa::lift_lock(in, what, by.now);
    difference told;
    told.show("from", date_text(what.first), "").show("to", date_text(what.last), "");
    told.show("reason", "", reason);
    write_down(in, by, what.organization, "attendance_lock.end", what.id, told);
    return {};
}

}  // namespace gatehouse::ops::attendance
