// Texts that apps registered: whose phone scans one is sent to the app.
#pragma once

#include "store/transaction.hpp"

#include <optional>
#include <string>

namespace gatehouse::store {

struct scan_code {
    model::app_id app;
    std::string app_external;              // what it calls with
    std::optional<base::instant> ends_at;  // none: never
};
std::optional<scan_code> find_scan_code(connection& sql, std::string_view text);
// In the place of the one of the same text.
void put_scan_code(transaction& in, std::string_view text, model::app_id app,
                   std::optional<base::instant> ends_at);
// An app may have so many that have not been dropped.
inline constexpr std::int64_t scan_codes_most = 10'000;
std::int64_t count_scan_codes(connection& sql, model::app_id app);
// How many went, at most `most`.
std::int64_t drop_old_scan_codes(transaction& in, base::instant ended_before, std::int64_t most);

}  // namespace gatehouse::store
