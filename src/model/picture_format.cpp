#include "model/picture_format.hpp"

#include <array>

namespace gatehouse::model {
namespace {

constexpr std::string_view jpeg_magic = "\xff\xd8\xff";
constexpr std::string_view png_magic = "\x89PNG\r\n\x1a\n";

struct walked {
    std::string kept;
    std::uint64_t pixels = 0;
};

std::uint32_t big_endian(std::string_view bytes, std::size_t at, std::size_t count)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < count; ++i)
        value = value << 8U | static_cast<unsigned char>(bytes[at + i]);
    return value;
}

// Application segments but JFIF (0), the colour profile (2) and Adobe's colour transform (14); comments.
bool tells_of_others(unsigned char marker)
{
    const bool application = marker >= 0xe0 && marker <= 0xef;
    const bool of_the_image = marker == 0xe0 || marker == 0xe2 || marker == 0xee;
    return (application && !of_the_image) || marker == 0xfe;
}

// SOF0–SOF15 without the three that share the range: DHT, JPG, DAC.
bool is_frame_header(unsigned char marker)
{
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

// Marker segments up to the start of the scan (ITU T.81, B.1.1).
walked walk_jpeg(std::string_view bytes)
{
    constexpr std::size_t head = 4;         // FF, marker, two bytes of length
    constexpr std::size_t frame_head = 9;   // and precision, height, width
    constexpr unsigned char start_of_scan = 0xda;
    walked out{std::string(bytes.substr(0, 2)), 0};
    std::size_t at = 2;
    while (at + head <= bytes.size() && bytes[at] == '\xff') {
        const auto marker = static_cast<unsigned char>(bytes[at + 1]);
        const std::size_t length = big_endian(bytes, at + 2, 2) + 2U;
        if (marker == start_of_scan || marker < 0xc0 || marker == 0xff || length < head ||
            at + length > bytes.size())
            break;
        if (is_frame_header(marker) && length >= frame_head)
            out.pixels = std::uint64_t{big_endian(bytes, at + 5, 2)} * big_endian(bytes, at + 7, 2);
        if (!tells_of_others(marker))
            out.kept += bytes.substr(at, length);
        at += length;
    }
    out.kept += bytes.substr(at);
    return out;
}

bool is_text_chunk(std::string_view name)
{
    constexpr std::array<std::string_view, 5> names{"tEXt", "zTXt", "iTXt", "eXIf", "tIME"};
    for (const std::string_view each : names)
        if (each == name)
            return true;
    return false;
}

// Chunks up to the end (PNG, 5.3); what follows the end chunk is no part of the image.
walked walk_png(std::string_view bytes)
{
    constexpr std::size_t around = 12;  // length, name, checksum
    walked out{std::string(bytes.substr(0, png_magic.size())), 0};
    std::size_t at = png_magic.size();
    while (at + around <= bytes.size()) {
        const std::size_t length = std::size_t{big_endian(bytes, at, 4)} + around;
        if (length > bytes.size() - at)
            break;
        const std::string_view name = bytes.substr(at + 4, 4);
        if (name == "IHDR" && length >= around + 8)
            out.pixels = std::uint64_t{big_endian(bytes, at + 8, 4)} * big_endian(bytes, at + 12, 4);
        if (!is_text_chunk(name))
            out.kept += bytes.substr(at, length);
        at += length;
        if (name == "IEND")
            return out;
    }
    out.kept += bytes.substr(at);
    return out;
}

}  // namespace

std::variant<clean_picture, picture_fault> read_picture(std::string_view bytes)
{
    const bool jpeg = bytes.starts_with(jpeg_magic);
    if (!jpeg && !bytes.starts_with(png_magic))
        return picture_fault::not_a_picture;
    if (bytes.size() > picture_bytes_most)
        return picture_fault::too_large;
    walked found = jpeg ? walk_jpeg(bytes) : walk_png(bytes);
    if (found.pixels > picture_pixels_most)
        return picture_fault::too_many_pixels;
    return clean_picture{jpeg ? picture_type::jpeg : picture_type::png, std::move(found.kept)};
}

}  // namespace gatehouse::model
