// What a picture's bytes say of themselves, and the same picture without what it says of others (EXIF, comments).
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
    std::string bytes;  // never longer than what came
};

// A picture is known by its magic bytes (spec/beiliao.md). The image data is copied as it is, without loss. Where the
// structure cannot be walked on, the rest is kept as it came: what no reader can walk to, no reader finds EXIF in.
std::variant<clean_picture, picture_fault> read_picture(std::string_view bytes);

}  // namespace gatehouse::model
