// The one form in which names of people are compared: never shown, never kept as their name.
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::model {

// Middle dots are one dot (U+00B7), full width is half, ASCII letters are small; nothing that cannot be seen
// stays. Of spaces one between words stays, but none beside a dot or a character of East Asia: 张　三 is
// 张三. Empty where a name shows nothing. Bytes that are no UTF-8 stay as they are.
std::string name_form(std::string_view name);

bool is_same_name(std::string_view a, std::string_view b);

}  // namespace gatehouse::model
