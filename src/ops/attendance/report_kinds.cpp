#include "ops/attendance/report_kinds.hpp"

#include "ops/attendance/report_words.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace gatehouse::ops::attendance {
namespace {

using reports::measure;

struct field_row {
    std::string_view field;
    std::string_view english;
    std::string_view chinese;
    measure as = measure::minutes;
    bool usual = true;  // shown where no columns were asked for
};

constexpr field_row date{"date", "Date", "日期", measure::date};
constexpr field_row number{"number", "Number", "工号", measure::text};
constexpr field_row person{"person", "Name", "姓名", measure::text};
constexpr field_row unit{"unit", "Unit", "部门", measure::text};
constexpr field_row shift{"shift", "Shift", "班次", measure::text};
constexpr field_row status{"status", "Status", "状态", measure::text};
constexpr field_row in{"in", "In", "上班", measure::text};
constexpr field_row out{"out", "Out", "下班", measure::text};
constexpr field_row in2{"in2", "In 2", "上班2", measure::text};
constexpr field_row out2{"out2", "Out 2", "下班2", measure::text};
constexpr field_row planned{"planned", "Planned", "应出勤时长"};
constexpr field_row worked{"worked", "Worked", "实际出勤时长"};
constexpr field_row late{"late", "Late", "迟到时长"};
constexpr field_row early{"early", "Left early", "早退时长"};
constexpr field_row away{"away", "Away", "离岗时长"};
constexpr field_row shortfall{"short", "Short", "不足时长"};
constexpr field_row unproven{"unproven", "Unproven", "待核时长"};
constexpr field_row absent{"absent", "Absent", "旷工时长"};
constexpr field_row on_leave{"leave", "Leave", "请假时长"};
constexpr field_row trip{"trip", "Trip", "出差时长"};
constexpr field_row field_work{"field", "Field work", "外勤时长"};
constexpr field_row ot_workday{"ot_workday", "Overtime, workdays", "工作日加班"};
constexpr field_row ot_rest{"ot_rest", "Overtime, rest days", "休息日加班"};
constexpr field_row ot_holiday{"ot_holiday", "Overtime, holidays", "节假日加班"};
constexpr field_row planned_days{"planned_days", "Planned days", "应出勤天数", measure::number};
constexpr field_row attended_days{"attended_days", "Attended days", "实际出勤天数", measure::number};
constexpr field_row late_times{"late_times", "Times late", "迟到次数", measure::number};
constexpr field_row seriously{"seriously_late_times", "Times seriously late", "严重迟到次数",
                              measure::number};
constexpr field_row late_charged{"late_charged", "Times late, charged", "计罚迟到次数", measure::number};
constexpr field_row early_times{"early_times", "Times early", "早退次数", measure::number};
constexpr field_row missing{"missing_times", "Missing punches", "缺卡次数", measure::number};
constexpr field_row absent_days{"absent_days", "Absent days", "旷工天数", measure::days};
constexpr field_row trip_days{"trip_days", "Trip days", "出差天数", measure::number};
constexpr field_row corrections{"corrections", "Corrections", "补卡次数", measure::number};
constexpr field_row people{"people", "People", "人数", measure::number};
constexpr field_row rank{"rank", "Rank", "名次", measure::number};
constexpr field_row many_days{"days", "On days", "天数", measure::number};
constexpr field_row minutes{"minutes", "Minutes", "分钟"};
constexpr field_row before{"before", "Period before", "上期分钟"};
constexpr field_row change{"change", "Change", "增减分钟"};
constexpr field_row device_time{"device_time", "Device time", "设备时间", measure::time};
constexpr field_row time{"time", "Corrected time", "校正时间", measure::time};
constexpr field_row received{"received", "Received", "接收时间", measure::time, false};
constexpr field_row device{"device", "Device", "设备", measure::text};
constexpr field_row method{"method", "Method", "方式", measure::text};
constexpr field_row used{"used", "Counted as", "用途或未计原因", measure::text};
constexpr field_row hint{"hint", "What would mend it", "如何更正", measure::text};
constexpr field_row booked_on{"booked_on", "Booked on", "入账日期", measure::date};
constexpr field_row request{"request", "Request", "申请编号", measure::number};
constexpr field_row asked_for{"words", "Asked for", "申请内容", measure::text};
constexpr field_row first_date{"first", "From", "起", measure::date};
constexpr field_row last_date{"last", "To", "止", measure::date};
constexpr field_row state{"state", "State", "申请状态", measure::text};
constexpr field_row filed{"filed", "Filed", "提出时间", measure::time};
constexpr field_row level{"level", "Level", "层级", measure::number};
constexpr field_row approver{"approver", "Approver", "审批人", measure::text};
constexpr field_row step{"step", "Step", "审批结果", measure::text};
constexpr field_row decided{"decided", "Decided", "处理时间", measure::time};
constexpr field_row waited{"waited", "Waited", "等待时长"};
constexpr field_row type{"type", "Leave", "假期类型", measure::text};
constexpr field_row counted_in{"counted_in", "In", "单位", measure::text};
constexpr field_row balance{"balance", "Balance", "余额", measure::days};
constexpr field_row balance_before{"before", "Before", "上期末余额", measure::days};
constexpr field_row balance_change{"change", "Change", "增减", measure::days};
constexpr field_row difference{"difference", "Difference", "差额", measure::text};
constexpr field_row hidden(const char* field, const char* english, const char* chinese)
{
    return {field, english, chinese, measure::text, false};
}

constexpr std::array of_days{date,
                             number,
                             person,
                             unit,
                             shift,
                             status,
                             in,
                             out,
                             in2,
                             out2,
                             hidden("in3", "In 3", "上班3"),
                             hidden("out3", "Out 3", "下班3"),
                             hidden("in4", "In 4", "上班4"),
                             hidden("out4", "Out 4", "下班4"),
                             planned,
                             worked,
                             late,
                             early,
                             away,
                             shortfall,
                             unproven,
                             absent,
                             on_leave,
                             trip,
                             field_work,
                             ot_workday,
                             ot_rest,
                             ot_holiday};
constexpr std::array of_sums{number,     person,     unit,       planned_days, planned,      attended_days,
                             worked,     late_times, late,       seriously,    late_charged, early_times,
                             early,      away,       shortfall,  missing,      absent_days,  absent,
                             on_leave,   trip_days,  trip,       field_work,   ot_workday,   ot_rest,
                             ot_holiday, unproven,   corrections};
constexpr std::array of_totals{people};
constexpr std::array of_faults{date, number, person, unit, shift, status, in, out, in2, out2, hint};
constexpr std::array of_ranks{rank, number, person, unit, many_days, minutes, before, change};
constexpr std::array of_adjustments{booked_on, date, number, person, unit, difference, status};
constexpr std::array of_balances{number,     person,  unit,           type,
                                 counted_in, balance, balance_before, balance_change};
constexpr std::array of_requests{request, number, person, unit,     asked_for, first_date, last_date,
                                 state,   filed,  level,  approver, step,      decided,    waited};
constexpr std::array of_punches{number,   person, unit,   device_time, time,
                                received, device, method, date,        used};

std::vector<field_row> fields_of(report_kind kind)
{
    const auto all = [](auto rows) { return std::vector<field_row>(rows.begin(), rows.end()); };
    switch (kind) {
    case report_kind::days: return all(of_days);
    case report_kind::faults: return all(of_faults);
    case report_kind::punches: return all(of_punches);
    case report_kind::balance: return all(of_balances);
    case report_kind::requests: return all(of_requests);
    case report_kind::adjustments: return all(of_adjustments);
    case report_kind::grid:
    case report_kind::payroll: return all(of_sums);
    case report_kind::summary: {
        auto rows = all(of_sums);
        rows.insert(rows.end(), of_totals.begin(), of_totals.end());
        return rows;
    }
    case report_kind::lateness:
    case report_kind::absence:
    case report_kind::overtime:
    case report_kind::leave: return all(of_ranks);
    }
    return {};
}

bool has_days(report_kind kind)
{
    return kind == report_kind::summary || kind == report_kind::payroll;
}

constexpr std::string_view leave_prefix = "leave.";
constexpr std::string_view adjust_prefix = "adjust.";

// "leave.annual", "adjust.worked": which there are depends on what was decided.
bool can_occur(report_kind kind, std::string_view field)
{
    constexpr std::size_t most = 64;
    const bool of_sums_too = has_days(kind) || kind == report_kind::grid;
    const bool fits = field.starts_with(leave_prefix) ? of_sums_too || kind == report_kind::days
                                                      : field.starts_with(adjust_prefix) && of_sums_too;
    return fits && field.size() <= most && field.back() != '.' &&
           std::all_of(field.begin(), field.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
           });
}

std::optional<measure> measure_of(report_kind kind, std::string_view field)
{
    for (const field_row& each : fields_of(kind))
        if (each.field == field)
            return each.as;
    return can_occur(kind, field) ? std::optional(measure::minutes) : std::nullopt;
}

std::string name_of_occurring(std::string_view field, report_language in_words)
{
    if (field.starts_with(leave_prefix))
        return leave_name(field.substr(leave_prefix.size()), in_words);
    const std::string_view of = field.substr(adjust_prefix.size());
    const bool english = in_words == report_language::en;
    const std::string what = english ? "Adjusted: " : "上期调整：";
    if (of.starts_with(leave_prefix))
        return what + leave_name(of.substr(leave_prefix.size()), in_words);
    for (const field_row& each : of_sums)
        if (each.field == of)
            return what + std::string(english ? each.english : each.chinese);
    return what + std::string(of);
}

bool can_be(report_kind kind, measure usual, measure wanted)
{
    return wanted == usual || (usual == measure::minutes &&
                               (wanted == measure::hours || (wanted == measure::days && has_days(kind))));
}

}  // namespace

std::chrono::days longest(report_kind kind)
{
    constexpr std::chrono::days of_a_grid{62};
    constexpr std::chrono::days usual{366};
    return kind == report_kind::grid ? of_a_grid : usual;
}

std::vector<base::fault> faults_of(report_kind kind, const std::vector<chosen_column>& columns)
{
    std::vector<base::fault> faults;
    if (kind == report_kind::payroll && columns.empty())
        faults.push_back({"/columns", "a payroll export says which columns it has"});
    if (kind == report_kind::grid && !columns.empty())
        faults.push_back({"/columns", "the columns of a grid are its dates"});
    std::set<std::string_view> seen;
    for (std::size_t i = 0; i < columns.size() && kind != report_kind::grid; ++i) {
        const std::string place = "/columns/" + std::to_string(i);
        const auto usual = measure_of(kind, columns[i].field);
        if (!usual)
            faults.push_back({place + "/field", "is no field of this report"});
        else if (columns[i].unit && !can_be(kind, *usual, *columns[i].unit))
            faults.push_back({place + "/unit", "this field cannot be shown so"});
        if (!seen.insert(columns[i].field).second)
            faults.push_back({place + "/field", "stands twice"});
    }
    return faults;
}

layout::layout(report_kind kind, report_language in_words, const std::vector<chosen_column>& columns,
               const std::set<std::string>& occurring, const std::vector<model::civil_day>& dates)
{
    const bool english = in_words == report_language::en;
    struct known {
        std::string name;
        measure as;
    };
    std::vector<known> all;
    std::vector<std::string> usual;
    const auto add = [&](std::string_view field, std::string name, measure as, bool shown) {
        by_field_.emplace(field, all.size());
        sums_.push_back(as == measure::minutes || as == measure::number || as == measure::days);
        days_.push_back(as == measure::days);
        all.push_back({std::move(name), as});
        if (shown)
            usual.emplace_back(field);
    };
    for (const field_row& each : fields_of(kind)) {
        add(each.field, std::string(english ? each.english : each.chinese), each.as, each.usual);
        if (each.field == unit.field)
            for (const model::civil_day day : dates)
                add(reports::date_text(day), reports::date_text(day).substr(5), measure::text, true);
    }
    const auto add_occurring = [&](const std::string& field, bool shown) {
        if (can_occur(kind, field) && !find(field))
            add(field, name_of_occurring(field, in_words), measure::minutes, shown);
    };
    for (const std::string& field : occurring)
        add_occurring(field, true);
    for (const chosen_column& asked : columns)
        add_occurring(asked.field, false);
    fields_ = all.size();
    const auto show_one = [&](const std::string& field, const chosen_column* asked) {
        const std::size_t where = at(field);
        shown_.push_back(where);
        columns_.push_back({field, asked && asked->name ? *asked->name : all[where].name,
                            asked && asked->unit ? *asked->unit : all[where].as});
    };
    if (columns.empty())
        for (const std::string& field : usual)
            show_one(field, nullptr);
    for (const chosen_column& asked : columns)
        show_one(asked.field, &asked);
}

bool layout::shows_as_days() const
{
    for (std::size_t i = 0; i < shown_.size(); ++i)
        if (columns_[i].as == measure::days && !days_[shown_[i]])
            return true;
    return false;
}

std::optional<std::size_t> layout::find(std::string_view field) const
{
    const auto found = by_field_.find(field);
    return found == by_field_.end() ? std::nullopt : std::optional(found->second);
}

record layout::blank() const
{
    return {std::vector<reports::cell>(fields_), std::vector<std::int64_t>(fields_)};
}

void layout::show(const record& from, std::vector<reports::cell>& onto) const
{
    onto.clear();
    for (std::size_t i = 0; i < shown_.size(); ++i) {
        const reports::cell& what = from.cells[shown_[i]];
        const bool counted = std::holds_alternative<std::int64_t>(what) && sums_[shown_[i]];
        if (counted && columns_[i].as == measure::days && !days_[shown_[i]])
            onto.emplace_back(from.as_days[shown_[i]]);
        else
            onto.push_back(what);
    }
}

std::string title_of(report_kind kind, report_language in_words)
{
    struct title {
        std::string_view english;
        std::string_view chinese;
    };
    constexpr std::array<title, model::enumerator_names<report_kind>.size()> titles{
        {{"Day list", "日报"},
         {"Month grid", "月报"},
         {"Month summary", "月汇总"},
         {"Punch list", "打卡明细"},
         {"Faults", "异常"},
         {"Lateness", "迟到排名"},
         {"Absence", "旷工排名"},
         {"Overtime", "加班排名"},
         {"Leave", "请假排名"},
         {"Leave balances", "假期余额"},
         {"Requests", "申请"},
         {"Adjustments", "调整"},
         {"Payroll", "薪资导出"}}};
    const title& found = titles[static_cast<std::size_t>(kind)];
    return std::string(in_words == report_language::en ? found.english : found.chinese);
}

}  // namespace gatehouse::ops::attendance
