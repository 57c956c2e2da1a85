#include "base/bytes.hpp"
#include "model/picture_format.hpp"
#include "wire/beiliao/kindergarten.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::wire::beiliao::test {
namespace {

constexpr std::string_view now_seconds = "1780000000";
constexpr std::string_view no_picture = "bm8gcGljdHVyZQ==";

// A PNG of one pixel.
constexpr std::string_view pixel =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

std::string pixel_bytes()
{
    return base::decode_base64_leniently(pixel).value();
}

// By its magic bytes a JPEG, and so it is taken.
std::string jpeg_of(std::size_t size)
{
    std::string bytes("\xff\xd8\xff\xda", 4);
    bytes.resize(size, 'p');
    return bytes;
}

std::string png_of(std::uint32_t width, std::uint32_t height)
{
    std::string bytes = pixel_bytes();
    for (unsigned i = 0; i < 4; ++i) {
        bytes[16 + std::size_t{i}] = static_cast<char>(width >> (24 - 8 * i));
        bytes[20 + std::size_t{i}] = static_cast<char>(height >> (24 - 8 * i));
    }
    return bytes;
}

class beiliao_picture : public testing::Test {
protected:
    beiliao_picture() { kg.match("7", "13632241882,X"); }

    int sent(const std::string& text, std::string_view time = now_seconds)
    {
        return code_of(kg.kick("7", std::string(time), {{"image_base64", text}}));
    }

    // What is kept of the newest tap's picture.
    std::optional<std::string> kept()
    {
        const auto sql = kg.house.database().reader();
        const auto found = store::find_punch_picture(*sql, store::last_punch(*sql), {});
        const auto key = found ? store::find_data_key(*sql, kg.house.keys(), found->key) : std::nullopt;
        return key ? kg.house.pictures().read(*key, found->digest) : std::nullopt;
    }

    kindergarten kg;
};

TEST_F(beiliao_picture, that_is_none_is_answered_and_the_tap_kept_and_a_repeat_may_bring_it)
{
    EXPECT_EQ(sent(std::string(no_picture)), 5111);
    ASSERT_EQ(kg.punches().size(), 1U);
    EXPECT_FALSE(kg.punches()[0].has_picture);
    EXPECT_EQ(kg.kick("7", std::string(now_seconds), {{"image_base64", std::string(pixel)}}),
              R"({"data":{"id":"1","duplicate":true},"errcode":0,"errmsg":""})");
    EXPECT_TRUE(kg.punches()[0].has_picture);
    EXPECT_EQ(code_of(kg.kick("7", "1780000001", {{"image_base64", ""}})), 0) << "none was sent";
}

TEST_F(beiliao_picture, is_kept_with_the_tap_of_an_unknown_card_too)
{
    EXPECT_EQ(code_of(kg.kick("8", std::string(now_seconds), {{"image_base64", std::string(pixel)}})), 5106)
        << "the picture is fine, the card is not";
    EXPECT_EQ(kept(), pixel_bytes());
}

TEST_F(beiliao_picture, has_its_plus_signs_put_back_that_arrived_as_spaces)
{
    std::string body = form_of({{"action", "service/card/kick"},
                                {"appid", std::string(appid)},
                                {"appsecret", std::string(appsecret)},
                                {"authkid", std::string(authkid)},
                                {"cardnum", "7"},
                                {"time_kick", std::string(now_seconds)}});
    // Sent bare, as careless clients do: `+` and `/` and `=` are not escaped.
    EXPECT_EQ(code_of(kg.post(body + "&image_base64=" + std::string(pixel)).body), 0);
    EXPECT_EQ(kept(), pixel_bytes());
}

TEST_F(beiliao_picture, may_have_two_mebibytes_and_not_one_byte_more)
{
    EXPECT_EQ(sent(base::encode_base64(jpeg_of(model::picture_bytes_most))), 0);
    EXPECT_EQ(kept().value_or("").size(), model::picture_bytes_most);
    EXPECT_EQ(sent(base::encode_base64(jpeg_of(model::picture_bytes_most + 1)), "1779999999"), 5111);
    EXPECT_EQ(kept(), std::nullopt);
}

TEST_F(beiliao_picture, may_have_25_megapixels_and_not_one_row_more)
{
    EXPECT_EQ(sent(base::encode_base64(png_of(5000, 5000))), 0);
    EXPECT_EQ(sent(base::encode_base64(png_of(5000, 5001)), "1779999999"), 5111);
    EXPECT_EQ(sent(base::encode_base64(png_of(0xffffffff, 0xffffffff)), "1779999998"), 5111);
}

TEST_F(beiliao_picture, is_taken_as_careless_readers_send_it)
{
    const std::string bytes = jpeg_of(99) + "\xfb\xef\xbe\xff";
    const std::string text = base::encode_base64(bytes);
    std::string lines;
    for (std::size_t at = 0; at < text.size(); at += 76)
        lines += text.substr(at, 76) + "\r\n";
    std::string spaces = text;
    std::replace(spaces.begin(), spaces.end(), '+', ' ');
    ASSERT_NE(spaces, text);
    ASSERT_TRUE(text.ends_with('='));
    int second = 1'779'000'000;
    for (const std::string& way : {text, spaces, lines, "data:image/jpeg;base64," + text,
                                   "data:image/jpeg;base64," + spaces, text.substr(0, text.find('='))}) {
        EXPECT_EQ(sent(way, std::to_string(++second)), 0) << way;
        EXPECT_EQ(kept(), bytes) << way;
    }
}

TEST_F(beiliao_picture, is_known_by_its_first_bytes_alone)
{
    EXPECT_EQ(sent("data:image/png;base64," + base::encode_base64(jpeg_of(9))), 0) << "the prefix may err";
    EXPECT_EQ(sent(base::encode_base64("GIF89a and more"), "1779999999"), 5111);
    EXPECT_EQ(sent(base::encode_base64("\xff\xd8"), "1779999998"), 5111);
    EXPECT_EQ(sent(" ", "1779999997"), 5111) << "something was sent, and it is no picture";
}

TEST_F(beiliao_picture, of_a_repeat_stands_where_there_was_none_and_replaces_none)
{
    EXPECT_EQ(code_of(kg.kick("7", std::string(now_seconds))), 0);
    EXPECT_EQ(kept(), std::nullopt);
    EXPECT_EQ(sent(std::string(pixel)), 0);
    EXPECT_EQ(kept(), pixel_bytes());
    EXPECT_EQ(sent(base::encode_base64(jpeg_of(50))), 0);
    EXPECT_EQ(kept(), pixel_bytes()) << "the first one stays";
    EXPECT_EQ(sent(std::string(no_picture)), 5111);
    EXPECT_EQ(kept(), pixel_bytes());
    ASSERT_EQ(kg.punches().size(), 1U);
    EXPECT_EQ(kg.punches()[0].punch.what.marks, 0) << "a punch is never edited";
}

TEST_F(beiliao_picture, comes_in_a_multipart_form_as_a_field_or_as_a_file_of_text)
{
    for (const std::string_view disposition :
         {R"(name="image_base64")", R"(name="image_base64"; filename="p.txt")"}) {
        std::string body;
        for (const auto& [name, value] : parameters{{"action", "service/card/kick"},
                                                    {"appid", std::string(appid)},
                                                    {"appsecret", std::string(appsecret)},
                                                    {"authkid", std::string(authkid)},
                                                    {"cardnum", "7"},
                                                    {"time_kick", std::string(now_seconds)}})
            body += "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
        body += "--x\r\nContent-Disposition: form-data; " + std::string(disposition) + "\r\n\r\n" +
                std::string(pixel) + "\r\n--x--\r\n";
        EXPECT_EQ(code_of(kg.post(body, "multipart/form-data; boundary=x").body), 0);
        EXPECT_EQ(kept(), pixel_bytes());
    }
}

}  // namespace
}  // namespace gatehouse::wire::beiliao::test
