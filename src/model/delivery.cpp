#include "model/delivery.hpp"

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

next_step after(const attempt& what, std::int64_t made, double spread,
                std::span<const std::chrono::seconds> gaps)
{
    constexpr double tenth = 0.1;
    if (what.end == attempt_end::delivered)
        return {delivery_state::delivered, {}};
    if (what.end == attempt_end::unreached)
        return {delivery_state::dropped, {}};
    const auto gap = static_cast<std::size_t>(std::max<std::int64_t>(made, 1) - 1);
    const bool comes_again = what.end == attempt_end::failed || what.end == attempt_end::postponed;
    const bool is_last = gap >= gaps.size() || (what.attempts_most && made >= *what.attempts_most);
    if (!comes_again || is_last)
        return {delivery_state::dead, {}};
    const std::chrono::milliseconds usual = gaps[gap];
    const auto moved = std::chrono::duration_cast<std::chrono::milliseconds>(
        usual * (1.0 + tenth * std::clamp(spread, -1.0, 1.0)));
    const std::chrono::milliseconds asked = std::clamp<std::chrono::milliseconds>(
        what.wait.value_or(std::chrono::seconds(0)), std::chrono::seconds(0), longest_wait);
    return {delivery_state::pending, what.at + what.took + std::max(moved, asked)};
}

}  // namespace gatehouse::model
