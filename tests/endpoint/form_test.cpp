#include "endpoint/form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>

namespace gatehouse::endpoint {
namespace {

using testing::Optional;

form read(std::string_view body)
{
    form out;
    EXPECT_EQ(read_urlencoded(body, out), std::nullopt);
    return out;
}

bool lies_in(std::string_view text, std::string_view body)
{
    return text.data() >= body.data() && text.data() + text.size() <= body.data() + body.size();
}

// curl 7.88 -d, as the document's example has it: nothing is escaped.
TEST(form, reads_what_curl_sends_unescaped)
{
    const form f = read("action=service/card/match&cardnum=0040856634&classid=2463"
                        "&data=13632241882,张三;13632231882,DDD;");
    EXPECT_EQ(f.size(), 4U);
    EXPECT_THAT(f.find("action"), Optional(std::string_view("service/card/match")));
    EXPECT_THAT(f.find("cardnum"), Optional(std::string_view("0040856634")));
    EXPECT_THAT(f.find("classid"), Optional(std::string_view("2463")));
    EXPECT_THAT(f.find("data"), Optional(std::string_view("13632241882,张三;13632231882,DDD;")));
    EXPECT_EQ(f.find("Action"), std::nullopt);
    EXPECT_EQ(f.find(""), std::nullopt);
}

// curl 7.88 --data-urlencode, Python's requests and PHP's http_build_query write the same.
TEST(form, reads_what_clients_send_escaped)
{
    const form f = read("data=13632241882%2C%E5%BC%A0%E4%B8%89%3B13632231882%2CD+D%2BD%3B"
                        "&time_kick=2026-11-24+08%3A00%3A00&image_base64=%2F9j%2F4A%2B%3D%3D");
    EXPECT_THAT(f.find("data"), Optional(std::string_view("13632241882,张三;13632231882,D D+D;")));
    EXPECT_THAT(f.find("time_kick"), Optional(std::string_view("2026-11-24 08:00:00")));
    EXPECT_THAT(f.find("image_base64"), Optional(std::string_view("/9j/4A+==")));
}

TEST(form, has_no_fields_in_an_empty_body)
{
    EXPECT_EQ(read("").size(), 0U);
    EXPECT_EQ(read("&&&").size(), 0U);
}

TEST(form, reads_names_without_a_value_and_values_with_equals_signs)
{
    const form f = read("a&b=&c=x=y==&=v");
    EXPECT_EQ(f.size(), 4U);
    EXPECT_THAT(f.find("a"), Optional(std::string_view("")));
    EXPECT_THAT(f.find("b"), Optional(std::string_view("")));
    EXPECT_THAT(f.find("c"), Optional(std::string_view("x=y==")));
    EXPECT_THAT(f.find(""), Optional(std::string_view("v")));
}

TEST(form, takes_the_last_of_several_values)
{
    EXPECT_THAT(read("a=1&b=2&a=3").find("a"), Optional(std::string_view("3")));
    EXPECT_THAT(read("a=1&%61=4").find("a"), Optional(std::string_view("4")));
}

TEST(form, keeps_a_percent_sign_that_starts_no_escape)
{
    const std::pair<std::string_view, std::string_view> values[]{
        {"100%", "100%"},    {"%", "%"},       {"%4", "%4"},       {"%4g", "%4g"},       {"%g4", "%g4"},
        {"%%41", "%A"},      {"%4%41", "%4A"}, {"%+41", "% 41"},   {"%2541", "%41"},     {"%C3%", "\xc3%"},
        {"%e4%B8%89", "三"}, {"a%41", "aA"},   {"%41%42x", "ABx"}, {"%u4E09", "%u4E09"}, {"+%2B+", " + "}};
    for (const auto& [sent, meant] : values)
        EXPECT_THAT(read("v=" + std::string(sent)).find("v"), Optional(meant)) << sent;
    EXPECT_THAT(read("v=%4&w=1").find("v"), Optional(std::string_view("%4")));
    EXPECT_THAT(read("v=%4&w=1").find("w"), Optional(std::string_view("1")));
}

TEST(form, separates_at_nothing_but_an_ampersand)
{
    EXPECT_THAT(read("data=a;b=c").find("data"), Optional(std::string_view("a;b=c")));
    EXPECT_THAT(read("data=a%26b%3Dc").find("data"), Optional(std::string_view("a&b=c")));
    EXPECT_THAT(read("data=a\r\nb").find("data"), Optional(std::string_view("a\r\nb")));
    EXPECT_THAT(read("data=%00x").find("data"), Optional(std::string_view("\0x", 2)));
}

TEST(form, views_values_without_escapes_where_they_lie)
{
    const std::string body = "a=plain&b=esc+aped&c=plain%21too&d=end";
    const form f = read(body);
    EXPECT_TRUE(lies_in(*f.find("a"), body));
    EXPECT_FALSE(lies_in(*f.find("b"), body));
    EXPECT_TRUE(lies_in(*f.find("d"), body));
}

TEST(form, keeps_its_values_when_it_is_moved)
{
    const std::string body = "a=x+y&b=z";
    form first = read(body);
    const form second = std::move(first);
    EXPECT_THAT(second.find("a"), Optional(std::string_view("x y")));
    EXPECT_THAT(second.find("b"), Optional(std::string_view("z")));
}

TEST(form, takes_1000_fields_and_no_more)
{
    std::string body;
    for (int i = 0; i < 999; ++i)
        body += "f" + std::to_string(i) + "=v&";
    EXPECT_THAT(read(body + "last=1").find("last"), Optional(std::string_view("1")));
    form over;
    EXPECT_EQ(read_urlencoded(body + "last=1&more=1", over), form_fault::too_many_fields);
    form query_and_body;
    EXPECT_EQ(read_urlencoded("in=query", query_and_body), std::nullopt);
    EXPECT_EQ(read_urlencoded(body + "last=1", query_and_body), form_fault::too_many_fields);
}

TEST(form, takes_names_of_256_bytes_and_no_more)
{
    const std::string name(256, 'n');
    EXPECT_THAT(read(name + "=1").find(name), Optional(std::string_view("1")));
    EXPECT_THAT(read("%6e" + name.substr(1) + "=1").find(name), Optional(std::string_view("1")));
    form over;
    EXPECT_EQ(read_urlencoded(name + "n=1", over), form_fault::name_too_long);
    EXPECT_EQ(read_urlencoded(std::string(257, 'v'), over), form_fault::name_too_long);
}

TEST(form, reads_a_picture_of_megabytes)
{
    std::string image;
    std::string sent;
    std::mt19937 random(5);
    for (int i = 0; i < 1 << 20; ++i) {
        const char c = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"[random() % 64];
        image += c;
        sent += c == '+' ? "%2B" : c == '/' ? "%2f" : std::string(1, c);
    }
    EXPECT_EQ(*read("image_base64=" + sent + "&a=1").find("image_base64"), image);
}

// Any bytes, escaped in any mixture of ways, come back.
TEST(form, brings_back_what_is_escaped)
{
    std::mt19937 random(6);
    for (int round = 0; round < 2000; ++round) {
        std::string meant;
        std::string sent;
        for (auto i = random() % 40; i > 0; --i) {
            const auto c = static_cast<char>(random() & 0xffU);
            const bool plain = std::string_view("&=+% ").find(c) == std::string_view::npos &&
                               random() % 2 == 0;
            constexpr std::string_view hex = "0123456789abcdefABCDEF";
            const unsigned low = static_cast<unsigned char>(c) & 0xfU;
            meant += c;
            if (plain)
                sent += c;
            else if (c == ' ')
                sent += '+';
            else
                sent.append(1, '%')
                    .append(1, hex[static_cast<unsigned char>(c) >> 4U])
                    .append(1, low > 9 && random() % 2 == 0 ? hex[low + 6] : hex[low]);
        }
        const std::string body = "first=%20&" + sent + "=" + sent + "&last=+";
        const form f = read(body);
        ASSERT_EQ(f.find(meant).value_or("?"), meant) << body;
        ASSERT_EQ(f.find("first").value_or("?"), " ");
        ASSERT_EQ(f.find("last").value_or("?"), " ");
    }
}

TEST(form, is_read_by_its_content_type)
{
    const std::string body = "a=1";
    for (const std::string_view type :
         {"application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
          " application/x-www-form-urlencoded ;charset=gbk"}) {
        form f;
        EXPECT_EQ(read_form_body(type, body, f), std::nullopt);
        EXPECT_THAT(f.find("a"), Optional(std::string_view("1"))) << type;
    }
    for (const std::string_view type :
         {"", "application/json", "text/plain", "application/x-www-form-urlencodedx"}) {
        form f;
        EXPECT_EQ(read_form_body(type, body, f), std::nullopt);
        EXPECT_EQ(f.size(), 0U) << type;
    }
    form f;
    EXPECT_EQ(read_form_body("multipart/form-data", body, f), form_fault::malformed);
}

TEST(form, adds_to_what_is_there)
{
    form f;
    const std::string query = "action=from+query&only=query";
    const std::string body = "action=from%20body";
    EXPECT_EQ(read_urlencoded(query, f), std::nullopt);
    EXPECT_EQ(read_urlencoded(body, f), std::nullopt);
    EXPECT_EQ(f.add("kept", f.keep(std::string("a text that is gone"))), std::nullopt);
    EXPECT_THAT(f.find("action"), Optional(std::string_view("from body")));
    EXPECT_THAT(f.find("only"), Optional(std::string_view("query")));
    EXPECT_THAT(f.find("kept"), Optional(std::string_view("a text that is gone")));
}

}  // namespace
}  // namespace gatehouse::endpoint
