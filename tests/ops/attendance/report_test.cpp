// Each report over days that stand: what its rows say.
#include "ops/attendance/report_desk.hpp"
#include "store/attendance/leave_entries.hpp"
#include "store/attendance/locks.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops::attendance::test {
namespace {

using store::attendance::report_state;

constexpr store::statement request{
    "test_request",
    "INSERT INTO attendance_request (organization, person, kind, words, first, last, chain, state, "
    "withdrawing, last_level, sealed, filed_at, told_at, actor) VALUES (1, ?1, 'leave', ?2, ?3, ?3, '', "
    "?4, 0, "
    "2, ?5, 1773100800000, 0, 'test')"};

class a_report : public testing::Test {
protected:
    a_report()
    {
        desk.keep(desk.zhang, "2026-03-09", "normal, overtime",
                  "planned 480, worked 480, ot_workday 95, in 8:58, out 19:40");
        desk.keep(desk.zhang, "2026-03-10", "late, leave",
                  "planned 480, worked 294, late 6, leave.annual 180, in 13:06, out 18:00, late_times 1, "
                  "lateness 6");
        desk.keep(
            desk.li, "2026-03-09", "late, seriously_late",
            "planned 450, worked 390, late 60, in 9:10, out 12:00, in2 14:20, out2 17:30, late_times 2, "
            "seriously_late_times 1, lateness 10, lateness 50");
        desk.keep(desk.li, "2026-03-10", "absent", "planned 480, absent 480, in none, out none");
        desk.keep(desk.wang, "2026-03-09", "missing_out",
                  "planned 480, unproven 480, in 8:55, out none, missing_times 1");
        desk.keep(desk.wang, "2026-03-10", "pending", "planned 480, unproven 480");
        desk.keep(desk.zhao, "2026-03-09", "rest", "", {});
        desk.keep(desk.zhang, "2026-02-10", "late",
                  "planned 480, worked 440, late 40, late_times 1, lateness 40");
    }

    report_desk desk;
};

TEST_F(a_report, of_days_puts_those_with_a_fault_in_front)
{
    report_order what = order(report_kind::days, "2026-03-09", "2026-03-09");
    what.columns = {{"date", {}, {}}, {"number", {}, {}}, {"person", {}, {}},
                    {"unit", {}, {}}, {"status", {}, {}}, {"in", {}, {}},
                    {"out2", {}, {}}, {"worked", {}, {}}, {"late", {}, {}}};
    EXPECT_EQ(desk.made(what),
              "Date,Number,Name,Unit,Status,In,Out 2,Worked,Late\r\n"
              "2026-03-09,E-2,李四,研发部 / 测试组,\"late, seriously_late\",09:10,17:30,390,60\r\n"
              "2026-03-09,E-3,'=王五,销售部,missing_out,08:55,,,\r\n"
              "2026-03-09,E-1,张三,研发部,\"normal, overtime\",08:58,,480,\r\n"
              "2026-03-09,,赵六,,rest,,,,\r\n");
}

TEST_F(a_report, of_a_month_adds_up_each_person_each_unit_of_the_tree_and_everybody)
{
    report_order what = order(report_kind::summary, "2026-03-01", "2026-03-31");
    what.columns = {{"unit", {}, {}},
                    {"person", {}, {}},
                    {"people", {}, {}},
                    {"planned_days", {}, {}},
                    {"attended_days", {}, {}},
                    {"worked", {}, {}},
                    {"late_times", {}, {}},
                    {"absent_days", {}, {}},
                    {"leave.annual", {}, reports::measure::days},
                    {"ot_workday", {}, reports::measure::hours}};
    EXPECT_EQ(desk.made(what), "Unit,Name,People,Planned days,Attended days,Worked,Times late,Absent "
                               "days,annual,\"Overtime, workdays\"\r\n"
                               ",赵六,,0,0,0,0,0.00,0.00,0.00\r\n"
                               "研发部,张三,,2,2,774,1,0.00,0.38,1.58\r\n"
                               "研发部 / 测试组,李四,,2,1,390,2,1.00,0.00,0.00\r\n"
                               "销售部,'=王五,,2,0,0,0,0.00,0.00,0.00\r\n"
                               "研发部,Total,2,4,3,1164,3,1.00,0.38,1.58\r\n"
                               "研发部 / 测试组,Total,1,2,1,390,2,1.00,0.00,0.00\r\n"
                               "销售部,Total,1,2,0,0,0,0.00,0.00,0.00\r\n"
                               ",Total,4,6,3,1164,3,1.00,0.38,1.58\r\n");
}

TEST_F(a_report, of_one_unit_is_about_those_below_it_and_nobody_else)
{
    report_order what = order(report_kind::summary, "2026-03-01", "2026-03-31");
    what.unit = desk.research;
    what.columns = {{"unit", {}, {}}, {"person", {}, {}}, {"worked", {}, {}}};
    EXPECT_EQ(desk.made(what), "Unit,Name,Worked\r\n研发部,张三,774\r\n研发部 / 测试组,李四,390\r\n"
                               "研发部,Total,1164\r\n研发部 / 测试组,Total,390\r\n,Total,1164\r\n");
}

TEST_F(a_report, of_a_grid_has_a_sign_for_each_date)
{
    report_order what = order(report_kind::grid, "2026-03-08", "2026-03-10");
    what.language = report_language::zh;
    const std::string text = desk.made(what);
    EXPECT_TRUE(text.starts_with("工号,姓名,部门,03-08,03-09,03-10,应出勤天数,"));
    for (const std::string_view each :
         {"\r\n,赵六,,,休,,0,", "\r\nE-1,张三,研发部,,加,迟,2,", "\r\nE-2,李四,研发部 / 测试组,,迟,旷,2,",
          "\r\nE-3,'=王五,销售部,,缺,●,2,"})
        EXPECT_NE(text.find(each), std::string::npos) << each << "\n" << text;
}

TEST_F(a_report, of_lateness_ranks_and_compares_with_the_month_before)
{
    EXPECT_EQ(desk.made(order(report_kind::lateness, "2026-03-01", "2026-03-31")),
              "Rank,Number,Name,Unit,On days,Minutes,Period before,Change\r\n"
              "1,E-2,李四,研发部 / 测试组,1,60,0,60\r\n"
              "2,E-1,张三,研发部,1,6,40,-34\r\n");
    EXPECT_EQ(desk.made(order(report_kind::lateness, "2026-03-09", "2026-03-10")),
              "Rank,Number,Name,Unit,On days,Minutes,Period before,Change\r\n"
              "1,E-2,李四,研发部 / 测试组,1,60,0,60\r\n"
              "2,E-1,张三,研发部,1,6,0,6\r\n");
    EXPECT_EQ(
        desk.made(order(report_kind::overtime, "2026-03-01", "2026-03-31")),
        "Rank,Number,Name,Unit,On days,Minutes,Period before,Change\r\n1,E-1,张三,研发部,1,95,0,95\r\n");
    EXPECT_NE(desk.made(order(report_kind::absence, "2026-03-01", "2026-03-31")).find("李四"),
              std::string::npos);
    EXPECT_NE(desk.made(order(report_kind::leave, "2026-03-01", "2026-03-31")).find("1,180,0,180"),
              std::string::npos);
}

TEST_F(a_report, for_payroll_has_the_columns_that_were_asked_for_in_their_order_under_their_names)
{
    report_order what = order(report_kind::payroll, "2026-03-01", "2026-03-31");
    what.columns = {{"number", "编号", {}},
                    {"worked", "工时", reports::measure::hours},
                    {"leave.sick", "病假", reports::measure::hours},
                    {"late", "迟到天", reports::measure::days},
                    {"leave", {}, {}}};
    EXPECT_EQ(desk.made(what), "编号,工时,病假,迟到天,Leave\r\n"
                               ",0.00,0.00,0.00,0\r\n"
                               "E-1,12.90,0.00,0.01,180\r\n"
                               "E-2,6.50,0.00,0.13,0\r\n"
                               "E-3,0.00,0.00,0.00,0\r\n");
}

TEST_F(a_report, says_at_its_head_what_it_stands_on)
{
    report_order what = order(report_kind::payroll, "2026-03-01", "2026-03-31");
    what.head = true;
    what.columns = {{"number", {}, {}}};
    desk.room.write([](store::transaction& in) {
        store::attendance::rule_version rule;
        rule.organization = company;
        rule.name = "Day";
        rule.since = day("2026-01-01");
        rule.words = std::vector<std::string>{"09:00-18:00"};
        rule.actor = "test";
        store::attendance::insert_rule(in, rule);
    });
    const std::string text = desk.made(what);
    EXPECT_EQ(
        text.substr(0, text.find("\r\n")),
        "Payroll; organization: 公司; period: 2026-03-01 – 2026-03-31; zone: Asia/Shanghai; rules: shift "
        "Day #1; computed at: 2026-03-10 08:00:00; state: open; days: 7; pending days: 1; unproven days: "
        "2");
}

TEST_F(a_report, of_a_locked_month_says_so)
{
    report_order what = order(report_kind::payroll, "2026-03-01", "2026-03-31");
    what.head = true;
    what.columns = {{"number", {}, {}}};
    store::attendance::period_lock lock;
    lock.organization = company;
    lock.first = day("2026-03-01");
    lock.last = day("2026-03-31");
    desk.room.write([&](store::transaction& in) { store::attendance::insert_lock(in, lock); });
    EXPECT_NE(desk.made(what).find("state: locked"), std::string::npos);
    what.to = "2026-04-30";
    EXPECT_NE(desk.made(what).find("state: partly locked"), std::string::npos);
}

TEST_F(a_report, of_adjustments_lists_what_was_booked_in_the_period)
{
    store::attendance::adjustment booked;
    booked.organization = company;
    booked.person = desk.wang;
    booked.day = day("2026-02-27");
    booked.booked_on = day("2026-03-01");
    booked.minutes = "worked 480, unproven -480";
    booked.statuses = "normal";
    booked.items = "planned 480, worked 480";
    desk.room.write([&](store::transaction& in) {
        store::attendance::period_lock lock;
        lock.organization = company;
        lock.first = day("2026-02-01");
        lock.last = day("2026-02-28");
        store::attendance::insert_lock(in, lock);
        store::attendance::insert_adjustment(in, booked);
    });
    EXPECT_EQ(desk.made(order(report_kind::adjustments, "2026-03-01", "2026-03-31")),
              "Booked on,Date,Number,Name,Unit,Difference,Status\r\n"
              "2026-03-01,2026-02-27,E-3,'=王五,销售部,\"worked 480, unproven -480\",normal\r\n");
}

TEST_F(a_report, of_balances_says_what_leave_there_is_and_was)
{
    store::attendance::leave_entry entry;
    entry.organization = company;
    entry.person = desk.zhang;
    entry.leave = "annual";
    entry.actor = "test";
    const auto put = [&](store::attendance::leave_entry_kind kind, std::int64_t amount,
                         const std::string& from, std::int64_t request) {
        entry.kind = kind;
        entry.amount = amount;
        entry.day = day(from);
        entry.request = request;
        entry.until = request == 0 ? std::optional(day("2026-12-31")) : std::nullopt;
        entry.source = request == 0 ? "annual 2026" : "";
        desk.room.write([&](store::transaction& in) { store::attendance::insert_leave_entry(in, entry); });
    };
    desk.room.write([&](store::transaction& in) {
        for (int i = 0; i < 3; ++i)
            in.sql.run(request,
                       {desk.zhang.value, "leave annual", std::int64_t{20'000}, "approved", store::blob{""}});
    });
    using kind = store::attendance::leave_entry_kind;
    put(kind::grant, 500, "2026-01-01", 0);
    put(kind::reserve, 50, "2026-02-02", 1);
    put(kind::charge, 50, "2026-02-02", 1);
    put(kind::reserve, 100, "2026-03-16", 2);
    put(kind::reserve, 200, "2026-04-16", 3);
    EXPECT_EQ(desk.made(order(report_kind::balance, "2026-03-01", "2026-03-31")),
              "Number,Name,Unit,Leave,In,Balance,Before,Change\r\n"
              "E-1,张三,研发部,annual,days,3.50,4.50,-1.00\r\n");
}

TEST_F(a_report, of_requests_has_a_row_for_each_step_and_no_reasons)
{
    constexpr store::statement step{
        "test_step",
        "INSERT INTO attendance_step (request, level, approver, place, turn, purpose, needs_all, origin, "
        "state, "
        "decided_at, opened_at, sealed) VALUES (1, ?1, ?2, ?1, ?1, 'approve', 0, 'chain', ?3, ?4, "
        "1773100800000, ?5)"};
    desk.room.write([&](store::transaction& in) {
        const auto first = day("2026-03-16").time_since_epoch().count();
        in.sql.run(request, {desk.zhang.value, "leave annual 2026-03-16 morning", std::int64_t{first},
                             "waiting", store::blob{"a secret reason"}});
        in.sql.run(request, {desk.wang.value, "leave sick 2026-05-01", std::int64_t{first + 46}, "approved",
                             store::blob{""}});
        in.sql.run(step, {std::int64_t{1}, desk.li.value, "approved", std::int64_t{1'773'106'200'000},
                          store::blob{"a comment"}});
        in.sql.run(step, {std::int64_t{2}, desk.wang.value, "open", nullptr, store::blob{""}});
    });
    report_order what = order(report_kind::requests, "2026-03-01", "2026-03-31");
    EXPECT_EQ(desk.made(what),
              "Request,Number,Name,Unit,Asked for,From,To,State,Filed,Level,Approver,Step,Decided,Waited\r\n"
              "1,E-1,张三,研发部,leave annual 2026-03-16 morning,2026-03-16,2026-03-16,waiting,2026-03-10 "
              "08:00:00,1,"
              "李四,approved,2026-03-10 09:30:00,90\r\n"
              "1,E-1,张三,研发部,leave annual 2026-03-16 morning,2026-03-16,2026-03-16,waiting,2026-03-10 "
              "08:00:00,2,"
              "'=王五,open,,\r\n");
    what.language = report_language::zh;
    what.columns = {
        {"request", {}, {}}, {"state", {}, {}}, {"step", {}, {}}, {"waited", {}, reports::measure::hours}};
    EXPECT_EQ(desk.made(what),
              "申请编号,申请状态,审批结果,等待时长\r\n1,审批中,已同意,1.50\r\n1,审批中,待处理,\r\n");
}

TEST_F(a_report, is_the_same_file_to_the_byte_as_long_as_the_state_is)
{
    for (const reports::file_format format :
         {reports::file_format::xlsx, reports::file_format::csv, reports::file_format::json})
        for (const report_kind kind : {report_kind::days, report_kind::summary, report_kind::grid}) {
            report_order what = order(kind, "2026-03-01", "2026-03-31");
            what.format = format;
            what.head = true;
            const std::string first = desk.made(what);
            desk.room.clock.set(desk.room.clock.now() + std::chrono::hours(5));
            EXPECT_EQ(desk.made(what), first) << model::name_of(kind) << model::name_of(format);
            EXPECT_GT(first.size(), 300U);
        }
    report_order what = order(report_kind::days, "2026-03-01", "2026-03-31");
    what.format = reports::file_format::xlsx;
    const std::string before = desk.made(what);
    desk.keep(desk.zhao, "2026-03-09", "normal", "planned 1, worked 1");
    EXPECT_NE(desk.made(what), before) << "another state is another file";
}

}  // namespace
}  // namespace gatehouse::ops::attendance::test
