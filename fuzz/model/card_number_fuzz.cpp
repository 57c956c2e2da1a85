#include "model/card_number.hpp"

#include "base/assert.hpp"

#include <cstdint>

// The first byte chooses the format.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace gatehouse::model;
    if (size == 0)
        return 0;
    const auto format = static_cast<card_format>(data[0] % (static_cast<unsigned>(card_format::text) + 1));
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto number = read_card_number(text, format);
    const auto as_text = read_card_number(text, card_format::text);
    GATEHOUSE_ASSERT(!number || as_text);
    GATEHOUSE_ASSERT(!as_text || read_card_number(text, card_format::unset));
    if (!number)
        return 0;
    const std::string_view canonical = number->canonical;
    if (canonical.starts_with("n:")) {
        GATEHOUSE_ASSERT(canonical.size() % 2 == 0 && canonical.size() <= 22 &&
                         canonical.substr(2, 2) != "00");
        if (canonical.size() > 2)
            GATEHOUSE_ASSERT(read_card_number(canonical.substr(2), card_format::hex) == number);
    } else if (canonical.starts_with("p:")) {
        GATEHOUSE_ASSERT(format == card_format::wg26 && canonical.size() == 8);
    } else {
        GATEHOUSE_ASSERT(canonical.starts_with("t:") && number == as_text);
    }
    return 0;
}
