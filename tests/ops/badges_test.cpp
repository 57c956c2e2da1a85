#include "ops/badges.hpp"

#include "ops/qr_reader.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

namespace gatehouse::ops::test {
namespace {

// The squares of one page, as a picture.
gray_picture read_page(const std::string& pdf, std::size_t page)
{
    constexpr double scale = 4;
    gray_picture made{972, 612, std::vector<unsigned char>(std::size_t{972} * 612, 255)};
    std::size_t at = 0;
    for (std::size_t i = 0; i <= page; ++i)
        at = pdf.find(">>\nstream\n", at + 1) + 10;
    const std::size_t end = pdf.find("f\nBT", at);
    while (at < end) {
        double x = 0;
        double y = 0;
        double side = 0;
        int length = 0;
        EXPECT_EQ(std::sscanf(pdf.c_str() + at, "%lf %lf %lf %*f re\n%n", &x, &y, &side, &length), 3);
        const auto pixel = [](double where) { return static_cast<std::size_t>(std::lround(where * scale)); };
        for (std::size_t row = pixel(153 - y - side); row < pixel(153 - y); ++row)
            for (std::size_t column = pixel(x); column < pixel(x + side); ++column)
                made.pixels[row * made.width + column] = 0;
        if (length <= 0)
            break;
        at += static_cast<std::size_t>(length);
    }
    return made;
}

TEST(badges, are_a_page_for_each_guest_whose_code_is_read_from_it)
{
    const std::string first = R"({"id": 207,"qrcode":"83bae139a9bc445384f4fc7a2df6a047"})";
    const std::string second = R"({"id": 207,"qrcode":"00bae139a9bc445384f4fc7a2df6a047"})";
    const std::string pdf = draw_badges({{{"张三", "公司", "A😀"}, first}, {{"李四"}, second}});
    EXPECT_TRUE(pdf.starts_with("%PDF-1.4\n"));
    EXPECT_NE(pdf.find("/Count 2"), std::string::npos);
    EXPECT_NE(pdf.find("<5F204E09> Tj"), std::string::npos);
    EXPECT_NE(pdf.find("<00410020> Tj"), std::string::npos) << "what no font of two bytes has is a blank";
    EXPECT_EQ(decode(read_page(pdf, 0)), first);
    EXPECT_EQ(decode(read_page(pdf, 1)), second);
}

TEST(badges, say_truly_where_each_part_begins)
{
    const std::string pdf = draw_badges({{{"张三"}, "x"}});
    const std::size_t table = std::stoul(pdf.substr(pdf.rfind("startxref\n") + 10));
    ASSERT_EQ(pdf.substr(table, 9), "xref\n0 8\n");
    for (std::size_t i = 1; i < 8; ++i) {
        const std::size_t start = std::stoul(pdf.substr(table + 9 + 20 * i, 10));
        EXPECT_TRUE(pdf.substr(start).starts_with(std::to_string(i) + " 0 obj\n")) << i;
    }
    const std::size_t begin = pdf.find("stream\n") + 7;
    EXPECT_NE(pdf.find("/Length " + std::to_string(pdf.find("endstream") - begin) + " "), std::string::npos);
}

}  // namespace
}  // namespace gatehouse::ops::test
