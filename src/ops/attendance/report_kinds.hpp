// Which reports there are, and what each can show: a field is named once, here.
#pragma once

#include "base/result.hpp"
#include "model/attendance/trace.hpp"
#include "ops/reports/table.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ops::attendance {

// The ranks are of minutes: `lateness` to `leave`. `payroll` is `summary` without its totals.
enum class report_kind : std::uint8_t {
    days,
    grid,
    summary,
    punches,
    faults,
    lateness,
    absence,
    overtime,
    leave,
    balance,
    requests,
    adjustments,
    payroll,
};
enum class report_language : std::uint8_t { zh, en };

}  // namespace gatehouse::ops::attendance

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 13> enumerator_names<ops::attendance::report_kind>{
    "days",     "grid",  "summary", "punches",  "faults",      "lateness", "absence",
    "overtime", "leave", "balance", "requests", "adjustments", "payroll"};
template <>
inline constexpr std::array<std::string_view, 2> enumerator_names<ops::attendance::report_language>{"zh",
                                                                                                    "en"};

}  // namespace gatehouse::model

namespace gatehouse::ops::attendance {

// A column that was asked for; what is left out is as it is usually.
struct chosen_column {
    std::string field;
    std::optional<std::string> name;
    std::optional<reports::measure> unit;  // minutes, hours or days
};

// Dates that one report may span.
std::chrono::days longest(report_kind kind);

// What cannot be shown, each with its place under /columns.
std::vector<base::fault> faults_of(report_kind kind, const std::vector<chosen_column>& columns);

// What a row is before columns are chosen: a cell for each field, and of accounts the days that they are.
struct record {
    std::vector<reports::cell> cells;
    std::vector<std::int64_t> as_days;  // hundredths
};

// The fields of one report in their order, and the columns that are shown of them.
class layout {
public:
    // `occurring`: fields of leave and of adjustments that do; `dates`: of a grid.
    layout(report_kind kind, report_language in, const std::vector<chosen_column>& columns,
           const std::set<std::string>& occurring, const std::vector<model::civil_day>& dates);

    std::optional<std::size_t> find(std::string_view field) const;
    // Where a field stands that every report of the kind has.
    std::size_t at(std::string_view field) const { return find(field).value(); }
    std::size_t fields() const { return fields_; }
    // Whether its cells are sums of minutes or of times.
    bool is_sum(std::size_t field) const { return sums_.at(field); }
    // Whether they are days, in hundredths.
    bool is_of_days(std::size_t field) const { return days_.at(field); }
    // Whether a column shows minutes as days.
    bool shows_as_days() const;
    const std::vector<reports::column>& columns() const { return columns_; }
    record blank() const;
    // In place of what `onto` held.
    void show(const record& from, std::vector<reports::cell>& onto) const;

private:
    std::map<std::string, std::size_t, std::less<>> by_field_;
    std::size_t fields_ = 0;
    std::vector<bool> sums_;
    std::vector<bool> days_;
    std::vector<reports::column> columns_;
    std::vector<std::size_t> shown_;
};

std::string title_of(report_kind kind, report_language in);

}  // namespace gatehouse::ops::attendance
