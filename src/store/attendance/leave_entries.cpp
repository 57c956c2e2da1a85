#include "store/attendance/leave_entries.hpp"

#include "store/attendance/civil.hpp"

#include <map>
#include <tuple>

namespace gatehouse::store::attendance {
namespace {

constexpr statement insert_one{
    "insert_attendance_leave_entry",
    "INSERT INTO attendance_leave_entry (organization, person, leave, kind, amount, day, until, source, "
    "request, at, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING number"};
constexpr statement of_person{"attendance_leave_entries",
                              "SELECT number, organization, person, leave, kind, amount, day, until, "
                              "coalesce(source, ''), coalesce(request, 0), at, actor FROM "
                              "attendance_leave_entry WHERE person = ?1 AND leave = ?2 ORDER BY number"};
constexpr statement kinds{"attendance_leaves_of",
                          "SELECT DISTINCT leave FROM attendance_leave_entry WHERE person = ?1 ORDER BY "
                          "leave"};

model::attendance::grant_origin origin_of(const std::string& source)
{
    using enum model::attendance::grant_origin;
    return source.starts_with("hand") ? hand : source.starts_with("overtime") ? overtime : rule;
}

}  // namespace

std::int64_t insert_leave_entry(transaction& in, const leave_entry& what)
{
    return in.sql
        .number(insert_one,
                {what.organization.value, what.person.value, what.leave, model::name_of(what.kind),
                 what.amount, number_of(what.day), day_or_null(what.until),
                 what.source.empty() ? value{nullptr} : value{std::string_view(what.source)},
                 what.request ? value{what.request} : value{nullptr}, base::to_milliseconds(what.at),
                 what.actor})
        .value();
}

std::vector<leave_entry> leave_entries_of(connection& sql, model::person_id who, std::string_view leave)
{
    return sql.all(of_person, {who.value, leave}, [](const row& at) {
        leave_entry made;
        made.number = at.integer(0);
        made.organization = {at.integer(1)};
        made.person = {at.integer(2)};
        made.leave = at.text(3);
        made.kind = model::from_name<leave_entry_kind>(at.text(4)).value();
        made.amount = at.integer(5);
        made.day = day_from(at.integer(6));
        made.until = maybe_day(at, 7);
        made.source = at.text(8);
        made.request = at.integer(9);
        made.at = at.time(10);
        made.actor = at.text(11);
        return made;
    });
}

std::vector<std::string> leaves_of(connection& sql, model::person_id who)
{
    return sql.all(kinds, {who.value}, [](const row& at) { return std::string(at.text(0)); });
}

model::attendance::leave_account account_of(const std::vector<leave_entry>& entries)
{
    struct of_request {
        std::vector<model::attendance::leave_charge> taken;
        bool charged = false;
    };
    std::map<std::int64_t, of_request> requests;
    // What was granted less, or taken back, lessens the grant that it is about.
    std::map<std::tuple<std::string, model::civil_day, model::civil_day>, model::attendance::leave_amount>
        grants;
    model::attendance::leave_account made;
    for (const leave_entry& each : entries) {
        switch (each.kind) {
        case leave_entry_kind::grant:
            made.grants.push_back({each.amount, each.day, each.until.value_or(model::civil_day::max()),
                                   origin_of(each.source)});
            break;
        case leave_entry_kind::reserve:
            requests[each.request].taken.push_back(
                {static_cast<std::uint64_t>(each.request), each.day, each.amount, true});
            break;
        case leave_entry_kind::charge: requests[each.request].charged = true; break;
        case leave_entry_kind::free: requests[each.request] = {}; break;
        }
    }
    for (const auto& [grant, amount] : grants)
        made.grants.push_back(
            {amount, std::get<1>(grant), std::get<2>(grant), origin_of(std::get<0>(grant))});
    for (const auto& [id, request] : requests)
        for (model::attendance::leave_charge each : request.taken) {
            each.reserved = !request.charged;
            made.charges.push_back(each);
        }
    return made;
}

model::attendance::leave_amount granted_for(const std::vector<leave_entry>& entries, std::string_view source)
{
    model::attendance::leave_amount sum = 0;
    for (const leave_entry& each : entries)
        if (each.kind == leave_entry_kind::grant && each.source == source)
            sum += each.amount;
    return sum;
}

}  // namespace gatehouse::store::attendance
