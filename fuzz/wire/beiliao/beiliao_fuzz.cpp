#include "base/assert.hpp"
#include "base/text.hpp"
#include "model/phone.hpp"
#include "wire/beiliao/mapping.hpp"

#include <cstdint>

namespace {

using namespace gatehouse;
using namespace gatehouse::wire::beiliao;

void read_as_pairs(std::string_view text)
{
    const auto pairs = read_pairs(text);
    if (!pairs) {
        const int code = code_row_of(pairs.error().code).code;
        GATEHOUSE_ASSERT(code >= 5102 && code <= 5104);
        return;
    }
    GATEHOUSE_ASSERT(!pairs->empty() && pairs->size() <= 100);
    std::string again;
    for (const ops::account& each : *pairs) {
        GATEHOUSE_ASSERT(model::is_mainland_mobile(each.phone));
        GATEHOUSE_ASSERT(base::is_valid_utf8(each.name) && !base::has_control(each.name));
        GATEHOUSE_ASSERT(base::code_points(each.name) >= 1 && base::code_points(each.name) <= 20);
        again += each.phone + "," + each.name + ";";
    }
    const auto reread = read_pairs(again);
    GATEHOUSE_ASSERT(reread && reread->size() == pairs->size());
    for (std::size_t i = 0; i < pairs->size(); ++i)
        GATEHOUSE_ASSERT((*reread)[i].phone == (*pairs)[i].phone && (*reread)[i].name == (*pairs)[i].name);
}

}  // namespace

// The first byte chooses the card's format.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    read_as_pairs(text);
    const auto format = static_cast<model::card_format>(
        data[0] % (static_cast<unsigned>(model::card_format::text) + 1));
    if (const auto card = read_card_text(text, format))
        GATEHOUSE_ASSERT(card->in_format || card->canonical.starts_with("t:"));
    if (const auto unit = read_class_id(text))
        GATEHOUSE_ASSERT(std::to_string(unit->value) == text);
    if (const auto image = read_image_text(text))
        GATEHOUSE_ASSERT(image->size() <= size);
    return 0;
}
