// What the HTTP server counts for its operator. Each I/O thread writes its own; a reader adds them up.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace gatehouse::net {

enum class count : std::uint8_t {
    accepted,         // connections
    turned_away,      // connections over a limit
    accept_failures,  // no descriptor or memory left
    requests,         // given to the handler
    bytes_in,
    bytes_out,
    handshake_failures,  // of TLS: the client went away, or spoke none that we speak
    handshake_timeouts,
    header_timeouts,
    body_timeouts,
    idle_timeouts,
    write_timeouts,
    handler_failures,  // exceptions that reached us, replies that could not be written
    dropped_answers,   // their connection was gone
    cut_off,           // connections closed at the end of the stopping grace
    feeds_begun,
    feeds_ended,
    feeds_cut_off,  // of those ended: their client did not read
    last_ = feeds_cut_off
};

inline constexpr std::size_t counted = static_cast<std::size_t>(count::last_) + 1;
inline constexpr std::array<unsigned, 9> refusal_statuses = {400, 408, 413, 415, 417, 431, 500, 503, 505};

struct counters {
    std::array<std::uint64_t, counted> counts{};
    std::array<std::uint64_t, refusal_statuses.size()> refusals{};  // in the order of refusal_statuses
    std::size_t open_connections = 0;
    std::size_t tickets_in_flight = 0;
    std::size_t body_memory = 0;

    std::uint64_t operator[](count what) const { return counts[static_cast<std::size_t>(what)]; }
    std::uint64_t refused(unsigned status) const
    {
        for (std::size_t i = 0; i < refusal_statuses.size(); ++i)
            if (refusal_statuses[i] == status)
                return refusals[i];
        return 0;
    }
};

// One thread writes, any thread reads.
class loop_counters {
public:
    void add(count what, std::uint64_t amount = 1)
    {
        add_to(counts_[static_cast<std::size_t>(what)], amount);
    }
    void add_refusal(unsigned status)
    {
        for (std::size_t i = 0; i < refusal_statuses.size(); ++i)
            if (refusal_statuses[i] == status)
                add_to(refusals_[i], 1);
    }
    void add_up(counters& sum) const
    {
        for (std::size_t i = 0; i < counts_.size(); ++i)
            sum.counts[i] += counts_[i].load(std::memory_order_relaxed);
        for (std::size_t i = 0; i < refusals_.size(); ++i)
            sum.refusals[i] += refusals_[i].load(std::memory_order_relaxed);
    }

private:
    using tally = std::atomic<std::uint64_t>;

    // Not fetch_add: a single writer needs no locked instruction.
    static void add_to(tally& value, std::uint64_t amount)
    {
        value.store(value.load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }

    std::array<tally, counted> counts_{};
    std::array<tally, refusal_statuses.size()> refusals_{};
};

}  // namespace gatehouse::net
