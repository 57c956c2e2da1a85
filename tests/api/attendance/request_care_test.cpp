// What time does to requests that wait: reminders, approvers who leave, approval by time.
#include "ops/attendance/request_care.hpp"

#include "api/attendance/requesting.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using namespace std::chrono_literals;

class waiting_requests : public requesting_company, public testing::Test {
protected:
    // By Shanghai's clock.
    void look_after(const std::string& day, std::chrono::minutes clock)
    {
        const auto date = model::read_date(day).value();
        at.house.clock.set(model::time_zone::find("Asia/Shanghai")->to_utc(model::civil_time{date} + clock));
        ops::attendance::look_after_requests(at.house.database(), at.house.writer(), at.house.clock.now());
    }
};

TEST_F(waiting_requests, remind_after_a_day_and_then_daily_in_working_hours_and_hint_to_the_next_lead)
{
    file(worker, "trip 2026-06-10");  // on a Friday at 4:26
    const std::vector<std::string> first{"待审批：出差"};
    look_after("2026-05-29", 17h);
    EXPECT_EQ(letters_of(lead), first);
    look_after("2026-05-30", 10h);
    EXPECT_EQ(letters_of(lead), first) << "not on a Saturday";
    look_after("2026-06-01", 8h);
    EXPECT_EQ(letters_of(lead), first) << "not before nine";
    look_after("2026-06-01", 9h);
    EXPECT_EQ(letters_of(lead), (std::vector<std::string>{"待审批：出差", "催办：出差"}));
    look_after("2026-06-01", 17h);
    EXPECT_EQ(letters_of(lead).size(), 2U) << "once a day";
    EXPECT_EQ(letters_of(boss), std::vector<std::string>{"仍待审批：出差"}) << "after three days";
    look_after("2026-06-02", 10h);
    EXPECT_EQ(letters_of(lead).size(), 3U);
    EXPECT_EQ(waiting_for(lead), 1U) << "time neither approves nor refuses";
}

TEST_F(waiting_requests, remind_whoever_works_by_shifts_in_their_shift)
{
    decide_rule("shift", "Night", {"22:00-30:00"});
    decide_rule("group", "Guards", {"week Mon-Sun Night"});
    assign(lead, "group", "Guards");
    file(worker, "trip 2026-06-10");
    look_after("2026-06-01", 12h);
    EXPECT_EQ(letters_of(lead).size(), 1U);
    look_after("2026-06-01", 23h);
    EXPECT_EQ(letters_of(lead).size(), 2U);
}

TEST_F(waiting_requests, go_to_others_when_an_approver_leaves)
{
    const std::string id = request_in(file(worker, "trip 2026-06-10"));
    EXPECT_EQ(remove("/api/v1/people/" + lead).status, 204U);
    EXPECT_EQ(say(id, lead, "approve").status, 403U);
    look_after("2026-05-29", 10h);
    EXPECT_EQ(steps_of(get("/api/v1/attendance/requests/" + id)), "1 lead left, 1 boss open");
    EXPECT_EQ(letters_of(boss), std::vector<std::string>{"待审批：出差"});
    EXPECT_EQ(state_of(say(id, boss, "approve")), "approved");
}

TEST_F(waiting_requests, are_approved_by_time_where_their_chain_says_so)
{
    decide_rule("chain", "trips", {"for trip", "level any lead 1", "auto approve after 2 days"});
    const std::string id = request_in(file(worker, "trip 2026-06-10"));
    look_after("2026-05-31", 4h);
    EXPECT_EQ(state_of(get("/api/v1/attendance/requests/" + id)), "waiting");
    take_touched();
    look_after("2026-05-31", 5h);
    EXPECT_EQ(state_of(get("/api/v1/attendance/requests/" + id)), "approved");
    EXPECT_EQ(steps_of(get("/api/v1/attendance/requests/" + id)), "1 lead automatic");
    EXPECT_EQ(take_touched(), std::vector{worker + " 2026-06-08..2026-06-12"});
}

}  // namespace
}  // namespace gatehouse::api::test
