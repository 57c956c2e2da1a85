#include "base/bytes.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gatehouse::base {
namespace {

std::string some_bytes(std::mt19937& random, std::size_t count)
{
    std::string bytes(count, '\0');
    for (char& each : bytes)
        each = static_cast<char>(random());
    return bytes;
}

TEST(hex, is_read_back)
{
    std::string all;
    for (int i = 0; i < 256; ++i)
        all += static_cast<char>(i);
    EXPECT_EQ(to_hex(std::string_view("\x00\x9f\xff", 3)), "009fff");
    EXPECT_EQ(from_hex(to_hex(all)), std::optional{all});
    EXPECT_EQ(from_hex("00aAfF"), std::optional{std::string("\x00\xaa\xff", 3)});
    EXPECT_EQ(from_hex(""), std::optional{std::string()});
}

TEST(hex, is_nothing_else)
{
    for (const std::string_view text : {"0", "0g", "0x10", " 00", "00 ", "+1", "00\n", "０１"})
        EXPECT_EQ(from_hex(text), std::nullopt) << text;
    EXPECT_EQ(from_hex(std::string_view("00\0\0", 4)), std::nullopt);
}

TEST(base64, is_written_as_rfc_4648_has_it)
{
    const std::string_view text = "foobar";
    const std::string_view expected[] = {"", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"};
    for (std::size_t length = 0; length <= text.size(); ++length)
        EXPECT_EQ(encode_base64(text.substr(0, length)), expected[length]);
    EXPECT_EQ(encode_base64url("\xfb\xff"), "-_8");
}

TEST(base64, is_read_back_in_any_of_the_ways_it_arrives)
{
    std::mt19937 random(1);
    for (std::size_t length = 0; length < 300; ++length) {
        const std::string bytes = some_bytes(random, length);
        std::string text = encode_base64(bytes);
        ASSERT_EQ(decode_base64_leniently(text), std::optional{bytes});
        std::string in_lines;  // of a width that is no multiple of four
        for (std::size_t at = 0; at < text.size(); at += 19)
            in_lines.append(text, at, 19).append("\r\n");
        ASSERT_EQ(decode_base64_leniently(in_lines), std::optional{bytes});
        for (char& c : text)
            c = c == '+' ? ' ' : c;
        ASSERT_EQ(decode_base64_leniently(text), std::optional{bytes});
        text.erase(std::min(text.find('='), text.size()));
        ASSERT_EQ(decode_base64_leniently(text), std::optional{bytes});
    }
}

TEST(base64, with_wrong_padding_is_nothing)
{
    for (const std::string_view text : {"Zg=", "Zg===", "Zm8==", "Zm9v=", "Zm9v==", "=", "==", "====", "Z",
                                        "Z===", "Zg==Zg==", "Z=g=", "=Zg="})
        EXPECT_EQ(decode_base64_leniently(text), std::nullopt) << text;
    EXPECT_EQ(decode_base64_leniently("Zg=\r\n=\r\n"), std::optional{std::string("f")});
}

TEST(base64, with_bits_left_over_is_nothing)
{
    EXPECT_EQ(decode_base64_leniently("Zh=="), std::nullopt);
    EXPECT_EQ(decode_base64_leniently("Zm9="), std::nullopt);
}

TEST(base64, knows_no_character_but_its_own)
{
    const std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/ ";
    for (int c = 0; c < 256; ++c) {
        const char character = static_cast<char>(c);
        std::string text = "AAAAAAAA";
        text[5] = character;
        const bool passed_over = character == '\r' || character == '\n';
        const bool expected = digits.find(character) != std::string_view::npos;
        // Seven digits leave two bits over, which are zero.
        ASSERT_EQ(decode_base64_leniently(text).has_value(), expected || passed_over) << c;
    }
}

TEST(base64, of_nothing_is_nothing_but_bytes_all_the_same)
{
    EXPECT_EQ(decode_base64_leniently(""), std::optional{std::string()});
    EXPECT_EQ(decode_base64_leniently("\r\n"), std::optional{std::string()});
}

TEST(data_url, prefix_of_an_image_is_cut_off)
{
    EXPECT_EQ(without_data_url_prefix("data:image/jpeg;base64,AAAA"), "AAAA");
    EXPECT_EQ(without_data_url_prefix("data:image/png;a=b;base64,"), "");
    EXPECT_EQ(without_data_url_prefix("AAAA"), "AAAA");
    EXPECT_EQ(without_data_url_prefix(""), "");
}

TEST(data_url, of_anything_else_stays)
{
    for (const std::string_view text :
         {"data:text/plain;base64,AAAA", "data:image/jpeg,AAAA", "data:image/jpeg;base64"})
        EXPECT_EQ(without_data_url_prefix(text), text);
    const std::string far = "data:image/" + std::string(100, 'x') + ";base64,AAAA";
    EXPECT_EQ(without_data_url_prefix(far), far);
}

}  // namespace
}  // namespace gatehouse::base
