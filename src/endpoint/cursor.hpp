// Where the next page of a log or a list begins, as text that is nobody's business but ours.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::endpoint {

// A position in a log is (node, number); there is one node so far.
std::string cursor_of(std::int64_t number);
// Nothing where the text is no cursor of ours.
std::optional<std::int64_t> position_of(std::string_view cursor);

}  // namespace gatehouse::endpoint
