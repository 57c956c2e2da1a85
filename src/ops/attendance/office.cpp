#include "ops/attendance/office.hpp"

#include "model/attendance/clerk/rule_words.hpp"
#include "ops/attendance/granted.hpp"
#include "store/attendance/punches.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
namespace clerk = rules::clerk;
using model::civil_day;
using day_count = std::chrono::days;

// What lies around the days that are judged: a claim may open the date before and close two dates after, and
// a former day's out counts.
constexpr day_count around{5};

rules::group_rules no_group(const model::time_zone& zone)
{
    rules::group_rules made;
    made.zone = &zone;
    return made;
}

rules::punch punch_from(const sa::own_punch& own)
{
    const model::punch& what = own.punch.what;
    rules::punch made;
    made.id = static_cast<std::uint64_t>(own.punch.number.value);
    made.fingerprint = std::to_string(own.punch.number.value);  // the log keeps none twice
    made.device_time = what.device_time;
    // What lies too far ahead is judged by its own time: it is left out as of the future.
    if (!model::has(what.marks, model::punch_mark::clock_ahead))
        made.device_ahead = std::chrono::round<std::chrono::seconds>(what.device_time - what.corrected_time);
    made.received = what.received_at;
    made.allowed = !model::has(what.marks, model::punch_mark::credential_lost) &&
                   !model::has(what.marks, model::punch_mark::credential_suspended);
    return made;
}

}  // namespace

office::office(store::connection& sql, model::organization_id home, const model::time_zone& zone)
    : home_(home),
      zone_(&zone)
{
    read(sa::rules_of(sql, home));
}

office::office(store::connection& sql, model::organization_id home, const model::time_zone& zone,
               const sa::rule_version& proposed)
    : home_(home),
      zone_(&zone)
{
    auto decided = sa::rules_of(sql, home);
    const auto same = [&](const sa::rule_version& each) {
        return each.kind == proposed.kind && each.name == proposed.name && each.since == proposed.since;
    };
    std::erase_if(decided, same);
    const auto before = [](const sa::rule_version& a, const sa::rule_version& b) {
        return std::tie(a.kind, a.name, a.since) < std::tie(b.kind, b.name, b.since);
    };
    decided.push_back(proposed);
    std::sort(decided.begin(), decided.end(), before);
    read(decided);
}

// Shifts first: the others name them.
void office::read(const std::vector<sa::rule_version>& decided)
{
    for (const sa::rule_version& each : decided) {
        if (each.kind != sa::rule_kind::shift)
            continue;
        if (names_.empty() || names_.back() != each.name) {
            names_.push_back(each.name);
            shifts_.emplace_back();
        }
        if (each.words)
            shifts_.back().from(each.since, clerk::read_shift(each.name, *each.words));
    }
    const clerk::find_shift find = [this](std::string_view name) { return shift_named(name); };
    for (const sa::rule_version& each : decided) {
        if (each.kind == sa::rule_kind::group) {
            groups_[each.name].push_back({each.since, {}});
            if (each.words)
                groups_[each.name].back().what = clerk::read_group(*each.words, find, *zone_);
        } else if (each.kind == sa::rule_kind::rotation) {
            rotations_[each.name].push_back({each.since, {}});
            if (each.words) {
                clerk::statement line(each.words->front());
                rotations_[each.name].back().what = clerk::read_rotation(line, find);
            }
        }
    }
    for (std::size_t i = 0; i < decided.size(); ++i)
        if (decided[i].words &&
            (decided[i].kind == sa::rule_kind::holidays || decided[i].kind == sa::rule_kind::calendar))
            read_days(decided, i);
}

// A version names the dates from its own to the next one's; the first also those before it.
void office::read_days(const std::vector<sa::rule_version>& decided, std::size_t at)
{
    const auto same = [&](std::size_t other) {
        return other < decided.size() && decided[other].kind == decided[at].kind &&
               decided[other].name == decided[at].name;
    };
    std::map<civil_day, rules::calendar_day> named;
    for (const std::string& words : *decided[at].words) {
        clerk::statement line(words);
        clerk::read_calendar_days(line, named);
    }
    auto& onto = decided[at].kind == sa::rule_kind::calendar ? days_.own : days_.published;
    for (const auto& [date, what] : named)
        if ((at == 0 || !same(at - 1) || decided[at].since <= date) &&
            (!same(at + 1) || date < decided[at + 1].since))
            onto[date] = what;
}

std::optional<std::size_t> office::shift_named(std::string_view name) const
{
    const auto found = std::find(names_.begin(), names_.end(), name);
    return found == names_.end() ? std::nullopt
                                 : std::optional(static_cast<std::size_t>(found - names_.begin()));
}

rules::plan office::plan_of(const std::string& text) const
{
    return text == "rest" ? rules::plan{} : shift_named(text);
}

std::string office::group_on(const std::vector<sa::assignment>& assigned, civil_day date)
{
    for (const sa::assignment& each : assigned)
        if (each.kind == sa::rule_kind::group && each.since <= date && (!each.until || date <= *each.until))
            return each.name;
    return {};
}

const rules::group_rules* office::group_rules_on(const std::string& name, civil_day date) const
{
    const auto found = groups_.find(name);
    if (found == groups_.end())
        return nullptr;
    const dated_group* in_force = &found->second.front();  // before the first version, the first
    for (const dated_group& each : found->second)
        if (each.since <= date)
            in_force = &each;
    return in_force->what ? &*in_force->what : nullptr;
}

std::shared_ptr<const rules::rule_book> office::book_for(const std::vector<sa::assignment>& assigned) const
{
    std::string key;
    for (const sa::assignment& each : assigned)
        if (each.kind == sa::rule_kind::group)
            key += each.name + '\n' + std::to_string(each.since.time_since_epoch().count()) + '\n' +
                   (each.until ? std::to_string(each.until->time_since_epoch().count()) : "") + '\n';
    std::shared_ptr<const rules::rule_book>& kept = books_[key];
    if (kept)
        return kept;
    auto made = std::make_shared<rules::rule_book>();
    made->shifts = shifts_;
    made->days = rules::versions<rules::calendar>(days_);
    made->group = rules::versions<rules::group_rules>(no_group(*zone_));
    const auto put = [&](const std::string& name, civil_day since) {
        const rules::group_rules* const what = group_rules_on(name, since);
        made->group.from(since, what ? *what : no_group(*zone_));
    };
    for (const sa::assignment& each : assigned) {
        if (each.kind != sa::rule_kind::group)
            continue;
        put(each.name, each.since);
        if (const auto found = groups_.find(each.name); found != groups_.end())
            for (const dated_group& version : found->second)
                if (each.since < version.since && (!each.until || version.since <= *each.until))
                    put(each.name, version.since);
        if (each.until)
            made->group.from(*each.until + day_count(1), no_group(*zone_));
    }
    kept = made;
    return kept;
}

rules::person_schedule office::schedule_of(const std::vector<sa::assignment>& assigned,
                                           const std::optional<sa::employment>& employed,
                                           const std::vector<sa::day_override>& set) const
{
    rules::person_schedule made;
    if (employed) {
        made.joined = employed->joined;
        made.left = employed->left;
        if (employed->spared_from)
            made.spared.emplace_back(*employed->spared_from,
                                     employed->spared_until.value_or(civil_day::max()));
    }
    for (const sa::day_override& each : set)
        if (each.plan)
            made.overrides.push_back({each.day, plan_of(*each.plan),
                                      each.zone ? model::time_zone::find(*each.zone) : nullptr,
                                      each.decided_at});
    for (const sa::assignment& each : assigned) {
        const auto found = rotations_.find(each.name);
        if (each.kind != sa::rule_kind::rotation || found == rotations_.end())
            continue;
        const auto& versions = found->second;
        for (std::size_t i = 0; i < versions.size(); ++i) {
            if (!versions[i].what)
                continue;
            rules::rotation turn = *versions[i].what;
            const civil_day cycle_begins = turn.first;
            turn.first = std::max({turn.first, each.since, i > 0 ? versions[i].since : civil_day::min()});
            turn.phase += static_cast<int>(each.phase + (turn.first - cycle_begins).count());
            if (i + 1 < versions.size())
                turn.until = std::min(turn.until.value_or(civil_day::max()),
                                      versions[i + 1].since - day_count(1));
            if (each.until)
                turn.until = std::min(turn.until.value_or(civil_day::max()), *each.until);
            if (!turn.until || turn.first <= *turn.until)
                made.rotations.push_back(std::move(turn));
        }
    }
    return made;
}

std::unique_ptr<case_file> open_case(store::connection& sql, const office& at, model::person_id who,
                                     civil_day first, civil_day last, base::instant now)
{
    auto made = std::make_unique<case_file>();
    const auto assigned = sa::assignments_of(sql, who);
    made->book = at.book_for(assigned);
    made->person = at.schedule_of(assigned, sa::find_employment(sql, who),
                                  sa::overrides_of(sql, who, first - around, last + around));
    add_granted(sql, at, who, first - around, last + around, *made);
    made->of.book = made->book.get();
    made->of.person = &made->person;
    made->of.now = now;
    const auto instant_of = [&](civil_day date) { return at.zone().to_utc(model::civil_time{date}); };
    for (const sa::own_punch& each :
         sa::punches_of(sql, who, instant_of(first - around), instant_of(last + around)))
        if (each.punch.what.organization == at.home())
            made->of.punches.push_back(punch_from(each));
    return made;
}

}  // namespace gatehouse::ops::attendance
