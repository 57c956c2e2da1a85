// Reports are asked for and cancelled here; report_round.hpp makes them.
#pragma once

#include "ops/attendance/report_kinds.hpp"
#include "ops/author.hpp"
#include "ops/reports/table_file.hpp"
#include "store/attendance/reports.hpp"

namespace gatehouse::ops::attendance {

struct report_order {
    report_kind kind = report_kind::days;
    std::string from;  // 2026-03-01
    std::string to;    // included
    std::optional<model::unit_id> unit;
    reports::file_format format = reports::file_format::xlsx;
    report_language language = report_language::zh;
    bool head = true;
    std::vector<chosen_column> columns;  // none: those that are usual
};

// Of one organization at the same time.
inline constexpr std::int64_t open_reports_most = 50;

// malformed_input with every fault, with its place in the order; conflict where too many wait.
base::result<store::attendance::report> ask_report(store::transaction& in, model::organization_id home,
                                                   const report_order& what, const author& by);
// Waiting or running; conflict where it is over.
base::result<store::attendance::report> cancel_report(store::transaction& in,
                                                      const store::attendance::report& what,
                                                      const author& by);

// Nothing where that is no date of the calendar.
std::optional<model::civil_day> read_date(std::string_view text);

}  // namespace gatehouse::ops::attendance
