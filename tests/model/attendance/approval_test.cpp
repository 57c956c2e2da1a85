#include "model/attendance/approval.hpp"

#include "model/attendance/clerk/asking_words.hpp"
#include "model/attendance/waiting.hpp"

#include <gtest/gtest.h>

namespace gatehouse::model::attendance {
namespace {

using namespace std::chrono_literals;
using answer = approval_answer;

constexpr civil_day today{std::chrono::days(20'000)};
const base::instant noon = base::from_milliseconds(1'728'000'000'000);

// A small house: 1 and 2 work, 10 leads them, 20 leads 10, 90 and 91 are administrators, 30 and 31 are people
// of personnel.
struct house {
    staff people{{{{10}}, {{20}}}, {{{5}, {{20}}}}, {{"hr", {{30}, {31}}}}, {{90}, {91}}, {}};
    std::vector<deputy> deputies{};
    base::instant now = noon;

    approval_desk desk() const { return {&people, &deputies, today, now}; }
};

approval asked(const std::vector<std::string>& chain_lines, std::int64_t person = 1,
               std::int64_t applicant = 1)
{
    approval made;
    made.person = {person};
    made.applicant = {applicant};
    made.by = clerk::read_chain("c", chain_lines);
    return made;
}

// Levels side by side: "10 | 30? 31?", a question mark where the step is open.
std::string shown(const approval& of)
{
    std::string text;
    for (const approval_level& level : of.levels) {
        text += text.empty() ? "" : " | ";
        for (const approval_step& step : level.steps)
            text.append(&step == level.steps.data() ? "" : " ")
                .append(std::to_string(step.approver.value))
                .append(step.state == step_state::open ? "?" : "");
    }
    return text + ", " + std::string(name_of(of.state));
}

answer say(approval& of, const house& at, std::int64_t by, verdict what = verdict::approve,
           std::optional<int> level = {})
{
    return decide(of, {{by}, level, what, ""}, at.desk());
}

struct resolving {
    std::string name;
    std::vector<std::string> chain;
    std::int64_t person;
    std::int64_t applicant;
    std::string steps;
};
class chains : public testing::TestWithParam<resolving> {};

TEST_P(chains, ask_those_whom_their_levels_name)
{
    const house at;
    approval of = asked(GetParam().chain, GetParam().person, GetParam().applicant);
    ASSERT_EQ(file(of, at.desk(), {}), answer::done);
    EXPECT_EQ(shown(of), GetParam().steps);
}

INSTANTIATE_TEST_SUITE_P(
    by_tables, chains,
    testing::Values(
        resolving{"direct_lead", {"level any lead 1"}, 1, 1, "10?, waiting"},
        resolving{"two_leads", {"level any lead 1", "level any lead 2"}, 1, 1, "10? | 20?, waiting"},
        resolving{"no_such_lead_goes_to_administrators", {"level any lead 3"}, 1, 1, "90? 91?, waiting"},
        resolving{"everybody_named", {"level all people 12 13"}, 1, 1, "12? 13?, waiting"},
        resolving{"head", {"level any head unit 5"}, 1, 1, "20?, waiting"},
        resolving{"head_of_a_unit_without_one", {"level any head unit 6"}, 1, 1, "10?, waiting"},
        resolving{"role", {"level any role hr"}, 1, 1, "30? 31?, waiting"},
        resolving{"own_name_is_skipped", {"level any people 1 12"}, 1, 1, "12?, waiting"},
        resolving{"only_own_name_goes_to_the_lead", {"level any people 1"}, 1, 1, "10?, waiting"},
        resolving{"applicant_for_another_is_skipped", {"level any lead 1"}, 1, 10, "20?, waiting"},
        resolving{"at_the_top_to_administrators", {"level any lead 2"}, 1, 20, "90? 91?, waiting"},
        resolving{"an_administrator_s_own_goes_to_another", {"level any lead 3"}, 90, 90, "91?, waiting"}),
    [](const auto& each) { return each.param.name; });

TEST(approvals, nobody_at_all_is_refused_when_filed)
{
    house at;
    at.people = {};
    approval of = asked({"level any lead 1"});
    EXPECT_EQ(file(of, at.desk(), {}), answer::nobody);
    EXPECT_TRUE(of.levels.empty());
}

TEST(approvals, any_is_decided_by_the_first_all_by_everybody_or_one_refusal)
{
    const house at;
    approval any = asked({"level any people 12 13"});
    file(any, at.desk(), {});
    EXPECT_EQ(say(any, at, 13), answer::done);
    EXPECT_EQ(any.state, approval_state::approved);
    EXPECT_EQ(say(any, at, 12, verdict::refuse, 1), answer::passed);
    EXPECT_EQ(any.state, approval_state::approved);

    approval all = asked({"level all people 12 13"});
    file(all, at.desk(), {});
    EXPECT_EQ(say(all, at, 13), answer::done);
    EXPECT_EQ(say(all, at, 13), answer::repeated);
    EXPECT_EQ(shown(all), "12? 13, waiting");
    EXPECT_EQ(say(all, at, 12, verdict::refuse), answer::done);
    EXPECT_EQ(all.state, approval_state::refused);
}

TEST(approvals, a_return_begins_anew_with_numbers_never_used_before)
{
    const house at;
    approval of = asked({"level any lead 1", "level any lead 2"});
    file(of, at.desk(), {});
    EXPECT_EQ(say(of, at, 10), answer::done);
    EXPECT_EQ(say(of, at, 20, verdict::send_back), answer::done);
    EXPECT_EQ(of.state, approval_state::returned);
    file(of, at.desk(), {});
    EXPECT_EQ(shown(of), "10? | 20?, waiting");
    EXPECT_EQ(of.levels[0].number, 3);
    EXPECT_EQ(say(of, at, 10, verdict::approve, 1), answer::unknown_level);
    EXPECT_EQ(say(of, at, 20, verdict::approve, 4), answer::passed) << "not its turn yet";
    EXPECT_EQ(say(of, at, 10, verdict::approve, 3), answer::done);
}

TEST(approvals, who_stands_in_two_levels_decides_once_unless_the_chain_says_twice)
{
    const house at;
    approval once = asked({"level any people 12", "level all people 12 13"});
    file(once, at.desk(), {});
    say(once, at, 12);
    EXPECT_EQ(once.levels[1].steps[0].state, step_state::already);
    EXPECT_EQ(shown(once), "12 | 12 13?, waiting");
    approval twice = asked({"decide twice", "level any people 12", "level any people 12"});
    file(twice, at.desk(), {});
    say(twice, at, 12);
    EXPECT_EQ(shown(twice), "12 | 12?, waiting");
}

TEST(approvals, a_deputy_decides_in_time_and_kind_and_is_followed_once)
{
    house at;
    at.deputies = {{{10}, {40}, asked_kind::leave, today, today},
                   {{40}, {41}, {}, today, {}},
                   {{10}, {42}, {}, today - std::chrono::days(9), today - std::chrono::days(1)},
                   {{10}, {43}, asked_kind::trip, today, {}},
                   {{10}, {1}, {}, today, {}}};
    approval of = asked({"level any lead 1"});
    file(of, at.desk(), {});
    EXPECT_EQ(say(of, at, 41), answer::not_asked) << "a deputy's deputy";
    EXPECT_EQ(say(of, at, 42), answer::not_asked) << "no longer";
    EXPECT_EQ(say(of, at, 43), answer::not_asked) << "of trips only";
    EXPECT_EQ(say(of, at, 1), answer::own);
    EXPECT_EQ(say(of, at, 40), answer::done);
    EXPECT_EQ(of.levels[0].steps[0].approver, person_id{10});
    EXPECT_EQ(of.levels[0].steps[0].decided_by, person_id{40});
    EXPECT_EQ(say(of, at, 10, verdict::refuse, 1), answer::passed) << "the first wins";
}

TEST(approvals, a_deputy_of_two_has_one_voice_at_a_level)
{
    house at;
    at.deputies = {{{12}, {40}, {}, today, {}}, {{13}, {40}, {}, today, {}}};
    approval of = asked({"level all people 12 13"});
    file(of, at.desk(), {});
    EXPECT_EQ(say(of, at, 40), answer::done);
    EXPECT_EQ(say(of, at, 40), answer::repeated);
    EXPECT_EQ(shown(of), "12 13?, waiting");
}

TEST(approvals, are_transferred_and_given_back_but_never_to_whom_they_concern)
{
    const house at;
    approval of = asked({"level any lead 1"}, 1, 2);
    file(of, at.desk(), {});
    EXPECT_EQ(transfer(of, {10}, {1}, "", at.desk()), answer::own);
    EXPECT_EQ(transfer(of, {10}, {2}, "", at.desk()), answer::own);
    EXPECT_EQ(transfer(of, {12}, {13}, "", at.desk()), answer::not_asked);
    EXPECT_EQ(transfer(of, {10}, {12}, "you know more", at.desk()), answer::done);
    EXPECT_EQ(transfer(of, {10}, {12}, "you know more", at.desk()), answer::repeated);
    EXPECT_EQ(say(of, at, 10), answer::passed);
    EXPECT_EQ(transfer(of, {12}, {10}, "no, you", at.desk()), answer::done);
    EXPECT_EQ(say(of, at, 10), answer::done);
    EXPECT_EQ(of.state, approval_state::approved);
}

TEST(approvals, take_one_more_before_or_after)
{
    const house at;
    approval before = asked({"level any lead 1"});
    file(before, at.desk(), {});
    EXPECT_EQ(add_approver(before, {10}, {1}, true, at.desk()), answer::own);
    EXPECT_EQ(add_approver(before, {10}, {12}, true, at.desk()), answer::done);
    EXPECT_EQ(shown(before), "12? | 10?, waiting");
    EXPECT_EQ(before.current()->number, 2);
    approval after = asked({"level any lead 1"});
    file(after, at.desk(), {});
    EXPECT_EQ(add_approver(after, {10}, {12}, false, at.desk()), answer::done);
    EXPECT_EQ(say(after, at, 10), answer::done);
    EXPECT_EQ(shown(after), "10 | 12?, waiting");
}

TEST(approvals, are_withdrawn_freely_before_a_decision_and_by_the_last_level_after_it)
{
    const house at;
    approval early = asked({"level any lead 1", "level any lead 2"});
    file(early, at.desk(), {});
    EXPECT_EQ(withdraw(early, {10}, at.desk()), answer::not_asked);
    EXPECT_EQ(withdraw(early, {1}, at.desk()), answer::done);
    EXPECT_EQ(early.state, approval_state::withdrawn);

    approval late = asked({"level any lead 1", "level any lead 2"});
    file(late, at.desk(), {});
    say(late, at, 10);
    EXPECT_EQ(withdraw(late, {1}, at.desk()), answer::done);
    EXPECT_EQ(shown(late), "10 | 20? | 20?, waiting");
    EXPECT_EQ(say(late, at, 20, verdict::refuse), answer::done);
    EXPECT_FALSE(late.withdrawing);
    EXPECT_EQ(late.current()->number, 2) << "goes on where it was";
    say(late, at, 20);
    EXPECT_EQ(late.state, approval_state::approved);
    EXPECT_EQ(withdraw(late, {1}, at.desk()), answer::done);
    EXPECT_EQ(late.state, approval_state::approved) << "until that is decided";
    say(late, at, 20);
    EXPECT_EQ(late.state, approval_state::withdrawn);
}

TEST(approvals, are_resolved_anew_when_an_approver_left)
{
    house at;
    approval of = asked({"level any lead 1", "level all people 12 13"});
    file(of, at.desk(), {});
    at.people.gone = {{10}, {12}};
    at.people.leads = {{{11}}, {{20}}};
    EXPECT_EQ(renew(of, at.desk()), answer::done);
    EXPECT_EQ(shown(of), "10 11? | 12 13?, waiting");
    EXPECT_EQ(renew(of, at.desk()), answer::passed);
    house empty;
    empty.people = {};
    empty.people.gone = {{11}};
    const approval before = of;
    EXPECT_EQ(renew(of, empty.desk()), answer::nobody);
    EXPECT_EQ(shown(of), shown(before)) << "it does not pass because nobody is left";
}

TEST(approvals, time_approves_where_the_chain_says_so_but_neither_overtime_nor_sick_leave)
{
    house at;
    const std::vector<std::string> lines{"for leave annual", "level any lead 1", "auto approve after 5 days"};
    approval of = asked(lines);
    file(of, at.desk(), {});
    EXPECT_FALSE(is_due_by_time(of, "annual", noon + 5 * 24h - 1s));
    EXPECT_TRUE(is_due_by_time(of, "annual", noon + 5 * 24h));
    EXPECT_FALSE(is_due_by_time(of, "sick", noon + 500 * 24h));
    approve_by_time(of, at.desk());
    EXPECT_EQ(of.state, approval_state::approved);
    EXPECT_EQ(of.levels[0].steps[0].state, step_state::automatic);
}

TEST(approvals, remind_after_a_day_and_tell_the_next_lead_after_three)
{
    const house at;
    approval of = asked({"level any lead 1"});
    file(of, at.desk(), {});
    EXPECT_EQ(due_reminder(of, noon, noon + 24h - 1s), reminder::none);
    EXPECT_EQ(due_reminder(of, noon, noon + 24h), reminder::asked_ones);
    EXPECT_EQ(due_reminder(of, noon + 24h, noon + 47h), reminder::none) << "then daily";
    EXPECT_EQ(due_reminder(of, noon + 48h, noon + 72h), reminder::next_lead_too);
    say(of, at, 10);
    EXPECT_EQ(due_reminder(of, noon, noon + 72h), reminder::none) << "nothing waits";
}

TEST(approvals, of_a_swap_wait_for_the_colleague_first)
{
    const house at;
    approval of = asked({"level any people 2 12"});
    of.kind = asked_kind::swap;
    of.colleague = {2};
    file(of, at.desk(), {});
    EXPECT_EQ(shown(of), "2? | 12?, waiting");
    EXPECT_EQ(say(of, at, 12), answer::own) << "nobody else says yes for the colleague";
    EXPECT_EQ(say(of, at, 2), answer::done);
    EXPECT_EQ(say(of, at, 2, verdict::approve, 2), answer::own);
    EXPECT_EQ(say(of, at, 12), answer::done);
    EXPECT_EQ(of.state, approval_state::approved);
}

}  // namespace
}  // namespace gatehouse::model::attendance
