// One report, from its order to its file, step by step.
#pragma once

#include "ops/attendance/report_facts.hpp"
#include "ops/attendance/report_rows.hpp"
#include "ops/reports/table_file.hpp"
#include "store/report_files.hpp"

namespace gatehouse::ops::attendance {

// Columns as a report's row keeps them.
std::string column_words(const std::vector<chosen_column>& columns);
std::vector<chosen_column> read_columns(std::string_view words);

// What it has made so far goes with it, unless `keep` was called.
class report_run {
public:
    // `home` as of when it began: names of units do not change within one report.
    report_run(store::attendance::report what, std::shared_ptr<const store::organization_entry> home,
               const store::report_files& files, base::instant now);
    ~report_run();
    report_run(const report_run&) = delete;
    report_run& operator=(const report_run&) = delete;

    // One page on a snapshot of its own; false: the file is complete and durable, and `what` says so.
    bool step(store::connection& sql);
    // With state, progress and file as they are now.
    const store::attendance::report& what() const { return what_; }
    // Its row names the file.
    void keep() { kept_ = true; }

private:
    enum class stage { people, facts, rows };

    void load_people(store::connection& sql);
    void begin_rows(store::connection& sql);
    void finish();
    void note(double part, std::int64_t from, std::int64_t to);

    store::attendance::report what_;
    std::shared_ptr<const store::organization_entry> home_;
    const store::report_files& files_;
    std::string name_;
    bool kept_ = false;
    stage at_ = stage::people;
    std::int64_t last_person_ = 0;
    report_people people_;
    report_facts facts_;
    std::vector<chosen_column> columns_;
    std::optional<layout> fields_;
    report_frame frame_;
    std::unique_ptr<reports::table_file> file_;
    std::unique_ptr<row_source> rows_;
    std::vector<reports::cell> cells_;
};

}  // namespace gatehouse::ops::attendance
