#include "ops/arrivals.hpp"

#include "ops/background.hpp"
#include "store/devices.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <utility>

namespace gatehouse::ops {
namespace {

using store::hours;

constexpr std::int64_t arrivals_a_slice = 1000;  // about 2 ms
constexpr std::int64_t gap_most = 10'000;        // what is wider is another count
constexpr hours week{7 * 24};

struct counted {
    store::arrivals more;
    std::map<hours, std::int64_t> by_hour{};
};

bool count_messages(store::connection& sql, store::writer& writer)
{
    const auto found = store::messages_to_count(sql, arrivals_a_slice);
    if (found.empty())
        return false;
    std::map<std::int64_t, counted> devices;
    for (const store::arrived_message& each : found) {
        counted& into = devices[each.device.value];
        ++into.more.messages;
        ++into.by_hour[std::chrono::floor<hours>(each.at.time_since_epoch())];
        into.more.first_at = into.more.first_at.value_or(each.at);
        into.more.last_at = each.at;
    }
    const bool done = run_behind(writer, [&](store::transaction& in) {
        for (const auto& [device, what] : devices) {
            store::count_arrivals(in, {device}, what.more);
            for (const auto& [hour, messages] : what.by_hour)
                store::count_hour(in, {device}, hour, messages, hour - habit_looks_back - week);
        }
        for (const store::arrived_message& each : found)
            if (each.own_number)
                take_number(in, each.device, *each.own_number, each.at);
        store::finish_counting_messages(in, found.back().number);
    });
    return done && static_cast<std::int64_t>(found.size()) == arrivals_a_slice;
}

bool count_checkins(store::connection& sql, store::writer& writer)
{
    const auto found = store::checkins_to_count(sql, arrivals_a_slice);
    if (found.empty())
        return false;
    std::map<std::int64_t, store::arrivals> devices;
    for (const store::arrived_checkin& each : found)
        if (each.device) {
            ++devices[each.device.value].checkins;
            devices[each.device.value].last_checkin_at = each.at;
        }
    const bool done = run_behind(writer, [&](store::transaction& in) {
        for (const auto& [device, more] : devices)
            store::count_arrivals(in, {device}, more);
        store::finish_counting_checkins(in, found.back().number);
    });
    return done && static_cast<std::int64_t>(found.size()) == arrivals_a_slice;
}

// What was missing came after all.
void fill(store::transaction& in, model::device_id device, const store::number_gap& gap, std::int64_t number)
{
    store::drop_gap(in, device, gap.first);
    if (gap.first < number)
        store::put_gap(in, device, {gap.first, number - 1, gap.found_at});
    if (number < gap.last)
        store::put_gap(in, device, {number + 1, gap.last, gap.found_at});
}

// How many messages it sends at each hour of the week, in thousandths.
class habit {
public:
    habit(std::span<const store::hour_count> counts, base::instant first_at, base::instant now)
    {
        const hours until = std::chrono::floor<hours>(now.time_since_epoch());
        const hours from = std::max(until - habit_looks_back,
                                    std::chrono::floor<hours>(first_at.time_since_epoch()));
        weeks_ = std::max<std::int64_t>(1, (until - from) / week);
        for (const store::hour_count& each : counts)
            if (each.when >= until - weeks_ * week && each.when < until)
                at_[place(each.when)] += each.messages;
    }
    // In `share` thousandths of the hour.
    std::int64_t expected(hours when, std::int64_t share = 1000) const
    {
        return at_[place(when)] * share / weeks_;
    }

private:
    static std::size_t place(hours when) { return static_cast<std::size_t>(when.count() % week.count()); }

    std::array<std::int64_t, static_cast<std::size_t>(week.count())> at_{};
    std::int64_t weeks_ = 1;
};

// In thousandths, over any span of no more than a week.
std::int64_t expected_between(const habit& its, base::instant from, base::instant until)
{
    std::int64_t all = 0;
    for (hours hour = std::chrono::floor<hours>(from.time_since_epoch()); base::instant(hour) < until;
         ++hour) {
        const auto begin = std::max(from, base::instant(hour));
        const auto end = std::min(until, base::instant(hour + hours(1)));
        all += its.expected(hour, (end - begin).count() * 1000 / 3'600'000);
    }
    return all;
}

}  // namespace

void count_all_arrivals(store::database& db, store::writer& writer)
{
    const auto sql = db.reader();
    while (count_messages(*sql, writer)) {}
    while (count_checkins(*sql, writer)) {}
}

class repeat_counts::writing final : public store::write_job {
public:
    explicit writing(std::shared_ptr<repeat_counts> of) : of_(std::move(of)), what_(of_->take()) {}

    bool run(store::transaction& in) override
    {
        for (const auto& [device, count] : what_)
            if (const auto* const known = store::find_device(in.index, device)) {
                store::arrivals more;
                more.repeated_messages = count.messages;
                more.repeated_checkins = count.checkins;
                store::count_arrivals(in, known->what.id, more);
            }
        return true;
    }
    void finish() noexcept override { of_->settle({}); }
    void fail(base::errc) noexcept override { of_->settle(std::move(what_)); }

private:
    const std::shared_ptr<repeat_counts> of_;
    counts what_;
};

void repeat_counts::note(const std::string& device, std::int64_t checkins, bool is_message)
{
    {
        const std::scoped_lock held(mutex_);
        count& of = noted_[device];
        of.messages += is_message ? 1 : 0;
        of.checkins += checkins;
        if (is_writing_)
            return;
        is_writing_ = true;
    }
    submit();
}

repeat_counts::counts repeat_counts::take()
{
    const std::scoped_lock held(mutex_);
    return std::exchange(noted_, {});
}

// What was not written waits for the next to come; what came meanwhile is written now.
void repeat_counts::settle(counts undone)
{
    {
        const std::scoped_lock held(mutex_);
        const bool goes_on = undone.empty() && !noted_.empty();
        for (const auto& [device, left] : undone) {
            noted_[device].messages += left.messages;
            noted_[device].checkins += left.checkins;
        }
        is_writing_ = goes_on;
        if (!goes_on)
            return;
    }
    submit();
}

void repeat_counts::submit()
{
    writer_.submit(store::writer::write(std::make_unique<writing>(shared_from_this())),
                   store::lane::clearing);
}

void take_number(store::transaction& in, model::device_id device, std::int64_t number, base::instant now)
{
    const store::arrivals before = store::arrivals_of(in.sql, device);
    if (!before.last_number)
        return store::put_numbering(in, device, number, 0);
    const std::int64_t last = *before.last_number;
    if (number <= last) {
        if (const auto gap = store::gap_around(in.sql, device, number))
            fill(in, device, *gap, number);
        else if (number < last)
            store::put_numbering(in, device, number, 0);  // it began anew
        return;
    }
    if (number == last + 1)
        return store::put_numbering(in, device, number, before.steps + 1);
    const bool counts = before.steps >= steps_of_a_count && number - last <= gap_most;
    if (counts)
        store::put_gap(in, device, {last + 1, number - 1, now});
    store::put_numbering(in, device, number, counts ? before.steps : 0);
}

silences silences_of(std::span<const store::hour_count> counts, const store::arrivals& of, base::instant now)
{
    silences made;
    if (!of.first_at || !of.last_at || now - *of.first_at < week)
        return made;
    made.has_habit = true;
    const habit its(counts, *of.first_at, now);
    constexpr std::int64_t enough = missed_in_a_silence * 1000;
    const hours last = std::chrono::floor<hours>(of.last_at->time_since_epoch());
    bool is_silent = false;
    silence open;
    for (hours hour = std::chrono::floor<hours>((now - week).time_since_epoch()) + hours(1); hour <= last;
         ++hour) {
        const bool is_heard = std::any_of(
            counts.begin(), counts.end(),
            [hour](const store::hour_count& each) { return each.when == hour && each.messages > 0; });
        if (!is_heard) {
            if (!is_silent)
                open = silence{base::instant(hour), {}, 0};
            is_silent = true;
            open.expected += its.expected(hour);
            continue;
        }
        if (is_silent && open.expected >= enough)
            made.past.push_back({open.from, base::instant(hour), open.expected / 1000});
        is_silent = false;
    }
    const base::instant from = std::max(*of.last_at, now - week);
    const std::int64_t expected = expected_between(its, from, now);
    if (expected >= enough)
        made.now = silence{*of.last_at, now, expected / 1000};
    return made;
}

}  // namespace gatehouse::ops
