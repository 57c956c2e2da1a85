// Chinese mobile numbers (spec/china-conventions.md, 1).
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::model {

// Exactly 1[3-9] and nine more ASCII digits.
bool is_mainland_mobile(std::string_view text);

// 138****1111: what a log or a list may show.
std::string mask_phone(std::string_view phone);

}  // namespace gatehouse::model
