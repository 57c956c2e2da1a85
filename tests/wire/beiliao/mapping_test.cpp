#include "wire/beiliao/mapping.hpp"

#include "base/bytes.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gatehouse::wire::beiliao {
namespace {

using base::errc;
using model::card_format;

// The pairs as `phone=name|…`, or the code that the caller is answered.
std::string read(std::string_view data)
{
    const auto pairs = read_pairs(data);
    if (!pairs)
        return std::to_string(code_row_of(pairs.error().code).code);
    std::string out;
    for (const ops::account& each : *pairs)
        out += (out.empty() ? "" : "|") + each.phone + "=" + each.name;
    return out;
}

std::string repeated(std::string_view text, std::size_t times)
{
    std::string out;
    for (; times > 0; --times)
        out += text;
    return out;
}

std::string with_name(std::string_view name)
{
    return "13632241882," + std::string(name);
}

TEST(beiliao_pairs, of_the_document_are_read)
{
    EXPECT_EQ(read("13632241882,XXX;13632231882,DDD;"), "13632241882=XXX|13632231882=DDD");
}

TEST(beiliao_pairs, may_end_with_a_semicolon_or_not)
{
    EXPECT_EQ(read("13632241882,XXX"), "13632241882=XXX");
    EXPECT_EQ(read("13632241882,XXX;"), "13632241882=XXX");
    EXPECT_EQ(read("13632241882,XXX ; "), "13632241882=XXX");
    EXPECT_EQ(read("13632241882,XXX;;"), "5102");
}

TEST(beiliao_pairs, lose_the_spaces_around_their_fields_only)
{
    EXPECT_EQ(read(" 13632241882 ,\tLi Lei ; 13632231882, DDD "), "13632241882=Li Lei|13632231882=DDD");
}

TEST(beiliao_pairs, keep_their_order_and_their_repetitions)
{
    EXPECT_EQ(read("13632241882,B;13632231882,A;13632241882,C"), "13632241882=B|13632231882=A|13632241882=C");
}

TEST(beiliao_pairs, of_a_wrong_shape_are_5102)
{
    for (const std::string_view data :
         {"", " ", ";", ";;", "13632241882", "13632241882;XXX", ";13632241882,XXX",
          "13632241882,XXX;;13632231882,DDD", "13632241882,X,Y", ",,", "13632241882，XXX",
          "13632241882,XXX；13632231882,DDD;,", "abc", "{}", "13632241882,XXX;13632231882"})
        EXPECT_EQ(read(data), "5102") << data;
}

TEST(beiliao_pairs, are_at_most_a_hundred)
{
    const std::string pair = "13632241882,XXX;";
    const auto hundred = read_pairs(repeated(pair, 100));
    ASSERT_TRUE(hundred);
    EXPECT_EQ(hundred->size(), 100U);
    EXPECT_EQ(read(repeated(pair, 101)), "5102");
    EXPECT_EQ(read(repeated(pair, 100) + "1,"), "5102");
}

TEST(beiliao_pairs, are_judged_by_their_shape_before_their_contents)
{
    EXPECT_EQ(read("1,;2"), "5102");
    EXPECT_EQ(read(repeated("1,;", 101)), "5102");
}

TEST(beiliao_pairs, answer_the_first_fault_of_their_contents)
{
    EXPECT_EQ(read("13632241882,;1,X"), "5104");
    EXPECT_EQ(read("1,X;13632241882,"), "5103");
    EXPECT_EQ(read("1,"), "5103");
}

TEST(beiliao_pairs, take_a_phone_as_it_stands)
{
    for (const std::string_view phone :
         {"", "1363224188", "136322418820", "12632241882", "23632241882", "+8613632241882", "8613632241882",
          "+86 13632241882", "136 3224 1882", "136-3224-1882", "１３６３２２４１８８２", "1363224188２",
          "1363224188x", "\"13632241882\"", "-1363224188", "13632241882\n", "\uFEFF13632241882"})
        EXPECT_EQ(read(std::string(phone) + ",XXX"), "5103") << phone;
    for (const char second : {'3', '4', '5', '6', '7', '8', '9'}) {
        const std::string phone = std::string("1") + second + "000000000";
        EXPECT_EQ(read(phone + ",XXX"), phone + "=XXX");
    }
}

TEST(beiliao_pairs, count_a_name_in_code_points)
{
    for (const std::string_view character : {"a", "é", "萌", "😀", "\xf0\xa0\xae\xb7"}) {
        const std::string most = repeated(character, 20);
        EXPECT_EQ(read(with_name(most)), "13632241882=" + most);
        EXPECT_EQ(read(with_name(repeated(character, 21))), "5104") << character;
    }
    EXPECT_EQ(read(with_name("")), "5104");
    EXPECT_EQ(read(with_name("   ")), "5104");
}

TEST(beiliao_pairs, refuse_names_that_are_no_text)
{
    for (const std::string_view name :
         {std::string_view("a\0b", 3), std::string_view("a\nb"), std::string_view("a\x7f"),
          std::string_view("a\x1b[31m"), std::string_view("\xc2\x85"), std::string_view("\u202Eevil"),
          std::string_view("a\u2028b"), std::string_view("a\u2066b"), std::string_view("\xff"),
          std::string_view("\xc3\xc8\xc3\xc3"), std::string_view("\xe8\x90"), std::string_view("\xc0\xaf"),
          std::string_view("\xed\xa0\x80"), std::string_view("\xf4\x90\x80\x80")})
        EXPECT_EQ(read(with_name(name)), "5104") << base::to_hex(name);
}

TEST(beiliao_class_id, is_a_number_as_our_answers_write_it)
{
    EXPECT_EQ(read_class_id("2463"), std::optional{model::unit_id{2463}});
    EXPECT_EQ(read_class_id("9007199254740991"), std::optional{model::unit_id{9007199254740991}});
    for (const std::string_view text : {"", "0", "-1", "+1", "01", " 1", "1 ", "1.0", "1e3", "0x10", "１",
                                        "一", "9223372036854775808", "99999999999999999999999"})
        EXPECT_EQ(read_class_id(text), std::nullopt) << text;
}

TEST(beiliao_card, is_read_in_the_format_of_the_client)
{
    const auto canonical = [](std::string_view text, card_format format) {
        const auto read = read_card_text(text, format);
        return read ? (read->in_format ? "" : "not in format ") + read->canonical : std::string("nothing");
    };
    EXPECT_EQ(canonical("0040856634", card_format::unset), "n:026f6c3a");
    EXPECT_EQ(canonical("40856634", card_format::decimal), "n:026f6c3a");
    EXPECT_EQ(canonical("0x026F6C3A", card_format::unset), "n:026f6c3a");
    EXPECT_EQ(canonical("026F6C3A", card_format::hex), "n:026f6c3a");
    EXPECT_EQ(canonical("026F6C3A", card_format::unset), "t:026f6c3a");
    EXPECT_EQ(canonical("111,27706", card_format::wg26), "p:6f6c3a");
}

TEST(beiliao_card, that_is_no_number_of_the_format_is_kept_as_text)
{
    const auto kept = read_card_text("Card A", card_format::decimal);
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->canonical, "t:card a");
    EXPECT_FALSE(kept->in_format);
    const auto too_large = read_card_text("99999999999999999999999999", card_format::decimal);
    ASSERT_TRUE(too_large);
    EXPECT_EQ(too_large->canonical, "t:99999999999999999999999999");
    EXPECT_FALSE(too_large->in_format);
}

TEST(beiliao_card, that_is_not_even_text_is_nothing)
{
    for (const card_format format : {card_format::unset, card_format::decimal, card_format::text}) {
        EXPECT_FALSE(read_card_text("", format));
        EXPECT_FALSE(read_card_text("  ", format));
        EXPECT_FALSE(read_card_text("12\n34", format));
        EXPECT_FALSE(read_card_text("\xc3\xc8", format));
        EXPECT_FALSE(read_card_text(std::string(65, 'x'), format));
        EXPECT_TRUE(read_card_text(repeated("卡", 64), format));
    }
}

TEST(beiliao_image, is_read_from_base64_as_forms_damage_it)
{
    const std::string bytes = "\xff\xd8\xff\xe0\xfb\xef\xbe";
    EXPECT_EQ(base::encode_base64(bytes), "/9j/4Pvvvg==");
    EXPECT_EQ(read_image_text("/9j/4Pvvvg=="), std::optional{bytes});
    EXPECT_EQ(read_image_text("/9j/4Pvvvg"), std::optional{bytes});
    EXPECT_EQ(read_image_text("/9j/\r\n4Pvv\nvg=="), std::optional{bytes});
    EXPECT_EQ(read_image_text("data:image/jpeg;base64,/9j/4Pvvvg=="), std::optional{bytes});
    EXPECT_EQ(read_image_text("data:image/png;charset=x;base64,/9j/4Pvvvg=="), std::optional{bytes});
    EXPECT_EQ(read_image_text("++++ +  "), std::optional{std::string("\xfb\xef\xbe\xfb\xef\xbe")});
}

TEST(beiliao_image, that_is_no_base64_is_nothing)
{
    for (const std::string_view text :
         {"/9j/4Pvvvg=", "/9j/4Pvvvg===", "/9j*", "/", "data:text/plain;base64,AAAA", "data:image/jpeg,AAAA",
          "AA==AA==", "图", "AA-_"})
        EXPECT_EQ(read_image_text(text), std::nullopt) << text;
}

TEST(beiliao_codes, are_those_of_the_document_and_ours)
{
    std::set<int> codes;
    for (const code_row& row : code_rows()) {
        codes.insert(row.code);
        EXPECT_EQ(code_row_of(row.what).code, row.code);
        EXPECT_FALSE(row.sentence.empty());
    }
    EXPECT_EQ(codes,
              (std::set<int>{5001, 5002, 5100, 5101, 5102, 5103, 5104, 5105, 5106, 5107, 5110, 5111, 5199}));
    EXPECT_EQ(code_row_of(errc::organization_closed).code, 5101);
    EXPECT_EQ(code_row_of(errc::organization_deleted).code, 5101);
}

TEST(beiliao_codes, of_what_cannot_happen_there_are_internal)
{
    EXPECT_EQ(code_row_of(errc::not_found).code, 5199);
    EXPECT_EQ(code_row_of(errc::overloaded).code, 5199);
}

TEST(beiliao_printed_credentials, are_known_by_either_half)
{
    EXPECT_TRUE(is_printed_client("08560e99366c6653e9a408f154da734c", "mine"));
    EXPECT_TRUE(is_printed_client("mine", "c724f2d614aabc62376c94f67170c458"));
    EXPECT_FALSE(is_printed_client("mine", "mine"));
    EXPECT_TRUE(is_printed_licence("4b77d8e78c6ef930130170c13ee7ffc3"));
    EXPECT_FALSE(is_printed_licence("mine"));
}

}  // namespace
}  // namespace gatehouse::wire::beiliao
