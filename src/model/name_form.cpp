#include "model/name_form.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace gatehouse::model {
namespace {

struct span {
    std::uint32_t first;
    std::uint32_t last;
};

constexpr std::uint32_t east_asia = 0x2e80;  // its scripts begin here

// What people's keyboards make of the dot in 阿依古丽·买买提 (spec/china-conventions.md, 5).
constexpr std::array dots{span{0xb7, 0xb7},     span{0x387, 0x387},   span{0x2022, 0x2022},
                          span{0x2027, 0x2027}, span{0x2219, 0x2219}, span{0x22c5, 0x22c5},
                          span{0x30fb, 0x30fb}, span{0xff65, 0xff65}};
constexpr std::array spaces{span{0x09, 0x0d},     span{0x20, 0x20},     span{0xa0, 0xa0},
                            span{0x1680, 0x1680}, span{0x2000, 0x200a}, span{0x2028, 0x2029},
                            span{0x202f, 0x202f}, span{0x205f, 0x205f}, span{0x3000, 0x3000}};
// Unicode's Default_Ignorable_Code_Point and other controls.
constexpr std::array unseen{
    span{0x00, 0x08},     span{0x0e, 0x1f},       span{0x7f, 0x9f},       span{0xad, 0xad},
    span{0x34f, 0x34f},   span{0x61c, 0x61c},     span{0x115f, 0x1160},   span{0x17b4, 0x17b5},
    span{0x180b, 0x180f}, span{0x200b, 0x200f},   span{0x202a, 0x202e},   span{0x2060, 0x206f},
    span{0x3164, 0x3164}, span{0xfe00, 0xfe0f},   span{0xfeff, 0xfeff},   span{0xffa0, 0xffa0},
    span{0xfff0, 0xfff8}, span{0x1bca0, 0x1bca3}, span{0x1d173, 0x1d17a}, span{0xe0000, 0xe0fff}};

template <std::size_t Count>
bool is_among(const std::array<span, Count>& spans, std::uint32_t code)
{
    return std::any_of(spans.begin(), spans.end(),
                       [code](const span& each) { return code >= each.first && code <= each.last; });
}

// Of one sequence of UTF-8.
std::uint32_t code_of(std::string_view sequence)
{
    constexpr std::array<std::uint32_t, 5> of_lead{0, 0x7f, 0x1f, 0x0f, 0x07};
    std::uint32_t code = static_cast<unsigned char>(sequence[0]) & of_lead.at(sequence.size());
    for (const char c : sequence.substr(1))
        code = code << 6U | (static_cast<unsigned char>(c) & 0x3fU);
    return code;
}

std::uint32_t narrowed(std::uint32_t code)
{
    constexpr std::uint32_t full_width = 0xff01 - 0x21;
    return code >= 0xff01 && code <= 0xff5e ? code - full_width : code;
}

}  // namespace

std::string name_form(std::string_view name)
{
    std::string form;
    bool is_behind_word = false;  // where a space would count
    bool has_space = false;
    const auto add = [&](std::string_view text, bool is_word) {
        if (has_space && is_behind_word && is_word)
            form += ' ';
        form += text;
        is_behind_word = is_word;
        has_space = false;
    };
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t length = base::utf8_length(name, at);
        const std::string_view sequence = name.substr(at, std::max<std::size_t>(length, 1));
        at += sequence.size();
        const std::uint32_t code = length == 0 ? 0xfffd : narrowed(code_of(sequence));
        if (is_among(unseen, code))
            continue;
        if (is_among(spaces, code))
            has_space = true;
        else if (is_among(dots, code))
            add("\u00b7", false);
        else if (code < 0x80)
            add(std::string(1, static_cast<char>(code)), true);
        else
            add(sequence, code < east_asia);
    }
    return base::fold_case(form);
}

bool is_same_name(std::string_view a, std::string_view b)
{
    return name_form(a) == name_form(b);
}

}  // namespace gatehouse::model
