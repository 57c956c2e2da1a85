// Generated chains, deputies, transfers, extra approvers and withdrawals: whatever people do, in whatever
// order, nobody approves what is their own.
#include "model/attendance/approval.hpp"

#include <gtest/gtest.h>

#include <iostream>
#include <random>

namespace gatehouse::model::attendance {
namespace {

using answer = approval_answer;

constexpr civil_day today{std::chrono::days(20'000)};
const base::instant noon = base::from_milliseconds(1'728'000'000'000);

struct house {
    staff people{};
    std::vector<deputy> deputies{};
};

using random = std::mt19937_64;

person_id anybody(random& dice)
{
    return {std::uniform_int_distribution<std::int64_t>(1, 8)(dice)};
}
bool chance(random& dice, int of)
{
    return std::uniform_int_distribution<int>(1, of)(dice) == 1;
}
std::vector<person_id> some(random& dice)
{
    std::vector<person_id> made;
    do
        made.push_back(anybody(dice));
    while (chance(dice, 2));
    return made;
}

chain any_chain(random& dice)
{
    chain made;
    made.twice = chance(dice, 3);
    made.withdraw_freely = chance(dice, 5);
    do {
        chain_level level;
        level.all = chance(dice, 2);
        level.way = static_cast<approver_way>(std::uniform_int_distribution<int>(0, 4)(dice));
        level.up = std::uniform_int_distribution<int>(1, 3)(dice);
        level.unit = {std::uniform_int_distribution<std::int64_t>(1, 2)(dice)};
        level.role = "r";
        level.people = some(dice);
        made.levels.push_back(std::move(level));
    } while (chance(dice, 2));
    return made;
}

void put_staff(random& dice, house& at)
{
    at.people = {};
    while (!chance(dice, 3))
        at.people.leads.push_back(some(dice));
    for (const std::int64_t unit : {1, 2})
        at.people.heads[{unit}] = some(dice);
    at.people.roles["r"] = some(dice);
    at.people.administrators = some(dice);
    while (chance(dice, 4))
        at.people.gone.insert(anybody(dice));
}

// Often one of those whose turn it is.
person_id decider(random& dice, const approval& of)
{
    const approval_level* const level = of.current();
    if (!level || chance(dice, 3))
        return anybody(dice);
    const auto last = level->steps.size() - 1;
    return level->steps[std::uniform_int_distribution<std::size_t>(0, last)(dice)].approver;
}

void one_deed(random& dice, approval& of, house& at, approval_desk desk)
{
    const std::optional<int> level =
        chance(dice, 2) ? std::optional(std::uniform_int_distribution<int>(1, of.last_number + 1)(dice))
                        : std::nullopt;
    switch (std::uniform_int_distribution<int>(0, 11)(dice)) {
    case 0: transfer(of, decider(dice, of), anybody(dice), "", desk); break;
    case 1: add_approver(of, decider(dice, of), anybody(dice), chance(dice, 2), desk); break;
    case 2: withdraw(of, chance(dice, 2) ? of.applicant : anybody(dice), desk); break;
    case 3:
        if (chance(dice, 3))
            revoke(of, anybody(dice), desk);
        break;
    case 4:
        if (of.state == approval_state::returned)
            file(of, desk, some(dice));
        break;
    case 5:
        put_staff(dice, at);
        renew(of, desk);
        break;
    case 6: at.deputies.push_back({anybody(dice), anybody(dice), {}, today, {}}); break;
    case 7: decide(of, {anybody(dice), level, verdict::refuse, ""}, desk); break;
    case 8: decide(of, {anybody(dice), level, verdict::send_back, ""}, desk); break;
    default: decide(of, {decider(dice, of), level, verdict::approve, ""}, desk); break;
    }
}

// Whether somebody approved what is their own; how much was approved goes into `approvals`.
bool is_violated(const approval& of, std::size_t& approvals)
{
    for (const approval_level& level : of.levels)
        for (const approval_step& step : level.steps) {
            if (level.purpose == level_purpose::consent || step.state != step_state::approved)
                continue;
            ++approvals;
            for (const person_id each : {step.approver, step.decided_by})
                if (each == of.applicant || each == of.person || (of.colleague && each == of.colleague))
                    return true;
        }
    return false;
}

struct found_in_sequences {
    int violations = 0;
    std::size_t approvals = 0;
    int approved = 0;
    int unproven = 0;  // approved, and no approval stands there
};
found_in_sequences play(std::uint64_t seed, int sequences, bool (*barred)(const approval&, person_id))
{
    random dice(seed);
    found_in_sequences found;
    for (int i = 0; i < sequences; ++i) {
        house at;
        put_staff(dice, at);
        while (chance(dice, 2))
            at.deputies.push_back({anybody(dice), anybody(dice), {}, today, {}});
        approval of;
        of.person = anybody(dice);
        of.applicant = chance(dice, 2) ? of.person : anybody(dice);
        if (chance(dice, 4)) {
            of.kind = asked_kind::swap;
            of.colleague = anybody(dice);
        }
        of.by = any_chain(dice);
        approval_desk desk{&at.people, &at.deputies, today, noon, barred};
        if (file(of, desk, some(dice)) != answer::done)
            continue;
        bool violated = false;
        for (int deed = 0; deed < 20 && !violated; ++deed) {
            one_deed(dice, of, at, desk);
            std::size_t approvals = 0;
            violated = is_violated(of, approvals);
            if (of.state == approval_state::approved && approvals == 0)
                ++found.unproven;
            found.approvals += approvals;
        }
        found.violations += violated ? 1 : 0;
        found.approved += of.state == approval_state::approved ? 1 : 0;
    }
    return found;
}

constexpr int sequences = 10'000;

TEST(approvals, never_let_anybody_approve_their_own_request_or_one_made_for_them)
{
    const std::uint64_t seed = std::random_device{}();
    std::cout << "seed " << seed << "\n";
    const auto found = play(seed, sequences, is_own);
    EXPECT_EQ(found.violations, 0) << "seed " << seed;
    EXPECT_EQ(found.unproven, 0) << "seed " << seed;
    EXPECT_GT(found.approved, sequences / 20) << "the sequences must reach what they are about";
}

TEST(approvals, without_the_check_the_sequences_find_violations)
{
    const auto found = play(1, sequences, [](const approval&, person_id) { return false; });
    EXPECT_GT(found.violations, 100);
}

}  // namespace
}  // namespace gatehouse::model::attendance
