// How a report comes to be: asked for, made in passes, cancelled, taken up again, removed.
#include "ops/attendance/report_desk.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace gatehouse::ops::attendance::test {
namespace {

using store::attendance::report_state;

std::vector<std::string> places_of(const base::error& of)
{
    std::vector<std::string> places;
    for (const base::fault& each : of.faults)
        places.push_back(each.where);
    return places;
}

class reports_round : public testing::Test {
protected:
    reports_round()
    {
        desk.room.write([this](store::transaction& in) {
            model::person who;
            who.organization = company;
            who.role = "employee";
            who.unit = desk.sales;
            store::attendance::kept_day what;
            what.organization = company;
            what.day = day("2026-03-09");
            what.statuses = "normal";
            what.items = "planned 480, worked 480";
            for (int i = 0; i < 450; ++i) {
                who.name = "人" + std::to_string(i);
                what.person = store::insert_person(in, who);
                store::attendance::put_day(in, what);
            }
        });
    }

    report_desk desk;
    report_order usual = order(report_kind::days, "2026-03-09", "2026-03-09");
};

TEST_F(reports_round, makes_a_report_in_passes_and_its_row_says_how_far_it_is)
{
    usual.kind = report_kind::summary;
    const auto asked = desk.ask(usual).value();
    EXPECT_EQ(asked.state, report_state::waiting);
    EXPECT_TRUE(desk.round.is_wanted());
    std::int64_t before = 0;
    int passes = 0;
    while (desk.round.pass()) {
        const auto now = desk.row(asked.id);
        EXPECT_GE(now.percent, before);
        before = now.percent;
        ++passes;
    }
    EXPECT_GE(passes, 5) << "people, days, pages of 100";
    const auto done = desk.row(asked.id);
    EXPECT_EQ(done.state, report_state::done);
    EXPECT_EQ(done.percent, 100);
    EXPECT_EQ(done.rows, 452) << "450 people and two totals";
    EXPECT_EQ(done.size,
              static_cast<std::int64_t>(std::filesystem::file_size(desk.files.folder() / done.file.value())));
    EXPECT_FALSE(desk.round.is_wanted()) << "nothing came since";
    EXPECT_EQ(
        support::audit_of(desk.room).back(),
        R"(test: attendance_report.ask attendance_report/1 of 1 {"changed":["kind","from","to","format"],)"
        R"("values":{"kind":["","summary"],"from":["","2026-03-09"],"to":["","2026-03-09"],)"
        R"("format":["","csv"]}})");
}

TEST_F(reports_round, makes_no_file_of_what_was_cancelled_on_the_way)
{
    const auto asked = desk.ask(usual).value();
    for (int i = 0; i < 3; ++i)
        desk.round.pass();
    EXPECT_EQ(desk.row(asked.id).state, report_state::running);
    EXPECT_GE(desk.stored_files(), 1) << "it grows";
    desk.room.write([&](store::transaction& in) {
        cancel_report(in, desk.row(asked.id), {"test", desk.room.clock.now()}).value();
    });
    desk.make_all();
    EXPECT_EQ(desk.row(asked.id).state, report_state::cancelled);
    EXPECT_EQ(desk.stored_files(), 0);
    desk.room.write([&](store::transaction& in) {
        const auto again = cancel_report(in, desk.row(asked.id), {"test", desk.room.clock.now()});
        EXPECT_EQ(again.error().code, base::errc::conflict);
    });
}

TEST_F(reports_round, begins_anew_what_a_stop_cut_off_and_leaves_nothing_of_it)
{
    const auto asked = desk.ask(usual).value();
    for (int i = 0; i < 3; ++i)
        desk.round.pass();
    ASSERT_EQ(desk.row(asked.id).state, report_state::running);
    std::ofstream(desk.files.folder() / "torn.part") << "half a file";
    desk.round.finish(std::chrono::milliseconds(0));
    sweep_reports(desk.files, desk.room.database());
    EXPECT_EQ(desk.stored_files(), 0);
    report_round after(desk.room.database(), desk.room.writer(), desk.files, desk.room.clock);
    while (after.pass()) {}
    EXPECT_EQ(desk.row(asked.id).state, report_state::done);
    EXPECT_EQ(desk.stored_files(), 1);
    sweep_reports(desk.files, desk.room.database());
    EXPECT_EQ(desk.stored_files(), 1) << "its row names it";
}

TEST_F(reports_round, removes_a_file_and_its_row_after_seven_days)
{
    const auto asked = desk.ask(usual).value();
    desk.make_all();
    desk.room.clock.set(desk.room.clock.now() + std::chrono::days(7) - std::chrono::seconds(1));
    desk.make_all();
    EXPECT_EQ(desk.stored_files(), 1);
    desk.room.clock.set(desk.room.clock.now() + std::chrono::minutes(11));
    EXPECT_TRUE(desk.round.is_wanted());
    desk.make_all();
    EXPECT_EQ(desk.stored_files(), 0);
    EXPECT_FALSE(store::attendance::find_report(*desk.room.database().reader(), asked.id));
}

TEST_F(reports_round, goes_on_with_the_others_when_one_cannot_be_made)
{
    const auto bad = desk.ask(usual).value();
    const auto good = desk.ask(usual).value();
    desk.room.write([&](store::transaction& in) {
        store::attendance::rule_version rule;
        rule.organization = company;
        rule.name = "Day";
        rule.since = day("2026-01-01");
        rule.words = std::vector<std::string>{"this is no rule"};
        rule.actor = "test";
        store::attendance::insert_rule(in, rule);
        constexpr store::statement to_faults{"make_it_faults",
                                             "UPDATE attendance_report SET kind = 'faults' WHERE id = ?1"};
        in.sql.run(to_faults, {bad.id.value});
    });
    int passes = 0;
    do {
        desk.round.pass();
    } while (desk.row(good.id).state != report_state::done && ++passes < 100);
    EXPECT_EQ(desk.row(bad.id).state, report_state::failed);
    EXPECT_EQ(desk.row(good.id).state, report_state::done);
    EXPECT_EQ(desk.stored_files(), 1);
}

TEST_F(reports_round, is_asked_for_with_dates_and_columns_that_there_are)
{
    struct row {
        std::function<void(report_order&)> change;
        std::vector<std::string> places;
    };
    const auto payroll = [](report_order& what) { what.kind = report_kind::payroll; };
    const std::vector<row> rows{
        {[](report_order& what) { what.from = "2026-02-30"; }, {"/from"}},
        {[](report_order& what) { what.from = "9 March", what.to = ""; }, {"/from", "/to"}},
        {[](report_order& what) { what.to = "2026-03-08"; }, {"/to"}},
        {[](report_order& what) { what.to = "2027-03-10"; }, {"/to"}},
        {[](report_order& what) { what.kind = report_kind::grid, what.to = "2026-05-10"; }, {"/to"}},
        {[](report_order& what) { what.unit = model::unit_id{99}; }, {"/unit_id"}},
        {payroll, {"/columns"}},
        {[](report_order& what) {
             what.kind = report_kind::grid, what.columns = {{"late", {}, {}}};
         },
         {"/columns"}},
        {[](report_order& what) {
             what.columns = {{"worked", {}, {}},
                             {"salary", {}, {}},
                             {"worked", {}, {}},
                             {"person", {}, reports::measure::hours},
                             {"late", {}, reports::measure::days},
                             {"leave.An nual", {}, {}}};
         },
         {"/columns/1/field", "/columns/2/field", "/columns/3/unit", "/columns/4/unit", "/columns/5/field"}},
        {[](report_order& what) {
             what.kind = report_kind::payroll;
             what.columns = {{"absent_days", {}, reports::measure::hours}};
         },
         {"/columns/0/unit"}},
    };
    for (const row& each : rows) {
        report_order what = usual;
        each.change(what);
        const auto asked = desk.ask(what);
        ASSERT_FALSE(asked) << each.places.front();
        EXPECT_EQ(places_of(asked.error()), each.places);
    }
    EXPECT_FALSE(store::attendance::next_report(*desk.room.database().reader()))
        << "nothing was kept of them";
}

TEST_F(reports_round, takes_no_more_than_fifty_at_once)
{
    for (std::int64_t i = 0; i < open_reports_most; ++i)
        ASSERT_TRUE(desk.ask(usual));
    EXPECT_EQ(desk.ask(usual).error().code, base::errc::conflict);
    desk.make_all();
    EXPECT_TRUE(desk.ask(usual));
}

}  // namespace
}  // namespace gatehouse::ops::attendance::test
