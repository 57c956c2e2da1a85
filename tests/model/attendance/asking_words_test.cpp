// Chains and kinds of leave in a clerk's words, which chain a request goes by, and what leave costs.
#include "model/attendance/clerk/asking_words.hpp"

#include <gtest/gtest.h>

namespace gatehouse::model::attendance {
namespace {

using clerk::bad_statement;
using clerk::read_chain;
using clerk::read_leave_type;

std::string refusal_of_chain(const std::vector<std::string>& lines)
{
    try {
        read_chain("c", lines);
    } catch (const bad_statement& e) {
        return e.what();
    }
    return "";
}

TEST(chain_words, are_read_whole)
{
    const chain made = read_chain(
        "c", {"for leave annual over 3 days up to 10 days", "unit 5", "group Office", "order 2",
              "level any lead 2", "level all people 12 13", "level any head unit 5", "level any role hr",
              "level any choice 1 2 3", "auto approve after 5 days", "withdraw by level 2", "decide twice",
              "remind after 48 hours", "hint after 2 days"});
    EXPECT_EQ(made.kind, asked_kind::leave);
    EXPECT_EQ(made.leave_type, "annual");
    ASSERT_TRUE(made.over && made.up_to);
    EXPECT_EQ(made.over->amount, 3);
    EXPECT_EQ(made.unit, unit_id{5});
    EXPECT_EQ(made.group, "Office");
    ASSERT_EQ(made.levels.size(), 5U);
    EXPECT_EQ(made.levels[0].up, 2);
    EXPECT_TRUE(made.levels[1].all);
    EXPECT_EQ(made.levels[1].people, (std::vector<person_id>{{12}, {13}}));
    EXPECT_EQ(made.levels[2].unit, unit_id{5});
    EXPECT_EQ(made.levels[3].role, "hr");
    EXPECT_EQ(made.levels[4].way, approver_way::choice);
    EXPECT_EQ(made.auto_approve, std::chrono::days(5));
    EXPECT_EQ(made.withdraw_by, std::size_t{1});
    EXPECT_TRUE(made.twice);
    EXPECT_EQ(made.remind_after, std::chrono::hours(48));
    EXPECT_EQ(made.hint_after, std::chrono::days(2));
}

TEST(chain_words, say_what_is_wrong_with_them)
{
    EXPECT_EQ(refusal_of_chain({}), "a chain has 1 to 20 levels");
    EXPECT_EQ(refusal_of_chain({"level some lead 1"}), "\"any\" is expected, not \"some\"");
    EXPECT_EQ(refusal_of_chain({"level any friends 1"}), "\"friends\" names no approvers");
    EXPECT_EQ(refusal_of_chain({"level any people 0"}), "what is named here has a number from 1 on");
    EXPECT_EQ(refusal_of_chain({"for trip over 3 weeks", "level any lead 1"}),
              "\"weeks\" is no unit: days, hours or minutes");
    EXPECT_EQ(refusal_of_chain({"level any lead 1", "withdraw by level 2"}),
              "there is no such level that could decide about a withdrawal");
    for (const char* const kind : {"for any", "for overtime", "for leave", "for leave sick"})
        EXPECT_EQ(refusal_of_chain({kind, "level any lead 1", "auto approve after 3 days"}),
                  "time approves neither overtime nor sick leave: say for what else this chain is")
            << kind;
    EXPECT_EQ(refusal_of_chain({"for trip", "level any lead 1", "auto approve after 3 days"}), "");
}

struct choosing {
    std::string name;
    chain_question of;
    std::string chain;
};
class choices : public testing::TestWithParam<choosing> {};

TEST_P(choices, fall_on_the_first_chain_that_matches)
{
    const std::vector<std::string> lead{"level any lead 1"};
    const auto with = [&](const std::string& name, std::vector<std::string> lines) {
        lines.insert(lines.end(), lead.begin(), lead.end());
        return read_chain(name, lines);
    };
    const std::vector<chain> all{with("z-any-leave", {"for leave"}),
                                 with("long-annual", {"for leave annual over 3 days"}),
                                 with("law", {"for leave annual", "unit 5", "order 0"}),
                                 with("evening", {"for overtime up to 2 hours"}),
                                 with("late", {"for overtime over 2 hours", "group Office"})};
    EXPECT_EQ(choose_chain(all, GetParam().of).name, GetParam().chain);
}

constexpr minutes hour{60};
INSTANTIATE_TEST_SUITE_P(
    by_tables, choices,
    testing::Values(
        choosing{"unit_above", {asked_kind::leave, "annual", {8 * hour, 100}, {{7}, {5}}, ""}, "law"},
        choosing{"long", {asked_kind::leave, "annual", {32 * hour, 400}, {{7}}, ""}, "long-annual"},
        choosing{
            "not_over_three_days", {asked_kind::leave, "annual", {24 * hour, 300}, {}, ""}, "z-any-leave"},
        choosing{"other_leave", {asked_kind::leave, "sick", {8 * hour, 100}, {{5}}, ""}, "z-any-leave"},
        choosing{"two_hours", {asked_kind::overtime, "", {2 * hour, 100}, {}, "Office"}, "evening"},
        choosing{
            "more_hours", {asked_kind::overtime, "", {2 * hour + minutes(1), 100}, {}, "Office"}, "late"},
        choosing{"other_group", {asked_kind::overtime, "", {3 * hour, 100}, {}, "Shop"}, ""},
        choosing{"none", {asked_kind::trip, "", {8 * hour, 100}, {}, ""}, ""}),
    [](const auto& each) { return each.param.name; });

TEST(leave_words, change_what_is_shipped)
{
    const leave_type annual = read_leave_type(
        "annual", {"balance down to -2", "grant monthly", "carry until 06-30", "lieu valid 6 months"});
    EXPECT_EQ(annual.unit, leave_unit::half_day);
    EXPECT_TRUE(annual.has_balance);
    EXPECT_EQ(annual.down_to, -200);
    EXPECT_EQ(annual.granting, leave_granting::monthly);
    EXPECT_EQ(annual.carried_until, std::chrono::June / 30);
    EXPECT_EQ(annual.lieu_valid, std::chrono::months(6));
    const leave_type study = read_leave_type(
        "study", {"unit tenth-day", "paid part", "balance", "grant yearly 2.5", "calendar days"});
    EXPECT_EQ(study.unit, leave_unit::tenth_day);
    EXPECT_EQ(study.pay, leave_pay::part);
    EXPECT_EQ(study.a_year, 250);
    EXPECT_TRUE(study.calendar_days);
    for (const char* const bad : {"unit week", "balance down to 2", "grant weekly", "carry until 13-01",
                                  "lieu valid 0 months", "holiday"})
        EXPECT_THROW(read_leave_type("study", {bad}), bad_statement) << bad;
}

TEST(leave_words, every_kind_of_the_rules_is_shipped)
{
    for (const char* const each :
         {"annual", "sick", "personal", "lieu", "marriage", "bereavement", "maternity", "paternity",
          "childcare", "nursing", "injury", "family", "public"})
        EXPECT_TRUE(shipped_leave_type(each)) << each;
    EXPECT_FALSE(shipped_leave_type("holiday"));
}

TEST(leave_words, say_what_minutes_cost)
{
    struct row {
        leave_unit unit;
        minutes covered;
        leave_amount cost;
    };
    for (const row& each :
         {row{leave_unit::half_day, minutes(1), 50}, row{leave_unit::half_day, minutes(240), 50},
          row{leave_unit::half_day, minutes(241), 100}, row{leave_unit::tenth_day, minutes(49), 20},
          row{leave_unit::day, minutes(1), 100}, row{leave_unit::hour, minutes(61), 200},
          row{leave_unit::hour, minutes(60), 100}, row{leave_unit::minute, minutes(60), 6000},
          row{leave_unit::half_day, minutes(0), 0}}) {
        leave_type type;
        type.unit = each.unit;
        EXPECT_EQ(charge_of(type, each.covered, minutes(480)), each.cost)
            << name_of(each.unit) << " " << each.covered.count();
    }
}

TEST(request_words, tell_swaps_too)
{
    const auto own = clerk::read_asked("swap 2026-06-06 with 2026-06-01");
    EXPECT_EQ(own.kind, asked_kind::swap);
    EXPECT_LT(own.what.first, own.what.last);
    EXPECT_TRUE(own.other_date);
    const auto colleague = clerk::read_asked("swap 2026-06-06 with person 12");
    EXPECT_EQ(colleague.colleague, person_id{12});
    EXPECT_EQ(clerk::read_asked("overtime 2026-03-17 18:00 to 22:00").kind, asked_kind::overtime);
    for (const char* const bad :
         {"", "swap 2026-06-06", "swap 2026-06-06 with person me", "trip 2026-06-06 too", "leave annual"})
        EXPECT_THROW(clerk::read_asked(bad), bad_statement) << bad;
}

}  // namespace
}  // namespace gatehouse::model::attendance
