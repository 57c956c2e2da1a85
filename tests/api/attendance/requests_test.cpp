// What people ask for, from the form to the day that it changes, over the API.
#include "api/attendance/requesting.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

class attendance_requests : public requesting_company, public testing::Test {};

TEST_F(attendance_requests, leave_is_asked_for_approved_and_covers_the_day)
{
    grant("annual", 500);
    take_touched();
    const auto filed = file(worker, "leave annual 2026-06-01 morning");
    ASSERT_EQ(filed.status, 201U) << filed.body;
    EXPECT_EQ(steps_of(filed), "1 lead open");
    EXPECT_EQ(state_of(filed), "waiting");
    EXPECT_EQ(balance("annual"), 450) << "asking reserves";
    EXPECT_TRUE(take_touched().empty()) << "what waits changes no day";
    EXPECT_EQ(leave_on(worker, "2026-06-01"), 0);

    const auto decided = say(request_in(filed), lead, "approve");
    EXPECT_EQ(state_of(decided), "approved");
    EXPECT_EQ(steps_of(decided), "1 lead approved by lead");
    EXPECT_EQ(take_touched(), std::vector{worker + " 2026-05-30..2026-06-03"});
    EXPECT_EQ(leave_on(worker, "2026-06-01"), 180);
    EXPECT_EQ(entries("annual"), "grant 500, reserve 50, charge 0");
    EXPECT_EQ(balance("annual"), 450);
}

TEST_F(attendance_requests, a_refusal_frees_what_was_reserved_and_says_why)
{
    grant("annual", 500);
    const auto filed = file(worker, "leave annual 2026-06-01");
    const auto refused = say(request_in(filed), lead, "refuse", R"(,"comment":"不行")");
    EXPECT_EQ(state_of(refused), "refused");
    EXPECT_EQ(json_of(refused).at("steps").as_array()[0].at("comment").as_string(), "不行");
    EXPECT_EQ(balance("annual"), 500);
    EXPECT_EQ(entries("annual"), "grant 500, reserve 100, free 0");
}

TEST_F(attendance_requests, what_was_approved_and_is_revoked_or_withdrawn_is_as_if_it_had_never_been)
{
    grant("annual", 500);
    role("administrator", {boss});
    const std::string revoked = request_in(file(worker, "leave annual 2026-06-01"));
    say(revoked, lead, "approve");
    EXPECT_EQ(leave_on(worker, "2026-06-01"), 480);
    take_touched();
    EXPECT_EQ(act(revoked, "revocation", R"({"person_id":)" + lead + "}").status, 403U);
    EXPECT_EQ(state_of(act(revoked, "revocation", R"({"person_id":)" + boss + "}")), "revoked");
    EXPECT_EQ(take_touched(), std::vector{worker + " 2026-05-30..2026-06-03"});
    EXPECT_EQ(leave_on(worker, "2026-06-01"), 0);
    EXPECT_EQ(balance("annual"), 500);

    const std::string id = request_in(file(worker, "leave annual 2026-06-02"));
    say(id, lead, "approve");
    const auto asked = act(id, "withdrawal", R"({"person_id":)" + worker + "}");
    EXPECT_EQ(state_of(asked), "approved") << "until that is decided, too";
    EXPECT_EQ(steps_of(asked), "1 lead approved by lead, 2 lead open");
    EXPECT_EQ(state_of(say(id, lead, "approve")), "withdrawn");
    EXPECT_EQ(leave_on(worker, "2026-06-02"), 0);
    EXPECT_EQ(balance("annual"), 500);
}

TEST_F(attendance_requests, withdrawn_before_a_decision_it_is_gone_at_once)
{
    const std::string id = request_in(file(worker, "leave personal 2026-06-01"));
    EXPECT_EQ(act(id, "withdrawal", R"({"person_id":)" + other + "}").status, 403U);
    EXPECT_EQ(state_of(act(id, "withdrawal", R"({"person_id":)" + worker + "}")), "withdrawn");
    EXPECT_EQ(state_of(say(id, lead, "approve")), "withdrawn") << "answers with the state that is";
}

TEST_F(attendance_requests, are_refused_with_their_place)
{
    struct row {
        std::string body;
        std::vector<std::string> faults;
    };
    for (const row& each : std::vector<row>{
             {R"({"words":"leeve annual 2026-06-01"})", {R"(/words: "leeve" begins no request)"}},
             {R"({"words":"leave holiday 2026-06-01"})", {R"(/words: there is no kind of leave "holiday")"}},
             {R"({"words":"leave annual 2026-06-01"})",
              {"/words: more annual leave than is left on 2026-06-01 [A-108]"}},
             {R"({"words":"leave annual 2026-06-05 to 2026-06-01"})", {"/words: it ends before it begins"}},
             {R"({"words":"trip 2026-06-01 to 2027-12-01"})", {"/words: it lasts longer than a year"}},
             {R"({"words":"overtime 2026-06-01 22:00 to 01:00"})",
              {"/words: it ends before it begins; a time after midnight is written 24:30"}},
             {R"({"words":"correction 2026-06-09 in 09:00"})", {"/words: that day is still to come"}},
             {R"({"words":"correction 2026-05-20 in 09:00"})", {"/words: it is more than 7 days ago [A-92]"}},
             {R"({"words":"correction 2026-05-20 in 09:00","by_administrator":true})",
              {"/reason: what goes beyond the limits needs a reason [A-92]"}},
             {R"({"words":"swap 2026-06-01 with person 999"})", {"/words: there is no such colleague"}},
             {R"({"words":"swap 2026-06-01 with 2026-06-01"})",
              {"/words: a date is swapped with another one"}},
             {R"({"words":"trip 2026-06-01","applicant_id":999})",
              {"/applicant_id: that is nobody of the organization"}},
             {R"({"words":"trip 2026-06-01","copies":[999]})",
              {"/copies: somebody there is nobody of the organization"}},
             {R"({"words":"","more":1})",
              {"/words: must have at least 1 characters", "/more: is not known here"}}}) {
        const auto answer = post(of_person(worker, "requests"), each.body);
        EXPECT_EQ(answer.status, 422U) << each.body;
        if (each.body.find("more") == std::string::npos || each.faults.size() < 2) {
            EXPECT_EQ(faults_of(answer), each.faults) << each.body;
        } else {
            EXPECT_EQ(faults_of(answer).size(), each.faults.size()) << each.body;
        }
    }
    EXPECT_EQ(json_of(get(of_person(worker, "requests"))).at("items").as_array().size(), 0U);
}

TEST_F(attendance_requests, corrections_have_limits_that_an_administrator_may_pass_with_a_reason)
{
    ASSERT_EQ(decide_rule("group", "Office", {"week Mon-Fri Day", "corrections 1 a month 30 days back"}),
              200U);
    const auto first = file(worker, "correction 2026-05-27 in 09:00");
    EXPECT_EQ(first.status, 201U) << first.body;
    EXPECT_EQ(faults_of(file(worker, "correction 2026-05-26 in 09:00")),
              std::vector<std::string>{"/words: more than 1 corrections in that month [A-92]"});
    EXPECT_EQ(
        file(worker, "correction 2026-05-26 in 09:00", R"(,"by_administrator":true,"reason":"machine off")")
            .status,
        201U);
    say(request_in(first), lead, "refuse");
    EXPECT_EQ(file(worker, "correction 2026-05-25 in 09:00").status, 422U) << "one is filed still";
}

TEST_F(attendance_requests, nobody_decides_about_their_own)
{
    const std::string own = request_in(file(lead, "trip 2026-06-01"));
    EXPECT_EQ(say(own, lead, "approve").status, 403U);
    EXPECT_EQ(state_of(say(own, boss, "approve")), "approved") << "the next lead above does";

    const std::string made = request_in(file(worker, "trip 2026-06-02", R"(,"applicant_id":)" + lead));
    EXPECT_EQ(say(made, lead, "approve").status, 403U) << "who filed it for somebody else";
    EXPECT_EQ(say(made, worker, "approve").status, 403U);
    EXPECT_EQ(act(made, "transfer", R"({"approver_id":)" + boss + R"(,"to_id":)" + lead + "}").status, 403U);
    EXPECT_EQ(
        act(made, "approvers", R"({"approver_id":)" + boss + R"(,"before":true,"extra_id":)" + worker + "}")
            .status,
        403U);
    EXPECT_EQ(post(of_person(boss, "deputies"), R"({"deputy_id":)" + worker + "}").status, 201U);
    EXPECT_EQ(say(made, worker, "approve").status, 403U) << "as a deputy, too";
    EXPECT_EQ(state_of(say(made, boss, "approve")), "approved");
}

TEST_F(attendance_requests, where_nobody_can_decide_nothing_is_filed)
{
    role("administrator", {});
    EXPECT_EQ(file(boss, "trip 2026-06-01").status, 409U);
    role("administrator", {boss});
    EXPECT_EQ(file(boss, "trip 2026-06-01").status, 409U) << "of which another person must decide";
    role("administrator", {boss, other});
    EXPECT_EQ(steps_of(file(boss, "trip 2026-06-01")), "1 other open");
}

TEST_F(attendance_requests, go_by_the_first_chain_that_matches_as_it_stood_when_they_were_filed)
{
    grant("annual", 2000);
    ASSERT_EQ(
        decide_rule("chain", "long",
                    {"order 1", "for leave annual over 3 days", "level any lead 1", "level any lead 2"}),
        200U);
    ASSERT_EQ(decide_rule("chain", "short", {"order 2", "for leave", "level any lead 2"}), 200U);
    EXPECT_EQ(steps_of(file(worker, "leave annual 2026-06-01 to 2026-06-03")), "1 boss open");
    const auto filed = file(worker, "leave annual 2026-06-08 to 2026-06-12");
    EXPECT_EQ(steps_of(filed), "1 lead open, 2 boss open");
    EXPECT_EQ(steps_of(file(worker, "trip 2026-06-08")), "1 lead open") << "the direct lead";
    ASSERT_EQ(decide_rule("chain", "long", {"for leave annual", "level any lead 2"}), 200U);
    EXPECT_EQ(state_of(say(request_in(filed), lead, "approve")), "waiting");
    EXPECT_EQ(state_of(say(request_in(filed), boss, "approve")), "approved");
}

TEST_F(attendance_requests, bad_chains_and_kinds_of_leave_are_refused_line_by_line)
{
    EXPECT_EQ(faults_of(decide_words("chain", "c", {"for leaves", "level any lead 1", "level one lead 1"})),
              (std::vector<std::string>{R"(/rules/0: "leaves" is nothing that is asked for)",
                                        R"(/rules/2: "any" is expected, not "one")"}));
    EXPECT_EQ(faults_of(decide_words("chain", "c",
                                     {"for overtime", "level any lead 1", "auto approve after 5 days"})),
              std::vector<std::string>{"/rules: time approves neither overtime nor sick leave: say for what "
                                       "else this chain is"});
    EXPECT_EQ(faults_of(decide_words("chain", "c", {"for trip"})),
              std::vector<std::string>{"/rules: a chain has 1 to 20 levels"});
    EXPECT_EQ(faults_of(decide_words("leave", "study", {"unit week"})),
              std::vector<std::string>{R"(/rules/0: "week" is no unit of leave)"});
}

TEST_F(attendance_requests, decisions_are_made_once_in_whosesoever_name)
{
    ASSERT_EQ(decide_rule("chain", "both", {"level all people " + lead + " " + boss}), 200U);
    const std::string id = request_in(file(worker, "trip 2026-06-01"));
    ASSERT_EQ(post(of_person(lead, "deputies"), R"({"deputy_id":)" + other + R"(,"kind":"trip"})").status,
              201U);
    EXPECT_EQ(waiting_for(other), 1U);
    EXPECT_EQ(steps_of(say(id, other, "approve", R"(,"level":1)")), "1 lead approved by other, 1 boss open");
    EXPECT_EQ(waiting_for(other), 0U);
    EXPECT_EQ(steps_of(say(id, other, "approve", R"(,"level":1)")), "1 lead approved by other, 1 boss open")
        << "again";
    EXPECT_EQ(state_of(say(id, lead, "refuse", R"(,"level":1)")), "waiting") << "the first wins";
    EXPECT_EQ(say(id, boss, "approve", R"(,"level":7)").status, 422U);
    EXPECT_EQ(say(id, "999", "approve").status, 403U);
    EXPECT_EQ(state_of(say(id, boss, "approve")), "approved");
}

TEST_F(attendance_requests, are_returned_mended_and_go_their_way_anew)
{
    const std::string id = request_in(file(worker, "trip 2026-06-01"));
    EXPECT_EQ(put("/api/v1/attendance/requests/" + id, R"({"words":"trip 2026-06-02"})").status, 409U);
    EXPECT_EQ(state_of(say(id, lead, "return")), "returned");
    const auto mended = put("/api/v1/attendance/requests/" + id, R"({"words":"trip 2026-06-02"})");
    EXPECT_EQ(state_of(mended), "waiting");
    EXPECT_EQ(steps_of(mended), "1 lead returned by lead, 2 lead open");
    EXPECT_EQ(say(id, lead, "approve", R"(,"level":1)").status, 422U) << "of the former round";
    EXPECT_EQ(state_of(say(id, lead, "approve", R"(,"level":2)")), "approved");
}

TEST_F(attendance_requests, a_batch_is_decided_one_by_one)
{
    const std::string one = request_in(file(worker, "trip 2026-06-01"));
    const std::string own = request_in(file(lead, "trip 2026-06-01"));
    const std::string two = request_in(file(worker, "trip 2026-06-02"));
    std::string items;
    for (const std::string& each : {one, own, std::string("999"), two})
        items.append(items.empty() ? "" : ",")
            .append(R"({"request_id":)" + each + R"(,"approver_id":)" + lead + R"(,"decision":"approve"})");
    const auto answer = post("/api/v1/organizations/2/attendance/decisions", R"({"items":[)" + items + "]}");
    ASSERT_EQ(answer.status, 200U) << answer.body;
    std::string found;
    for (const auto& each : items_of(answer))
        found += (each.at("state").is_null() ? std::string(each.at("error").as_string())
                                             : std::string(each.at("state").as_string())) +
                 " ";
    EXPECT_EQ(found, "approved not_permitted not_found approved ");
}

TEST_F(attendance_requests, letters_lie_with_those_whom_they_concern)
{
    const std::string id = request_in(file(worker, "trip 2026-06-01", R"(,"copies":[)" + other + "]"));
    EXPECT_EQ(letters_of(lead), std::vector<std::string>{"待审批：出差"});
    EXPECT_EQ(letters_of(other), std::vector<std::string>{"抄送：出差"});
    act(id, "transfer", R"({"approver_id":)" + lead + R"(,"to_id":)" + boss + "}");
    EXPECT_EQ(letters_of(boss), std::vector<std::string>{"待审批：出差"});
    say(id, boss, "approve");
    EXPECT_EQ(letters_of(worker), std::vector<std::string>{"出差已通过"});
    EXPECT_EQ(letters_of(other), (std::vector<std::string>{"抄送：出差", "抄送：出差"}));
}

TEST_F(attendance_requests, a_swap_needs_the_colleague_s_yes_and_exchanges_what_their_weeks_give)
{
    ASSERT_EQ(decide_rule("shift", "Late", {"12:00-20:00"}), 200U);
    ASSERT_EQ(decide_rule("group", "Shop", {"week Mon-Fri Late"}), 200U);
    assign(other, "group", "Shop");
    const auto filed = file(worker, "swap 2026-06-01 with person " + other);
    ASSERT_EQ(filed.status, 201U) << filed.body;
    EXPECT_EQ(steps_of(filed), "1 other open, 2 lead open");
    EXPECT_EQ(say(request_in(filed), lead, "approve", R"(,"level":1)").status, 403U);
    say(request_in(filed), other, "approve");
    take_touched();
    EXPECT_EQ(state_of(say(request_in(filed), lead, "approve")), "approved");
    EXPECT_EQ(shift_on(worker, "2026-06-01"), "Late");
    EXPECT_EQ(shift_on(other, "2026-06-01"), "Day");
    EXPECT_EQ(shift_on(worker, "2026-06-02"), "Day");
    EXPECT_EQ(take_touched().size(), 2U);
}

TEST_F(attendance_requests, a_swap_with_an_own_date_takes_what_the_week_gives_there)
{
    const auto filed = file(worker, "swap 2026-06-06 with 2026-06-01");
    ASSERT_EQ(filed.status, 201U) << filed.body;
    say(request_in(filed), lead, "approve");
    EXPECT_EQ(shift_on(worker, "2026-06-06"), "Day");
    EXPECT_EQ(shift_on(worker, "2026-06-01"), "");
}

TEST_F(attendance_requests, of_another_organization_are_like_ones_that_do_not_exist)
{
    const std::string id = request_in(file(worker, "trip 2026-06-01"));
    EXPECT_EQ(at.get("/api/v1/attendance/requests/" + id, {}, "read-school-key").status, 404U);
    EXPECT_EQ(at.get(of_person(worker, "requests"), {}, "read-school-key").status, 404U);
    EXPECT_EQ(
        post("/api/v1/organizations/1/attendance/decisions",
             R"({"items":[{"request_id":)" + id + R"(,"approver_id":)" + lead + R"(,"decision":"approve"}]})")
            .body,
        R"({"items":[{"request_id":)" + id +
            R"(,"state":null,"error":"not_found","detail":"There is no such thing here."}]})");
}

}  // namespace
}  // namespace gatehouse::api::test
