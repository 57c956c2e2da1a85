// Time inside the server: UTC milliseconds. The clock is a seam, so that tests hold time still.
#pragma once

#include <chrono>
#include <cstdint>

namespace gatehouse::base {

using instant = std::chrono::sys_time<std::chrono::milliseconds>;

class clock {
public:
    virtual ~clock() = default;
    virtual instant now() const = 0;
};

class system_clock final : public clock {
public:
    instant now() const override
    {
        return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    }
};

constexpr std::int64_t to_milliseconds(instant at)
{
    return at.time_since_epoch().count();
}

constexpr instant from_milliseconds(std::int64_t count)
{
    return instant{std::chrono::milliseconds{count}};
}

}  // namespace gatehouse::base
