#include "ops/attendance/recompute.hpp"

#include "base/log.hpp"
#include "ops/background.hpp"
#include "store/attendance/civil.hpp"
#include "store/attendance/punches.hpp"
#include "store/followers.hpp"
#include "store/punches.hpp"
#include "store/snapshot.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::civil_day;
using day_count = std::chrono::days;

constexpr std::chrono::milliseconds between_looks{200};
constexpr std::int64_t punches_a_slice = 500;
constexpr std::int64_t attributions_a_slice = 100;
constexpr std::int64_t people_a_slice = 500;  // who are given a date, about 5 ms
constexpr std::int64_t closed_a_slice = 200;
constexpr std::int64_t people_at_once = 20;
constexpr std::size_t rows_a_slice = 250;  // about 5 ms
constexpr std::int64_t may_lag = 10'000;   // numbers of a log that nobody has to follow
constexpr std::chrono::minutes try_again_after{1};
constexpr std::chrono::milliseconds snapshot_most{200};
// A punch belongs to its civil date, to the two before or to the one behind, and is the out that the date
// after that looks back to; the zone of a group may show another date than ours.
constexpr day_count around{3};

civil_day date_of(base::instant at)
{
    return civil_day{std::chrono::floor<day_count>(at.time_since_epoch())};
}

sa::touched_days around_of(model::person_id who, base::instant first, base::instant last)
{
    return {who, date_of(std::min(first, last)) - around, date_of(std::max(first, last)) + around, 0};
}

void note(const std::exception& why)
{
    base::log(base::events::background_failed, {{"reason", std::string_view(why.what())}});
}

}  // namespace

recompute::recompute(store::database& db, store::writer& writer, const base::clock& clock)
    : writer_(writer),
      clock_(clock),
      sql_(db.reader())
{}

bool recompute::has_new_punches() const
{
    return !resting_.load(std::memory_order_relaxed) &&
           followed_.load(std::memory_order_relaxed) !=
               writer_.counters().punches.load(std::memory_order_relaxed);
}

bool recompute::is_wanted() const
{
    const base::instant now = clock_.now();
    // A clock that was set back must not blind us.
    return has_new_punches() || now >= next_look_ || next_look_ - now > 2 * between_looks || !first_.empty();
}

bool recompute::pass()
{
    const base::instant now = clock_.now();
    const bool look = now >= next_look_ || next_look_ - now > 2 * between_looks;
    bool more = false;
    if (look) {
        {
            const store::snapshot held(*sql_);
            if (!sa::has_rules(*sql_))
                return rest(now);
            resting_.store(false, std::memory_order_relaxed);
        }
        more |= keep_words(now);
        more |= follow_attributions();
        more |= follow_dates(now);
        more |= touch_closed(now);
    }
    if (look || has_new_punches())
        more |= follow_punches();
    // While punches go on coming their people are judged at each look, not at each punch.
    if (look || (!first_.empty() && !has_new_punches()))
        more |= compute_touched();
    if (look)
        next_look_ = more ? now : now + between_looks;
    return more;
}

// Whoever comes under rules has their days touched then: until then nobody follows.
bool recompute::rest(base::instant now)
{
    next_look_ = now + between_looks;
    resting_.store(true, std::memory_order_relaxed);
    const std::int64_t last = store::last_punch(*sql_).value;
    const std::int64_t attributed = sa::last_attribution(*sql_);
    const auto lag = [&](std::string_view follower, std::int64_t end) {
        return end - store::follower_position(*sql_, follower).value_or(0);
    };
    if (lag(sa::punch_follower, last) > may_lag || lag(sa::attribution_follower, attributed) > may_lag)
        run_behind(writer_, [&](store::transaction& in) {
            store::move_follower(in, sa::punch_follower, last);
            store::move_follower(in, sa::attribution_follower, attributed);
        });
    return false;
}

bool recompute::touch_and_move(const std::vector<sa::touched_days>& days, std::string_view follower,
                               std::int64_t position)
{
    return run_behind(writer_, [&](store::transaction& in) {
        for (const sa::touched_days& each : days)
            if (sa::is_under_rules(in.sql, each.person))
                sa::touch(in, each.person, each.first, each.last);
        store::move_follower(in, follower, position);
    });
}

bool recompute::follow_punches()
{
    const std::uint64_t count = writer_.counters().punches.load(std::memory_order_relaxed);
    std::map<std::int64_t, sa::touched_days> touched;
    sa::new_punches found;
    std::int64_t from = 0;
    {
        const store::snapshot held(*sql_);
        from = store::follower_position(*sql_, sa::punch_follower).value_or(0);
        found = sa::punches_behind(*sql_, from, punches_a_slice);
        for (const sa::new_punch& each : found.found) {
            const auto about = around_of(each.person, each.device_time, each.corrected_time);
            const auto [known, fresh] = touched.emplace(each.person.value, about);
            known->second.first = std::min(known->second.first, about.first);
            known->second.last = std::max(known->second.last, about.last);
        }
        std::erase_if(touched,
                      [&](const auto& each) { return !sa::is_under_rules(*sql_, each.second.person); });
    }
    if (found.until == from) {
        followed_.store(count, std::memory_order_relaxed);
        return false;
    }
    std::vector<sa::touched_days> days;
    for (const auto& [who, about] : touched) {
        days.push_back(about);
        first_.insert(who);
    }
    if (!touch_and_move(days, sa::punch_follower, found.until))
        return false;
    if (found.until - from < punches_a_slice)
        followed_.store(count, std::memory_order_relaxed);
    return found.until - from == punches_a_slice;
}

bool recompute::follow_attributions()
{
    sa::moved found;
    std::int64_t from = 0;
    {
        const store::snapshot held(*sql_);
        from = store::follower_position(*sql_, sa::attribution_follower).value_or(0);
        found = sa::attributions_behind(*sql_, from, attributions_a_slice);
    }
    if (found.until == from)
        return false;
    std::vector<sa::touched_days> days;
    for (const sa::moved_punches& each : found.found)
        days.push_back(around_of(each.person, each.first, each.last));
    return touch_and_move(days, sa::attribution_follower, found.until);
}

// Each date appears for everybody, wherever they are.
bool recompute::follow_dates(base::instant now)
{
    const civil_day last = last_date(now);
    const auto given = store::follower_position(*sql_, sa::date_follower).value_or(0);
    if (given >= sa::number_of(last))
        return false;
    // At first, and after a long rest: nobody's days further back are computed by the date alone.
    const civil_day first = std::max(sa::day_from(given + 1), last - day_count(31));
    bool more = true;
    const bool done = run_behind(writer_, [&](store::transaction& in) {
        const std::int64_t until = sa::touch_dates(in, first, last, dated_, people_a_slice);
        more = until != 0;
        dated_ = until;
        if (!more)
            store::move_follower(in, sa::date_follower, sa::number_of(last));
    });
    return done && more;
}

bool recompute::touch_closed(base::instant now)
{
    std::vector<sa::open_day> over;
    {
        const store::snapshot held(*sql_);
        over = sa::closed_days(*sql_, now, closed_a_slice);
    }
    if (over.empty())
        return false;
    return run_behind(writer_,
                      [&](store::transaction& in) {
                          for (const sa::open_day& each : over) {
                              sa::touch(in, each.person, each.day, each.day + day_count(1));
                              sa::drop_open_day(in, each.person, each.day);
                          }
                      }) &&
           static_cast<std::int64_t>(over.size()) == closed_a_slice;
}

// Before anything else is computed: as little as may be has changed since the lock.
bool recompute::keep_words(base::instant now)
{
    std::vector<kept_words> made;
    {
        const store::snapshot held(*sql_);
        const auto index = writer_.published();
        reckoner by(*sql_, *index, now);
        const auto begun = std::chrono::steady_clock::now();
        for (const sa::wordless& each : sa::next_wordless(*sql_, people_at_once)) {
            if (std::chrono::steady_clock::now() - begun > snapshot_most)
                break;
            try {
                made.push_back(say_why(*sql_, by, each));
            } catch (const store::failure&) {
                throw;
            } catch (const std::exception& e) {
                note(e);
                made.push_back({each, {}});
            }
        }
    }
    for (const kept_words& each : made)
        if (!run_behind(writer_, [&](store::transaction& in) { write(in, each); }))
            return false;
    return !made.empty();
}

void recompute::compute_one(reckoner& by, const sa::touched_days& what, base::instant now,
                            std::vector<day_changes>& onto)
{
    if (failed_.contains(what.person.value))
        return;
    try {
        onto.push_back(compute(*sql_, by, what, now));
    } catch (const store::failure&) {
        throw;
    } catch (const std::exception& e) {
        // Rules that cannot be read are one organization's: others' days go on.
        note(e);
        failed_[what.person.value] = now + try_again_after;
    }
}

// Those who punched first, then the others in turn; as many as fit into one slice of a snapshot.
bool recompute::compute_touched()
{
    std::vector<day_changes> made;
    bool more = false;
    {
        const store::snapshot held(*sql_);
        // The snapshot stands from the first look on; whatever it holds was received before now.
        sa::has_rules(*sql_);
        const base::instant now = clock_.now();
        const auto index = writer_.published();
        reckoner by(*sql_, *index, now);
        std::erase_if(failed_, [&](const auto& each) { return each.second <= now; });
        const auto begun = std::chrono::steady_clock::now();
        const auto is_full = [&] { return std::chrono::steady_clock::now() - begun > snapshot_most; };
        while (!first_.empty() && !is_full()) {
            const std::int64_t who = *first_.begin();
            first_.erase(first_.begin());
            if (const auto found = sa::touched_of(*sql_, {who}))
                compute_one(by, *found, now, made);
        }
        more = !first_.empty();
        if (!more) {
            auto others = sa::touched_behind(*sql_, turn_, people_at_once);
            if (others.empty() && turn_ != 0)
                others = sa::touched_behind(*sql_, 0, people_at_once);
            more = static_cast<std::int64_t>(others.size()) == people_at_once;
            if (others.empty())
                turn_ = 0;
            for (const sa::touched_days& each : others) {
                if (is_full()) {
                    more = true;
                    break;
                }
                turn_ = each.person.value;
                const auto same = [&](const day_changes& one) { return one.what.person == each.person; };
                if (std::none_of(made.begin(), made.end(), same))
                    compute_one(by, each, now, made);
            }
        }
        for (const day_changes& each : made)
            more |= each.rest.has_value();
    }
    for (std::size_t next = 0; next < made.size();) {
        std::size_t until = next;
        for (std::size_t rows = 0; until < made.size() && (until == next || rows < rows_a_slice); ++until)
            rows += made[until].rows();
        if (!run_behind(writer_, [&](store::transaction& in) {
                for (std::size_t i = next; i < until; ++i)
                    write(in, made[i]);
            }))
            return false;
        next = until;
    }
    return more;
}

}  // namespace gatehouse::ops::attendance
