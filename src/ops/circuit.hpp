// Spares a receiver that fails: after some failures in a row it is left alone for a while, then asked by one
// attempt at a time until one succeeds. In memory only: after a restart every receiver gets a new chance.
#pragma once

#include "base/clock.hpp"

#include <algorithm>
#include <cstddef>

namespace gatehouse::ops {

class circuit {
public:
    static constexpr int failures_most = 5;
    static constexpr std::chrono::seconds first_pause{30};
    static constexpr std::chrono::seconds longest_pause{300};

    bool is_open() const { return failures_ >= failures_most; }
    base::instant spared_until() const { return until_; }
    bool remembers(base::instant now) const { return failures_ > 0 || now < until_; }

    // Whether another attempt may start beside those under way.
    bool admits(base::instant now, std::size_t under_way) const
    {
        return now >= until_ && (!is_open() || under_way == 0);
    }

    void succeeded() { *this = {}; }

    void failed(base::instant now)
    {
        if (is_open() && now < until_)
            return;  // began before the pause
        ++failures_;
        if (!is_open())
            return;
        until_ = std::max(until_, now + pause_);
        pause_ = std::min(pause_ * 2, longest_pause);
    }

    // The receiver itself asks to be left alone; granted up to the longest pause.
    void hold(base::instant now, std::chrono::seconds asked)
    {
        until_ = std::max(until_, now + std::clamp(asked, std::chrono::seconds(0), longest_pause));
    }

private:
    int failures_ = 0;
    std::chrono::seconds pause_ = first_pause;
    base::instant until_;
};

}  // namespace gatehouse::ops
