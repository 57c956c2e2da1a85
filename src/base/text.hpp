// Questions about UTF-8 text that comes from outside.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gatehouse::base {

bool is_valid_utf8(std::string_view text);

// Unicode code points of valid UTF-8.
std::size_t code_points(std::string_view text);

// Whether valid UTF-8 holds what a name must not: C0, DEL, C1, line and paragraph separators, directional controls.
bool has_control(std::string_view text);

// Bytes that are no UTF-8 become U+FFFD.
std::string to_valid_utf8(std::string_view text);

// Without ASCII spaces and tabs around it.
std::string_view trim(std::string_view text);

// ASCII letters in lower case, all else as it is.
std::string fold_case(std::string_view text);

}  // namespace gatehouse::base
