#include "base/json_writer.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <limits>

namespace gatehouse::base {
namespace {

std::string written(std::string_view text)
{
    std::string out;
    json_writer(out).text(text);
    return out;
}

TEST(json_writer, puts_commas_where_they_belong)
{
    std::string out;
    json_writer json(out);
    json.open_object().name("a").open_array().number(1).number(2).open_object().close_object().close_array();
    json.name("b").boolean(true).name("c").null().name("d").open_array().close_array().name("e").raw("{}");
    json.name("f").text("x").close_object();
    EXPECT_EQ(out, R"({"a":[1,2,{}],"b":true,"c":null,"d":[],"e":{},"f":"x"})");
}

TEST(json_writer, writes_behind_what_the_string_holds_already)
{
    std::string out = "id: 7\ndata: ";
    json_writer(out).open_array().boolean(false).close_array();
    EXPECT_EQ(out, "id: 7\ndata: [false]");
}

TEST(json_writer, writes_the_largest_and_the_smallest_number)
{
    std::string out;
    json_writer json(out);
    json.open_array().number(std::numeric_limits<std::int64_t>::max());
    json.number(std::numeric_limits<std::int64_t>::min()).number(0).close_array();
    EXPECT_EQ(out, "[9223372036854775807,-9223372036854775808,0]");
}

TEST(json_writer, escapes_quotes_backslashes_and_controls)
{
    EXPECT_EQ(written("\"\\/\n"), R"("\"\\/\n")");
    EXPECT_EQ(written(std::string_view("\0\t\r\x1f\x7f", 5)), R"("\u0000\u0009\u000d\u001f\u007f")");
}

TEST(json_writer, leaves_text_beyond_ascii_as_it_is)
{
    EXPECT_EQ(written("萌妹一班 😀 é"), "\"萌妹一班 😀 é\"");
}

TEST(json_writer, replaces_each_byte_that_is_no_utf8)
{
    EXPECT_EQ(written("a\xff\xc3(\xed\xa0\x80z"), "\"a\uFFFD\uFFFD(\uFFFD\uFFFD\uFFFDz\"");
    EXPECT_EQ(written("\xc3\xc8\xc3\xc3"), "\"\uFFFD\uFFFD\uFFFD\uFFFD\"");  // GBK
}

TEST(json_writer, escapes_names_like_texts)
{
    std::string out;
    json_writer(out).open_object().name("a\"b\n").number(1).close_object();
    EXPECT_EQ(out, R"({"a\"b\n":1})");
}

TEST(json_writer, is_read_back_whatever_two_bytes_it_is_given)
{
    for (int first = 0; first < 256; ++first)
        for (int second = 0; second < 256; ++second) {
            const std::string text{static_cast<char>(first), static_cast<char>(second)};
            boost::system::error_code error;
            const auto read = boost::json::parse(written(text), error);
            ASSERT_FALSE(error) << first << ' ' << second;
            if (first < 128 && second < 128) {
                ASSERT_EQ(std::string_view(read.as_string()), text);
            }
        }
}

}  // namespace
}  // namespace gatehouse::base
