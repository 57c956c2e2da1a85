// Durations to the line of JSON that bench/run reads.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <numeric>
#include <vector>

namespace gatehouse::bench {

using duration = std::chrono::steady_clock::duration;

inline void print_percentiles(std::vector<duration> taken)
{
    std::sort(taken.begin(), taken.end());
    const auto microseconds = [&](std::size_t percent) {
        const duration at = taken[std::min(taken.size() - 1, taken.size() * percent / 100)];
        return std::chrono::duration<double, std::micro>(at).count();
    };
    const auto whole = std::accumulate(taken.begin(), taken.end(), duration{0});
    std::printf("{\"count\": %zu, \"seconds\": %.6f, \"p50_us\": %.1f, \"p90_us\": %.1f, \"p99_us\": %.1f}\n",
                taken.size(), std::chrono::duration<double>(whole).count(), microseconds(50),
                microseconds(90), microseconds(99));
}

}  // namespace gatehouse::bench
