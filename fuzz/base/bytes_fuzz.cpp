#include "base/bytes.hpp"

#include "base/assert.hpp"

#include <cstdint>

namespace {

// The digits of a base64 text alone, so that two ways to write the same bytes compare equal.
std::string digits_of(std::string_view text)
{
    std::string digits;
    for (const char c : text)
        if (c != '\r' && c != '\n' && c != '=')
            digits += c == ' ' ? '+' : c;
    return digits;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace gatehouse::base;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    GATEHOUSE_ASSERT(decode_base64_leniently(encode_base64(text)) == text);
    GATEHOUSE_ASSERT(from_hex(to_hex(text)) == text);
    if (const auto bytes = decode_base64_leniently(text))
        GATEHOUSE_ASSERT(digits_of(encode_base64(*bytes)) == digits_of(text));
    if (const auto bytes = from_hex(text))
        GATEHOUSE_ASSERT(bytes->size() * 2 == size);
    GATEHOUSE_ASSERT(text.ends_with(without_data_url_prefix(text)));
    return 0;
}
