#include "simulate/reader.hpp"

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "model/tap_time.hpp"
#include "simulate/picture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace gatehouse::simulate {
namespace {

constexpr std::int64_t hour = 3600;
constexpr std::int64_t day = 24 * hour;
constexpr std::size_t remembered_taps = 64;

std::int64_t now()
{
    return std::chrono::floor<std::chrono::seconds>(base::system_clock().now()).time_since_epoch().count();
}

}  // namespace

void neighbour_board::leave(simulated_tap tap)
{
    {
        const std::lock_guard hold(guard_);
        taps_.push_back(std::move(tap));
    }
    left_.notify_one();
}

std::optional<simulated_tap> neighbour_board::wait(const std::stop_token& stop,
                                                   std::chrono::milliseconds how_long)
{
    std::unique_lock hold(guard_);
    left_.wait_for(hold, stop, how_long, [this] { return !taps_.empty(); });
    if (taps_.empty() || stop.stop_requested())
        return std::nullopt;
    auto tap = std::move(taps_.front());
    taps_.pop_front();
    return tap;
}

simulated_reader::simulated_reader(simulated_site& at, const line_identity& who, std::uint64_t seed,
                                   std::stop_token stop)
    : at_(at),
      stop_(stop),
      line_(who, std::move(stop)),
      chance_(seed)
{}

void simulated_reader::live()
{
    auto due = std::chrono::steady_clock::now();
    while (!stop_.stop_requested()) {
        due += next_pause();
        const auto left = [&due] {
            return std::chrono::ceil<std::chrono::milliseconds>(due - std::chrono::steady_clock::now());
        };
        while (const auto twin = at_.board.wait(stop_, std::max(left(), std::chrono::milliseconds(0))))
            send(*twin);
        if (stop_.stop_requested())
            return;
        do_something();
        // A server that was away is not flooded with what would have come meanwhile.
        due = std::max(due, std::chrono::steady_clock::now() - std::chrono::seconds(1));
    }
}

// Random arrivals at a rate that swells and ebbs within a minute, as at a gate in the morning.
std::chrono::milliseconds simulated_reader::next_pause()
{
    constexpr double swell = 0.7;
    constexpr std::int64_t wave = 60;
    const double phase = 2 * std::numbers::pi * static_cast<double>(now() % wave) / static_cast<double>(wave);
    const double rate = at_.speed * (1.0 + swell * std::sin(phase));
    const double seconds = std::exponential_distribution<double>(rate)(chance_);
    return std::chrono::milliseconds(std::llround(seconds * 1000));
}

void simulated_reader::do_something()
{
    struct share {
        std::uint64_t of_hundred;
        void (simulated_reader::*what)();
    };
    constexpr std::array shares{
        share{76, &simulated_reader::tap_live},          share{8, &simulated_reader::repeat},
        share{5, &simulated_reader::tap_unknown},        share{5, &simulated_reader::upload_late},
        share{4, &simulated_reader::tap_with_neighbour}, share{2, &simulated_reader::tap_ahead}};
    std::uint64_t drawn = below(100);
    for (const share& each : shares) {
        if (drawn < each.of_hundred)
            return (this->*each.what)();
        drawn -= each.of_hundred;
    }
}

// A card that was shown in this second already is not shown again; nothing when all have been.
std::optional<simulated_tap> simulated_reader::fresh_live()
{
    constexpr int tries = 8;
    for (int i = 0; i < tries; ++i) {
        const simulated_child& child = any_child();
        simulated_tap tap{tap_kind::live, child.card, now(), child.face};
        if (at_.taps.begin(tap))
            return tap;
    }
    return std::nullopt;
}

void simulated_reader::tap_live()
{
    if (const auto tap = fresh_live())
        send_and_remember(*tap);
}

void simulated_reader::tap_with_neighbour()
{
    const auto tap = fresh_live();
    if (!tap || !at_.taps.again(*tap))
        return;
    at_.taps.count_twin();
    at_.board.leave(*tap);
    send_and_remember(*tap);
}

// The reader was without a network some hours or days ago; what it kept comes now, in its order.
void simulated_reader::upload_late()
{
    std::int64_t second = at_.opened - hour - static_cast<std::int64_t>(below(3 * day));
    const std::uint64_t count = 1 + below(4);
    for (std::uint64_t i = 0; i < count && !stop_.stop_requested(); ++i) {
        const simulated_child& child = any_child();
        const simulated_tap tap{tap_kind::late, child.card, second, child.face};
        second += 1 + static_cast<std::int64_t>(below(40));
        if (at_.taps.begin(tap))
            send_and_remember(tap);
    }
}

void simulated_reader::tap_unknown()
{
    const simulated_tap tap{tap_kind::unknown, make_unknown_card(chance_, at_.printed), now(), chance_()};
    if (at_.taps.begin(tap))
        send_and_remember(tap);
}

// Years ahead, so that no true tap ever falls on the same second.
void simulated_reader::tap_ahead()
{
    const simulated_child& child = any_child();
    const auto ahead = static_cast<std::int64_t>(below(3000 * day));
    const simulated_tap tap{tap_kind::ahead, child.card, now() + 365 * day + ahead, child.face};
    if (at_.taps.begin(tap))
        send(tap);
}

void simulated_reader::repeat()
{
    if (recent_.empty())
        return tap_live();
    const simulated_tap tap = recent_[below(recent_.size())];
    if (at_.taps.again(tap))
        send(tap);
}

void simulated_reader::send_and_remember(const simulated_tap& tap)
{
    send(tap);
    recent_.push_back(tap);
    if (recent_.size() > remembered_taps)
        recent_.pop_front();
}

void simulated_reader::send(const simulated_tap& tap)
{
    line::fields parameters{{"cardnum", tap.card}, {"time_kick", time_text(tap.second)}};
    if (below(10) < 8) {
        parameters.emplace_back("image_base64", base::encode_base64(draw_portrait(tap.face, chance_())));
        at_.taps.count_picture();
    }
    const bool after_answer = at_.taps.has_answer(tap);
    if (const auto answer = line_.call("service/card/kick", parameters))
        at_.taps.answered(tap, *answer, after_answer);
    else
        at_.taps.given_up(tap);
}

// One second in any of the three forms that the interface reads: a repeat may come in another one.
std::string simulated_reader::time_text(std::int64_t second)
{
    const base::instant at = base::from_milliseconds(second * 1000);
    switch (below(3)) {
    case 0: return std::to_string(second);
    case 1: return std::to_string(second * 1000 + static_cast<std::int64_t>(below(1000)));
    default: break;
    }
    const auto civil = at_.zone->to_civil(at).time_since_epoch();
    std::string text = model::rfc3339(base::instant(civil)).substr(0, 19);
    text[10] = ' ';
    return at_.zone->to_utc(model::civil_time(civil)) == at ? text : std::to_string(second);
}

}  // namespace gatehouse::simulate
