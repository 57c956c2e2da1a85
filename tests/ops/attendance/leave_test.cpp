// The leave ledger: what is granted by rule, by hand and by overtime, what is taken of it, what is given
// back.
#include "ops/attendance/leave.hpp"

#include "ops/attendance/request_care.hpp"
#include "store/people.hpp"
#include "support/store_room.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::civil_day;

constexpr model::organization_id company{1};
constexpr model::person_id somebody{1};

civil_day date(const std::string& text)
{
    return model::read_date(text).value();
}

class leave_ledger : public testing::Test {
protected:
    leave_ledger()
    {
        room.provision(R"({"organizations": [{"key": "c", "kind": "company", "name": "公司"}],
          "people": [{"organization": "c", "key": "a", "name": "员", "role": "employee"}]})");
    }

    author by() { return {"test", room.clock.now()}; }
    void employ(const std::string& works_since, const std::string& joined = {}, const std::string& left = {})
    {
        room.write([&](store::transaction& in) {
            sa::employment what;
            what.person = somebody;
            what.organization = company;
            what.works_since = date(works_since);
            if (!joined.empty())
                what.joined = date(joined);
            if (!left.empty())
                what.left = date(left);
            sa::put_employment(in, what);
        });
    }
    void kind(const std::string& code, const std::vector<std::string>& words)
    {
        room.write([&](store::transaction& in) {
            sa::insert_rule(in, {0, company, sa::rule_kind::leave, code, date("2020-01-01"), words,
                                 room.clock.now(), "test"});
        });
    }
    int due(const std::string& today)
    {
        int made = 0;
        room.write([&](store::transaction& in) {
            made = grant_due(in, store::find_person(in.sql, somebody).value(), date(today), by());
        });
        return made;
    }
    void lieu(const std::string& day, std::chrono::minutes overtime, const std::string& of = "rest")
    {
        room.write([&](store::transaction& in) {
            grant_lieu(in, company, somebody, date(day), of, overtime, by());
        });
    }
    rules::leave_account account(const std::string& leave)
    {
        return sa::account_of(sa::leave_entries_of(*room.database().reader(), somebody, leave));
    }
    std::int64_t balance(const std::string& leave, const std::string& on)
    {
        return account(leave).balance(date(on));
    }

    support::store_room room;
};

struct granting {
    std::string name;
    std::string works_since, joined, left;
    std::vector<std::string> words;  // of annual leave; none: as shipped
    std::string today;
    std::int64_t granted;
    std::string on;
};
class grants : public leave_ledger, public testing::WithParamInterface<granting> {};

TEST_P(grants, by_rule_are_what_the_years_of_work_give_once)
{
    const granting& row = GetParam();
    if (!row.words.empty())
        kind("annual", row.words);
    employ(row.works_since, row.joined, row.left);
    due(row.today);
    EXPECT_EQ(balance("annual", row.on), row.granted);
    EXPECT_EQ(due(row.today), 0) << "once";
}

INSTANTIATE_TEST_SUITE_P(
    by_tables, grants,
    testing::Values(
        granting{"five", "2020-03-01", "", "", {}, "2026-05-01", 500, "2026-05-01"},
        granting{"carried_until_march", "2020-03-01", "", "", {}, "2026-05-01", 500, "2027-03-31"},
        granting{"gone_after", "2020-03-01", "", "", {}, "2026-05-01", 0, "2027-04-01"},
        granting{
            "carried_longer", "2020-03-01", "", "", {"carry until 06-30"}, "2026-05-01", 500, "2027-06-30"},
        granting{"none_before_the_first_year", "2025-12-01", "", "", {}, "2026-05-01", 0, "2026-11-30"},
        granting{"joined_in_july", "2010-01-01", "2026-07-01", "", {}, "2026-07-01", 500, "2026-07-01"},
        granting{"monthly", "2020-03-01", "", "", {"grant monthly"}, "2026-05-01", 200, "2026-05-01"},
        granting{"all_months", "2020-03-01", "", "", {"grant monthly"}, "2026-12-01", 500, "2026-12-01"},
        granting{"fixed", "2026-01-01", "", "", {"grant yearly 12"}, "2026-05-01", 1200, "2026-05-01"},
        granting{"fixed_for_half_a_year",
                 "2026-01-01",
                 "2026-07-02",
                 "",
                 {"grant yearly 12"},
                 "2026-07-02",
                 600,
                 "2026-07-02"},
        granting{"left_long_ago", "2010-01-01", "", "2026-02-01", {}, "2026-05-01", 0, "2026-05-01"},
        granting{"no_grant", "2010-01-01", "", "", {"no grant"}, "2026-05-01", 0, "2026-05-01"}),
    [](const auto& each) { return each.param.name; });

TEST_F(leave_ledger, a_change_of_rule_grants_the_difference_and_takes_nothing_back)
{
    employ("2020-03-01");
    due("2026-05-01");
    kind("annual", {"grant yearly 8"});
    EXPECT_EQ(due("2026-05-01"), 1);
    EXPECT_EQ(balance("annual", "2026-05-01"), 800);
    kind("annual", {"grant yearly 3"});
    EXPECT_EQ(due("2026-05-01"), 0);
    EXPECT_EQ(balance("annual", "2026-05-01"), 800);
}

TEST_F(leave_ledger, overtime_of_a_day_gives_time_off_once_and_follows_its_day)
{
    lieu("2026-05-09", std::chrono::minutes(90));
    lieu("2026-05-09", std::chrono::minutes(90));
    EXPECT_EQ(balance("lieu", "2026-05-09"), 150) << "an hour and a half";
    lieu("2026-05-09", std::chrono::minutes(60), "holiday");
    EXPECT_EQ(balance("lieu", "2026-05-09"), 250) << "another kind of overtime of that day";
    EXPECT_EQ(balance("lieu", "2027-05-09"), 250);
    EXPECT_EQ(balance("lieu", "2027-05-10"), 0) << "valid for 12 months";
    lieu("2026-05-09", std::chrono::minutes(30));
    EXPECT_EQ(balance("lieu", "2026-05-09"), 150) << "the day was computed anew";
    lieu("2026-05-09", std::chrono::minutes(0));
    EXPECT_EQ(balance("lieu", "2026-05-09"), 100);
    kind("lieu", {"lieu valid 1 months"});
    lieu("2026-05-10", std::chrono::minutes(60));
    EXPECT_EQ(balance("lieu", "2026-06-10"), 200);
    EXPECT_EQ(balance("lieu", "2026-06-11"), 100);
}

TEST_F(leave_ledger, charges_take_the_grant_that_expires_first_and_go_back_to_it)
{
    const auto grant = [&](std::int64_t amount, const std::string& from, const std::string& until) {
        room.write([&](store::transaction& in) {
            grant_by_hand(in, store::find_person(in.sql, somebody).value(),
                          {"annual", amount, date(from), date(until)}, by())
                .value();
        });
    };
    grant(200, "2026-01-01", "2026-12-31");
    grant(100, "2025-01-01", "2026-06-30");
    sa::kept_request of;
    of.organization = company;
    of.way.person = somebody;
    of.words = "leave annual 2026-05-04";
    of.way.by = rules::clerk::read_chain("c", {"level any lead 1"});
    of.chain = {"c", "level any lead 1"};
    of.first = of.last = date("2026-05-04");
    const auto type = rules::shipped_leave_type("annual").value();
    room.write([&](store::transaction& in) {
        of.id = sa::insert_request(in, of);
        reserve(in, of, type, {{date("2026-05-04"), 100}}, by()).value();
    });
    EXPECT_EQ(balance("annual", "2026-05-04"), 200);
    EXPECT_EQ(balance("annual", "2026-07-01"), 200) << "the older grant was taken";
    room.write([&](store::transaction& in) { charge(in, of, "annual", by()); });
    EXPECT_EQ(balance("annual", "2026-05-04"), 200);
    EXPECT_EQ(account("annual").unused(date("2026-12-31")), 200);
    room.write([&](store::transaction& in) { give_back(in, of, "annual", by()); });
    EXPECT_EQ(balance("annual", "2026-05-04"), 300);
    EXPECT_EQ(balance("annual", "2026-07-01"), 200);
}

TEST_F(leave_ledger, a_hand_grants_only_what_has_a_balance)
{
    room.write([&](store::transaction& in) {
        const auto who = store::find_person(in.sql, somebody).value();
        const auto bad = grant_by_hand(in, who, {"sick", 0, date("2026-05-02"), date("2026-05-01")}, by());
        ASSERT_FALSE(bad);
        EXPECT_EQ(bad.error().faults.size(), 3U);
    });
}

TEST_F(leave_ledger, everybody_under_rules_gets_what_is_due_once_a_day)
{
    employ("2020-03-01");
    room.write([&](store::transaction& in) {
        sa::insert_assignment(in, {0,
                                   company,
                                   somebody,
                                   sa::rule_kind::group,
                                   "g",
                                   0,
                                   date("2026-01-01"),
                                   {},
                                   room.clock.now(),
                                   "test"});
    });
    grant_leave(room.database(), room.writer(), room.clock.now());
    EXPECT_EQ(balance("annual", "2026-05-28"), 500);
    kind("annual", {"grant yearly 8"});
    grant_leave(room.database(), room.writer(), room.clock.now());
    EXPECT_EQ(balance("annual", "2026-05-28"), 500) << "was looked at today";
    room.clock.set(room.clock.now() + std::chrono::hours(24));
    grant_leave(room.database(), room.writer(), room.clock.now());
    EXPECT_EQ(balance("annual", "2026-05-28"), 800);
}

}  // namespace
}  // namespace gatehouse::ops::attendance
