#include "ops/attendance/compute.hpp"

#include "model/attendance/clerk/statement.hpp"
#include "model/attendance/day_words.hpp"
#include "model/attendance/month.hpp"
#include "ops/attendance/leave.hpp"
#include "store/people.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::civil_day;
using day_count = std::chrono::days;
using minutes_by_name = std::map<std::string, rules::minutes>;

// Of one person at once.
constexpr day_count days_most{400};
// A day that is still open at its end, by whatever chance, is not looked at without pause.
constexpr std::chrono::minutes again_after{1};
// UTC+14, where a date begins first.
constexpr std::chrono::hours earliest_zone{14};

std::optional<model::organization_id> home_of(store::connection& sql, model::person_id who)
{
    if (const auto found = store::find_person(sql, who))
        return found->organization;
    if (const auto found = store::find_former_person(sql, who))
        return found->organization;
    return std::nullopt;
}

const sa::locked_days* lock_of(const std::vector<sa::locked_days>& locks, civil_day date)
{
    for (const sa::locked_days& each : locks)
        if (each.first <= date && date <= each.last)
            return &each;
    return nullptr;
}

civil_day first_open(const std::vector<sa::locked_days>& locks, civil_day date)
{
    while (const sa::locked_days* const found = lock_of(locks, date))
        date = found->last + day_count(1);
    return date;
}

class computation {
public:
    computation(store::connection& sql, opened_days& days, day_changes& into, base::instant now)
        : sql_(sql),
          days_(days),
          into_(into),
          now_(now)
    {
        for (const sa::open_day& each : sa::open_days_of(sql, into.what.person))
            open_[each.day] = each.closes_at;
        has_lieu_ = !sa::leave_entries_of(sql, into.what.person, "lieu").empty();
    }

    void day(const rules::day_result& result, const sa::kept_day* kept)
    {
        const civil_day date = result.date;
        const bool has = days_.has_result(date);
        if (lock_of(into_.locks, date)) {
            close(date);
            book(result, kept, has);
            return;
        }
        if (!has) {
            if (kept) {
                into_.dropped.push_back(date);
                give_lieu(date, {});
            }
            close(date);
            return;
        }
        const base::instant closes = days_.facts->closes_at(date);
        if (!days_.facts->is_open(date))
            close(date);
        else if (const auto known = open_.find(date); known == open_.end() || known->second != closes)
            into_.opened.push_back({into_.what.person, date, std::max(closes, now_ + again_after)});
        const base::digest inputs = days_.facts->inputs(date);
        if (kept && kept->inputs == inputs)
            return;
        const rules::kept_result made = rules::keep(result);
        into_.put.push_back({into_.what.person, date, days_.home, rules::status_words(made.statuses),
                             rules::item_words(made),
                             result.what ? std::optional(result.what->name) : std::nullopt, inputs, now_});
        const auto& policy = days_.of->book->group.on(date).policy(rules::overtime_kind::rest);
        give_lieu(date, policy.lieu ? made.sums.overtime[static_cast<std::size_t>(rules::overtime_kind::rest)]
                                    : rules::minutes{});
    }

private:
    void close(civil_day date)
    {
        if (open_.contains(date))
            into_.closed.push_back(date);
    }

    // What was given for the day before follows it.
    void give_lieu(civil_day date, rules::minutes overtime)
    {
        if (has_lieu_ || overtime > rules::minutes{})
            into_.lieu.push_back({days_.home, date, overtime, now_});
    }

    //
    void book(const rules::day_result& result, const sa::kept_day* kept, bool has)
    {
        if (days_.facts->is_open(result.date))
            return;
        rules::accounts stored;
        if (kept)
            if (const auto read = rules::read_day_words(kept->statuses, kept->items))
                stored = read->sums;
        minutes_by_name booked;
        for (const sa::adjustment& each : sa::adjustments_about(sql_, into_.what.person, result.date))
            for (const auto& [name, many] : read_minutes(each.minutes))
                booked[name] += many;
        const rules::kept_result made = has ? rules::keep(result) : rules::kept_result{};
        const auto due = rules::adjustment(stored, booked, made.sums);
        if (due.empty())
            return;
        into_.booked.push_back({0, days_.home, into_.what.person, result.date,
                                first_open(into_.locks, result.date), minute_words(due),
                                rules::status_words(made.statuses), rules::item_words(made),
                                trace_words(result.why), now_});
    }

    store::connection& sql_;
    opened_days& days_;
    day_changes& into_;
    base::instant now_;
    std::map<civil_day, base::instant> open_;
    bool has_lieu_ = false;
};

}  // namespace

civil_day last_date(base::instant now)
{
    return civil_day{std::chrono::floor<day_count>((now + earliest_zone).time_since_epoch())};
}

std::string minute_words(const minutes_by_name& of)
{
    std::string made;
    for (const auto& [name, many] : of)
        made.append(made.empty() ? "" : ", ").append(name).append(" ").append(std::to_string(many.count()));
    return made;
}

minutes_by_name read_minutes(std::string_view words)
{
    minutes_by_name made;
    rules::clerk::statement line(words);
    while (!line.at_end()) {
        const std::string name(line.take());
        const auto many = rules::clerk::read_number(line.take());  // perhaps below zero
        if (!many)
            line.fail("no number of minutes");
        made[name] = rules::minutes(*many);
        if (!line.at_end())
            line.expect(",");
    }
    return made;
}

bool opened_days::has_result(civil_day date) const
{
    const auto covers = [&](const sa::assignment& each) {
        return each.since <= date && (!each.until || date <= *each.until);
    };
    const bool ruled = std::any_of(assigned.begin(), assigned.end(), covers) ||
                       std::any_of(set.begin(), set.end(), [&](const sa::day_override& each) {
                           return each.plan && each.day == date;
                       });
    return ruled && of->person.employed(date);
}

reckoner::reckoner(store::connection& sql, const store::index& index, base::instant now)
    : sql_(sql),
      index_(index),
      now_(now)
{}

reckoner::known* reckoner::know(model::organization_id home)
{
    known& found = known_[home.value];
    if (!found.at) {
        const store::organization_entry* const entry = index_.organization(home);
        if (!entry || !entry->zone)
            return nullptr;
        found.words = std::make_unique<rule_words>(sql_, home, entry->what.time_zone);
        found.at = std::make_unique<office>(sql_, home, *entry->zone);
    }
    return &found;
}

const office& reckoner::office_of(model::organization_id home)
{
    return *know(home)->at;
}

std::unique_ptr<opened_days> reckoner::open(model::person_id who, civil_day first, civil_day last)
{
    return open(who, first, last, now_);
}

std::unique_ptr<opened_days> reckoner::open(model::person_id who, civil_day first, civil_day last,
                                            base::instant then)
{
    const auto home = home_of(sql_, who);
    const known* const at = home ? know(*home) : nullptr;
    if (!at)
        return nullptr;
    auto made = std::make_unique<opened_days>();
    made->home = *home;
    made->assigned = sa::assignments_of(sql_, who);
    made->set = sa::overrides_of(sql_, who, first - 2 * plays_a_part, last + 2 * plays_a_part);
    made->of = open_case(sql_, *at->at, who, first, last, then);
    made->facts = std::make_unique<day_facts>(*at->words, *made->of, made->assigned, made->set, first, last);
    made->results = rules::judge(made->of->of, first, last);
    return made;
}

day_changes compute(store::connection& sql, reckoner& by, const sa::touched_days& what, base::instant now)
{
    day_changes made;
    made.what = what;
    made.locks = sa::locks_on(sql, what.person);
    civil_day last = std::min(what.last, last_date(now));
    if (last - what.first >= days_most) {
        last = what.first + days_most - day_count(1);
        made.rest = last + day_count(1);
    }
    if (last < what.first)
        return made;
    const auto days = by.open(what.person, what.first, last);
    if (!days)
        return made;
    const auto stands = sa::days_of(sql, what.person, what.first, last);
    computation each(sql, *days, made, now);
    auto next = stands.begin();
    for (const rules::day_result& result : days->results) {
        while (next != stands.end() && next->day < result.date)
            ++next;
        each.day(result, next != stands.end() && next->day == result.date ? &*next : nullptr);
    }
    return made;
}

void write(store::transaction& in, const day_changes& what)
{
    const model::person_id who = what.what.person;
    const auto same = [](const sa::locked_days& a, const sa::locked_days& b) {
        return a.first == b.first && a.last == b.last && a.lock == b.lock;
    };
    const auto locks = sa::locks_on(in.sql, who);
    if (!std::equal(locks.begin(), locks.end(), what.locks.begin(), what.locks.end(), same))
        return;
    for (const sa::kept_day& each : what.put)
        sa::put_day(in, each);
    for (const civil_day each : what.dropped)
        sa::drop_day(in, who, each);
    for (const sa::open_day& each : what.opened)
        sa::put_open_day(in, each);
    for (const civil_day each : what.closed)
        sa::drop_open_day(in, who, each);
    for (const sa::adjustment& each : what.booked)
        sa::insert_adjustment(in, each);
    for (const lieu_due& each : what.lieu)
        grant_lieu(in, each.home, who, each.day, "rest", each.overtime, {"attendance", each.at});
    if (what.rest)
        sa::narrow(in, what.what, *what.rest);
    else
        sa::settle(in, what.what);
}

kept_words say_why(store::connection& sql, reckoner& by, const sa::wordless& of)
{
    kept_words made;
    made.of = of;
    std::map<civil_day, std::string> kept;
    for (const sa::kept_day& each : sa::days_of(sql, of.person, of.first, of.last))
        kept[each.day] = each.items;
    if (kept.empty())
        return made;
    const auto days = by.open(of.person, of.first, of.last, of.locked_at);
    if (!days)
        return made;
    // What has changed between the lock and now is said by its adjustment.
    for (const rules::day_result& each : days->results)
        if (const auto found = kept.find(each.date);
            found != kept.end() && found->second == rules::item_words(rules::keep(each)))
            made.words.emplace_back(each.date, trace_words(each.why));
    return made;
}

void write(store::transaction& in, const kept_words& what)
{
    for (const auto& [day, words] : what.words)
        sa::put_words(in, what.of.person, day, words);
    sa::finish_words(in, what.of);
}

}  // namespace gatehouse::ops::attendance
