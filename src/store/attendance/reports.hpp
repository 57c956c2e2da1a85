// Reports that were asked for and what became of them; their bytes lie beside (store/report_files.hpp).
#pragma once

#include "model/named.hpp"
#include "model/time_zone.hpp"
#include "store/transaction.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store::attendance {

enum class report_state : std::uint8_t { waiting, running, done, failed, cancelled };

using report_id = model::identifier<struct report_noun>;

// How long the file of one is kept, and the row with it.
inline constexpr std::chrono::days reports_kept{7};

}  // namespace gatehouse::store::attendance

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 5> enumerator_names<store::attendance::report_state>{
    "waiting", "running", "done", "failed", "cancelled"};

}  // namespace gatehouse::model

namespace gatehouse::store::attendance {

// `kind`, `format`, `language` and `columns` are words that ops/attendance/report_order.hpp reads.
struct report {
    report_id id{};
    model::organization_id organization;
    std::string kind;
    model::civil_day first;
    model::civil_day last;  // included
    std::optional<model::unit_id> unit;
    std::string format;
    std::string language;
    bool has_head = true;
    std::string columns{};
    report_state state = report_state::waiting;
    std::int64_t percent = 0;
    std::int64_t rows = 0;
    std::optional<std::string> file{};
    std::optional<std::int64_t> size{};
    base::instant asked_at{};
    std::optional<base::instant> finished_at{};
};

report insert_report(transaction& in, const report& what);
std::optional<report> find_report(connection& sql, report_id id);
// Oldest first, ids above `after`.
std::vector<report> reports_after(connection& sql, model::organization_id home, std::int64_t after,
                                  std::int64_t most);
// How many of the organization's wait or run.
std::int64_t open_reports(connection& sql, model::organization_id home);
// The oldest that waits or runs.
std::optional<report> next_report(connection& sql);
// State, progress, file and end.
void update_report(transaction& in, const report& what);

// Those that ended before then.
std::vector<report> reports_ended(connection& sql, base::instant before, std::int64_t most);
void drop_report(transaction& in, report_id id);
void each_report_file(connection& sql, const std::function<void(const std::string&)>& visit);

}  // namespace gatehouse::store::attendance
