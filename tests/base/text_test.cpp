#include "base/text.hpp"

#include <gtest/gtest.h>

namespace gatehouse::base {
namespace {

// UTF-8 by the book, for any number below 2^21, so that what is not allowed can be written too.
std::string utf8(std::uint32_t point, std::size_t length)
{
    if (length == 1)
        return {static_cast<char>(point)};
    std::string out(length, '\0');
    for (std::size_t i = length; i-- > 1; point >>= 6U)
        out[i] = static_cast<char>(0x80U | (point & 0x3fU));
    out[0] = static_cast<char>((0xf00U >> length & 0xffU) | point);
    return out;
}

std::size_t length_of(std::uint32_t point)
{
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

TEST(text, takes_every_code_point_but_surrogates_as_utf8)
{
    for (std::uint32_t point = 0; point <= 0x1fffff; ++point) {
        const bool allowed = point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
        ASSERT_EQ(is_valid_utf8(utf8(point, length_of(point))), allowed) << point;
    }
}

TEST(text, takes_no_overlong_form_as_utf8)
{
    for (std::uint32_t point = 0; point < 0x10000; ++point)
        for (std::size_t length = length_of(point) + 1; length <= 4; ++length)
            ASSERT_FALSE(is_valid_utf8(utf8(point, length))) << point << " in " << length;
}

TEST(text, finds_a_bad_byte_wherever_it_stands)
{
    const std::string good = "0040856634 萌妹一班 😀 end";
    ASSERT_TRUE(is_valid_utf8(good));
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::string bad = good;
        bad[at] = '\xff';
        ASSERT_FALSE(is_valid_utf8(bad)) << at;
    }
    EXPECT_TRUE(is_valid_utf8(""));
}

TEST(text, that_is_cut_within_a_character_is_no_utf8)
{
    for (const std::string_view character : {"é", "萌", "😀"})
        for (std::size_t length = 1; length < character.size(); ++length) {
            EXPECT_FALSE(is_valid_utf8(character.substr(0, length)));
            EXPECT_FALSE(is_valid_utf8(std::string(character.substr(0, length)) + "12345678"));
        }
}

TEST(text, in_gbk_is_no_utf8)
{
    EXPECT_FALSE(is_valid_utf8("\xc3\xc8\xc3\xc3\xd2\xbb\xb0\xe0"));
}

TEST(text, is_counted_in_code_points)
{
    EXPECT_EQ(code_points(""), 0U);
    EXPECT_EQ(code_points("abc"), 3U);
    EXPECT_EQ(code_points("萌妹é😀"), 4U);
}

TEST(text, holds_a_control_only_where_there_is_one)
{
    const auto is_control = [](std::uint32_t point) {
        return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x2028 || point == 0x2029 ||
               (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
    };
    for (std::uint32_t point = 0; point <= 0x10ffff; ++point)
        if (point < 0xd800 || point > 0xdfff) {
            ASSERT_EQ(has_control("名" + utf8(point, length_of(point)) + "x"), is_control(point)) << point;
        }
}

TEST(text, that_is_no_utf8_counts_as_control)
{
    EXPECT_TRUE(has_control("a\xff"));
    EXPECT_TRUE(has_control("\xe8\x90"));
}

TEST(text, is_mended_byte_by_byte)
{
    EXPECT_EQ(to_valid_utf8("萌a😀"), "萌a😀");
    EXPECT_EQ(to_valid_utf8("a\xff\xfe"), "a\uFFFD\uFFFD");
    EXPECT_EQ(to_valid_utf8("\xe8\x90z"), "\uFFFD\uFFFDz");
    EXPECT_EQ(to_valid_utf8(std::string_view("\0", 1)), std::string("\0", 1));
}

TEST(text, is_trimmed_of_spaces_and_tabs_only)
{
    EXPECT_EQ(trim(" \t a b \t"), "a b");
    EXPECT_EQ(trim(" \t "), "");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(trim("\na\r"), "\na\r");
    EXPECT_EQ(trim("\u3000a\u00a0"), "\u3000a\u00a0");
}

TEST(text, is_folded_in_its_ascii_letters_only)
{
    EXPECT_EQ(fold_case("AZaz09@[`{ÄÉ萌"), "azaz09@[`{ÄÉ萌");
}

}  // namespace
}  // namespace gatehouse::base
