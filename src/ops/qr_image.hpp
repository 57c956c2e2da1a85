// A text as the picture of a QR code.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ops {

enum class qr_format : std::uint8_t { jpg, png, svg };

// Which modules are dark, row by row, without the quiet zone.
struct qr_grid {
    std::size_t side = 0;
    std::vector<bool> dark;

    bool is_dark(std::size_t x, std::size_t y) const { return dark[y * side + x]; }
};
// `text` is shorter than 1 KiB.
qr_grid encode_qr(std::string_view text);

// By the ending of a file's name, without its point.
std::optional<qr_format> qr_format_of(std::string_view ending);
std::string_view content_type_of(qr_format format);

// With a quiet zone; of a size that phones and gates read. As encode_qr().
std::string draw_qr(std::string_view text, qr_format format);

}  // namespace gatehouse::ops
