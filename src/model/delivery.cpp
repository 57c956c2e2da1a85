#include "model/delivery.hpp"

#include "model/named.hpp"

#include <algorithm>

namespace gatehouse::model {
namespace {

constexpr std::array<std::string_view, 4> delivery_states{"pending", "delivered", "dead", "dropped"};

}  // namespace

std::string_view name_of(delivery_state state)
{
    return delivery_states[static_cast<std::size_t>(state)];
}

std::optional<delivery_state> delivery_state_from(std::string_view name)
{
    return from_name<delivery_state>(delivery_states, name);
}

next_step after(const attempt& what, std::int64_t made, double spread)
{
    constexpr double tenth = 0.1;
    if (what.end == attempt_end::delivered)
        return {delivery_state::delivered, {}};
    const auto gap = static_cast<std::size_t>(std::max<std::int64_t>(made, 1) - 1);
    if (what.end != attempt_end::failed || gap >= retry_gaps.size())
        return {delivery_state::dead, {}};
    const std::chrono::milliseconds usual = retry_gaps[gap];
    const auto moved = std::chrono::duration_cast<std::chrono::milliseconds>(
        usual * (1.0 + tenth * std::clamp(spread, -1.0, 1.0)));
    const std::chrono::milliseconds asked = std::clamp<std::chrono::milliseconds>(
        what.wait.value_or(std::chrono::seconds(0)), std::chrono::seconds(0), longest_wait);
    return {delivery_state::pending, what.at + what.took + std::max(moved, asked)};
}

}  // namespace gatehouse::model
