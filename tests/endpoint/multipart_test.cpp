#include "endpoint/form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>

namespace gatehouse::endpoint {
namespace {

using testing::Optional;

constexpr std::string_view usual_type = "multipart/form-data; boundary=B";

form read(std::string_view type, std::string_view body)
{
    form out;
    EXPECT_EQ(read_multipart(type, body, out), std::nullopt) << body;
    return out;
}

std::optional<form_fault> fault_of(std::string_view type, std::string_view body)
{
    form out;
    return read_multipart(type, body, out);
}

std::string part(std::string_view name, std::string_view value)
{
    return "--B\r\nContent-Disposition: form-data; name=\"" + std::string(name) + "\"\r\n\r\n" +
           std::string(value) + "\r\n";
}

// A part whose head is given.
std::string part_with(std::string_view head)
{
    return "--B\r\n" + std::string(head) + "\r\n\r\nv\r\n--B--\r\n";
}

constexpr std::string_view good_head = "Content-Disposition: form-data; name=\"a\"";

// curl 7.88: -F action=… -F cardnum=… -F image=@tap.jpg -F 'na"me\x=v' -F empty=
TEST(multipart, reads_what_curl_sends)
{
    constexpr std::string_view image("\xff\xd8\xff\xe0\r\n--\0\xff\xd9", 11);
    const std::string dashes = "--------------------------bc81f5287643f6c0";
    const std::string body =
        dashes + "\r\nContent-Disposition: form-data; name=\"action\"\r\n\r\nservice/card/kick\r\n" + dashes +
        "\r\nContent-Disposition: form-data; name=\"cardnum\"\r\n\r\n0040856634\r\n" + dashes +
        "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"tap.jpg\"\r\nContent-Type: "
        "image/jpeg\r\n\r\n" +
        std::string(image) + "\r\n" + dashes +
        "\r\nContent-Disposition: form-data; name=\"na%22me\\x\"\r\n\r\nv\r\n" + dashes +
        "\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n" + dashes + "--\r\n";
    const form f = read("multipart/form-data; boundary=------------------------bc81f5287643f6c0", body);
    EXPECT_EQ(f.size(), 5U);
    EXPECT_THAT(f.find("action"), Optional(std::string_view("service/card/kick")));
    EXPECT_THAT(f.find("cardnum"), Optional(std::string_view("0040856634")));
    EXPECT_THAT(f.find("image"), Optional(image));
    EXPECT_THAT(f.find("na%22me\\x"), Optional(std::string_view("v")));
    EXPECT_THAT(f.find("empty"), Optional(std::string_view("")));
}

// Python's requests 2: no parameters' quotes in the header, UTF-8 in names.
TEST(multipart, reads_what_python_sends)
{
    const std::string dashes = "--76312926f872ae5b1cdecadf2201a05a";
    const std::string body = dashes + "\r\nContent-Disposition: form-data; name=\"名\"\r\n\r\n张\r\n" +
                             dashes +
                             "\r\nContent-Disposition: form-data; name=\"image\"; filename=\"照片.jpg\"\r\n"
                             "Content-Type: image/jpeg\r\n\r\n\xff\xd8\r\n" +
                             dashes + "--\r\n";
    const form f = read("multipart/form-data; boundary=76312926f872ae5b1cdecadf2201a05a", body);
    EXPECT_EQ(f.size(), 2U);
    EXPECT_THAT(f.find("名"), Optional(std::string_view("张")));
    EXPECT_THAT(f.find("image"), Optional(std::string_view("\xff\xd8")));
}

// Java: a boundary with an equals sign, left without quotes by some; charset in each part's head.
TEST(multipart, reads_what_java_sends)
{
    const std::string body =
        "------=_Part_0_1.2\r\nContent-Type: text/plain; charset=UTF-8\r\n"
        "Content-Transfer-Encoding: 8bit\r\ncontent-disposition:form-data;name=a\r\n\r\n1\r\n"
        "------=_Part_0_1.2--";
    for (const std::string_view type :
         {"multipart/form-data;boundary=----=_Part_0_1.2",
          "multipart/form-data; charset=UTF-8; Boundary=\"----=_Part_0_1.2\" ;"})
        EXPECT_THAT(read(type, body).find("a"), Optional(std::string_view("1"))) << type;
}

TEST(multipart, takes_the_last_of_several_values)
{
    EXPECT_THAT(read(usual_type, part("a", "1") + part("a", "2") + "--B--").find("a"),
                Optional(std::string_view("2")));
}

TEST(multipart, has_no_fields_where_there_are_no_parts)
{
    EXPECT_EQ(read(usual_type, "--B--").size(), 0U);
    EXPECT_EQ(read(usual_type, "--B--\r\n").size(), 0U);
}

TEST(multipart, leaves_a_value_as_it_is)
{
    for (const std::string_view value : {"", "+%41&=", "\r\n", "\r\n--", "\r\n--b", "\n--B--\n", " x ", "-"})
        EXPECT_THAT(read(usual_type, part("a", value) + "--B--").find("a"), Optional(value));
}

TEST(multipart, ignores_what_follows_its_end)
{
    EXPECT_EQ(read(usual_type, part("a", "1") + "--B--\r\n" + part("b", "2") + "--B--\r\n").size(), 1U);
}

TEST(multipart, wants_a_boundary_that_nobody_reads_differently)
{
    const std::string body = part("a", "1") + "--B--\r\n";
    for (const std::string_view type :
         {"multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=\"\"",
          "multipart/form-data; boundary=\"B", "multipart/form-data; boundary=B; boundary=B",
          "multipart/form-data; boundary=B C", "multipart/form-data; boundary=B\"",
          "multipart/form-data; boundary", "multipart/form-data; boundary = B",
          "multipart/form-data; boundary=\"B\"C", "multipart/form-data boundary=B",
          "multipart/form-data; boundary=C", "multipart/form-data; boundary=b",
          "multipart/form-data; x; boundary=B", "multipart/form-data; boundary=\"\\B\"",
          "multipart/form-data; boundary=B,C"})
        EXPECT_EQ(fault_of(type, body), form_fault::malformed) << type;
    const std::string longest(70, 'x');
    EXPECT_EQ(fault_of("multipart/form-data; boundary=" + longest, "--" + longest + "--"), std::nullopt);
    EXPECT_EQ(fault_of("multipart/form-data; boundary=x" + longest, "--x" + longest + "--"),
              form_fault::malformed);
}

TEST(multipart, refuses_bodies_whose_frame_is_broken)
{
    const std::string whole = part("a", "1") + part("b", "2") + "--B--";
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_EQ(fault_of(usual_type, whole.substr(0, size)), form_fault::malformed) << size;
    EXPECT_EQ(fault_of(usual_type, whole), std::nullopt);
    for (const std::string& body :
         {"preamble\r\n" + whole, "\r\n" + whole, whole + "x", whole + "\n", whole + " \r\n",
          "--B \r\n" + whole.substr(5), "--B\n" + whole.substr(5), "--Bx\r\n" + whole.substr(5),
          part("a", "1\r\n--Bx") + "--B--", part("a", "1\r\n--B") + "--B--", std::string("a=1&b=2")})
        EXPECT_EQ(fault_of(usual_type, body), form_fault::malformed) << body;
}

// One reader sees a part without a body there, another a body that begins with a boundary.
TEST(multipart, refuses_a_boundary_within_a_part_s_head)
{
    const std::string good(good_head);
    for (const std::string& body :
         {"--B\r\n" + good + "\r\n--B\r\n" + good + "\r\n\r\nv\r\n--B--\r\n",
          "--B\r\n" + good + "\r\n\r\n--B\r\n" + good + "\r\n\r\nv\r\n--B--\r\n",
          "--B\r\n--B\r\n" + good + "\r\n\r\nv\r\n--B--\r\n", "--B\r\n" + good + "\r\n\r\n--B--\r\n"})
        EXPECT_EQ(fault_of(usual_type, body), form_fault::malformed) << body;
}

TEST(multipart, wants_each_part_to_say_its_one_name)
{
    EXPECT_EQ(fault_of(usual_type, part_with(good_head)), std::nullopt);
    const std::string good(good_head);
    for (const std::string& head : {std::string("X: y"),
                                    std::string("Content-Disposition: form-data"),
                                    std::string("Content-Disposition: form-data; name"),
                                    std::string("Content-Disposition: form-data; filename=\"name=a\""),
                                    std::string("Content-Disposition: form-data; name*=a"),
                                    std::string("Content-Disposition: form-data; name=\"a"),
                                    std::string("Content-Disposition: form-data; name=\"a\\\""),
                                    std::string("Content-Disposition: form-data; name=\"a\"; name=\"b\""),
                                    std::string("Content-Disposition: form-data; name=a b"),
                                    std::string("Content-Disposition: form-data, name=a"),
                                    std::string("Content-Disposition: attachment; name=\"a\""),
                                    std::string("Content-Disposition : form-data; name=\"a\""),
                                    good + "\r\n" + good,
                                    std::string("\r\n") + good,
                                    good + "\nX: y",
                                    good + "\rX: y",
                                    " " + good,
                                    std::string("Content-Disposition: form-data;\r\n name=\"a\""),
                                    good + "\r\nno colon here",
                                    good + "\r\n: x"})
        EXPECT_EQ(fault_of(usual_type, part_with(head)), form_fault::malformed) << head;
}

TEST(multipart, refuses_encodings_that_would_make_a_value_other_bytes)
{
    const std::string good(good_head);
    for (const std::string_view encoding : {"8bit", "7bit", "Binary"})
        EXPECT_EQ(
            fault_of(usual_type, part_with(good + "\r\nContent-Transfer-Encoding: " + std::string(encoding))),
            std::nullopt);
    for (const std::string_view encoding : {"base64", "quoted-printable", ""})
        EXPECT_EQ(fault_of(usual_type,
                           part_with("content-transfer-encoding: " + std::string(encoding) + "\r\n" + good)),
                  form_fault::malformed);
}

TEST(multipart, has_limits)
{
    std::string thousand;
    for (int i = 0; i < 1000; ++i)
        thousand += part("a", "");
    EXPECT_EQ(read(usual_type, thousand + "--B--").size(), 1000U);
    EXPECT_EQ(fault_of(usual_type, thousand + part("a", "") + "--B--"), form_fault::too_many_fields);
    EXPECT_EQ(fault_of(usual_type, part(std::string(256, 'n'), "v") + "--B--"), std::nullopt);
    EXPECT_EQ(fault_of(usual_type, part(std::string(257, 'n'), "v") + "--B--"), form_fault::name_too_long);
    EXPECT_EQ(fault_of(usual_type, part_with(std::string(good_head) + "\r\nX: " + std::string(8000, 'x'))),
              std::nullopt);
    EXPECT_EQ(fault_of(usual_type, part_with(std::string(good_head) + "\r\nX: " + std::string(8192, 'x'))),
              form_fault::malformed);
}

TEST(multipart, brings_back_any_bytes)
{
    std::mt19937 random(7);
    constexpr std::string_view letters = "\r\n-Bx:; ";
    for (int round = 0; round < 3000; ++round) {
        std::string value;
        for (auto i = random() % 20; i > 0; --i)
            value += letters[random() % letters.size()];
        const bool holds_boundary = ("\r\n" + value + "\r").find("\r\n--B") != std::string::npos;
        const std::string body = part("a", value) + part("b", "end") + "--B--";
        form out;
        const auto fault = read_multipart(usual_type, body, out);
        if (holds_boundary)
            continue;
        ASSERT_EQ(fault, std::nullopt) << value;
        ASSERT_EQ(out.size(), 2U);
        ASSERT_EQ(out.find("a").value_or("?"), value);
        ASSERT_EQ(out.find("b").value_or("?"), "end");
    }
}

}  // namespace
}  // namespace gatehouse::endpoint
