// Counts wrong secrets by (identity, source), so that guessing is slow and the true client never locked out:
// what is right is never asked here.
#pragma once

#include "base/clock.hpp"
#include "base/crypto.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>

namespace gatehouse::ops {

struct throttle_rule {
    int failures;  // allowed within the window
    std::chrono::seconds window;
};

// Machine secrets have 128 random bits: the rule keeps the log and the processor quiet, it need not stop
// guessing.
inline constexpr throttle_rule machine_secrets{20, std::chrono::minutes{5}};
inline constexpr throttle_rule passwords{10, std::chrono::minutes{5}};

class throttle {
public:
    explicit throttle(const base::key& under) : under_(under) {}

    // Counts one failure. The seconds to wait when there were too many within the window, this one included.
    std::optional<std::chrono::seconds> failed(const throttle_rule& rule, std::string_view identity,
                                               std::string_view source, base::instant now);
    // Whether the next try must not even be looked at (passwords only).
    std::optional<std::chrono::seconds> blocked(const throttle_rule& rule, std::string_view identity,
                                                std::string_view source, base::instant now);

    std::uint64_t refused() const { return refused_.load(std::memory_order_relaxed); }

private:
    struct bucket {
        base::digest whose;
        base::instant began;
        int failures = 0;
    };
    // Fixed memory: a stranger who fills it can at most make others' failures forgotten.
    static constexpr std::size_t bucket_count = 16384;

    bucket& bucket_of(const base::digest& whose);
    base::digest digest_of(std::string_view identity, std::string_view source) const;

    base::key under_;
    std::mutex mutex_;
    std::array<bucket, bucket_count> buckets_{};
    std::atomic<std::uint64_t> refused_{0};
};

}  // namespace gatehouse::ops
