#include "gateway/device_round.hpp"

#include "ops/background.hpp"
#include "ops/devices.hpp"
#include "store/device_notices.hpp"
#include "wire/deli/app_messages.hpp"

#include <algorithm>

namespace gatehouse::gateway {
namespace {

constexpr std::int64_t notices_a_slice = 200;
constexpr std::size_t absences_a_slice = 64;

}  // namespace

device_round::device_round(store::writer& writer, const base::clock& clock, endpoint::device_links& devices,
                           bool compat_v10)
    : writer_(writer),
      clock_(clock),
      devices_(devices),
      compat_v10_(compat_v10)
{
    const base::instant due = clock_.now() + away_after_start;
    writer_.published()->devices.each([&](const std::string& device, const auto& each) {
        if (each->online)
            expect_back(device, due);
    });
}

void device_round::left(const std::string& device)
{
    expect_back(device, clock_.now() + away_after);
}

void device_round::expect_back(const std::string& device, base::instant due)
{
    const std::scoped_lock held(mutex_);
    last_[device] = due;
    const auto after = std::upper_bound(
        departures_.begin(), departures_.end(), due,
        [](base::instant at, const departure& each) { return at < each.due; });
    departures_.insert(after, {due, device});
}

bool device_round::is_wanted() const
{
    if (seen_commits_ != writer_.counters().batches.load(std::memory_order_relaxed))
        return true;
    const std::scoped_lock held(mutex_);
    return !departures_.empty() && departures_.front().due <= clock_.now();
}

bool device_round::pass()
{
    const base::instant now = clock_.now();
    note_absent(now);
    const std::uint64_t seen = writer_.counters().batches.load(std::memory_order_relaxed);
    const bool more = send_notices(now);
    seen_commits_ = seen;
    return more;
}

std::vector<std::string> device_round::take_absent(base::instant now)
{
    std::vector<std::string> gone;
    const std::scoped_lock held(mutex_);
    while (!departures_.empty() && departures_.front().due <= now && gone.size() < absences_a_slice) {
        const auto last = last_.find(departures_.front().device);
        if (last != last_.end() && last->second == departures_.front().due) {
            gone.push_back(last->first);
            last_.erase(last);
        }
        departures_.pop_front();
    }
    return gone;
}

void device_round::note_absent(base::instant now)
{
    for (;;) {
        const std::vector<std::string> gone = take_absent(now);
        if (gone.empty())
            return;
        // Asked on the writer: whoever comes while this is asked has its arrival written behind it.
        const bool written = ops::run_behind(writer_, [&](store::transaction& in) {
            for (const std::string& each : gone)
                if (!devices_.is_online(each))
                    ops::note_presence(in, each, false, now);
        });
        if (!written) {
            for (const std::string& each : gone)
                left(each);
            return;
        }
    }
}

// True: there are more.
bool device_round::send_notices(base::instant now)
{
    std::vector<store::device_notice> notices;
    const bool taken = ops::run_behind(writer_, [&notices](store::transaction& in) {
        notices = store::first_notices(in.sql, notices_a_slice);
        if (!notices.empty())
            store::drop_notices(in, notices.back().id);
    });
    if (!taken || notices.empty())
        return false;
    const auto known = writer_.published();
    for (const store::device_notice& each : notices)
        if (devices_.is_online(each.device))
            devices_.send(each.device, wire::deli::notice_of(*known, each, compat_v10_, now));
    return static_cast<std::int64_t>(notices.size()) == notices_a_slice;
}

}  // namespace gatehouse::gateway
