// Days as they are kept: what touches them, when they are computed, and the pains that the rules answer (the
// attendance rules, §17), through the store.
#include "ops/attendance/workplace.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace gatehouse::ops::attendance::test {
namespace {

const civil_day monday = date(2026, 3, 9);
const civil_day tuesday = date(2026, 3, 10);

class kept_days : public testing::Test {
protected:
    kept_days()
    {
        at.shift("Day", {"09:00-18:00", "break 12:00-13:00", "grace 5 late 5 early"});
        at.shift("Night", {"18:00-31:00"});
        at.shift("Evening", {"14:00-20:00"});
        at.shift("Split", {"08:30-12:00 and 13:30-17:30"});
        at.group({"week Mon-Fri Day"});
    }

    workplace at;
};

TEST_F(kept_days, a_punch_is_in_its_day_and_the_day_is_judged_when_it_is_over)
{
    at.assign(1);
    at.settle("2026-03-09 07:00");
    EXPECT_EQ(at.day(1, monday), "pending / planned 480, unproven 480, in none, out none, source week");
    at.tap(1, "2026-03-09 09:30");
    at.settle("2026-03-09 09:31");
    EXPECT_EQ(at.day(1, monday),
              "late, pending / planned 480, late 30, unproven 450, in 09:30, out none, late_times 1, "
              "lateness 30, source week");
    at.tap(1, "2026-03-09 18:02");
    at.settle("2026-03-09 22:01");
    EXPECT_EQ(at.day(1, monday),
              "late / planned 480, worked 450, late 30, in 09:30, out 18:02, late_times 1, lateness 30, "
              "source week");
}

// Each look is half a minute after the one before.
class passing_clock final : public base::clock {
public:
    explicit passing_clock(base::instant first) : next_(first) {}
    base::instant now() const override { return std::exchange(next_, next_ + std::chrono::seconds(30)); }

private:
    mutable base::instant next_;
};

TEST_F(kept_days, a_punch_that_came_while_the_round_had_begun_is_in_its_day)
{
    at.assign(1);
    at.settle("2026-03-09 07:00");
    at.tap(1, "2026-03-09 09:00");
    const passing_clock clock(at.moment("2026-03-09 08:59:45"));
    recompute round(at.room.database(), at.room.writer(), clock);
    for (int i = 0; i < 3; ++i)
        round.pass();
    EXPECT_TRUE(at.day(1, monday).find("in 09:00") != std::string::npos) << at.day(1, monday);
}

TEST_F(kept_days, a_day_without_punches_is_absent_once_its_claim_has_closed_and_each_date_appears)
{
    at.assign(1);
    at.settle("2026-03-09 21:59");
    EXPECT_TRUE(at.day(1, monday).starts_with("pending")) << at.day(1, monday);
    EXPECT_EQ(at.day(1, date(2026, 3, 11)), "");
    at.settle("2026-03-09 22:01");
    EXPECT_EQ(at.day(1, monday), "absent / planned 480, absent 480, in none, out none, source week");
    EXPECT_TRUE(sa::open_days_of(*at.reader, {1}).front().day > monday);
    at.settle("2026-03-10 08:00");
    EXPECT_TRUE(at.day(1, tuesday).starts_with("pending"));
    at.settle("2026-03-14 08:00");
    EXPECT_EQ(at.day(1, date(2026, 3, 14)), "rest / source week") << "a Saturday";
}

TEST_F(kept_days, nothing_is_written_where_nothing_has_changed)
{
    at.assign(1);
    at.tap(1, "2026-03-09 09:00");
    at.tap(1, "2026-03-09 18:00");
    at.settle("2026-03-10 08:00");
    const auto before = sa::days_of(*at.reader, {1}, monday, monday).at(0);
    at.touch(1, date(2026, 3, 2), date(2026, 3, 10));
    at.settle("2026-03-10 09:00");
    const auto after = sa::days_of(*at.reader, {1}, monday, monday).at(0);
    EXPECT_EQ(before.computed_at, after.computed_at);
    // Another rule of the same result is another reason, and is written down.
    at.shift("Day", {"09:00-18:00", "break 12:00-13:00", "grace 6 late 5 early"});
    at.touch(1, date(2026, 3, 2), date(2026, 3, 10));
    at.settle("2026-03-10 10:00");
    const auto other = sa::days_of(*at.reader, {1}, monday, monday).at(0);
    EXPECT_EQ(other.items, after.items);
    EXPECT_FALSE(other.inputs == after.inputs);
    EXPECT_NE(other.computed_at, after.computed_at);
}

TEST_F(kept_days, a_card_given_to_somebody_later_brings_its_old_punches_and_takes_them_from_whoever_had_it)
{
    at.assign(1);
    at.assign(2);
    at.tap_card("lost", workplace::moment("2026-03-09 09:00"));
    at.tap_card("lost", workplace::moment("2026-03-09 18:00"));
    at.settle("2026-03-12 08:00");
    EXPECT_TRUE(at.day(1, monday).starts_with("absent"));
    at.give_card(1, "lost");
    at.settle("2026-03-12 09:00");
    EXPECT_EQ(at.day(1, monday), "normal / planned 480, worked 480, in 09:00, out 18:00, source week");
    EXPECT_TRUE(at.day(2, monday).starts_with("absent"));
}

TEST_F(kept_days, only_people_under_rules_have_days_and_only_while_they_are)
{
    at.tap(2, "2026-03-09 09:00");
    at.settle("2026-03-10 08:00");
    EXPECT_EQ(at.rows(), "");
    at.assign(2, tuesday);
    at.settle("2026-03-11 08:00");
    EXPECT_EQ(at.day(2, monday), "");
    EXPECT_NE(at.day(2, tuesday), "");
    at.room.write([&](store::transaction& in) {
        sa::put_employment(in, {{2}, company, {}, monday, {}, {}, {}});
        sa::touch(in, {2}, monday, date(2026, 3, 20));
    });
    at.settle("2026-03-11 09:00");
    EXPECT_EQ(at.rows(), "") << "they had left before";
}

TEST_F(kept_days, a_change_for_years_is_done_piece_by_piece)
{
    at.at("2026-03-09 08:00");
    at.assign(1, date(2023, 1, 1));
    at.settle();
    const auto all = sa::days_of(*at.reader, {1}, date(2020, 1, 1), date(2030, 1, 1));
    EXPECT_EQ(all.front().day, date(2023, 1, 1));
    EXPECT_EQ(static_cast<std::int64_t>(all.size()), (all.back().day - all.front().day).count() + 1);
}

TEST_F(kept_days, whoever_is_nobody_stops_nobody_elses_days)
{
    at.assign(1);
    at.settle("2026-03-09 08:00");
    at.room.write([](store::transaction& in) { sa::touch(in, {999}, monday, monday); });
    at.tap(1, "2026-03-09 09:00");
    at.settle("2026-03-09 10:00");
    EXPECT_NE(at.day(1, monday).find("in 09:00"), std::string::npos);
}

// P1
TEST_F(kept_days, pain_1_a_check_out_on_the_morning_after_belongs_to_the_night)
{
    at.set_day(1, monday, "Night");
    at.set_day(1, tuesday, "Evening");
    for (const char* const when :
         {"2026-03-10 20:01", "2026-03-10 07:10", "2026-03-09 18:30", "2026-03-10 13:55"})
        at.tap(1, when);
    at.settle("2026-03-12 08:00");
    EXPECT_EQ(
        at.day(1, monday),
        "late / planned 780, worked 750, late 30, in 18:30, out 31:10, late_times 1, lateness 30, source "
        "override");
    EXPECT_EQ(at.day(1, tuesday),
              "normal / planned 360, worked 360, in 13:55, out 20:01, warning rest_8h, source override");
}

// P2
TEST_F(kept_days, pain_2_a_doubled_punch_counts_once_however_often_it_is_uploaded)
{
    at.assign(1);
    at.tap(1, "2026-03-09 08:58");
    at.tap(1, "2026-03-09 08:58:40");
    at.tap(1, "2026-03-09 18:00");
    at.settle("2026-03-10 08:00");
    const std::string before = at.rows();
    EXPECT_EQ(at.day(1, monday), "normal / planned 480, worked 480, in 08:58, out 18:00, source week");
    at.tap(1, "2026-03-09 08:58");
    at.tap_late(1, "2026-03-09 18:00", "2026-03-10 07:00");
    at.settle("2026-03-10 09:00");
    EXPECT_EQ(at.rows(), before);
}

// P3
TEST_F(kept_days, pain_3_a_punch_that_a_machine_uploads_days_later_reaches_its_day)
{
    at.assign(1);
    at.tap(1, "2026-03-09 08:58");
    at.settle("2026-03-12 08:00");
    EXPECT_TRUE(at.day(1, monday).starts_with("missing_out"));
    at.tap_late(1, "2026-03-09 18:00", "2026-03-12 09:00");
    at.settle("2026-03-12 09:01");
    EXPECT_EQ(at.day(1, monday), "normal / planned 480, worked 480, in 08:58, out 18:00, source week");
}

// P4
TEST_F(kept_days, pain_4_a_wrong_clock_is_corrected_and_a_record_from_the_future_hides_nothing)
{
    at.assign(1);
    at.give_card(1, "x");
    at.tap_card("x", workplace::moment("2026-03-09 09:20"), {}, std::chrono::minutes(20));
    at.tap(1, "2026-03-09 18:00");
    at.tap_late(1, "2026-03-09 20:00", "2026-03-09 18:01");
    at.settle("2026-03-10 08:00");
    EXPECT_EQ(at.day(1, monday), "normal / planned 480, worked 480, in 09:00, out 18:00, source week");
}

// P5
TEST_F(kept_days, pain_5_a_forgotten_check_out_does_not_touch_the_next_days_check_in)
{
    at.assign(1);
    at.tap(1, "2026-03-09 08:58");
    at.tap(1, "2026-03-10 08:59");
    at.tap(1, "2026-03-10 18:00");
    at.settle("2026-03-12 08:00");
    EXPECT_EQ(at.day(1, monday),
              "missing_out / planned 480, unproven 480, in 08:58, out none, missing_times 1, source week");
    EXPECT_EQ(at.day(1, tuesday), "normal / planned 480, worked 480, in 08:59, out 18:00, source week");
}

// P8
TEST_F(kept_days, pain_8_split_shifts_breaks_and_rotations_are_judged_section_by_section)
{
    at.rule(sa::rule_kind::rotation, "crew", {"Split Night rest from 2026-03-09"});
    at.assign(1, monday, "crew", sa::rule_kind::rotation);
    for (const char* const when : {"2026-03-09 08:21", "2026-03-09 12:02", "2026-03-09 13:40",
                                   "2026-03-09 17:33", "2026-03-10 17:50", "2026-03-11 07:01"})
        at.tap(1, when);
    at.settle("2026-03-13 08:00");
    EXPECT_EQ(at.day(1, monday),
              "late / planned 450, worked 440, late 10, in 08:21, out 12:02, in2 13:40, out2 17:33, "
              "late_times 1, lateness 10, source rotation");
    EXPECT_EQ(at.day(1, tuesday), "normal / planned 780, worked 780, in 17:50, out 31:01, source rotation");
    EXPECT_EQ(at.day(1, date(2026, 3, 11)), "rest / source rotation");
}

// P10
TEST_F(kept_days, pain_10_a_month_is_summed_from_its_days_and_each_day_can_be_run_as_a_case)
{
    at.assign(1);
    at.tap(1, "2026-03-02 09:30");
    at.tap(1, "2026-03-02 18:00");
    at.tap(1, "2026-03-03 08:50");
    at.tap(1, "2026-03-03 17:00");
    at.settle("2026-04-02 08:00");
    const office in_force(*at.reader, company, *model::time_zone::find("Asia/Shanghai"));
    const period_sums sums = sums_of(*at.reader, in_force, {1}, date(2026, 3, 1), date(2026, 3, 31));
    EXPECT_EQ(sums.sums.at("planned_days"), 2200);
    EXPECT_EQ(sums.sums.at("attended_days"), 200);
    EXPECT_EQ(sums.sums.at("worked"), 87000);
    EXPECT_EQ(sums.sums.at("late"), 3000);
    EXPECT_EQ(sums.sums.at("late_charged"), 100);
    EXPECT_EQ(sums.sums.at("early"), 6000);
    EXPECT_EQ(sums.sums.at("absent_days"), 2000);
    EXPECT_EQ(sums.days, 30) << "from the 2nd on";
    EXPECT_EQ(sums.pending, 0);
    for (const unsigned day : {2U, 3U, 4U, 7U}) {
        std::string told;
        const auto outcome = at.run_as_case(1, date(2026, 3, day), &told);
        EXPECT_TRUE(outcome.passed()) << told << outcome.differences.front();
    }
}

}  // namespace
}  // namespace gatehouse::ops::attendance::test
