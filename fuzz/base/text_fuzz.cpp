#include "base/text.hpp"

#include "base/assert.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace gatehouse::base;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::string mended = to_valid_utf8(text);
    const bool valid = is_valid_utf8(text);
    GATEHOUSE_ASSERT(is_valid_utf8(mended));
    GATEHOUSE_ASSERT(valid == (mended == text));
    GATEHOUSE_ASSERT(valid || has_control(text));
    GATEHOUSE_ASSERT(code_points(text) <= size);
    GATEHOUSE_ASSERT(code_points(mended) * 4 >= mended.size());
    const std::string_view bare = trim(text);
    GATEHOUSE_ASSERT(bare == trim(bare) && bare.size() <= size);
    const std::string folded = fold_case(text);
    GATEHOUSE_ASSERT(folded.size() == size && fold_case(folded) == folded);
    GATEHOUSE_ASSERT(is_valid_utf8(folded) == valid);
    return 0;
}
