// The time of a tap, as readers' software writes it.
#pragma once

#include "base/clock.hpp"
#include "model/time_zone.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::model {

// Epoch seconds (exactly 10 digits), epoch milliseconds (exactly 13, kept), or `YYYY-MM-DD HH:MM:SS` in the
// zone (spec/beiliao.md); spaces around it are passed over. Nothing for any other text or a day that is in no
// calendar. A day long past is read all the same: a device whose clock was lost says 1900 or 1970, and its
// tap must be kept.
std::optional<base::instant> read_tap_time(std::string_view text, const time_zone& zone);

// Epoch seconds as text, the way Beiliao's document writes times.
std::string epoch_seconds(base::instant at);

// `YYYY-MM-DD HH:MM:SS` on the wall clock of the zone.
std::string civil_text(base::instant at, const time_zone& zone);

// RFC 3339 in UTC, with milliseconds where there are any.
std::string rfc3339(base::instant at);

// RFC 3339 with any offset; what is finer than a millisecond is cut off. A leap second is none here.
std::optional<base::instant> read_rfc3339(std::string_view text);

}  // namespace gatehouse::model
