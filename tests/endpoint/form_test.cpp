#include "endpoint/form.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::endpoint {
namespace {

constexpr std::string_view urlencoded = "application/x-www-form-urlencoded";

// The last value of a name in a body, or what no value looks like.
std::string value(std::string_view body, std::string_view name = "a")
{
    form fields;
    EXPECT_EQ(read_urlencoded(body, fields), std::nullopt);
    return std::string(fields.find(name).value_or("(absent)"));
}

std::size_t count(std::string_view body)
{
    form fields;
    EXPECT_EQ(read_urlencoded(body, fields), std::nullopt);
    return fields.size();
}

std::string fields_in(std::size_t many)
{
    std::string body;
    for (std::size_t i = 0; i < many; ++i)
        body += (i == 0 ? "f" : "&f") + std::to_string(i) + "=" + std::to_string(i);
    return body;
}

TEST(form, of_the_document_is_read)
{
    const std::string_view body =
        "action=service/meta/get&appid=08560e99366c6653e9a408f154da734c"
        "&appsecret=c724f2d614aabc62376c94f67170c458&authkid=4b77d8e78c6ef930130170c13ee7ffc3";
    EXPECT_EQ(value(body, "action"), "service/meta/get");
    EXPECT_EQ(value(body, "appid"), "08560e99366c6653e9a408f154da734c");
    EXPECT_EQ(value(body, "authkid"), "4b77d8e78c6ef930130170c13ee7ffc3");
    EXPECT_EQ(count(body), 4U);
}

TEST(form, undoes_escapes)
{
    EXPECT_EQ(value("a=%E8%90%8C%e5%a6%b9+1%2B1"), "萌妹 1+1");
    EXPECT_EQ(value("%61=b"), "b");
    EXPECT_EQ(value("a+b=c", "a b"), "c");
    EXPECT_EQ(value("a=%26%3D%25%00"), std::string("&=%\0", 4));
    EXPECT_EQ(value("a=%C3%C8"), "\xc3\xc8");
}

TEST(form, takes_bytes_that_should_have_been_escaped)
{
    EXPECT_EQ(value("a=13632241882,萌妹;13632231882,😀;"), "13632241882,萌妹;13632231882,😀;");
    EXPECT_EQ(value(std::string_view("a=\0\xff \r\n\"", 8)), std::string_view("\0\xff \r\n\"", 6));
}

TEST(form, takes_a_percent_sign_that_starts_no_escape)
{
    EXPECT_EQ(value("a=100%"), "100%");
    EXPECT_EQ(value("a=%4"), "%4");
    EXPECT_EQ(value("a=%zz%4g%g4%%41"), "%zz%4g%g4%A");
    EXPECT_EQ(value("a=%&b=%4&c=1", "c"), "1");
    EXPECT_EQ(value("a=%&41=2", "a"), "%");
}

TEST(form, separates_nothing_by_semicolons)
{
    EXPECT_EQ(value("a=1;b=2"), "1;b=2");
    EXPECT_EQ(value("a=1;b=2", "b"), "(absent)");
}

TEST(form, splits_a_field_at_its_first_equals_sign)
{
    EXPECT_EQ(value("a=b=c=="), "b=c==");
    EXPECT_EQ(value("a="), "");
    EXPECT_EQ(value("a"), "");
    EXPECT_EQ(value("=b", ""), "b");
    EXPECT_EQ(value("a%3Db=c", "a=b"), "c");
}

TEST(form, passes_over_empty_fields)
{
    EXPECT_EQ(count(""), 0U);
    EXPECT_EQ(count("&&&"), 0U);
    EXPECT_EQ(count("&a=1&&b=2&"), 2U);
}

TEST(form, answers_the_last_value_of_a_name)
{
    EXPECT_EQ(value("a=1&b=2&a=3"), "3");
    EXPECT_EQ(value("a=1&a"), "");
    EXPECT_EQ(value("A=1"), "(absent)");
}

TEST(form, has_at_most_a_thousand_fields)
{
    form fields;
    EXPECT_EQ(read_urlencoded(fields_in(1000), fields), std::nullopt);
    form too_many;
    EXPECT_EQ(read_urlencoded(fields_in(1001), too_many), form_fault::too_many_fields);
    form query_and_body;
    EXPECT_EQ(read_urlencoded("q=1", query_and_body), std::nullopt);
    EXPECT_EQ(read_urlencoded(fields_in(1000), query_and_body), form_fault::too_many_fields);
}

TEST(form, has_names_of_at_most_256_bytes)
{
    EXPECT_EQ(value(std::string(256, 'n') + "=1", std::string(256, 'n')), "1");
    form too_long;
    EXPECT_EQ(read_urlencoded(std::string(257, 'n') + "=1", too_long), form_fault::name_too_long);
    std::string escaped;
    for (int i = 0; i < 256; ++i)
        escaped += "%6e";
    EXPECT_EQ(value(escaped + "=1", std::string(256, 'n')), "1");
}

TEST(form, takes_the_action_from_the_query)
{
    const std::string query = "action=service%2Fmeta%2Fget&x=1";
    const std::string body = "x=2&appid=a+b";
    form fields;
    EXPECT_EQ(read_urlencoded(query, fields), std::nullopt);
    EXPECT_EQ(read_form_body(urlencoded, body, fields), std::nullopt);
    EXPECT_EQ(fields.find("action"), "service/meta/get");
    EXPECT_EQ(fields.find("x"), "2");
    EXPECT_EQ(fields.find("appid"), "a b");
}

TEST(form, keeps_its_values_when_it_moves)
{
    const std::string body = "a=%41&b=" + std::string(1000, '+') + "&c=plain";
    form fields;
    ASSERT_EQ(read_urlencoded(body, fields), std::nullopt);
    const form moved = std::move(fields);
    EXPECT_EQ(moved.find("a"), "A");
    EXPECT_EQ(moved.find("b"), std::string(1000, ' '));
    EXPECT_EQ(moved.find("c"), "plain");
}

TEST(form, is_read_by_its_media_type_in_any_case)
{
    for (const std::string_view type :
         {"application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded",
          " application/x-www-form-urlencoded ; charset=UTF-8"}) {
        form fields;
        EXPECT_EQ(read_form_body(type, "a=1", fields), std::nullopt);
        EXPECT_EQ(fields.find("a"), "1") << type;
    }
}

TEST(form, of_any_other_media_type_has_no_fields)
{
    for (const std::string_view type : {"", "application/json", "text/plain", "multipart/mixed; boundary=b",
                                        ";", "application/x-www-form-urlencodedx"}) {
        form fields;
        EXPECT_EQ(read_form_body(type, "a=1", fields), std::nullopt);
        EXPECT_EQ(fields.size(), 0U) << type;
    }
}

std::string escaped(std::string_view text, std::mt19937& random)
{
    std::string out;
    for (const char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain && random() % 4 != 0) {
            out += c;
        } else if (c == ' ' && random() % 2 == 0) {
            out += '+';
        } else {
            char three[4];
            std::snprintf(three, sizeof three, random() % 2 == 0 ? "%%%02x" : "%%%02X",
                          static_cast<unsigned char>(c));
            out += three;
        }
    }
    return out;
}

TEST(form, reads_whatever_was_escaped)
{
    std::mt19937 random(1);
    for (int round = 0; round < 2000; ++round) {
        std::vector<std::pair<std::string, std::string>> sent;
        std::string body;
        for (unsigned fields = static_cast<unsigned>(random() % 20); fields > 0; --fields) {
            std::string text(random() % 30, '\0');
            for (char& c : text)
                c = random() % 2 == 0 ? static_cast<char>(random()) : " az09"[random() % 5];
            sent.emplace_back("n" + std::to_string(fields), text);
            body += (body.empty() ? "" : "&") + escaped(sent.back().first, random) + "=" +
                    escaped(text, random);
        }
        form fields;
        ASSERT_EQ(read_urlencoded(body, fields), std::nullopt);
        ASSERT_EQ(fields.size(), sent.size());
        for (const auto& [name, text] : sent)
            ASSERT_EQ(fields.find(name), text) << body;
    }
}

}  // namespace
}  // namespace gatehouse::endpoint
