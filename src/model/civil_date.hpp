// A civil date as text: "2026-03-09".
#pragma once

#include "model/time_zone.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::model {

// Nothing where it is no date of the years 1900 to 2199.
std::optional<civil_day> read_date(std::string_view text);
std::string date_text(civil_day date);

}  // namespace gatehouse::model
