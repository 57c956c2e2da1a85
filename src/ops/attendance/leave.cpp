#include "ops/attendance/leave.hpp"

#include "model/attendance/clerk/asking_words.hpp"
#include "ops/attendance/rule_check.hpp"

#include <algorithm>
#include <set>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::civil_day;
using rules::leave_amount;
using rules::leave_type;
using std::chrono::days;
using std::chrono::year_month_day;

std::optional<leave_type> type_from(const std::vector<sa::rule_version>& decided, std::string_view code,
                                    civil_day on)
{
    const sa::rule_version* const found = in_force(decided, sa::rule_kind::leave, code, on);
    if (found && found->since <= on)
        return found->words ? std::optional(rules::clerk::read_leave_type(found->name, *found->words))
                            : std::nullopt;
    return rules::shipped_leave_type(code);
}

// Judged with it and without it: what it covers is the difference.
std::vector<rules::day_result> judged(const case_file& of, civil_day first, civil_day last, base::instant now)
{
    rules::history what = of.of;
    what.punches.clear();
    what.now = now + days(1000);  // the days are over, whatever day it is
    return rules::judge(what, first, last);
}

std::chrono::minutes on(const rules::day_result& of, const std::string& leave)
{
    const auto found = of.sums.leave.find(leave);
    return found == of.sums.leave.end() ? std::chrono::minutes{} : found->second;
}

bool is_half(const rules::request& asked)
{
    return asked.part == rules::covered_part::morning || asked.part == rules::covered_part::afternoon;
}

sa::leave_entry entry_of(const sa::kept_request& of, std::string_view leave, sa::leave_entry_kind kind,
                         const author& by)
{
    sa::leave_entry made;
    made.organization = of.organization;
    made.person = of.way.person;
    made.leave = leave;
    made.kind = kind;
    made.day = of.first;
    made.request = of.id;
    made.at = by.now;
    made.actor = by.actor;
    return made;
}

bool has_entries(store::transaction& in, const sa::kept_request& of, std::string_view leave)
{
    const auto entries = sa::leave_entries_of(in.sql, of.way.person, leave);
    return std::any_of(entries.begin(), entries.end(),
                       [&](const sa::leave_entry& each) { return each.request == of.id; });
}

civil_day date_in(std::chrono::year year, std::chrono::month_day day)
{
    const year_month_day wanted{year, day.month(), day.day()};
    return wanted.ok() ? civil_day{wanted} : civil_day{year / std::chrono::March / 1};
}

// Nothing may be taken before the first year of work is complete.
civil_day valid_from(std::chrono::year year, const leave_type& type, const rules::annual_facts& facts)
{
    civil_day from = std::max(civil_day{year / 1 / 1}, facts.joined.value_or(civil_day::min()));
    if (!type.a_year && facts.works_since) {
        const year_month_day began{*facts.works_since};
        from = std::max(from, date_in(began.year() + std::chrono::years(1), began.month() / began.day()));
    }
    return from;
}

// Part of a fixed amount for a part of a year, part units dropped.
leave_amount part_of_year(leave_amount a_year, leave_amount part, std::chrono::year year,
                          const rules::annual_facts& facts)
{
    const civil_day begin{year / 1 / 1};
    const civil_day end{year / 12 / 31};
    const civil_day first = std::max(begin, facts.joined.value_or(begin));
    const civil_day last = std::min(end, facts.left.value_or(end));
    if (last < first)
        return 0;
    return a_year * ((last - first).count() + 1) / ((end - begin).count() + 1) / part * part;
}

leave_amount part_of(const leave_type& type)
{
    switch (type.unit) {
    case rules::leave_unit::tenth_day: return 10;
    case rules::leave_unit::half_day: return 50;
    default: return 100;
    }
}

leave_amount entitled(const leave_type& type, civil_day today, const rules::annual_facts& facts)
{
    const year_month_day day{today};
    const leave_amount a_year = type.a_year ? part_of_year(*type.a_year, part_of(type), day.year(), facts)
                                            : leave_amount{rules::annual_leave(day.year(), facts)} * 100;
    if (type.granting == rules::leave_granting::yearly)
        return a_year;
    const auto months = rules::by_twelfths(a_year, part_of(type));
    leave_amount sum = 0;
    for (unsigned i = 0; i < static_cast<unsigned>(day.month()); ++i)
        sum += months[i];
    return sum;
}

}  // namespace

std::optional<leave_type> find_leave_type(store::connection& sql, model::organization_id home,
                                          std::string_view code, civil_day on)
{
    return type_from(sa::rules_of(sql, home, sa::rule_kind::leave), code, on);
}

std::vector<leave_type> leave_types_with_balance(store::connection& sql, model::organization_id home,
                                                 civil_day on)
{
    const auto decided = sa::rules_of(sql, home, sa::rule_kind::leave);
    std::set<std::string, std::less<>> codes{"annual", "lieu"};
    for (const sa::rule_version& each : decided)
        codes.insert(each.name);
    std::vector<leave_type> found;
    for (const std::string& each : codes)
        if (auto type = type_from(decided, each, on); type && type->has_balance)
            found.push_back(std::move(*type));
    return found;
}

leave_extent extent_of(const case_file& of, const leave_type& type, rules::request asked, base::instant now)
{
    leave_extent made;
    // What begins on the date before may run into the first one.
    const civil_day first = asked.first - days(1);
    const civil_day last = asked.last + days(1);
    const auto before = judged(of, first, last, now);
    case_file with;
    with.book = of.book;
    with.person = of.person;
    with.of = of.of;
    with.of.book = with.book.get();
    with.of.person = &with.person;
    asked.state = rules::request_state::approved;
    asked.decided = now;
    with.of.requests.push_back(asked);
    const auto after = judged(with, first, last, now);
    for (std::size_t i = 0; i < after.size(); ++i) {
        const auto covered = on(after[i], type.code) - on(before[i], type.code);
        const civil_day date = after[i].date;
        leave_amount amount = rules::charge_of(type, covered, after[i].sums.planned);
        if (type.calendar_days)
            amount = !asked.touches(date) ? 0 : is_half(asked) ? 50 : 100;
        else if (is_half(asked) && covered > std::chrono::minutes{} && part_of(type) == 50)
            amount = std::min<leave_amount>(amount, 50);  // a half day is 0.5
        made.length.time += covered;
        made.length.days += type.calendar_days ? amount
                                               : rules::charged_days(covered, after[i].sums.planned, 50);
        if (amount > 0)
            made.charges.push_back({date, amount});
    }
    return made;
}

base::result<void> reserve(store::transaction& in, const sa::kept_request& of, const leave_type& type,
                           const std::vector<dated_charge>& charges, const author& by)
{
    auto entries = sa::leave_entries_of(in.sql, of.way.person, type.code);
    for (const dated_charge& each : charges) {
        sa::leave_entry made = entry_of(of, type.code, sa::leave_entry_kind::reserve, by);
        made.day = each.day;
        made.amount = each.amount;
        made.number = sa::insert_leave_entry(in, made);
        entries.push_back(std::move(made));
    }
    if (!type.has_balance)
        return {};
    const rules::leave_account account = sa::account_of(entries);
    for (const dated_charge& each : charges)
        if (account.balance(each.day) < type.down_to)
            return base::error{base::errc::malformed_input,
                               "That is more than is left.",
                               {{"/words", "more " + type.code + " leave than is left on " +
                                               model::date_text(each.day) + " [A-108]"}}};
    return {};
}

void charge(store::transaction& in, const sa::kept_request& of, std::string_view leave, const author& by)
{
    if (has_entries(in, of, leave))
        sa::insert_leave_entry(in, entry_of(of, leave, sa::leave_entry_kind::charge, by));
}

void give_back(store::transaction& in, const sa::kept_request& of, std::string_view leave, const author& by)
{
    if (has_entries(in, of, leave))
        sa::insert_leave_entry(in, entry_of(of, leave, sa::leave_entry_kind::free, by));
}

int grant_due(store::transaction& in, const model::person& who, civil_day today, const author& by)
{
    int made = 0;
    const auto employed = sa::find_employment(in.sql, who.id).value_or(sa::employment{});
    const rules::annual_facts facts{employed.works_since, employed.joined, employed.left};
    if ((facts.left && *facts.left < today) || (facts.joined && today < *facts.joined))
        return 0;
    const std::chrono::year year = year_month_day{today}.year();
    for (const leave_type& type : leave_types_with_balance(in.sql, who.organization, today)) {
        if (type.granting == rules::leave_granting::none)
            continue;
        sa::leave_entry grant;
        grant.source = "rule " + std::to_string(static_cast<int>(year));
        grant.amount = rules::difference_to_grant(
            entitled(type, today, facts),
            sa::granted_for(sa::leave_entries_of(in.sql, who.id, type.code), grant.source));
        if (grant.amount == 0)
            continue;
        grant.organization = who.organization;
        grant.person = who.id;
        grant.leave = type.code;
        grant.day = valid_from(year, type, facts);
        grant.until = date_in(year + std::chrono::years(1), type.carried_until);
        grant.at = by.now;
        grant.actor = by.actor;
        sa::insert_leave_entry(in, grant);
        ++made;
    }
    return made;
}

base::result<sa::leave_entry> grant_by_hand(store::transaction& in, const model::person& who,
                                            const leave_grant_draft& what, const author& by)
{
    base::error faulty{base::errc::malformed_input, "The leave cannot be granted so."};
    const auto type = find_leave_type(in.sql, who.organization, what.leave, what.from);
    if (!type || !type->has_balance)
        faulty.faults.push_back({"/leave", "there is no kind of leave with a balance of that code"});
    if (what.until < what.from)
        faulty.faults.push_back({"/until", "it ends before it begins"});
    if (what.amount == 0)
        faulty.faults.push_back({"/amount", "nothing is granted"});
    if (!faulty.faults.empty())
        return faulty;
    sa::leave_entry made;
    made.organization = who.organization;
    made.person = who.id;
    made.leave = what.leave;
    made.amount = what.amount;
    made.day = what.from;
    made.until = what.until;
    made.source = "hand";
    made.at = by.now;
    made.actor = by.actor;
    made.number = sa::insert_leave_entry(in, made);
    write_down(in, by, who.organization, "leave.grant", made.number,
               difference().show("leave", "", what.leave).show("amount", "", std::to_string(what.amount)),
               who.id);
    return made;
}

void grant_lieu(store::transaction& in, model::organization_id home, model::person_id who,
                civil_day shift_day, std::string_view overtime_kind, std::chrono::minutes overtime,
                const author& by)
{
    const auto type = find_leave_type(in.sql, home, "lieu", shift_day);
    if (!type)
        return;
    const rules::leave_grant due = rules::time_off_in_lieu(shift_day, overtime, type->lieu_valid);
    sa::leave_entry made;
    made.source = "overtime " + std::string(overtime_kind) + " " + model::date_text(shift_day);
    made.amount = due.amount - sa::granted_for(sa::leave_entries_of(in.sql, who, "lieu"), made.source);
    if (made.amount == 0)
        return;
    made.organization = home;
    made.person = who;
    made.leave = "lieu";
    made.day = due.from;
    made.until = due.until;
    made.at = by.now;
    made.actor = by.actor;
    sa::insert_leave_entry(in, made);
}

}  // namespace gatehouse::ops::attendance
