// bench_xlsx fill|report|cells|bare FOLDER ROWS: a day list of so many people as a workbook. `report`: from
// the store (made by `fill`) to a durable file; `cells`: the same cells, had in memory, through the same
// file; `bare`: those cells by libxlsxwriter alone. Prints how long it took and what memory it took at its
// peak.
#include "ops/attendance/report_deeds.hpp"
#include "ops/attendance/report_run.hpp"
#include "store/attendance/days.hpp"
#include "store/organizations.hpp"
#include "store/people.hpp"
#include "store/schema.hpp"
#include "store/sqlite/sqlite_database.hpp"

#include <sys/resource.h>
#include <xlsxwriter.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace {

using namespace gatehouse;
namespace oa = ops::attendance;
namespace sa = store::attendance;

constexpr std::int64_t day_number = 20'521;  // 2026-03-09
constexpr std::string_view statuses = "late, overtime";

std::string name_of(std::int64_t row)
{
    return "张三" + std::to_string(row);
}
std::string number_of(std::int64_t row)
{
    return "00" + std::to_string(row);
}
std::int64_t late_of(std::int64_t row)
{
    return 1 + row % 50;
}

std::int64_t peak_kib()
{
    rusage used{};
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

// Rows as the server would have them. Many a transaction, or it would take hours.
void fill(store::database& db, const store::keyring& keys, std::int64_t rows)
{
    const auto sql = db.writer();
    store::migrate(*sql, db.dialect());
    store::index index;
    store::transaction in{*sql, index, keys};
    sql->begin_write();
    model::organization home;
    home.kind = "company";
    home.name = "公司";
    home.time_zone = "Asia/Shanghai";
    home.id = store::insert_organization(in, home);
    for (std::int64_t i = 0; i < rows; ++i) {
        model::person who;
        who.organization = home.id;
        who.name = name_of(i);
        who.number = number_of(i);
        who.role = "employee";
        sa::kept_day day;
        day.person = store::insert_person(in, who);
        day.day = model::civil_day{std::chrono::days(day_number)};
        day.organization = home.id;
        day.statuses = statuses;
        const std::string late = std::to_string(late_of(i));
        day.items = "planned 480, worked ";
        day.items.append(std::to_string(480 - late_of(i))).append(", late ").append(late);
        day.items.append(", ot_workday 95, in 09:").append(late.size() == 1 ? "0" : "").append(late);
        day.items.append(", out 19:35, late_times 1, lateness ").append(late).append(", source week");
        day.shift = "Day";
        sa::put_day(in, day);
    }
    sql->commit();
}

std::vector<oa::chosen_column> columns()
{
    std::vector<oa::chosen_column> chosen;
    for (const char* field : {"date", "number", "person", "shift", "status", "in", "out", "planned", "worked",
                              "late", "ot_workday"})
        chosen.push_back({field, {}, {}});
    chosen[8].unit = ops::reports::measure::hours;
    return chosen;
}

void from_the_store(const std::filesystem::path& folder, std::int64_t rows)
{
    const auto db = store::sqlite::open(folder / "gatehouse.db", {});
    sa::report what;
    what.organization = {1};
    what.kind = "days";
    what.first = what.last = model::civil_day{std::chrono::days(day_number)};
    what.format = "xlsx";
    what.language = "en";
    what.columns = oa::column_words(columns());
    const auto sql = db->reader();
    auto home = std::make_shared<store::organization_entry>();
    home->what.id = {1};
    home->what.name = "公司";
    home->what.time_zone = "Asia/Shanghai";
    home->zone = model::time_zone::find("Asia/Shanghai");
    const store::report_files files(folder / "reports");
    oa::report_run run(what, home, files, base::system_clock{}.now());
    while (run.step(*sql)) {}
    if (run.what().rows != rows)
        throw std::runtime_error("rows are missing");
}

void cells(const std::filesystem::path& folder, std::int64_t rows)
{
    using ops::reports::measure;
    const std::vector<ops::reports::column> shown{{"date", "Date", measure::date},
                                                  {"number", "Number", measure::text},
                                                  {"person", "Name", measure::text},
                                                  {"shift", "Shift", measure::text},
                                                  {"status", "Status", measure::text},
                                                  {"in", "In", measure::text},
                                                  {"out", "Out", measure::text},
                                                  {"planned", "Planned", measure::minutes},
                                                  {"worked", "Worked", measure::hours},
                                                  {"late", "Late", measure::minutes},
                                                  {"ot_workday", "Overtime", measure::minutes}};
    const auto file = ops::reports::open_xlsx(folder / "cells.xlsx", folder);
    file->begin({"Day list", {}, true}, shown);
    std::vector<ops::reports::cell> row(shown.size());
    for (std::int64_t i = 0; i < rows; ++i) {
        row[0] = model::civil_day{std::chrono::days(day_number)};
        row[1] = number_of(i);
        row[2] = name_of(i);
        row[3] = "Day";
        row[4] = std::string(statuses);
        row[5] = (late_of(i) < 10 ? "09:0" : "09:") + std::to_string(late_of(i));
        row[6] = "19:35";
        row[7] = std::int64_t{480};
        row[8] = 480 - late_of(i);
        row[9] = late_of(i);
        row[10] = std::int64_t{95};
        file->row(row);
    }
    file->finish();
}

// As the manual of libxlsxwriter shows it, in constant memory.
void bare(const std::filesystem::path& folder, std::int64_t rows)
{
    std::string spare = folder.string();
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = spare.data();
    lxw_workbook* const book = workbook_new_opt((folder / "bare.xlsx").c_str(), &options);
    lxw_worksheet* const sheet = workbook_add_worksheet(book, nullptr);
    const auto format = [book](const char* number) {
        lxw_format* const made = workbook_add_format(book);
        format_set_num_format(made, number);
        return made;
    };
    lxw_format* const text = format("@");
    lxw_format* const date = format("yyyy-mm-dd");
    lxw_format* const whole = format("0");
    lxw_format* const decimal = format("0.00");
    for (std::int64_t i = 0; i < rows; ++i) {
        const auto row = static_cast<lxw_row_t>(i + 1);
        const auto late = static_cast<double>(late_of(i));
        const std::string in = (late_of(i) < 10 ? "09:0" : "09:") + std::to_string(late_of(i));
        worksheet_write_number(sheet, row, 0, static_cast<double>(day_number + 25'569), date);
        worksheet_write_string(sheet, row, 1, number_of(i).c_str(), text);
        worksheet_write_string(sheet, row, 2, name_of(i).c_str(), text);
        worksheet_write_string(sheet, row, 3, "Day", text);
        worksheet_write_string(sheet, row, 4, statuses.data(), text);
        worksheet_write_string(sheet, row, 5, in.c_str(), text);
        worksheet_write_string(sheet, row, 6, "19:35", text);
        worksheet_write_number(sheet, row, 7, 480, whole);
        worksheet_write_number(sheet, row, 8,
                               static_cast<double>(ops::reports::hundredths_of_hours(480 - late_of(i))) / 100,
                               decimal);
        worksheet_write_number(sheet, row, 9, late, whole);
        worksheet_write_number(sheet, row, 10, 95, whole);
    }
    if (workbook_close(book) != LXW_NO_ERROR)
        throw std::runtime_error("libxlsxwriter failed");
}

}  // namespace

int main(int argc, char** argv)
{
    const std::string_view mode = argc == 4 ? argv[1] : "";
    const std::int64_t rows = argc == 4 ? std::atoll(argv[3]) : 0;
    if ((mode != "report" && mode != "cells" && mode != "bare" && mode != "fill") || rows <= 0)
        return 2;
    try {
        base::start_crypto();
        const std::filesystem::path folder(argv[2]);
        if (mode == "fill") {
            const store::keyring keys(base::key::random());
            fill(*store::sqlite::open(folder / "gatehouse.db", {}), keys, rows);
            return 0;
        }
        const auto begun = std::chrono::steady_clock::now();
        if (mode == "bare")
            bare(folder, rows);
        else if (mode == "cells")
            cells(folder, rows);
        else
            from_the_store(folder, rows);
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begun;
        std::printf("{\"seconds\": %.4f, \"peak_mib\": %.1f}\n", taken.count(),
                    static_cast<double>(peak_kib()) / 1024);
        return 0;
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "bench_xlsx: %s\n", fault.what());
        return 1;
    }
}
