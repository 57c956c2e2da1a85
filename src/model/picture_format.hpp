// What a picture's bytes say of themselves, and the same picture without what it says of others (EXIF,
// comments).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace gatehouse::model {

enum class picture_type : std::uint8_t { jpeg, png };

enum class picture_fault : std::uint8_t { not_a_picture, too_large, too_many_pixels };

inline constexpr std::size_t picture_bytes_most = std::size_t{2} << 20U;
inline constexpr std::uint64_t picture_pixels_most = 25'000'000;

struct clean_picture {
    picture_type type = picture_type::jpeg;
    std::string bytes;  // never longer than what came; cleaning it again changes nothing
};

// By the magic bytes alone (spec/beiliao.md).
std::optional<picture_type> sniff_picture(std::string_view bytes);

// The image data and what decides its colours are copied as they are, without loss; all other segments or
// chunks, and what stands behind the image's end, are left out. Where the structure cannot be walked on, the
// rest is kept as it came: what no reader can walk to, no reader finds EXIF in. Pixels are those of the
// largest frame that a header announces; a picture without one is taken.
std::variant<clean_picture, picture_fault> read_picture(std::string_view bytes);

}  // namespace gatehouse::model
