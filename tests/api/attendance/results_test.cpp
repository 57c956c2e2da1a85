// Days, their why, sums, locks and adjustments over our own API.
#include "api/asked.hpp"
#include "model/attendance/cases/clerk_case.hpp"
#include "ops/attendance/recompute.hpp"
#include "store/people.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

namespace sa = store::attendance;
namespace json = boost::json;
using model::civil_day;

constexpr civil_day monday{std::chrono::year(2026) / 5 / 25};

class attendance_results : public testing::Test {
protected:
    attendance_results()
    {
        anna = person("Anna");
        bela = person("Béla");
        at.house.write([&](store::transaction& in) {
            const auto rule = [&](sa::rule_kind kind, const char* name, std::vector<std::string> words) {
                sa::insert_rule(in, {0, company, kind, name, monday - std::chrono::days(60), std::move(words),
                                     at.house.clock.now(), "test"});
            };
            rule(sa::rule_kind::shift, "Day", {"09:00-18:00", "break 12:00-13:00", "grace 5 late 5 early"});
            rule(sa::rule_kind::group, "staff", {"week Mon-Fri Day"});
            for (const std::int64_t who : {anna, bela}) {
                sa::insert_assignment(in, {0,
                                           company,
                                           {who},
                                           sa::rule_kind::group,
                                           "staff",
                                           0,
                                           monday,
                                           {},
                                           at.house.clock.now(),
                                           "test"});
                sa::touch(in, {who}, monday, monday + std::chrono::days(5));
                const auto shown = store::shown_card(at.house.keys(), company, "n:" + std::to_string(who),
                                                     std::to_string(who));
                store::attribute(in, company, store::intern(in, shown, at.house.clock.now()), {},
                                 model::person_id{who}, "test", {1}, at.house.clock.now());
            }
        });
        for (const std::int64_t who : {anna, bela}) {
            tap(who, 0, who == anna ? 8 * 60 + 58 : 9 * 60 + 30);
            tap(who, 0, 18 * 60 + 2);
        }
        tap(anna, 1, 8 * 60 + 50);
        settle();
    }

    std::int64_t person(const std::string& name)
    {
        return id_of(ask(at, net::verb::post, "/api/v1/organizations/2/people",
                         R"({"role":"employee","name":")" + name + "\"}"));
    }
    // Of a day of that week, on Shanghai's clock.
    void tap(std::int64_t who, int day, int minute)
    {
        const base::instant when = model::time_zone::find("Asia/Shanghai")
                                       ->to_utc(model::civil_time{monday + std::chrono::days(day)}) +
                                   std::chrono::minutes(minute);
        at.tap(company, std::to_string(who), at.house.clock.now() - when);
    }
    void settle()
    {
        for (int i = 0; i < 100; ++i) {
            at.house.clock.set(at.house.clock.now() + std::chrono::seconds(1));
            round.pass();
        }
    }
    json::object got(const std::string& path, const std::string& query = {})
    {
        const net::reply answer = at.get(path, query);
        EXPECT_EQ(answer.status, 200U) << path << answer.body;
        return json_of(answer);
    }
    static std::string of(std::int64_t who)
    {
        return "/api/v1/people/" + std::to_string(who) + "/attendance/";
    }
    static const json::object& first(const json::object& answer)
    {
        return answer.at("items").as_array().at(0).as_object();
    }

    site at;
    ops::attendance::recompute round{at.house.database(), at.house.writer(), at.house.clock};
    std::int64_t anna = 0;
    std::int64_t bela = 0;
};

TEST_F(attendance_results, say_what_a_persons_days_became)
{
    const json::object answer = got(of(bela) + "days", "from=2026-05-25&to=2026-05-26");
    ASSERT_EQ(answer.at("items").as_array().size(), 2U);
    json::object day = first(answer);
    day.erase("computed_at");
    EXPECT_EQ(json::serialize(day),
              R"({"person_id":)" + std::to_string(bela) +
                  R"(,"day":"2026-05-25","statuses":["late"],"fault":true,"shift":"Day","source":"week",)"
                  R"("calendar":"plain","minutes":{"late":30,"planned":480,"worked":450},)"
                  R"("counts":{"late_times":1},"points":[{"in":"09:30","out":"18:02"}],"warnings":[]})");
    EXPECT_EQ(got(of(bela) + "days").at("items").as_array().size(), 5U) << "this month, from Monday on";
}

TEST_F(attendance_results, show_a_date_of_everybody_with_faults_first_page_by_page)
{
    const std::string list = "/api/v1/organizations/2/attendance/days";
    json::object answer = got(list, "day=2026-05-25&limit=1");
    EXPECT_EQ(first(answer).at("person_id").as_int64(), bela);
    answer = got(list, "day=2026-05-25&limit=1&cursor=" + std::string(answer.at("next").as_string()));
    EXPECT_EQ(first(answer).at("person_id").as_int64(), anna);
    EXPECT_TRUE(answer.at("next").is_null());
    EXPECT_EQ(got(list, "day=2026-05-25&unit_id=999").at("items").as_array().size(), 0U);
}

TEST_F(attendance_results, tell_why_in_both_languages_what_would_help_and_where_each_punch_went)
{
    const json::object why = got(of(bela) + "day", "day=2026-05-25");
    const std::string trace = json::serialize(why.at("trace"));
    EXPECT_NE(
        trace.find(
            R"({"rule":"A-78","en":"section 1: late by 30 [A-78]","zh":"第 1 时段：迟到 30 分钟 [A-78]"})"),
        std::string::npos)
        << trace;
    EXPECT_NE(
        json::serialize(why.at("hints")).find(R"({"en":"in by 09:05","zh":"09:05 前上班打卡","possible":)"),
        std::string::npos)
        << json::serialize(why.at("hints"));
    EXPECT_EQ(json::serialize(why.at("used")),
              R"([{"punch_id":3,"at":"09:30","role":"in"},{"punch_id":4,"at":"18:02","role":"out"}])");
    EXPECT_FALSE(why.at("locked").as_bool());

    const json::object punches = got(of(bela) + "punches", "from=2026-05-25&to=2026-05-25");
    const json::object& one = first(punches);
    EXPECT_EQ(one.at("day").as_string(), "2026-05-25");
    EXPECT_EQ(json::serialize(one.at("roles")), R"(["in"])");
    EXPECT_TRUE(one.at("left_out").is_null());
}

TEST_F(attendance_results, give_a_day_as_a_case_that_can_be_run)
{
    for (const char* const day : {"2026-05-25", "2026-05-26", "2026-05-30"}) {
        const std::string text(got(of(bela) + "case", std::string("day=") + day).at("text").as_string());
        const auto cases = model::attendance::cases::read_cases("day", text);
        ASSERT_EQ(cases.size(), 1U);
        const auto outcome = model::attendance::cases::run(cases.front());
        EXPECT_TRUE(outcome.passed()) << text << outcome.differences.front();
    }
}

TEST_F(attendance_results, are_summed_over_a_period)
{
    const json::object sums = got(of(bela) + "sums", "from=2026-05-25&to=2026-05-26");
    EXPECT_EQ(json::serialize(sums.at("sums")),
              R"({"absent":480,"absent_days":1,"attended_days":1,"late":30,"late_charged":1,"late_times":1,)"
              R"("planned":960,"planned_days":2,"worked":450})");
    EXPECT_EQ(sums.at("days").as_int64(), 2);
    EXPECT_EQ(sums.at("locked").as_bool(), false);
    const json::object all = got("/api/v1/organizations/2/attendance/sums",
                                 "from=2026-05-25&to=2026-05-26&limit=1");
    EXPECT_EQ(first(all).at("person_id").as_int64(), anna);
    EXPECT_FALSE(all.at("next").is_null());
}

TEST_F(attendance_results, of_a_locked_period_stay_and_what_they_would_have_become_is_booked)
{
    const std::string locks = "/api/v1/organizations/2/attendance/locks";
    const std::string period = R"("from":"2026-05-25","to":"2026-05-26")";
    json::object in_the_way = got("/api/v1/organizations/2/attendance/lock_check",
                                  "from=2026-05-25&to=2026-05-26");
    EXPECT_EQ(json::serialize(in_the_way), R"({"pending":[],"unproven":[{"person_id":)" +
                                               std::to_string(anna) +
                                               R"(,"day":"2026-05-26"}],"cut":false})");
    const net::reply refused = ask(at, net::verb::post, locks, "{" + period + "}");
    EXPECT_EQ(refused.status, 409U);
    EXPECT_NE(refused.body.find("person " + std::to_string(anna) + ": 2026-05-26 unproven"),
              std::string::npos)
        << refused.body;
    EXPECT_EQ(ask(at, net::verb::post, locks, R"({"from":"2026-05-25","to":"2026-05-30"})").status, 422U)
        << "not over";
    EXPECT_EQ(ask(at, net::verb::post, locks, R"({"from":"2026-05-25","to":"2026-05-24"})").status, 422U);
    EXPECT_EQ(
        ask(at, net::verb::post, locks, R"({"from":"2026-05-25","to":"2026-05-26","unit_id":99})").status,
        404U);
    const net::reply locked = ask(at, net::verb::post, locks,
                                  "{" + period + R"(,"accepted":[)" + std::to_string(anna) + "]}");
    ASSERT_EQ(locked.status, 201U) << locked.body;
    EXPECT_EQ(ask(at, net::verb::post, locks, R"({"from":"2026-05-26","to":"2026-05-27"})").status, 409U)
        << "some of it is locked";
    settle();
    const json::object before = got(of(anna) + "day", "day=2026-05-26");
    EXPECT_TRUE(before.at("locked").as_bool());
    ASSERT_FALSE(before.at("trace").as_array().empty());

    tap(anna, 1, 18 * 60);  // a machine brings it late
    settle();
    const json::object after = got(of(anna) + "day", "day=2026-05-26");
    EXPECT_EQ(after.at("result"), before.at("result"));
    EXPECT_EQ(after.at("trace"), before.at("trace"));
    const json::object booked = got("/api/v1/organizations/2/attendance/adjustments");
    EXPECT_EQ(booked.at("items").as_array().size(), 1U);
    EXPECT_EQ(json::serialize(first(booked).at("minutes")), R"({"unproven":-480,"worked":480})");
    EXPECT_EQ(first(booked).at("booked_on").as_string(), "2026-05-27");
    const json::object sums = got(of(anna) + "sums", "from=2026-05-27&to=2026-05-31");
    EXPECT_EQ(sums.at("sums").as_object().at("adjust.worked").as_int64(), 480);
    EXPECT_TRUE(got(of(anna) + "sums", "from=2026-05-25&to=2026-05-26").at("locked").as_bool());

    const std::string opening = "/api/v1/attendance/locks/" + std::to_string(id_of(locked)) + "/unlocking";
    EXPECT_EQ(ask(at, net::verb::post, opening, R"({"reason":"late punches"})", "site-key").status, 403U);
    EXPECT_EQ(ask(at, net::verb::post, opening, R"({"reason":""})").status, 422U);
    EXPECT_EQ(ask(at, net::verb::post, opening, R"({"reason":"late punches"})").status, 204U);
    EXPECT_EQ(ask(at, net::verb::post, opening, R"({"reason":"late punches"})").status, 409U);
    settle();
    EXPECT_EQ(json::serialize(first(got(of(anna) + "days", "from=2026-05-26&to=2026-05-26")).at("statuses")),
              R"(["normal"])");
    EXPECT_EQ(got("/api/v1/organizations/2/attendance/adjustments").at("items").as_array().size(), 0U);
    EXPECT_FALSE(first(got(locks)).at("unlocked_at").is_null());
}

TEST_F(attendance_results, are_opened_again_from_the_last_period_only)
{
    const std::string locks = "/api/v1/organizations/2/attendance/locks";
    const auto lock = [&](const char* day) {
        return id_of(ask(at, net::verb::post, locks,
                         std::string(R"({"from":")") + day + R"(","to":")" + day + R"(","accepted":[)" +
                             std::to_string(anna) + "]}"));
    };
    const std::int64_t early = lock("2026-05-25");
    const std::int64_t late = lock("2026-05-26");
    const auto open = [&](std::int64_t id) {
        return ask(at, net::verb::post, "/api/v1/attendance/locks/" + std::to_string(id) + "/unlocking",
                   R"({"reason":"x"})")
            .status;
    };
    EXPECT_EQ(open(early), 409U);
    EXPECT_EQ(open(late), 204U);
    settle();
    EXPECT_EQ(open(early), 204U);
}

TEST_F(attendance_results, refuse_dates_that_are_none)
{
    for (const char* const path : {"days", "sums", "punches"}) {
        EXPECT_EQ(at.get(of(anna) + path, "from=2026-05-26&to=2026-05-25").status, 422U) << path;
        EXPECT_EQ(at.get(of(anna) + path, "from=2024-01-01&to=2026-05-25").status, 422U) << path;
        EXPECT_EQ(at.get(of(anna) + path, "from=yesterday").status, 422U) << path;
    }
    EXPECT_EQ(at.get(of(anna) + "day", "day=2026-02-30").status, 422U);
    EXPECT_EQ(at.get("/api/v1/organizations/2/attendance/sums", "to=2026-05-01&from=2026-05-02").status,
              422U);
}

}  // namespace
}  // namespace gatehouse::api::test
