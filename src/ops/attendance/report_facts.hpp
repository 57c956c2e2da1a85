// What a report says at its head, gathered before its first row.
#pragma once

#include "ops/attendance/report_people.hpp"
#include "ops/attendance/report_words.hpp"
#include "store/attendance/reports.hpp"

#include <set>

namespace gatehouse::ops::attendance {

class report_facts {
public:
    report_facts(const store::attendance::report& what, const report_people& people);

    // One page of the period's days. False: that was the last.
    bool page(store::connection& sql);
    double progress() const;
    // Once all pages were read; what was booked in the period occurs, too.
    reports::table_head head(store::connection& sql, report_kind kind, report_language in,
                             const store::organization_entry& home, bool shown);
    // "leave.annual", "adjust.worked" of what occurs.
    const std::set<std::string>& occurring() const { return occurring_; }

private:
    std::int64_t some_of_a_day(store::connection& sql);
    void look_at_adjustments(store::connection& sql);

    store::attendance::report what_;
    const report_people& people_;
    model::civil_day day_;
    std::int64_t after_ = 0;
    std::int64_t days_ = 0;
    std::int64_t pending_ = 0;
    std::int64_t unproven_ = 0;
    base::instant newest_{};
    std::set<std::string> occurring_;
};

}  // namespace gatehouse::ops::attendance
