#include "model/picture_format.hpp"

#include <algorithm>
#include <array>
#include <utility>

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

// JPEG, ITU T.81 annex B. Bytes between the segments of the header are passed over, as libjpeg does.

constexpr unsigned char start_of_image = 0xd8;
constexpr unsigned char end_of_image = 0xd9;
constexpr unsigned char start_of_scan = 0xda;
constexpr std::string_view end_mark = "\xff\xd9";

struct jpeg_marker {
    std::size_t begin = 0;  // the first of its FF bytes: there may be more than one
    std::size_t end = 0;    // behind its code
    unsigned char code = 0;
};

// Markers without a length: RST0–RST7 stand in the image data, TEM means nothing.
bool is_bare(unsigned char code)
{
    return (code >= 0xd0 && code <= 0xd7) || code == 0x01;
}

std::optional<jpeg_marker> next_marker(std::string_view bytes, std::size_t at)
{
    for (;;) {
        const std::size_t begin = bytes.find('\xff', at);
        const std::size_t code_at = bytes.find_first_not_of('\xff', begin);
        if (begin == std::string_view::npos || code_at == std::string_view::npos)
            return std::nullopt;
        const auto code = static_cast<unsigned char>(bytes[code_at]);
        if (code != 0 && !is_bare(code))
            return jpeg_marker{begin, code_at + 1, code};
        at = code_at + 1;
    }
}

// SOF0–SOF15 without the three that share the range: DHT, JPG, DAC.
bool is_frame_header(unsigned char code)
{
    return code >= 0xc0 && code <= 0xcf && code != 0xc4 && code != 0xc8 && code != 0xcc;
}

// Application segments and comments.
bool is_side_matter(unsigned char code)
{
    return (code >= 0xe0 && code <= 0xef) || code == 0xfe;
}

// What a decoder needs among them: JFIF, the colour profile, Adobe's colour transform. The same codes also
// carry thumbnails (JFXX) and whole second pictures (MPF).
bool decides_colours(unsigned char code, std::string_view payload)
{
    return (code == 0xe0 && payload.starts_with(std::string_view("JFIF\0", 5))) ||
           (code == 0xe2 && payload.starts_with(std::string_view("ICC_PROFILE\0", 12))) ||
           (code == 0xee && payload.starts_with("Adobe"));
}

// The length of a segment as it says it, with its two bytes of length; 0 where they are cut off.
std::size_t segment_length(std::string_view bytes, const jpeg_marker& at)
{
    return bytes.size() - at.end < 2 ? 0 : big_endian(bytes, at.end, 2);
}

class jpeg_walk {
public:
    explicit jpeg_walk(std::string_view bytes) : bytes_(bytes), out_{std::string(bytes.substr(0, 2)), 0} {}

    walked run() &&
    {
        while (!ended_) {
            const auto marker = next_marker(bytes_, at_);
            const std::size_t until = marker ? marker->begin : bytes_.size();
            if (in_scan_)
                keep(at_, until);
            ended_ = !marker;
            if (marker)
                step(*marker);
        }
        // All that remains is "this is a JPEG": the magic bytes stay whole.
        if (out_.kept.size() == 2)
            out_.kept += end_mark.substr(0, bytes_.size() - 2);
        return std::move(out_);
    }

private:
    void keep(std::size_t from, std::size_t until) { out_.kept += bytes_.substr(from, until - from); }

    void step(const jpeg_marker& marker)
    {
        if (marker.code == start_of_image || marker.code == end_of_image) {
            keep(marker.begin, marker.end);
            at_ = marker.end;
            ended_ = marker.code == end_of_image;
            return;
        }
        const std::size_t length = segment_length(bytes_, marker);
        if (length < 2 || length > bytes_.size() - marker.end)
            return step_broken(marker, length);
        const std::string_view payload = bytes_.substr(marker.end + 2, length - 2);
        if (is_frame_header(marker.code) && payload.size() >= 5)
            out_.pixels = std::max(out_.pixels,
                                   std::uint64_t{big_endian(payload, 1, 2)} * big_endian(payload, 3, 2));
        at_ = marker.end + length;
        if (!is_side_matter(marker.code) || decides_colours(marker.code, payload))
            keep(marker.begin, at_);
        in_scan_ = in_scan_ || marker.code == start_of_scan;
    }

    // A segment that is cut off or denies its own length.
    void step_broken(const jpeg_marker& marker, std::size_t length)
    {
        const bool left_out = is_side_matter(marker.code);
        ended_ = !left_out || length >= 2 || bytes_.size() - marker.end < 2;
        if (!left_out)
            keep(marker.begin, bytes_.size());
        else
            at_ = std::min(marker.end + 2, bytes_.size());
    }

    std::string_view bytes_;
    walked out_;
    std::size_t at_ = 2;
    bool in_scan_ = false;
    bool ended_ = false;
};

// PNG, chapter 5 of the specification.

bool is_chunk_name(std::string_view name)
{
    return std::all_of(name.begin(), name.end(),
                       [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); });
}

// Critical chunks, and those ancillary ones that decide what is seen (animation too); names of the first kind
// begin with a capital.
bool is_of_the_image(std::string_view name)
{
    constexpr std::array<std::string_view, 15> names{"tRNS", "gAMA", "cHRM", "sRGB", "iCCP",
                                                     "sBIT", "bKGD", "hIST", "pHYs", "sPLT",
                                                     "cICP", "mDCV", "acTL", "fcTL", "fdAT"};
    return (name.front() >= 'A' && name.front() <= 'Z') ||
           std::find(names.begin(), names.end(), name) != names.end();
}

walked walk_png(std::string_view bytes)
{
    constexpr std::size_t head = 8;     // length, name
    constexpr std::size_t around = 12;  // and the checksum behind
    walked out{std::string(png_magic), 0};
    std::size_t at = png_magic.size();
    while (bytes.size() - at >= head) {
        const std::size_t length = std::size_t{big_endian(bytes, at, 4)} + around;
        const std::string_view name = bytes.substr(at + 4, 4);
        const bool kept = !is_chunk_name(name) || is_of_the_image(name);
        const bool broken = !is_chunk_name(name) || length > bytes.size() - at;
        if (broken && kept)
            break;
        if (broken)
            return out;
        if (name == "IHDR" && length >= around + 8)
            out.pixels = std::max(out.pixels, std::uint64_t{big_endian(bytes, at + 8, 4)} *
                                                  big_endian(bytes, at + 12, 4));
        if (kept)
            out.kept += bytes.substr(at, length);
        at += length;
        if (name == "IEND")
            return out;
    }
    out.kept += bytes.substr(at);
    return out;
}

}  // namespace

std::optional<picture_type> sniff_picture(std::string_view bytes)
{
    if (bytes.starts_with(jpeg_magic))
        return picture_type::jpeg;
    if (bytes.starts_with(png_magic))
        return picture_type::png;
    return std::nullopt;
}

std::variant<clean_picture, picture_fault> read_picture(std::string_view bytes)
{
    const auto type = sniff_picture(bytes);
    if (!type)
        return picture_fault::not_a_picture;
    if (bytes.size() > picture_bytes_most)
        return picture_fault::too_large;
    walked found = *type == picture_type::jpeg ? jpeg_walk(bytes).run() : walk_png(bytes);
    if (found.pixels > picture_pixels_most)
        return picture_fault::too_many_pixels;
    return clean_picture{*type, std::move(found.kept)};
}

}  // namespace gatehouse::model
