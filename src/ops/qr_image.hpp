// A text as the picture of a QR code.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::ops {

enum class qr_format : std::uint8_t { jpg, png, svg };

// By the ending of a file's name, without its point.
std::optional<qr_format> qr_format_of(std::string_view ending);
std::string_view content_type_of(qr_format format);

// With a quiet zone; of a size that phones and gates read. `text` is shorter than 1 KiB.
std::string draw_qr(std::string_view text, qr_format format);

}  // namespace gatehouse::ops
