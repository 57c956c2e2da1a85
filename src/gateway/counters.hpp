// What the gateway counts for its operator. Each I/O thread writes its own; a reader adds them up.
#pragma once

#include "gateway/device_host.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace gatehouse::gateway {

enum class count : std::uint8_t {
    accepted,         // connections
    turned_away,      // over a limit
    accept_failures,  // no descriptor or memory left
    bytes_in,
    bytes_out,
    packets,  // received
    up_links,
    up_links_lost,  // could not be kept: not acknowledged
    misdirected,    // up-links to a topic that is nobody's
    down_links,
    down_links_dropped,  // never acknowledged
    violations,          // of the protocol: closed
    handshake_failures,
    connect_timeouts,  // no CONNECT in time
    silences,          // longer than 1.5 times the keep-alive
    slow_readers,
    taken_over,
    out_of_memory,
    host_failures,  // exceptions that reached us
    cut_off,        // connections closed at the end of the stopping grace
    arrivals,       // devices, from CONNACK 0 …
    departures,     // … to the end
    last_ = departures
};

inline constexpr std::size_t counted = static_cast<std::size_t>(count::last_) + 1;
inline constexpr std::size_t connect_codes = static_cast<std::size_t>(connect_code::not_authorized) + 1;

struct counters {
    std::array<std::uint64_t, counted> counts{};
    std::array<std::uint64_t, connect_codes> answers{};  // to CONNECT, by return code
    std::size_t open_connections = 0;

    std::uint64_t operator[](count what) const { return counts[static_cast<std::size_t>(what)]; }
    std::uint64_t answered(connect_code code) const { return answers[static_cast<std::size_t>(code)]; }
};

// One thread writes, any thread reads.
class loop_counters {
public:
    void add(count what, std::uint64_t amount = 1)
    {
        add_to(counts_[static_cast<std::size_t>(what)], amount);
    }
    void add_answer(connect_code code) { add_to(answers_[static_cast<std::size_t>(code)], 1); }
    void add_up(counters& sum) const
    {
        for (std::size_t i = 0; i < counts_.size(); ++i)
            sum.counts[i] += counts_[i].load(std::memory_order_relaxed);
        for (std::size_t i = 0; i < answers_.size(); ++i)
            sum.answers[i] += answers_[i].load(std::memory_order_relaxed);
    }

private:
    using tally = std::atomic<std::uint64_t>;

    // Not fetch_add: a single writer needs no locked instruction.
    static void add_to(tally& value, std::uint64_t amount)
    {
        value.store(value.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }

    std::array<tally, counted> counts_{};
    std::array<tally, connect_codes> answers_{};
};

}  // namespace gatehouse::gateway
