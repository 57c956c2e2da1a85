#include "endpoint/cursor.hpp"

#include "base/bytes.hpp"

#include <charconv>

namespace gatehouse::endpoint {

std::string cursor_of(std::int64_t number)
{
    return base::encode_base64url("0/" + std::to_string(number));
}

std::optional<std::int64_t> position_of(std::string_view cursor)
{
    std::string padded(cursor);
    for (char& c : padded)
        c = c == '-' ? '+' : c == '_' ? '/' : c;
    const auto text = base::decode_base64_leniently(padded);
    std::int64_t number = 0;
    if (!text || !text->starts_with("0/"))
        return std::nullopt;
    const auto [end, error] = std::from_chars(text->data() + 2, text->data() + text->size(), number);
    const bool ours = error == std::errc{} && end == text->data() + text->size() && number >= 0;
    // Only the text that we would write: a cursor has one form.
    return ours && cursor_of(number) == cursor ? std::optional{number} : std::nullopt;
}

}  // namespace gatehouse::endpoint
