// Questions about UTF-8 text that comes from outside.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::base {

bool is_valid_utf8(std::string_view text);

// The length of the UTF-8 sequence at `at`, or 0 where there is none.
std::size_t utf8_length(std::string_view text, std::size_t at);

// Unicode code points of valid UTF-8.
std::size_t code_points(std::string_view text);

// Whether a text holds what a name must not: C0, DEL, C1, line and paragraph separators (U+2028, U+2029),
// directional embeddings, overrides and isolates (U+202A–U+202E, U+2066–U+2069), or bytes that are no UTF-8.
bool has_control(std::string_view text);

// Each byte that is no part of UTF-8 becomes U+FFFD.
std::string to_valid_utf8(std::string_view text);

// Without ASCII spaces and tabs around it.
std::string_view trim(std::string_view text);

// ASCII letters in lower case, all else as it is.
std::string fold_case(std::string_view text);

}  // namespace gatehouse::base
