// Chinese mobile numbers (spec/china-conventions.md, 1).
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::model {

// Exactly 1[3-9] and nine more ASCII digits.
bool is_mainland_mobile(std::string_view text);

// As people type numbers into lists and pages: full-width digits become ASCII; spaces, `-`, `(`, `)` go, and
// so does the country code (+86, 0086, or 86 before 11 more digits). The result is not checked. An interface
// that takes phones as they stand (Beiliao) does not call this.
std::string normalise_phone(std::string_view text);

// 138****1111: what a log or a list may show. Of a text that is no mainland mobile number nothing is shown.
std::string mask_phone(std::string_view phone);

}  // namespace gatehouse::model
