#include "model/picture_format.hpp"

#include "base/assert.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace gatehouse::model;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto type = sniff_picture(bytes);
    const auto read = read_picture(bytes);
    const auto* const clean = std::get_if<clean_picture>(&read);
    if (!clean) {
        GATEHOUSE_ASSERT(type.has_value() != (std::get<picture_fault>(read) == picture_fault::not_a_picture));
        return 0;
    }
    GATEHOUSE_ASSERT(type == clean->type && sniff_picture(clean->bytes) == type);
    GATEHOUSE_ASSERT(clean->bytes.size() <= size);
    const auto again = read_picture(clean->bytes);
    const auto* const cleaner = std::get_if<clean_picture>(&again);
    GATEHOUSE_ASSERT(cleaner && cleaner->bytes == clean->bytes);
    return 0;
}
