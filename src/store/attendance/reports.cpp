#include "store/attendance/reports.hpp"

#include "store/attendance/civil.hpp"

namespace gatehouse::store::attendance {
namespace {

constexpr statement insert{
    "insert_attendance_report",
    "INSERT INTO attendance_report (organization, kind, first, last, unit, format, language, has_head, "
    "columns, state, percent, rows, asked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'waiting', 0, 0, "
    "?10) RETURNING id"};
#define GATEHOUSE_REPORT                                                                                     \
    "SELECT id, organization, kind, first, last, unit, format, language, has_head, columns, state, "         \
    "percent, "                                                                                              \
    "rows, file, size, asked_at, finished_at FROM attendance_report "
constexpr statement by_id{"find_attendance_report", GATEHOUSE_REPORT "WHERE id = ?1"};
constexpr statement page{"attendance_reports",
                         GATEHOUSE_REPORT "WHERE organization = ?1 AND id > ?2 ORDER BY id LIMIT ?3"};
constexpr statement next{"next_attendance_report",
                         GATEHOUSE_REPORT "WHERE state IN ('waiting', 'running') ORDER BY id LIMIT 1"};
constexpr statement ended{"attendance_reports_ended",
                          GATEHOUSE_REPORT "WHERE finished_at IS NOT NULL AND finished_at < ?1 "
                                           "ORDER BY finished_at LIMIT ?2"};
#undef GATEHOUSE_REPORT
constexpr statement open_of{"open_attendance_reports",
                            "SELECT count(*) FROM attendance_report WHERE organization = ?1 AND "
                            "state IN ('waiting', 'running')"};
constexpr statement update{"update_attendance_report",
                           "UPDATE attendance_report SET state = ?2, percent = ?3, rows = ?4, file = ?5, "
                           "size = ?6, finished_at = ?7 WHERE id = ?1"};
constexpr statement drop{"drop_attendance_report", "DELETE FROM attendance_report WHERE id = ?1"};
constexpr statement files{"attendance_report_files",
                          "SELECT file FROM attendance_report WHERE file IS NOT NULL"};

report report_from(const row& at)
{
    report what;
    what.id = {at.integer(0)};
    what.organization = {at.integer(1)};
    what.kind = at.text(2);
    what.first = day_from(at.integer(3));
    what.last = day_from(at.integer(4));
    what.unit = at.maybe_id<model::unit_id>(5);
    what.format = at.text(6);
    what.language = at.text(7);
    what.has_head = at.integer(8) != 0;
    what.columns = at.text(9);
    what.state = model::from_name<report_state>(at.text(10)).value();
    what.percent = at.integer(11);
    what.rows = at.integer(12);
    what.file = at.maybe_text(13);
    what.size = at.maybe_integer(14);
    what.asked_at = at.time(15);
    what.finished_at = at.maybe_time(16);
    return what;
}

}  // namespace

report insert_report(transaction& in, const report& what)
{
    report made = what;
    made.id = {
        in.sql
            .number(insert, {what.organization.value, std::string_view(what.kind), number_of(what.first),
                             number_of(what.last), id_or_null(what.unit), std::string_view(what.format),
                             std::string_view(what.language), std::int64_t{what.has_head},
                             std::string_view(what.columns), base::to_milliseconds(what.asked_at)})
            .value()};
    return made;
}

std::optional<report> find_report(connection& sql, report_id id)
{
    return sql.first(by_id, {id.value}, report_from);
}

std::vector<report> reports_after(connection& sql, model::organization_id home, std::int64_t after,
                                  std::int64_t most)
{
    return sql.all(page, {home.value, after, most}, report_from);
}

std::int64_t open_reports(connection& sql, model::organization_id home)
{
    return sql.number(open_of, {home.value}).value();
}

std::optional<report> next_report(connection& sql)
{
    return sql.first(next, {}, report_from);
}

void update_report(transaction& in, const report& what)
{
    in.sql.run(update, {what.id.value, model::name_of(what.state), what.percent, what.rows,
                        or_null(what.file), or_null(what.size), time_or_null(what.finished_at)});
}

std::vector<report> reports_ended(connection& sql, base::instant before, std::int64_t most)
{
    return sql.all(ended, {base::to_milliseconds(before), most}, report_from);
}

void drop_report(transaction& in, report_id id)
{
    in.sql.run(drop, {id.value});
}

void each_report_file(connection& sql, const std::function<void(const std::string&)>& visit)
{
    sql.each(files, {}, [&visit](const row& at) { visit(std::string(at.text(0))); });
}

}  // namespace gatehouse::store::attendance
