#include "model/phone.hpp"

#include <algorithm>

namespace gatehouse::model {
namespace {

constexpr std::size_t mobile_digits = 11;

// U+FF10 to U+FF19 are EF BC 90 to EF BC 99, U+FF0B (+) is EF BC 8B: their ASCII counterpart, or NUL.
char narrowed(std::string_view text)
{
    if (!text.starts_with("\xef\xbc") || text.size() < 3)
        return '\0';
    const auto last = static_cast<unsigned char>(text[2]);
    if (last >= 0x90 && last <= 0x99)
        return static_cast<char>('0' + (last - 0x90));
    return last == 0x8b ? '+' : '\0';
}

}  // namespace

bool is_mainland_mobile(std::string_view text)
{
    return text.size() == mobile_digits && text[0] == '1' && text[1] >= '3' &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string normalise_phone(std::string_view text)
{
    constexpr std::string_view passed_over = " \t-()";
    std::string phone;
    while (!text.empty()) {
        const char narrow = narrowed(text);
        if (narrow != '\0')
            phone += narrow;
        else if (passed_over.find(text.front()) == std::string_view::npos)
            phone += text.front();
        text.remove_prefix(narrow != '\0' ? 3 : 1);
    }
    if (phone.starts_with("+86"))
        return phone.substr(3);
    if (phone.starts_with("0086"))
        return phone.substr(4);
    if (phone.starts_with("86") && phone.size() == mobile_digits + 2)
        return phone.substr(2);
    return phone;
}

bool may_be_phone(std::string_view text, phone_check how)
{
    constexpr std::size_t fewest = 5;
    constexpr std::size_t most = 20;
    if (how == phone_check::mobile)
        return is_mainland_mobile(text);
    if (how == phone_check::off)
        return !text.empty();
    return text.size() >= fewest && text.size() <= most &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

std::string mask_phone(std::string_view phone)
{
    constexpr std::size_t shown_in_front = 3;
    constexpr std::size_t hidden = 4;
    if (!is_mainland_mobile(phone))
        return std::string(phone.size(), '*');
    return std::string(phone).replace(shown_in_front, hidden, hidden, '*');
}

}  // namespace gatehouse::model
