#include "endpoint/byte_range.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace gatehouse::endpoint {
namespace {

constexpr std::string_view unit = "bytes=";
constexpr std::string_view blank = " \t";

std::string_view trimmed(std::string_view text)
{
    const std::size_t from = text.find_first_not_of(blank);
    return from == std::string_view::npos ? std::string_view{}
                                          : text.substr(from, text.find_last_not_of(blank) - from + 1);
}

// Digits only; what is past all numbers is the largest.
std::optional<std::uint64_t> number(std::string_view text)
{
    if (text.empty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    std::uint64_t read = std::numeric_limits<std::uint64_t>::max();
    std::from_chars(text.data(), text.data() + text.size(), read);
    return read;
}

}  // namespace

wanted_bytes read_range(std::string_view range, std::uint64_t size)
{
    if (!range.starts_with(unit))
        return whole_body{};
    range = trimmed(range.substr(unit.size()));
    const std::size_t dash = range.find('-');
    if (dash == std::string_view::npos)
        return whole_body{};
    const std::string_view from = range.substr(0, dash);
    const std::string_view to = range.substr(dash + 1);
    if (from.empty()) {
        const auto last = number(to);
        if (!last)
            return whole_body{};
        const std::uint64_t count = std::min(*last, size);
        return count == 0 ? wanted_bytes(unsatisfiable_range{}) : byte_range{size - count, count};
    }
    const auto first = number(from);
    const auto last = to.empty() ? std::optional{std::numeric_limits<std::uint64_t>::max()} : number(to);
    if (!first || !last || *last < *first)
        return whole_body{};
    if (*first >= size)
        return unsatisfiable_range{};
    return byte_range{*first, std::min(*last, size - 1) - *first + 1};
}

bool names_tag(std::string_view list, std::string_view tag)
{
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        std::string_view each = trimmed(list.substr(0, comma));
        list.remove_prefix(std::min(comma + 1, list.size()));
        if (each == "*")
            return true;
        if (each.starts_with("W/"))
            each.remove_prefix(2);
        if (each == tag)
            return true;
    }
    return false;
}

}  // namespace gatehouse::endpoint
