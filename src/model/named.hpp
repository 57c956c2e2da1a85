// Enumerators and their names in one list, for the enums that are stored or spoken.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace gatehouse::model {

// Specialised beside an enum whose enumerators count from 0: their names in their order.
template <class Enum>
inline constexpr auto enumerator_names = nullptr;

template <class Type>
concept named = std::is_enum_v<Type> &&
    !std::is_same_v<std::remove_cv_t<decltype(enumerator_names<Type>)>, std::nullptr_t>;

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

template <named Enum>
constexpr std::string_view name_of(Enum what)
{
    return enumerator_names<Enum>[static_cast<std::size_t>(what)];
}

template <named Enum>
constexpr std::optional<Enum> from_name(std::string_view name)
{
    return from_name<Enum>(enumerator_names<Enum>, name);
}

}  // namespace gatehouse::model
