#include "model/card_number.hpp"

#include <gtest/gtest.h>

#include <array>
#include <random>
#include <string>

namespace gatehouse::model {
namespace {

using enum card_format;

constexpr std::array formats{unset, decimal, decimal_8h10d, hex, hex_reversed, zkteco, wg26, wg34, text};

// The canonical text, or "-" where the number is not readable.
std::string read(std::string_view shown, card_format format)
{
    const auto number = read_card_number(shown, format);
    return number ? number->canonical : "-";
}

// spec/card-numbers.md, 2: the first table, row by row.
TEST(card_number, reads_the_prints_of_an_em_card)
{
    EXPECT_EQ(read("026F6C3A", hex), "n:026f6c3a");
    EXPECT_EQ(read("0040856634", decimal), "n:026f6c3a");
    EXPECT_EQ(read("0040856634", decimal_8h10d), "n:026f6c3a");
    EXPECT_EQ(read("00623,27706", wg34), "n:026f6c3a");
    EXPECT_EQ(read("111,27706", wg26), "p:6f6c3a");
    EXPECT_EQ(read("11127706", wg26), "p:6f6c3a");
    EXPECT_EQ(read("07302202", decimal), "n:6f6c3a");  // 6H8D
    EXPECT_EQ(read("27706", decimal), "n:6c3a");       // 4H
    EXPECT_EQ(read("01026F6C3A", hex), "n:01026f6c3a");
}

TEST(card_number, reads_the_other_vectors_of_the_table)
{
    EXPECT_EQ(read("5533FFFF", hex), "n:5533ffff");
    EXPECT_EQ(read("1429471231", decimal_8h10d), "n:5533ffff");
    EXPECT_EQ(read("21811,65535", wg34), "n:5533ffff");
    EXPECT_EQ(read("051,65535", wg26), "p:33ffff");
    EXPECT_EQ(read("05165535", wg26), "p:33ffff");
    EXPECT_EQ(read("03407871", decimal), "n:33ffff");
    EXPECT_EQ(read("50001050", decimal), read("02FAF49A", hex));
    EXPECT_EQ(read("0050001050", decimal_8h10d), read("02FAF49A", hex));
    EXPECT_EQ(read("0123456789", decimal_8h10d), "n:075bcd15");
}

struct mifare {
    std::string_view uid, forward, reversed, first_three, low_reversed, canonical, canonical_reversed;
};

TEST(card_number, reads_mifare_cards_in_both_byte_orders)
{
    constexpr mifare cards[]{
        {"5630F009", "1446047753", "0166735958", "086,12528", "240,12374", "n:5630f009", "n:09f03056"},
        {"2A83155E", "0713233758", "1578468138", "042,33557", "021,33578", "n:2a83155e", "n:5e15832a"},
        {"1A3D5B79", "0440228729", "2036022554", "026,15707", "091,15642", "n:1a3d5b79", "n:795b3d1a"}};
    for (const mifare& card : cards) {
        EXPECT_EQ(read(card.uid, hex), card.canonical);
        EXPECT_EQ(read(card.forward, decimal_8h10d), card.canonical);
        EXPECT_EQ(read(card.uid, hex_reversed), card.canonical_reversed);
        EXPECT_EQ(read(card.reversed, decimal_8h10d), card.canonical_reversed);
        EXPECT_EQ(read(card.first_three, wg26), "p:" + std::string(card.canonical.substr(2, 6)));
        EXPECT_EQ(read(card.low_reversed, wg26), "p:" + std::string(card.canonical_reversed.substr(4)));
    }
}

TEST(card_number, reads_zkteco_s_two_forms)
{
    for (const std::string_view shown :
         {"[15CD5B07]", "[15CD5B0700]", "[15cd5b07]", "123456789", "0123456789"})
        EXPECT_EQ(read(shown, zkteco), "n:075bcd15") << shown;
    for (const std::string_view shown :
         {"[]", "[", "]", "15CD5B07", "[15CD5B07", "[0x15CD5B07]", "[15 CD]", "[G1]"})
        EXPECT_EQ(read(shown, zkteco), "-") << shown;
}

TEST(card_number, drops_leading_zeros_of_a_number_in_every_form)
{
    for (const std::string_view shown : {"40856634", "0040856634", "00000000000000000000000040856634"})
        EXPECT_EQ(read(shown, unset), "n:026f6c3a") << shown;
    for (const std::string_view shown :
         {"0x26F6C3A", "0x026f6c3a", "0X026F6C3A", "0x0000000000000000000000026F6C3A"})
        EXPECT_EQ(read(shown, unset), "n:026f6c3a") << shown;
    EXPECT_EQ(read("0", unset), "n:");
    EXPECT_EQ(read("0x00", unset), "n:");
}

TEST(card_number, reads_shankai_s_hex_example)
{
    EXPECT_EQ(read("0x1A3D5B79", unset), "n:1a3d5b79");
}

TEST(card_number, is_exact_up_to_80_bits)
{
    EXPECT_EQ(read("9007199254740993", decimal), "n:20000000000001");  // 2^53 + 1
    EXPECT_EQ(read("18446744073709551615", decimal), "n:ffffffffffffffff");
    EXPECT_EQ(read("18446744073709551616", decimal), "n:010000000000000000");
    EXPECT_EQ(read("1208925819614629174706175", decimal), "n:ffffffffffffffffffff");
    EXPECT_EQ(read("1208925819614629174706176", decimal), "-");
    EXPECT_EQ(read("99999999999999999999999999999999", decimal), "-");
    EXPECT_EQ(read("0xffffffffffffffffffff", hex), "n:ffffffffffffffffffff");
    EXPECT_EQ(read("0x01ffffffffffffffffffff", hex), "-");
    EXPECT_EQ(read("9999999999999999999", decimal), "n:8ac7230489e7ffff");
}

TEST(card_number, takes_everything_that_is_no_number_as_text_where_no_format_is_set)
{
    EXPECT_EQ(read("AbC-12 张", unset), "t:abc-12 张");
    EXPECT_EQ(read("0xZZ", unset), "t:0xzz");
    EXPECT_EQ(read("0x", unset), "t:0x");
    EXPECT_EQ(read("1208925819614629174706176", unset), "t:1208925819614629174706176");
    EXPECT_EQ(read("0x01ffffffffffffffffffff", unset), "t:0x01ffffffffffffffffffff");
    EXPECT_EQ(read("026F6C3A", unset), "t:026f6c3a");
    EXPECT_EQ(read("４０", unset), "t:４０");
    EXPECT_EQ(read("-1", unset), "t:-1");
    EXPECT_EQ(read("111,27706", unset), "t:111,27706");
    EXPECT_EQ(read("n:026f6c3a", unset), "t:n:026f6c3a");
}

TEST(card_number, keeps_leading_zeros_of_a_text)
{
    EXPECT_EQ(read("007", text), "t:007");
    EXPECT_NE(read("007", text), read("7", text));
}

TEST(card_number, never_guesses_beyond_its_format)
{
    for (const std::string_view shown :
         {"0x12", "12a", "1 2", "+12", "-12", "1.0", "1e5", "１２", "111,27706", "[12]"})
        EXPECT_EQ(read(shown, decimal), "-") << shown;
    for (const std::string_view shown : {"0x", "x12", "12g4", "1 2", "0x0x12", "[12]", "111,27706"}) {
        EXPECT_EQ(read(shown, hex), "-") << shown;
        EXPECT_EQ(read(shown, hex_reversed), "-") << shown;
    }
    for (const std::string_view shown : {"4294967296", "00040856634", "026F6C3A"})
        EXPECT_EQ(read(shown, decimal_8h10d), "-") << shown;
    for (const std::string_view shown :
         {"256,00000", "255,65536", "0111,27706", "111,027706", "111,", ",27706", "111", "1112770",
          "111277066", "111，27706", "111, 27706", "11a,27706", "1,2,3", "25600000", "25565536"})
        EXPECT_EQ(read(shown, wg26), "-") << shown;
    for (const std::string_view shown : {"65536,00000", "00623,65536", "0062327706", "000623,27706", "00623"})
        EXPECT_EQ(read(shown, wg34), "-") << shown;
}

TEST(card_number, keeps_numbers_partial_numbers_and_texts_apart)
{
    EXPECT_EQ(read("000,00001", wg26), "p:000001");
    EXPECT_NE(read("000,00001", wg26), read("1", decimal));
    EXPECT_NE(read("1", text), read("1", decimal));
}

TEST(card_number, is_1_to_64_characters_without_controls)
{
    std::string wide;
    for (int i = 0; i < 64; ++i)
        wide += "卡";
    EXPECT_EQ(read(wide, text), "t:" + wide);
    EXPECT_EQ(read("  " + wide + "\t", text), "t:" + wide);
    for (const std::string& shown :
         {wide + "x", std::string(65, '0'), std::string(), std::string(" \t "), std::string("a\nb"),
          std::string("a\u202eb"), std::string("a\x7f"), std::string("a\0b", 3), std::string("\xff\xfe")})
        for (const card_format format : formats)
            EXPECT_EQ(read(shown, format), "-") << testing::PrintToString(shown);
}

TEST(card_number, passes_over_spaces_around_it)
{
    EXPECT_EQ(read(" 0040856634\t", unset), "n:026f6c3a");
    EXPECT_EQ(read(" [15CD5B07] ", zkteco), "n:075bcd15");
}

TEST(card_number, has_formats_with_names)
{
    for (const card_format format : formats)
        EXPECT_EQ(card_format_from(name_of(format)), format);
    EXPECT_EQ(card_format_from("8h10d"), decimal_8h10d);
    EXPECT_EQ(card_format_from(""), unset);
    for (const std::string_view name : {"unset", "Decimal", "decimal_8h10d", "wg", "0"})
        EXPECT_EQ(card_format_from(name), std::nullopt) << name;
}

TEST(card_number, prints_as_the_table_has_it)
{
    EXPECT_EQ(print_card_number(0x026F6C3A, decimal_8h10d), "0040856634");
    EXPECT_EQ(print_card_number(0x026F6C3A, decimal), "40856634");
    EXPECT_EQ(print_card_number(0x026F6C3A, unset), "40856634");
    EXPECT_EQ(print_card_number(0x026F6C3A, hex), "026F6C3A");
    EXPECT_EQ(print_card_number(0x026F6C3A, text), "026F6C3A");
    EXPECT_EQ(print_card_number(0x026F6C3A, wg26), "111,27706");
    EXPECT_EQ(print_card_number(0x026F6C3A, wg34), "00623,27706");
    EXPECT_EQ(print_card_number(0x5533FFFF, wg26), "051,65535");
    EXPECT_EQ(print_card_number(0x075BCD15, zkteco), "[15CD5B07]");
    EXPECT_EQ(print_card_number(0x5630F009, hex_reversed), "09F03056");
}

// parse(print(N, f)) = N & mask(f), for all formats that write numbers.
TEST(card_number, reads_what_it_prints)
{
    std::mt19937 random(2);
    for (int round = 0; round < 10'000; ++round) {
        const auto number = static_cast<std::uint32_t>(random() >> (round % 32));
        const std::string whole = read(print_card_number(number, hex), hex);
        for (const card_format format : {unset, decimal, decimal_8h10d, hex_reversed, zkteco, wg34})
            ASSERT_EQ(read(print_card_number(number, format), format), whole) << number;
        ASSERT_EQ(read(print_card_number(number, wg26), wg26),
                  "p:" + read(print_card_number((number & 0xffffffU) | 0x1000000U, hex), hex).substr(4))
            << number;
        // Reversed twice it is itself.
        ASSERT_EQ(read(print_card_number(number, hex_reversed), hex),
                  read(print_card_number(number, hex), hex_reversed));
    }
}

// spec/card-numbers.md, 3.
TEST(card_number, frames_wiegand_as_published)
{
    EXPECT_EQ(wiegand26(13U << 16U | 13067U), 0x21A6616U);
    EXPECT_EQ(wiegand26(111U << 16U | 27706U), 0x0DED875U);
    EXPECT_EQ(wiegand26(51U << 16U | 65535U), 0x067FFFFU);
    EXPECT_EQ(wiegand34(0x026F6C3A), 0x204DED875U);
    EXPECT_EQ(wiegand34(0x5533FFFF), 0x0AA67FFFFU);
    EXPECT_EQ(wiegand34(0x075BCD15), 0x00EB79A2BU);
    EXPECT_EQ(wiegand34(0x5630F009), 0x0AC61E013U);
}

TEST(card_number, finds_any_single_wrong_bit_of_a_wiegand_frame)
{
    std::mt19937 random(3);
    for (int round = 0; round < 1000; ++round) {
        const auto number = static_cast<std::uint32_t>(random());
        ASSERT_EQ(read_wiegand26(wiegand26(number)), number & 0xffffffU);
        ASSERT_EQ(read_wiegand34(wiegand34(number)), number);
        for (unsigned bit = 0; bit < 26; ++bit)
            ASSERT_EQ(read_wiegand26(wiegand26(number) ^ 1U << bit), std::nullopt);
        for (unsigned bit = 0; bit < 34; ++bit)
            ASSERT_EQ(read_wiegand34(wiegand34(number) ^ std::uint64_t{1} << bit), std::nullopt);
    }
}

TEST(card_number, refuses_a_wiegand_frame_that_is_too_long)
{
    EXPECT_EQ(read_wiegand26(wiegand26(1) | 1U << 26U), std::nullopt);
    EXPECT_EQ(read_wiegand34(wiegand34(1) | std::uint64_t{1} << 34U), std::nullopt);
}

}  // namespace
}  // namespace gatehouse::model
