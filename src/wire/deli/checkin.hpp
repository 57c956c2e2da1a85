// What attendance machines send as `checkin`: in the seed's form (fields in `data`), in `data.payload`, and
// as the later check-in product writes it (spec/deli-cloud.md §12, R-59).
#pragma once

#include "wire/deli/raw_json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::wire::deli {

struct checkin_row {
    std::string user;
    std::string type;       // fp, fa, pass, card, identity; empty: none was named
    std::int64_t time = 0;  // as it was written: seconds, of some firmware milliseconds

    friend bool operator==(const checkin_row&, const checkin_row&) = default;
};

struct checkin {
    std::vector<checkin_row> rows;
    std::size_t unreadable = 0;  // rows without a user or a time
};

inline constexpr std::string_view checkin_command = "checkin";

// `data.cmd`; nothing where it is missing or empty.
std::optional<std::string> command_of(const raw_json& data);
checkin read_checkin(const raw_json& data);

}  // namespace gatehouse::wire::deli
