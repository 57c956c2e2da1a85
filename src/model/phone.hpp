// Chinese mobile numbers (spec/china-conventions.md, 1).
#pragma once

#include "model/named.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::model {

// Exactly 1[3-9] and nine more ASCII digits.
bool is_mainland_mobile(std::string_view text);

// As people type numbers into lists and pages: full-width digits become ASCII; spaces, `-`, `(`, `)` go, and
// so does the country code (+86, 0086, or 86 before 11 more digits). The result is not checked. An interface
// that takes phones as they stand (Beiliao) does not call this.
std::string normalise_phone(std::string_view text);

// How strictly a visitor's phone is looked at (spec/visitor.md): 5 to 20 digits, a mainland mobile number, or
// any text.
enum class phone_check : std::uint8_t { length, mobile, off };
template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<phone_check>{"length", "mobile", "off"};

// Of a phone that was normalised.
bool may_be_phone(std::string_view text, phone_check how);

// 138****1111: what a log or a list may show. Of a text that is no mainland mobile number nothing is shown.
std::string mask_phone(std::string_view phone);

}  // namespace gatehouse::model
