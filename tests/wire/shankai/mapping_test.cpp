#include "wire/shankai/mapping.hpp"

#include "base/bytes.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gatehouse::wire::shankai {
namespace {

using endpoint::other_number;
using endpoint::scalar;

std::string text(std::string_view given)
{
    return std::string(given);
}

TEST(shankai_mapping, reads_the_kind_of_cards_as_number_or_text)
{
    for (const auto& [given, due] : {std::pair<scalar, std::string>{std::int64_t{0}, "id"},
                                     {std::int64_t{1}, "ic"},
                                     {text("0"), "id"},
                                     {text("1"), "ic"},
                                     {std::int64_t{2}, "4000"},
                                     {std::int64_t{-1}, "4000"},
                                     {text("2"), "4000"},
                                     {text("01"), "4000"},
                                     {text(""), "4000"},
                                     {text(" 1"), "4000"},
                                     {text("ic"), "4000"},
                                     {other_number{}, "4000"}}) {
        const auto read = read_card_kind(given);
        EXPECT_EQ(read ? std::string(model::name_of(*read))
                       : std::to_string(code_row_of(read.error().code).code),
                  due);
    }
}

struct card_row {
    scalar given;
    std::string_view canonical;  // empty: 4006
    std::string_view original;
};

TEST(shankai_mapping, reads_card_numbers_and_keeps_how_they_were_written)
{
    const std::vector<card_row> rows{
        {std::int64_t{123456}, "n:01e240", "123456"},
        {std::int64_t{1}, "n:01", "1"},
        {std::int64_t{2147483647}, "n:7fffffff", "2147483647"},
        {std::int64_t{2147483648}, "", ""},
        {std::int64_t{0}, "", ""},
        {std::int64_t{-5}, "", ""},
        {other_number{}, "", ""},
        {text("123456"), "n:01e240", "123456"},
        {text("0000123456"), "n:01e240", "123456"},
        {text("2147483647"), "n:7fffffff", "2147483647"},
        {text("2147483648"), "", ""},
        {text("99999999999999999999"), "", ""},
        {text("0"), "", ""},
        {text("-1"), "", ""},
        {text("+1"), "", ""},
        {text("1.0"), "", ""},
        {text("12 "), "", ""},
        {text(""), "", ""},
        {text("abc"), "", ""},
        {text("0x1A3D5B79"), "n:1a3d5b79", "0x1A3D5B79"},
        {text("0x1a3d5b79"), "n:1a3d5b79", "0x1a3d5b79"},
        {text("0x01E240"), "n:01e240", "0x01E240"},
        {text("0xFFFFFFFFFFFFFFFFFFFF"), "n:ffffffffffffffffffff", "0xFFFFFFFFFFFFFFFFFFFF"},
        {text("0xFFFFFFFFFFFFFFFFFFFFF"), "", ""},
        {text("0x"), "", ""},
        {text("0x0"), "", ""},
        {text("0x00000000000000000000"), "", ""},
        {text("0X1A"), "", ""},
        {text("0x1G"), "", ""},
        {text("1A3D5B79"), "", ""},
    };
    for (const card_row& row : rows) {
        const auto read = read_card_no(row.given);
        EXPECT_EQ(read ? read->canonical : "", row.canonical);
        EXPECT_EQ(read ? read->original : "", row.original);
        if (!read) {
            EXPECT_EQ(code_row_of(read.error().code).code, 4006);
        }
    }
}

std::string answer_of(std::string_view original, bool is_new = false)
{
    const card_answer answer = write_card(original, is_new);
    const auto* const number = std::get_if<std::int64_t>(&answer.card_no);
    return (number ? std::to_string(*number) : '"' + std::get<std::string>(answer.card_no) + '"') + " " +
           answer.card_no_hex + " " + answer.is_new;
}

TEST(shankai_mapping, answers_a_card_as_it_was_written_and_in_hex_beside_it)
{
    EXPECT_EQ(answer_of("123456", true), "123456 0x1E240 true");
    EXPECT_EQ(answer_of("2147483647"), "2147483647 0x7FFFFFFF false");
    EXPECT_EQ(answer_of("0x1A3D5B79"), R"("0x1A3D5B79" 0x1A3D5B79 false)");
    EXPECT_EQ(answer_of("0x01e240"), R"("0x01e240" 0x1E240 false)");
    EXPECT_EQ(answer_of("0xFFFFFFFFFFFFFFFFFFFF"),
              R"("0xFFFFFFFFFFFFFFFFFFFF" 0xFFFFFFFFFFFFFFFFFFFF false)");
    EXPECT_EQ(answer_of("3000000000"), R"("0xB2D05E00" 0xB2D05E00 false)")
        << "another interface's, too large";
}

TEST(shankai_mapping, reads_times_in_the_community_s_zone)
{
    const auto& zone = *model::time_zone::find("Asia/Shanghai");
    for (const auto& [given, due] :
         {std::pair<scalar, std::int64_t>{std::int64_t{1'780'000'000}, 1'780'000'000'000},
          {std::int64_t{1'780'000'000'123}, 1'780'000'000'123},
          {text("1780000000"), 1'780'000'000'000},
          {text("2026-05-29 04:26:40"), 1'780'000'000'000},
          {text("2026-05-28T20:26:40Z"), 1'780'000'000'000}}) {
        const auto read = read_time("start", given, zone);
        ASSERT_TRUE(read);
        EXPECT_EQ(base::to_milliseconds(*read), due);
    }
    for (const scalar& given : {scalar{text("soon")}, scalar{text("")}, scalar{std::int64_t{5}},
                                scalar{other_number{}}, scalar{text("2026-02-30 00:00:00")}}) {
        const auto read = read_time("start", given, zone);
        ASSERT_FALSE(read);
        EXPECT_EQ(read.error().message, "start must be epoch seconds or YYYY-MM-DD HH:MM:SS");
    }
}

// 0: refused.
std::int64_t size_of(const scalar& given)
{
    const auto size = read_size(given);
    return size ? *size : 0;
}

TEST(shankai_mapping, reads_a_page_s_size)
{
    for (const auto& [given, due] : {std::pair<scalar, std::int64_t>{std::int64_t{1}, 1},
                                     {std::int64_t{100}, 100},
                                     {text("20"), 20},
                                     {std::int64_t{0}, 0},
                                     {std::int64_t{101}, 0},
                                     {text("x"), 0},
                                     {other_number{}, 0}})
        EXPECT_EQ(size_of(given), due);
}

TEST(shankai_mapping, makes_ids_of_the_document_s_form_that_nobody_can_guess)
{
    base::start_crypto();
    std::set<std::string> seen;
    for (int i = 0; i < 100; ++i) {
        const std::string id = make_org_id();
        EXPECT_EQ(id.size(), 28U);
        EXPECT_EQ(id.front(), 'o');
        EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"),
                  std::string::npos)
            << id;
        seen.insert(id);
    }
    EXPECT_EQ(seen.size(), 100U);
}

TEST(shankai_mapping, reads_a_door_s_id_only_as_it_answers_it)
{
    EXPECT_EQ(read_door_id("17"), model::door_id{17});
    for (const std::string_view wrong : {"", "0", "017", "-1", " 1", "1 ", "x", "99999999999999999999"})
        EXPECT_EQ(read_door_id(wrong), model::door_id{}) << wrong;
}

TEST(shankai_mapping, has_a_sentence_for_every_code_and_one_code_for_every_fault)
{
    std::set<base::errc> seen;
    std::set<int> codes;
    for (const code_row& row : code_rows()) {
        EXPECT_FALSE(row.sentence.empty());
        EXPECT_TRUE(seen.insert(row.what).second) << row.code;
        codes.insert(row.code);
    }
    EXPECT_EQ(codes, (std::set<int>{-1, 1001, 4000, 4001, 4002, 4004, 4005, 4006, 4007, 4008, 4009, 4010,
                                    4011, 4012, 4013}));
    EXPECT_EQ(code_row_of(base::errc::licence_unknown).code, -1) << "what this interface cannot cause";
    EXPECT_EQ(code_row_of(base::errc::overloaded).code, -1);
}

}  // namespace
}  // namespace gatehouse::wire::shankai
