#include "ops/attendance/rule_deeds.hpp"

#include "ops/attendance/office.hpp"
#include "ops/attendance/workplace.hpp"
#include "store/attendance/touching.hpp"

#include <gtest/gtest.h>

#include <iostream>

namespace gatehouse::ops::attendance::test {
namespace {

using strings = std::vector<std::string>;

class rules_decided : public testing::Test {
protected:
    // What was wrong, or nothing.
    std::string decide(sa::rule_kind kind, const std::string& name, const strings& lines,
                       civil_day since = date(2026, 1, 1))
    {
        sa::rule_version what;
        what.organization = company;
        what.kind = kind;
        what.name = name;
        what.since = since;
        what.words = lines;
        std::string wrong;
        at.room.write([&](store::transaction& in) {
            const auto done = decide_rule(in, what, {"test", at.room.clock.now()});
            if (!done)
                wrong = done.error().faults.empty()
                            ? done.error().message
                            : done.error().faults.front().where + " " + done.error().faults.front().detail;
        });
        return wrong;
    }
    strings kept(sa::rule_kind kind, const std::string& name)
    {
        return sa::history_of(*at.reader, company, kind, name).back().words.value();
    }
    office read() { return office(*at.reader, company, *model::time_zone::find("Asia/Shanghai")); }

    workplace at;
};

TEST_F(rules_decided, are_kept_in_the_words_in_which_they_were_told)
{
    const strings day{"08:30-12:00 and 13:30-17:30 no in no out",
                      "window 60 before 120 after",
                      "grace 5 late 5 early",
                      "late from grace",
                      "serious 30",
                      "absent 60 late 60 early takes section",
                      "flex 10 late 10 early",
                      "stay 45",
                      "cut 12:45",
                      "break 10:00-10:15 paid",
                      "break 20 within 15:00-16:00 punched",
                      "round in up 5",
                      "round out nearest 10",
                      "missing as worked",
                      "leave edge free",
                      "late-out 60 start 30  # a comment stays"};
    const strings lab{"hours 480 band 07:00-22:00 core 10:00-16:00", "break 12:00-13:00"};
    const strings staff{"zone Asia/Tokyo",
                        "week Mon-Fri Day, Sat Lab, Sun rest",
                        "holidays off",
                        "reading direction",
                        "fold 120 seconds",
                        "boundary 05:00",
                        "clock device",
                        "exempt",
                        "system comprehensive",
                        "overtime workday both after 30 early min 30 unit 30 max 180",
                        "overtime rest approved",
                        "overtime break 18:00-18:30",
                        "free late 3 up to 10",
                        "place wifi 00:11:22:33:44:55 office enough",
                        "place gps 31.230000 121.470000 radius 200",
                        "place ble gate-1 min -75",
                        "trips as overtime",
                        "corrections 5 a month 10 days back late and early"};
    const strings crew{"Day Lab rest from 2026-03-01 until 2026-12-31 phase 1"};
    const strings year{"holiday 2026-10-01..2026-10-03", "workday 2026-10-10 as Fri", "rest 2026-10-05"};
    EXPECT_EQ(decide(sa::rule_kind::shift, "Day", day), "");
    EXPECT_EQ(decide(sa::rule_kind::shift, "Lab", lab), "");
    EXPECT_EQ(decide(sa::rule_kind::group, "staff", staff), "");
    EXPECT_EQ(decide(sa::rule_kind::rotation, "crew", crew), "");
    EXPECT_EQ(decide(sa::rule_kind::holidays, "2026", year), "");
    EXPECT_EQ(kept(sa::rule_kind::shift, "Day"), day);
    EXPECT_EQ(kept(sa::rule_kind::shift, "Lab"), lab);
    EXPECT_EQ(kept(sa::rule_kind::group, "staff"), staff);
    EXPECT_EQ(kept(sa::rule_kind::rotation, "crew"), crew);
    EXPECT_EQ(kept(sa::rule_kind::holidays, "2026"), year);
    at.assign(1);
    const office now = read();
    const auto opened = open_case(*at.reader, now, {1}, date(2026, 3, 9), date(2026, 3, 9),
                                  at.room.clock.now());
    const rules::group_rules& group = opened->book->group.on(date(2026, 3, 9));
    EXPECT_EQ(group.corrections.a_month, 5);
    EXPECT_TRUE(group.trips_as_overtime);
    EXPECT_EQ(opened->book->shifts.at(*now.shift_named("Day")).on(date(2026, 3, 9)).late_out.size(), 1U);
}

// A day that a later version no longer names is a plain one from that version's date on.
TEST_F(rules_decided, of_a_calendar_name_the_days_from_their_date_on)
{
    decide(sa::rule_kind::calendar, "own", {"rest 2026-03-02", "rest 2026-06-01", "rest 2026-07-01"});
    decide(sa::rule_kind::calendar, "own", {"holiday 2026-06-01", "rest 2026-03-03"}, date(2026, 5, 1));
    const office now = read();
    const auto kind = [&](civil_day on) { return now.days().on(on).kind; };
    EXPECT_EQ(kind(date(2026, 3, 2)), rules::day_kind::rest);
    EXPECT_EQ(kind(date(2026, 3, 3)), rules::day_kind::plain);
    EXPECT_EQ(kind(date(2026, 6, 1)), rules::day_kind::holiday);
    EXPECT_EQ(kind(date(2026, 7, 1)), rules::day_kind::plain);
}

TEST_F(rules_decided, for_thousands_touch_them_in_one_statement)
{
    decide(sa::rule_kind::group, "staff", {"fold 60 seconds"});
    at.room.write([&](store::transaction& in) {
        for (int i = 0; i < 3000; ++i) {
            model::person who;
            who.organization = company;
            who.name = "员";
            who.role = "employee";
            who.created_at = at.room.clock.now();
            sa::insert_assignment(in, {0,
                                       company,
                                       store::insert_person(in, who),
                                       sa::rule_kind::group,
                                       "staff",
                                       0,
                                       date(2026, 1, 1),
                                       {},
                                       at.room.clock.now(),
                                       "test"});
        }
        const auto begun = std::chrono::steady_clock::now();
        sa::touch_assigned(in, company, sa::rule_kind::group, "staff", {date(2026, 2, 1), date(2026, 3, 2)});
        const auto took = std::chrono::steady_clock::now() - begun;
        std::cout << "3,000 people touched in "
                  << std::chrono::duration_cast<std::chrono::microseconds>(took).count() << " us\n";
        EXPECT_EQ(sa::next_touched(in.sql, 10'000).size(), 3000U);
        EXPECT_LT(took, std::chrono::seconds(1));
    });
}

}  // namespace
}  // namespace gatehouse::ops::attendance::test
