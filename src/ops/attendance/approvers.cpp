#include "ops/attendance/approvers.hpp"

#include "base/text.hpp"
#include "store/people.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::person_id;

bool belongs(store::connection& sql, model::organization_id home, person_id who)
{
    const auto found = store::find_person(sql, who);
    return found && found->organization == home;
}

base::error faulty(std::vector<base::fault> faults)
{
    return {base::errc::malformed_input, "Some of the input is wrong; see errors.", std::move(faults)};
}

std::vector<base::fault> strangers(store::connection& sql, model::organization_id home,
                                   const std::vector<person_id>& people)
{
    std::vector<base::fault> faults;
    for (std::size_t i = 0; i < people.size(); ++i)
        if (!belongs(sql, home, people[i]))
            faults.push_back({"/people/" + std::to_string(i), "is nobody of the organization"});
    return faults;
}

std::string listed(std::vector<person_id> people)
{
    std::sort(people.begin(), people.end());
    std::string text;
    for (const person_id each : people)
        text.append(text.empty() ? "" : " ").append(std::to_string(each.value));
    return text;
}

bool is_word(const std::string& text)
{
    return !text.empty() && base::is_valid_utf8(text) && !base::has_control(text) &&
           text.find_first_of(" ,#") == std::string::npos;
}

}  // namespace

base::result<void> set_leads(store::transaction& in, const model::unit& unit,
                             const std::vector<person_id>& people, const author& by)
{
    if (auto faults = strangers(in.sql, unit.organization, people); !faults.empty())
        return faulty(std::move(faults));
    const std::string before = listed(sa::leads_of(in.sql, unit.id));
    if (before == listed(people))
        return {};
    sa::put_leads(in, unit.id, people);
    write_down(in, by, unit.organization, "unit.leads", unit.id.value,
               difference().show("leads", before, listed(people)));
    return {};
}

base::result<void> set_role(store::transaction& in, model::organization_id home, const std::string& role,
                            const std::vector<person_id>& people, const author& by)
{
    auto faults = strangers(in.sql, home, people);
    if (!is_word(role))
        faults.push_back({"/role", "is one word"});
    if (!faults.empty())
        return faulty(std::move(faults));
    std::string before;
    for (const auto& each : sa::roles_of(in.sql, home))
        if (each.role == role)
            before = listed(each.people);
    if (before == listed(people))
        return {};
    sa::put_role(in, home, role, people);
    write_down(in, by, home, "attendance_role.change", home.value,
               difference().show("role", "", role).show("people", before, listed(people)));
    return {};
}

base::result<sa::kept_deputy> appoint_deputy(store::transaction& in, sa::kept_deputy what, const author& by)
{
    std::vector<base::fault> faults;
    if (what.what.acting == what.what.principal)
        faults.push_back({"/deputy_id", "nobody is their own deputy"});
    else if (!belongs(in.sql, what.organization, what.what.acting))
        faults.push_back({"/deputy_id", "is nobody of the organization"});
    if (what.what.until && *what.what.until < what.what.from)
        faults.push_back({"/until", "lies before it begins"});
    if (!faults.empty())
        return faulty(std::move(faults));
    what.decided_at = by.now;
    what.actor = by.actor;
    what.id = sa::insert_deputy(in, what);
    write_down(in, by, what.organization, "attendance_deputy.appoint", what.id,
               difference().show_id("deputy", std::optional<person_id>(), std::optional(what.what.acting)),
               what.what.principal);
    return what;
}

void end_deputy(store::transaction& in, const sa::kept_deputy& what, model::civil_day today, const author& by)
{
    const model::civil_day until = today - std::chrono::days(1);
    if (what.what.until && *what.what.until <= until)
        return;
    sa::end_deputy(in, what.id, until);
    write_down(in, by, what.organization, "attendance_deputy.end", what.id, {}, what.what.principal);
}

}  // namespace gatehouse::ops::attendance
