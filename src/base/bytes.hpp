// Bytes as text and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::base {

std::string to_hex(std::string_view bytes);
std::optional<std::string> from_hex(std::string_view text);  // either case, an even count of digits

std::string encode_base64(std::string_view bytes);
std::string encode_base64url(std::string_view bytes);  // without padding

// Base64 as readers' software sends it in a form (spec/beiliao.md): a `+` that arrived as a space is put
// back, line breaks are passed over, the padding may be missing but not be wrong. Anything else that is no
// base64: nothing.
std::optional<std::string> decode_base64_leniently(std::string_view text);

// What follows `data:image/…;base64,`; the text itself where there is no such prefix.
std::string_view without_data_url_prefix(std::string_view text);

}  // namespace gatehouse::base
