#include "model/picture_format.hpp"

#include "base/bytes.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace gatehouse::model {
namespace {

using namespace std::string_literals;

std::string bytes_of(std::string_view hex)
{
    return base::from_hex(hex).value();
}

// Written by libjpeg 6b's interface (libjpeg-turbo 2.1): 8 × 8 grey, baseline.
const std::string jpeg_start = bytes_of("ffd8");
const std::string jpeg_jfif = bytes_of("ffe000104a46494600010100000100010000");
const std::string jpeg_tables = bytes_of(
    "ffdb004300100b0c0e0c0a100e0d0e1211101318281a181616183123251d283a333d3c3933383740485c4e404457453738506d51"
    "575f626768673e4d71797064785c656763ffc0000b080008000801011100ffc4001400010000000000000000000000000000000"
    "1ffc4001d100002020203010000000000000000000002110103123100042233");
const std::string jpeg_scan = bytes_of("ffda0008010100003f00301a7a9f3a68a8abc41b11b1a82558fb284b72e1e973");
const std::string jpeg_end = bytes_of("ffd9");
const std::string jpeg = jpeg_start + jpeg_jfif + jpeg_tables + jpeg_scan + jpeg_end;

// Python's zlib: 2 × 2 grey.
const std::string png_start = bytes_of("89504e470d0a1a0a");
const std::string png_header = bytes_of("0000000d494844520000000200000002080000000057dd52f8");
const std::string png_pixels = bytes_of("0000000e4944415478da6310506030700000017600a1f158c482");
const std::string png_end = bytes_of("0000000049454e44ae426082");
const std::string png = png_start + png_header + png_pixels + png_end;

const std::string exif_of_a_phone = "Exif\0\0MM\0*GPSLatitude 22.5431N"s;

std::string number(std::size_t value, std::size_t bytes)
{
    std::string out;
    for (std::size_t i = bytes; i-- > 0;)
        out += static_cast<char>(value >> (8 * i) & 0xffU);
    return out;
}

std::string segment(int code, std::string_view payload)
{
    return "\xff" + std::string(1, static_cast<char>(code)) + number(payload.size() + 2, 2) +
           std::string(payload);
}

// The reader does not look at checksums.
std::string chunk(std::string_view name, std::string_view payload)
{
    return number(payload.size(), 4) + std::string(name) + std::string(payload) + "\x12\x34\x56\x78";
}

std::string frame_header(int code, std::size_t height, std::size_t width)
{
    return segment(code, "\x08" + number(height, 2) + number(width, 2) + std::string("\1\1\x11\0", 4));
}

std::string png_of(std::size_t width, std::size_t height)
{
    return png_start + chunk("IHDR", number(width, 4) + number(height, 4) + std::string("\x08\0\0\0\0", 5)) +
           png_end;
}

// The cleaned bytes, or the fault in words.
std::string clean(std::string_view bytes)
{
    const auto read = read_picture(bytes);
    if (const auto* const picture = std::get_if<clean_picture>(&read)) {
        EXPECT_EQ(sniff_picture(picture->bytes), picture->type);
        EXPECT_LE(picture->bytes.size(), bytes.size());
        const auto again = read_picture(picture->bytes);
        EXPECT_EQ(std::get<clean_picture>(again).bytes, picture->bytes);
        return picture->bytes;
    }
    switch (std::get<picture_fault>(read)) {
    case picture_fault::not_a_picture: return "not a picture";
    case picture_fault::too_large: return "too large";
    case picture_fault::too_many_pixels: return "too many pixels";
    }
    return "";
}

TEST(picture_format, is_known_by_its_magic_bytes)
{
    EXPECT_EQ(sniff_picture(jpeg), picture_type::jpeg);
    EXPECT_EQ(sniff_picture("\xff\xd8\xff"), picture_type::jpeg);
    EXPECT_EQ(sniff_picture(png), picture_type::png);
    EXPECT_EQ(sniff_picture(png_start), picture_type::png);
}

TEST(picture_format, refuses_everything_else)
{
    for (const std::string_view bytes : {"", "\xff\xd8", "GIF89a", "BM", "<svg onload=alert(1)>", "%PDF-1.4",
                                         "RIFF", "<?php", "\x89PNG\r\n\x1a", "\x89PNG\n\x1a\n", "PK\x03\x04"})
        EXPECT_EQ(clean(bytes), "not a picture");
    EXPECT_EQ(clean(" " + jpeg), "not a picture");
    EXPECT_EQ(clean("GIF89a" + png), "not a picture");
}

TEST(picture_format, copies_a_picture_that_tells_of_nobody)
{
    EXPECT_EQ(clean(jpeg), jpeg);
    EXPECT_EQ(clean(png), png);
}

TEST(picture_format, leaves_out_exif_xmp_and_comments_of_a_jpeg)
{
    const std::string with = jpeg_start + jpeg_jfif + segment(0xe1, exif_of_a_phone) +
                             segment(0xe1, "http://ns.adobe.com/xap/1.0/") + segment(0xed, "Photoshop 3.0") +
                             segment(0xef, "x") + segment(0xfe, "taken at home") + jpeg_tables + jpeg_scan +
                             jpeg_end;
    EXPECT_EQ(clean(with), jpeg);
}

TEST(picture_format, keeps_what_decides_the_colours_of_a_jpeg)
{
    const std::string with = jpeg_start + jpeg_jfif +
                             segment(0xe2, std::string("ICC_PROFILE\0\1\1profile", 21)) +
                             segment(0xee, std::string("Adobe\0d\0\0\0\0\1", 12)) + jpeg_tables + jpeg_scan +
                             jpeg_end;
    EXPECT_EQ(clean(with), with);
}

TEST(picture_format, leaves_out_thumbnails_and_second_pictures_of_a_jpeg)
{
    const std::string with = jpeg_start + jpeg_jfif + segment(0xe0, std::string("JFXX\0\x10", 6) + jpeg) +
                             segment(0xe2, std::string("MPF\0", 4)) + jpeg_tables + jpeg_scan + jpeg_end +
                             jpeg_start + segment(0xe1, exif_of_a_phone) + jpeg_tables + jpeg_scan + jpeg_end;
    EXPECT_EQ(clean(with), jpeg);
}

TEST(picture_format, leaves_out_what_hides_behind_the_end)
{
    EXPECT_EQ(clean(jpeg + "<?php system($_GET[0]);"), jpeg);
    EXPECT_EQ(clean(jpeg + "PK\x03\x04" + exif_of_a_phone), jpeg);
    EXPECT_EQ(clean(png + "<script>alert(1)</script>"), png);
}

TEST(picture_format, leaves_out_what_hides_between_the_segments_of_a_jpeg)
{
    const std::string with = jpeg_start + jpeg_jfif + "<?php ?>" + std::string("\xff\0\xff\xd0\xff\1", 6) +
                             jpeg_tables + jpeg_scan + jpeg_end;
    EXPECT_EQ(clean(with), jpeg);
}

TEST(picture_format, finds_exif_behind_fill_bytes)
{
    EXPECT_EQ(clean(jpeg_start + "\xff\xff\xff" + segment(0xe1, exif_of_a_phone) + jpeg.substr(2)), jpeg);
}

// Scans of a progressive JPEG have segments between them.
TEST(picture_format, finds_exif_between_scans)
{
    const std::string scan = jpeg_scan + std::string("\xff\0\xff\xd0\x12", 5);
    const std::string with = jpeg_start + jpeg_tables + scan + segment(0xe1, exif_of_a_phone) + jpeg_tables +
                             scan + segment(0xfe, "x") + jpeg_end;
    EXPECT_EQ(clean(with), jpeg_start + jpeg_tables + scan + jpeg_tables + scan + jpeg_end);
}

TEST(picture_format, keeps_a_truncated_jpeg_as_far_as_it_goes)
{
    for (std::size_t size = jpeg_start.size() + jpeg_jfif.size(); size < jpeg.size(); ++size) {
        const std::string part = jpeg.substr(0, size);
        const std::string kept = clean(part);
        EXPECT_TRUE(part == kept || part == kept + "\xff") << size;
    }
    EXPECT_EQ(clean("\xff\xd8\xff"), "\xff\xd8\xff");
    EXPECT_EQ(clean("\xff\xd8\xff\xe1"), "\xff\xd8\xff\xd9");
}

TEST(picture_format, keeps_nothing_of_exif_that_is_cut_off)
{
    const std::string exif = segment(0xe1, exif_of_a_phone);
    for (std::size_t size = 1; size < exif.size(); ++size)
        EXPECT_EQ(clean(jpeg_start + jpeg_jfif + jpeg_tables + exif.substr(0, size)).find("GPS"),
                  std::string::npos);
    const std::string text = chunk("tEXt", "GPS");
    for (std::size_t size = 8; size < text.size(); ++size)
        EXPECT_EQ(clean(png_start + png_header + text.substr(0, size)), png_start + png_header) << size;
}

TEST(picture_format, walks_on_behind_a_comment_that_denies_its_own_length)
{
    EXPECT_EQ(
        clean(jpeg_start + std::string("\xff\xfe\0\1", 4) + segment(0xe1, exif_of_a_phone) + jpeg.substr(2)),
        jpeg);
}

TEST(picture_format, copies_a_jpeg_from_where_it_cannot_be_walked)
{
    const std::string broken = jpeg_start + jpeg_jfif + std::string("\xff\xdb\0\1rest", 8);
    EXPECT_EQ(clean(broken), broken);
}

TEST(picture_format, leaves_out_chunks_of_a_png_that_are_not_its_image)
{
    const std::string with = png_start + png_header + chunk("tEXt", "Comment") + chunk("zTXt", "x") +
                             chunk("iTXt", "XML:com.adobe.xmp") + chunk("eXIf", exif_of_a_phone) +
                             chunk("tIME", "1234567") + chunk("prVt", "<?php ?>") + png_pixels + png_end;
    EXPECT_EQ(clean(with), png);
}

TEST(picture_format, keeps_what_decides_how_a_png_is_seen)
{
    const std::string with = png_start + png_header + chunk("gAMA", "1234") + chunk("pHYs", "123456789") +
                             chunk("PLTE", "rgb") + chunk("tRNS", "1") + png_pixels + png_end;
    EXPECT_EQ(clean(with), with);
}

TEST(picture_format, copies_a_png_from_where_it_cannot_be_walked)
{
    for (const std::string& rest :
         {std::string("\xff\xff\xff\xffIDATxx"), std::string("1234!!!!tEXt"), std::string("123")})
        EXPECT_EQ(clean(png_start + png_header + rest), png_start + png_header + rest);
}

TEST(picture_format, takes_25_megapixels_and_no_more)
{
    EXPECT_EQ(clean(png_of(5000, 5000)), png_of(5000, 5000));
    EXPECT_EQ(clean(png_of(5000, 5001)), "too many pixels");
    EXPECT_EQ(clean(png_of(0xffffffff, 0xffffffff)), "too many pixels");
    EXPECT_EQ(clean(png_of(0, 0xffffffff)), png_of(0, 0xffffffff));
    for (const int code : {0xc0, 0xc1, 0xc2, 0xc3, 0xc9, 0xca, 0xcf}) {
        EXPECT_EQ(clean(jpeg_start + frame_header(code, 50'000, 500) + jpeg_end),
                  jpeg_start + frame_header(code, 50'000, 500) + jpeg_end);
        EXPECT_EQ(clean(jpeg_start + frame_header(code, 50'000, 501) + jpeg_end), "too many pixels");
    }
}

TEST(picture_format, counts_the_largest_frame_that_is_announced)
{
    EXPECT_EQ(clean(jpeg_start + frame_header(0xc0, 65'535, 65'535) + jpeg.substr(2)), "too many pixels");
    EXPECT_EQ(clean(jpeg.substr(0, jpeg.size() - 2) + frame_header(0xc2, 65'535, 65'535) + jpeg_end),
              "too many pixels");
}

// Where decoders look for it: behind fill bytes, markers without a length and bytes that mean nothing.
TEST(picture_format, counts_a_frame_that_hides)
{
    const std::string large = frame_header(0xc0, 65'535, 65'535);
    for (const std::string& before : {std::string("\xff\xff"), std::string("\xff\x01"),
                                      std::string("\xff\xd0"), std::string("junk\xff\0", 6)})
        EXPECT_EQ(clean(jpeg_start + jpeg_jfif + before + large + jpeg_scan + jpeg_end), "too many pixels");
    EXPECT_EQ(clean(png_of(6000, 6000).substr(0, 33) + png_header + png_end), "too many pixels");
}

TEST(picture_format, takes_tables_for_tables_not_for_frames)
{
    for (const int code : {0xc4, 0xc8, 0xcc})
        EXPECT_NE(clean(jpeg_start + frame_header(code, 65'535, 65'535) + jpeg_end), "too many pixels");
}

TEST(picture_format, takes_2_mib_and_no_more)
{
    const std::string most = jpeg + std::string(picture_bytes_most - jpeg.size(), 'x');
    EXPECT_EQ(clean(most), jpeg);
    EXPECT_EQ(clean(most + "x"), "too large");
    EXPECT_EQ(clean(std::string(picture_bytes_most + 1, 'x')), "not a picture");
}

TEST(picture_format, survives_being_cut_anywhere)
{
    const std::string whole_jpeg = jpeg_start + jpeg_jfif + segment(0xe1, exif_of_a_phone) + jpeg_tables +
                                   jpeg_scan + segment(0xfe, "x") + jpeg_end + "trailer";
    const std::string whole_png = png_start + png_header + chunk("tEXt", "x") + png_pixels + png_end +
                                  "trailer";
    for (const std::string& picture : {whole_jpeg, whole_png})
        for (std::size_t size = 0; size < picture.size(); ++size)
            clean(std::string(picture.substr(0, size)));
}

TEST(picture_format, survives_any_byte_changed)
{
    std::mt19937 random(4);
    const std::string base_picture = jpeg_start + segment(0xe1, exif_of_a_phone) + jpeg_tables + jpeg_scan +
                                     segment(0xfe, "x") + jpeg_end;
    for (const std::string& picture :
         {base_picture, png_start + png_header + chunk("tEXt", "x") + png_pixels + png_end})
        for (int round = 0; round < 20'000; ++round) {
            std::string changed = picture;
            for (int i = 0; i < 3; ++i)
                changed[3 + random() % (changed.size() - 3)] = static_cast<char>(random() & 0xffU);
            clean(changed);
        }
}

}  // namespace
}  // namespace gatehouse::model
