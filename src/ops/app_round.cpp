#include "ops/app_round.hpp"

#include "base/log.hpp"
#include "ops/background.hpp"
#include "ops/roster.hpp"
#include "store/followers.hpp"
#include "store/snapshot.hpp"

#include <algorithm>
#include <iterator>
#include <span>

namespace gatehouse::ops {
namespace {

constexpr std::chrono::seconds between_looks{1};
constexpr std::chrono::seconds roster_gathers{3};  // what changes within it is told once
constexpr std::chrono::hours between_clearings{1};
constexpr std::size_t outcomes_a_slice = 64;  // about 3 ms
constexpr std::int64_t calls_a_slice = 200;   // likewise
constexpr std::int64_t messages_a_look = 500;

// A clock that was set back must not blind us.
bool is_time(base::instant at, std::chrono::milliseconds between, base::instant now)
{
    return now >= at || at - now > 2 * between;
}

}  // namespace

app_round::app_round(store::database& db, store::writer& writer, const store::keyring& keys,
                     const base::clock& clock, app_courier& by, lane_limits limits,
                     std::function<void()> came)
    : writer_(writer),
      keys_(keys),
      clock_(clock),
      by_(by),
      came_(std::move(came)),
      sql_(db.reader()),
      turns_(limits),
      followed_(followed_messages(*sql_))
{}

bool app_round::is_wanted() const
{
    {
        const std::scoped_lock held(mutex_);
        if (!mail_.empty())
            return true;
    }
    const base::instant now = clock_.now();
    const auto due = turns_.next_time();
    return seen_commits_ != commits() || is_time(next_look_, between_looks, now) || (due && *due <= now);
}

bool app_round::pass()
{
    const base::instant now = clock_.now();
    write_outcomes();
    const std::uint64_t seen = commits();
    const bool more = follow();
    follow_rosters(now);
    if (seen_commits_ != seen || more || is_time(next_look_, between_looks, now))
        look(now);
    seen_commits_ = seen;
    send_due(now);
    clear_up(now);
    return more;
}

void app_round::write_outcomes()
{
    {
        const std::scoped_lock held(mutex_);
        std::move(mail_.begin(), mail_.end(), std::back_inserter(unwritten_));
        mail_.clear();
    }
    while (!unwritten_.empty()) {
        const std::span slice(unwritten_.data(), std::min(outcomes_a_slice, unwritten_.size()));
        for (ended_call& each : slice)
            each.next = model::after_call(each.how, each.of.attempts + 1);
        const bool written = run_behind(writer_, [slice](store::transaction& in) {
            for (const ended_call& each : slice)
                if (each.how.end != model::attempt_end::abandoned)
                    store::record_attempt(in, each.of, each.how, each.next);
        });
        if (!written)
            return;
        for (const ended_call& each : slice)
            settle(each);
        unwritten_.erase(unwritten_.begin(), unwritten_.begin() + static_cast<std::ptrdiff_t>(slice.size()));
    }
}

// Only now may the next of its lane be read.
void app_round::settle(const ended_call& each)
{
    caution& of_app = turns_.ended(each.of.app, each.of.device);
    turns_.expect(each.of.app, {});
    counters_.under_way.fetch_sub(1, std::memory_order_relaxed);
    if (each.how.end == model::attempt_end::abandoned)
        return;
    const bool delivered = each.next.state == model::delivery_state::delivered;
    of_app.heard(delivered);
    (delivered ? counters_.delivered : counters_.failed).fetch_add(1, std::memory_order_relaxed);
    if (each.next.state != model::delivery_state::dead)
        return;
    counters_.dead.fetch_add(1, std::memory_order_relaxed);
    base::log(base::events::app_call_dead, {{"call", each.of.id.value},
                                            {"app", each.of.app.value},
                                            {"outcome", std::string_view(each.how.outcome)}});
}

// True: the log goes on.
bool app_round::follow()
{
    bool more = false;
    const auto page = store::messages_after(*sql_, followed_, messages_a_look);
    const bool any = std::any_of(page.begin(), page.end(),
                                 [](const auto& each) { return !each.apps.empty(); });
    made_calls made;
    if (any &&
        run_behind(writer_, [&](store::transaction& in) { made = make_message_calls(in, followed_); })) {
        followed_ = std::max(followed_, made.reached);
        more = made.more || followed_ < page.back().number;
    } else if (!any && !page.empty()) {
        followed_ = page.back().number;
        more = static_cast<std::int64_t>(page.size()) == messages_a_look;
    }
    return more;
}

void app_round::follow_rosters(base::instant now)
{
    rosters_changed_ = rosters_changed_ || seen_commits_ != commits();
    if (!rosters_changed_ || !is_time(roster_look_, roster_gathers, now))
        return;
    roster_look_ = now + roster_gathers;
    if (store::rosters_to_tell(*sql_).empty() ||
        run_behind(writer_, [now](store::transaction& in) { make_roster_calls(in, now); }))
        rosters_changed_ = false;
}

// What others made: calls of deeds, calls sent again, what an earlier run left.
void app_round::look(base::instant now)
{
    const store::snapshot held(*sql_);
    for (const store::waiting_app& each : store::waiting_apps(*sql_))
        turns_.expect(each.id, each.next_attempt);
    if (!is_time(next_look_, between_looks, now))
        return;
    counters_.pending.store(store::pending_app_calls(*sql_), std::memory_order_relaxed);
    turns_.forget_idle(now);
    next_look_ = now + between_looks;
}

void app_round::send_due(base::instant now)
{
    if (!turns_.has_turn(now))
        return;
    std::vector<model::app_id> again;
    {
        const store::snapshot held(*sql_);
        while (const auto turn = turns_.next(now))
            if (serve(turn->target, turn->room, turn->under_way, now))
                again.push_back(turn->target);
    }
    // Only now: the snapshot shows the same calls as long as it lives.
    for (const model::app_id each : again)
        turns_.expect(each, now);
}

// True: the app has more that is due.
bool app_round::serve(model::app_id app, std::size_t room, std::size_t under_way, base::instant now)
{
    const auto most = static_cast<std::int64_t>(under_way + room + 1);
    auto due = store::due_app_calls(*sql_, keys_, app, now, most);
    std::size_t started = 0;
    for (store::app_call_view& each : due) {
        if (turns_.is_under_way(app, each.what.device))
            continue;
        if (started == room)
            return true;
        started += send(std::move(each), now) ? 1 : 0;
    }
    return false;
}

// False: the app is spoken to no more, or not now.
bool app_round::send(store::app_call_view what, base::instant now)
{
    auto known = writer_.published();
    const auto* const to = store::find_app(*known, what.app);
    if (!to || to->what.suspended)
        return false;
    const model::app_call of = what.what;
    turns_.started(of.app, of.device);
    counters_.under_way.fetch_add(1, std::memory_order_relaxed);
    const auto ended = [this, of](model::attempt how) {
        {
            const std::scoped_lock held(mutex_);
            mail_.push_back({of, std::move(how), {}});
        }
        came_();
    };
    app_letter letter{std::move(what), to->what, to->key, {}, {}, known};
    const auto* const home = known->organization(of.organization);
    if (home && of.action == model::app_news::installed)
        letter.administrator = administrator_of(*sql_, home->what);
    if (of.message) {
        auto text = store::message_text(*sql_, keys_, of.message, letter.call.device);
        if (!text) {
            model::attempt gone;
            gone.at = now;
            gone.end = model::attempt_end::refused;
            gone.outcome = "the device's message is gone";
            ended(std::move(gone));
            return true;
        }
        letter.message = std::move(*text);
    }
    by_.carry(std::move(letter), ended);
    return true;
}

void app_round::clear_up(base::instant now)
{
    if (!is_time(next_clearing_, between_clearings, now))
        return;
    next_clearing_ = now + between_clearings;
    std::int64_t dropped = calls_a_slice;
    while (dropped == calls_a_slice) {
        dropped = 0;
        run_behind(writer_, [&dropped, now](store::transaction& in) {
            dropped = store::drop_old_app_calls(in, now - app_calls_kept, calls_a_slice);
        });
    }
}

void app_round::finish(std::chrono::milliseconds grace)
{
    by_.stop(grace);
    write_outcomes();
}

}  // namespace gatehouse::ops
