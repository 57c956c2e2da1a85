// Enumerators and their names in one list, for the enums that are stored or spoken.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace gatehouse::model {

// `names` in the order of the enumerators, which count from 0.
template <class Enum, std::size_t Count>
constexpr std::optional<Enum> from_name(const std::array<std::string_view, Count>& names,
                                        std::string_view name)
{
    for (std::size_t i = 0; i < Count; ++i)
        if (names[i] == name)
            return static_cast<Enum>(i);
    return std::nullopt;
}

}  // namespace gatehouse::model
