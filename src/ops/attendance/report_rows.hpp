// The rows of each kind of report, page by page: what one page reads stands on a snapshot of its own, of at
// most 2 s.
#pragma once

#include "ops/attendance/office.hpp"
#include "ops/attendance/report_people.hpp"
#include "ops/attendance/report_words.hpp"

#include <functional>
#include <memory>

namespace gatehouse::ops::attendance {

// What all rows of one report stand on; outlives its source.
struct report_frame {
    report_kind kind = report_kind::days;
    report_language in = report_language::zh;
    model::organization_id home;
    model::civil_day first;
    model::civil_day last;  // included
    const model::time_zone* zone = nullptr;
    const report_people* people = nullptr;
    const layout* fields = nullptr;
    base::instant now;  // what is judged anew is judged as of then
};

class row_source {
public:
    virtual ~row_source() = default;
    // False: that was the last page.
    virtual bool page(store::connection& sql, const std::function<void(const record&)>& onto) = 0;
    // How much of it is done, up to 1.
    virtual double progress() const = 0;
};

std::unique_ptr<row_source> rows_of(const report_frame& of);

// By kind of rows: of kept days; of what was booked or asked for; of sums over a period; of days judged anew,
// with hints and punches.
std::unique_ptr<row_source> day_rows(const report_frame& of);
std::unique_ptr<row_source> adjustment_rows(const report_frame& of);
std::unique_ptr<row_source> request_rows(const report_frame& of);
std::unique_ptr<row_source> balance_rows(const report_frame& of);
std::unique_ptr<row_source> sum_rows(const report_frame& of);
std::unique_ptr<row_source> rank_rows(const report_frame& of);
std::unique_ptr<row_source> judged_rows(const report_frame& of);

// Who it is and where.
void put_person(store::connection& sql, const report_frame& of, const store::attendance::member& who,
                record& onto);
// What the day became; `what`: its words, read.
void put_day(const report_frame& of, const store::attendance::kept_day& day, const rules::kept_result& what,
             record& onto);

}  // namespace gatehouse::ops::attendance
