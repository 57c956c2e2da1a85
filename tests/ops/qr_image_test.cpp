#include "ops/qr_image.hpp"

#include "ops/qr_reader.hpp"

#include <gtest/gtest.h>
#include <png.h>
#include <turbojpeg.h>

#include <cstdio>
#include <memory>

namespace gatehouse::ops::test {
namespace {

gray_picture read_png(const std::string& bytes)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    EXPECT_NE(png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()), 0);
    image.format = PNG_FORMAT_GRAY;
    gray_picture made{image.width, image.height, std::vector<unsigned char>(PNG_IMAGE_SIZE(image))};
    EXPECT_NE(png_image_finish_read(&image, nullptr, made.pixels.data(), 0, nullptr), 0);
    return made;
}

gray_picture read_jpg(const std::string& bytes)
{
    const std::unique_ptr<void, int (*)(void*)> coder(tjInitDecompress(), tjDestroy);
    const auto* const from = reinterpret_cast<const unsigned char*>(bytes.data());
    int width = 0;
    int height = 0;
    int sampling = 0;
    int colours = 0;
    EXPECT_EQ(tjDecompressHeader3(coder.get(), from, bytes.size(), &width, &height, &sampling, &colours), 0);
    gray_picture made{
        static_cast<unsigned>(width), static_cast<unsigned>(height),
        std::vector<unsigned char>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height))};
    EXPECT_EQ(
        tjDecompress2(coder.get(), from, bytes.size(), made.pixels.data(), width, 0, height, TJPF_GRAY, 0),
        0);
    return made;
}

// Draws what our pictures consist of: a view box and squares of one unit.
gray_picture read_svg(const std::string& text)
{
    constexpr unsigned scale = 6;
    unsigned side = 0;
    EXPECT_EQ(std::sscanf(text.c_str() + text.find("viewBox"), "viewBox=\"0 0 %u", &side), 1);
    gray_picture made{side * scale, side * scale,
                      std::vector<unsigned char>(side * side * scale * scale, 255)};
    for (std::size_t at = text.find('M', text.rfind(" d=\"")); at != std::string::npos;
         at = text.find('M', at + 1)) {
        unsigned x = 0;
        unsigned y = 0;
        int length = 0;
        EXPECT_EQ(std::sscanf(text.c_str() + at, "M%u %uh1v1h-1z%n", &x, &y, &length), 2);
        EXPECT_GT(length, 0);
        for (unsigned row = 0; row < scale; ++row)
            for (unsigned column = 0; column < scale; ++column)
                made.pixels[(y * scale + row) * made.width + x * scale + column] = 0;
    }
    return made;
}

TEST(a_qr_code, is_read_back_from_each_of_its_pictures)
{
    for (const std::string text :
         {R"({"id": 207,"qrcode":"83bae139a9bc445384f4fc7a2df6a047"})",
          R"({"id": 9007199254740991,"qrcode":"00000000000000000000000000000000"})", "x"}) {
        EXPECT_EQ(decode(read_png(draw_qr(text, qr_format::png))), text);
        EXPECT_EQ(decode(read_jpg(draw_qr(text, qr_format::jpg))), text);
        EXPECT_EQ(decode(read_svg(draw_qr(text, qr_format::svg))), text);
    }
}

TEST(a_qr_code, that_was_spoilt_is_not_read)
{
    gray_picture picture = read_png(draw_qr("83bae139a9bc445384f4fc7a2df6a047", qr_format::png));
    for (std::size_t i = 0; i < picture.pixels.size() / 2; ++i)
        picture.pixels[i] = 255;
    EXPECT_EQ(decode(picture), "not one code") << "the reader would see it in anything";
}

TEST(a_qr_format, is_named_by_an_ending)
{
    EXPECT_EQ(qr_format_of("jpg"), qr_format::jpg);
    EXPECT_EQ(qr_format_of("svg"), qr_format::svg);
    for (const std::string_view other : {"", "JPG", "jpeg", "jpg.", ".png"})
        EXPECT_EQ(qr_format_of(other), std::nullopt) << other;
    EXPECT_EQ(content_type_of(qr_format::png), "image/png");
}

}  // namespace
}  // namespace gatehouse::ops::test
