#include "model/device_clock.hpp"

#include <algorithm>

namespace gatehouse::model {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t spans_most = 16;
constexpr std::chrono::minutes fresh_for{10};
constexpr seconds same_within{30};
constexpr seconds right_within{2};
constexpr seconds slack{60};  // of a span's ends

bool is_near(milliseconds one, milliseconds other, milliseconds within)
{
    return one - other <= within && other - one <= within;
}

void measure(clock_history& known, milliseconds offset, base::instant now)
{
    if (known.empty()) {
        known.push_back({base::instant{}, {}, offset, now});
        return;
    }
    clock_span& last = known.front();
    if (!last.offset) {
        // Set, it goes as before.
        if (known.size() > 1 && known[1].until == last.since && known[1].offset &&
            is_near(*known[1].offset, offset, same_within)) {
            known.erase(known.begin());
            known.front().until.reset();
        }
        known.front().offset = offset;
        known.front().measured_at = now;
        return;
    }
    const bool is_stale = now - last.measured_at >= fresh_for;
    if (is_near(*last.offset, offset, same_within)) {
        if (is_stale || offset > *last.offset + seconds(1)) {
            last.offset = offset;
            last.measured_at = now;
        }
        return;
    }
    if (offset < *last.offset && !is_stale)
        return;  // it may only have been under way for long
    last.until = now;
    const base::instant since = last.measured_at;
    known.insert(known.begin(), {since, {}, offset, now});
}

void set(clock_history& known, base::instant now, bool was_measured)
{
    if (!known.empty()) {
        clock_span& last = known.front();
        if (!last.offset || (was_measured && is_near(*last.offset, {}, right_within)))
            return;
        last.until = was_measured ? now : last.measured_at;
    }
    known.insert(known.begin(), {now, {}, {}, now});
}

}  // namespace

clock_history with_reading(clock_history before, const clock_reading& what)
{
    using std::chrono::floor;
    if (what.says)
        measure(before, floor<seconds>(*what.says) - floor<seconds>(what.received_at), what.received_at);
    if (what.is_set_now)
        set(before, what.received_at, what.says.has_value());
    if (before.size() > spans_most)
        before.resize(spans_most);
    return before;
}

device_time judge_device_time(std::span<const clock_span> history, base::instant says,
                              base::instant received_at)
{
    for (const clock_span& each : history) {
        const milliseconds offset = each.offset.value_or(milliseconds{0});
        const base::instant real = says - offset;
        if (real + slack < each.since || real > each.until.value_or(received_at) + slack)
            continue;
        if (is_near(offset, {}, tolerated_offset))
            break;
        return {std::min(real, received_at), true};
    }
    return {says, false};
}

}  // namespace gatehouse::model
