#include "endpoint/form.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>

// Reading of multipart/form-data (src/endpoint/multipart.cpp).
namespace gatehouse::endpoint {
namespace {

// As curl 7.88 sends: -F action=service/card/kick -F empty= -F 'f=@q"x.txt;type=text/plain' -F 名=值 -F
// 'na"me=v'
constexpr std::string_view curl_type =
    "multipart/form-data; boundary=------------------------27d599029f017969";
constexpr std::string_view curl_body =
    "--------------------------27d599029f017969\r\nContent-Disposition: form-data; name=\"action\"\r\n\r\n"
    "service/card/kick\r\n"
    "--------------------------27d599029f017969\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n"
    "--------------------------27d599029f017969\r\nContent-Disposition: form-data; name=\"f\"; "
    "filename=\"q%22x.txt\"\r\nContent-Type: text/plain\r\n\r\nab\r\ncd\r\n"
    "--------------------------27d599029f017969\r\nContent-Disposition: form-data; name=\"名\"\r\n\r\n值\r\n"
    "--------------------------27d599029f017969\r\nContent-Disposition: form-data; "
    "name=\"na%22me\"\r\n\r\nv\r\n"
    "--------------------------27d599029f017969--\r\n";

// A body as PHP clients write it by hand and browsers do, with boundary `b`.
std::string part(std::string_view head, std::string_view value)
{
    return std::string("--b\r\n").append(head).append("\r\n\r\n").append(value).append("\r\n");
}

std::string field(std::string_view name, std::string_view value)
{
    return part("Content-Disposition: form-data; name=\"" + std::string(name) + "\"", value);
}

struct outcome {
    std::optional<form_fault> fault;
    std::size_t fields = 0;
    std::string a;

    friend bool operator==(const outcome&, const outcome&) = default;
};

void PrintTo(const outcome& what, std::ostream* out)
{
    *out << (what.fault ? "fault " + std::to_string(static_cast<int>(*what.fault)) : "no fault") << ", "
         << what.fields << " fields, a=" << what.a;
}

outcome read(std::string_view body, std::string_view type = "multipart/form-data; boundary=b")
{
    form into;
    const auto fault = read_form_body(type, body, into);
    return {fault, into.size(), std::string(into.find("a").value_or("(absent)"))};
}

const outcome one_field{std::nullopt, 1, "1"};

bool is_malformed(std::string_view body, std::string_view type = "multipart/form-data; boundary=b")
{
    return read(body, type).fault == form_fault::malformed;
}

TEST(multipart, of_curl_is_read)
{
    form into;
    EXPECT_EQ(read_form_body(curl_type, curl_body, into), std::nullopt);
    EXPECT_EQ(into.size(), 5U);
    EXPECT_EQ(into.find("action"), "service/card/kick");
    EXPECT_EQ(into.find("empty"), "");
    EXPECT_EQ(into.find("f"), "ab\r\ncd");
    EXPECT_EQ(into.find("名"), "值");
    EXPECT_EQ(into.find("na%22me"), "v");
}

TEST(multipart, of_php_and_browsers_is_read)
{
    const std::string body =
        part("Content-Disposition: form-data; name=\"a\"\r\nContent-Length: 1", "1") +
        part("Content-Type: text/plain; charset=utf-8\r\ncontent-disposition:form-data;name=b", "2") +
        part("Content-Disposition: form-data; filename=\"x;y=z.jpg\"; name=\"c\"\r\n"
             "Content-Type: image/jpeg\r\nContent-Transfer-Encoding: binary",
             "\xff\xd8\xff") +
        "--b--\r\n";
    form into;
    EXPECT_EQ(read_form_body("Multipart/Form-Data; charset=utf-8; Boundary=\"b\"", body, into), std::nullopt);
    EXPECT_EQ(into.size(), 3U);
    EXPECT_EQ(into.find("a"), "1");
    EXPECT_EQ(into.find("b"), "2");
    EXPECT_EQ(into.find("c"), "\xff\xd8\xff");
}

TEST(multipart, answers_the_last_value_of_a_name)
{
    EXPECT_EQ(read(field("a", "1") + field("b", "x") + field("a", "2") + "--b--"),
              (outcome{std::nullopt, 3, "2"}));
}

TEST(multipart, takes_a_value_byte_for_byte)
{
    for (const std::string& value : {std::string("\0\r\n\r\n--", 7), std::string("\r\n--"),
                                     std::string("x--b"), std::string("\n--b\n"), std::string("%41+;&=")}) {
        const outcome got = read(field("a", value) + "--b--");
        EXPECT_EQ(got, (outcome{std::nullopt, 1, value}));
    }
}

TEST(multipart, may_end_with_a_line_end_an_epilogue_or_nothing)
{
    EXPECT_EQ(read(field("a", "1") + "--b--"), one_field);
    EXPECT_EQ(read(field("a", "1") + "--b--\r\n"), one_field);
    EXPECT_EQ(read(field("a", "1") + "--b--\r\nepilogue" + field("a", "2")), one_field);
}

TEST(multipart, may_have_no_part)
{
    EXPECT_EQ(read("--b--\r\n"), (outcome{std::nullopt, 0, "(absent)"}));
}

TEST(multipart, without_a_usable_boundary_is_malformed)
{
    const std::string body = field("a", "1") + "--b--";
    for (const std::string_view type :
         {"multipart/form-data", "multipart/form-data;", "multipart/form-data; boundary",
          "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
          "multipart/form-data; boundary=\"b", "multipart/form-data; xboundary=b",
          "multipart/form-data; boundary=b; boundary=c", "multipart/form-data; boundary=c"})
        EXPECT_TRUE(is_malformed(body, type)) << type;
    const std::string longest(70, 'b');
    const auto with = [](const std::string& boundary) {
        return read("--" + boundary + "\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--" + boundary +
                        "--",
                    "multipart/form-data; boundary=" + boundary);
    };
    EXPECT_EQ(with(longest), one_field);
    EXPECT_EQ(with(longest + "b").fault, form_fault::malformed);
}

TEST(multipart, with_broken_boundaries_is_malformed)
{
    for (const std::string& body :
         {std::string(), std::string("--"), std::string("--b"), std::string("--b-"), std::string("--b\r\n"),
          std::string("--bx\r\n\r\n\r\n--b--"), std::string("--b \r\n\r\n\r\n--b--"), field("a", "1"),
          field("a", "1") + "--b", field("a", "1") + "--b-", field("a", "1") + "--b\r\n",
          field("a", "1") + "--bb--", field("a", "1") + "--b--x",
          std::string("--b\nContent-Disposition: form-data; name=a\n\n1\n--b--\n"),
          std::string("--b\r\nContent-Disposition: form-data; name=a\r\n--b--\r\n"),
          std::string("--b\r\nContent-Disposition: form-data; name=a\r\n\r\n--b--\r\n")})
        EXPECT_TRUE(is_malformed(body)) << body;
}

TEST(multipart, with_a_part_that_nothing_names_is_malformed)
{
    for (const std::string_view head :
         {"", "Content-Type: text/plain", "Content-Disposition: form-data",
          "Content-Disposition: form-data; filename=a", "Content-Disposition: form-data; name=\"a",
          "Content-Disposition: form-data; name", "X-Content-Disposition: name=a", "Content-Disposition",
          "Content-Disposition: form-data; xname=a"})
        EXPECT_TRUE(is_malformed(part(head, "1") + "--b--")) << head;
}

TEST(multipart, that_two_readers_could_understand_differently_is_malformed)
{
    for (const std::string_view head :
         {"Content-Disposition: form-data; name=a; name=b",
          "Content-Disposition: form-data; name=a\r\nContent-Disposition: form-data; name=b",
          "Content-Disposition: form-data;\r\n name=a", "Content-Disposition : form-data; name=a",
          "Content-Disposition: attachment; name=a", "X: 1\rContent-Disposition: form-data; name=a",
          "Content-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64"})
        EXPECT_TRUE(is_malformed(part(head, "1") + "--b--")) << head;
    EXPECT_TRUE(is_malformed("preamble\r\n" + field("a", "1") + "--b--"));
}

TEST(multipart, bounds_the_head_of_a_part)
{
    const std::string name = "Content-Disposition: form-data; name=a";
    EXPECT_EQ(read(part("X: " + std::string(8000, 'x') + "\r\n" + name, "1") + "--b--"), one_field);
    EXPECT_TRUE(is_malformed(part("X: " + std::string(8192, 'x') + "\r\n" + name, "1") + "--b--"));
}

TEST(multipart, has_at_most_a_thousand_parts_and_names_of_256_bytes)
{
    std::string body;
    for (int i = 0; i < 1000; ++i)
        body += field("a", std::to_string(i));
    EXPECT_EQ(read(body + "--b--"), (outcome{std::nullopt, 1000, "999"}));
    EXPECT_EQ(read(body + field("a", "x") + "--b--").fault, form_fault::too_many_fields);
    EXPECT_EQ(read(field(std::string(256, 'n'), "1") + "--b--").fault, std::nullopt);
    EXPECT_EQ(read(field(std::string(257, 'n'), "1") + "--b--").fault, form_fault::name_too_long);
}

TEST(multipart, cut_anywhere_is_malformed)
{
    const std::string_view whole = curl_body.substr(0, curl_body.size() - 2);
    ASSERT_EQ(read(whole, curl_type).fault, std::nullopt);
    // Copies of exactly that length, so that a look behind the end is seen.
    for (std::size_t length = 0; length < whole.size(); ++length)
        ASSERT_TRUE(is_malformed(std::string(whole.substr(0, length)), curl_type)) << length;
}

TEST(multipart, with_a_type_cut_anywhere_does_no_harm)
{
    for (std::size_t length = 0; length < curl_type.size(); ++length)
        ASSERT_NE(read(curl_body, std::string(curl_type.substr(0, length))).fields, 5U) << length;
}

}  // namespace
}  // namespace gatehouse::endpoint
