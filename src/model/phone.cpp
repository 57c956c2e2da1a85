#include "model/phone.hpp"

#include <algorithm>

namespace gatehouse::model {

bool is_mainland_mobile(std::string_view text)
{
    constexpr std::size_t digits = 11;
    return text.size() == digits && text[0] == '1' && text[1] >= '3' &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string mask_phone(std::string_view phone)
{
    constexpr std::size_t shown_in_front = 3;
    constexpr std::size_t shown_behind = 4;
    if (phone.size() < shown_in_front + shown_behind + 1)
        return std::string(phone.size(), '*');
    std::string masked(phone);
    std::fill(masked.begin() + shown_in_front, masked.end() - shown_behind, '*');
    return masked;
}

}  // namespace gatehouse::model
