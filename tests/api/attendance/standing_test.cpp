#include "api/attendance/office.hpp"
#include "store/attendance/locks.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using strings = std::vector<std::string>;

class attendance_standing : public testing::Test, protected attendance_office {
protected:
    attendance_standing()
    {
        decide("shift", "Day", {"09:00-18:00", "break 12:00-13:00"});
        decide("shift", "Night", {"22:00-30:00"}, "2026-03-01");
        decide("group", "office", {"week Mon-Fri Day"});
        decide("group", "gates", {"week Mon-Sun Night"});
        decide("rotation", "crew", {"Day Night rest from 2026-04-01"});
        who = person();
        root = "/api/v1/people/" + who + "/attendance/";
    }

    net::reply assign_body(const std::string& body) { return post(root + "assignments", body); }
    // "2026-03-09 week Day" of each date.
    strings schedule(const std::string& from, const std::string& to)
    {
        strings found;
        const auto told = json_of(get(root + "schedule", "from=" + from + "&to=" + to));
        for (const auto& each : told.at("items").as_array()) {
            const auto& shift = each.at("shift");
            found.push_back(std::string(each.at("day").as_string()) + " " +
                            std::string(each.at("source").as_string()) + " " +
                            (shift.is_null() ? "-" : std::string(shift.as_string())));
        }
        return found;
    }

    std::string who;
    std::string root;
};

TEST_F(attendance_standing, puts_people_into_a_group_and_says_which_shift_they_have_and_why)
{
    const net::reply made = assign_body(R"({"kind":"group","rule":"office","since":"2026-03-02"})");
    EXPECT_EQ(made.status, 201U);
    EXPECT_EQ(made.body, R"({"id":1,"person_id":)" + who +
                             R"(,"kind":"group","rule":"office","phase":0,"since":"2026-03-02","until":null,)"
                             R"("decided_at":"2026-05-28T20:26:40Z","decided_by":"key admin"})");
    EXPECT_EQ(schedule("2026-03-01", "2026-03-02"), (strings{"2026-03-01 none -", "2026-03-02 week Day"}));
    const auto monday = json_of(get(root + "schedule", "from=2026-03-02&to=2026-03-02")).at("items").at(0);
    EXPECT_EQ(monday.at("on").as_string(), "09:00");
    EXPECT_EQ(monday.at("off").as_string(), "18:00");
    EXPECT_EQ(monday.at("calendar").as_string(), "plain");
    EXPECT_TRUE(monday.at("why").as_array().back().as_string().ends_with("[A-34]"));
    EXPECT_EQ(monday.at("why").as_array().size(), monday.at("why_zh").as_array().size());
    EXPECT_EQ(json_of(get(root + "schedule")).at("items").as_array().size(), 7U);
}

TEST_F(attendance_standing, holds_one_group_at_a_time)
{
    assign_body(R"({"kind":"group","rule":"office","since":"2026-03-02","until":"2026-04-30"})");
    for (const std::string dates :
         {R"("since":"2026-04-30")", R"("since":"2026-01-01")",
          R"("since":"2026-01-01","until":"2026-03-02")", R"("since":"2026-03-10","until":"2026-03-11")"}) {
        const net::reply refused = assign_body(R"({"kind":"group","rule":"gates",)" + dates + "}");
        EXPECT_EQ(refused.status, 409U) << dates;
        EXPECT_EQ(text_of(refused, "detail"),
                  "the person is in group office from 2026-03-02 until 2026-04-30");
    }
    EXPECT_EQ(assign_body(R"({"kind":"group","rule":"gates","since":"2026-05-01"})").status, 201U);
    EXPECT_EQ(
        assign_body(R"({"kind":"group","rule":"gates","since":"2026-01-01","until":"2026-03-01"})").status,
        201U);
    EXPECT_EQ(put("/api/v1/attendance/assignments/1", R"({"until":null})").status, 409U);
    EXPECT_EQ(put("/api/v1/attendance/assignments/1", R"({"until":"2026-03-31"})").status, 200U);
    EXPECT_EQ(schedule("2026-03-31", "2026-04-01"), (strings{"2026-03-31 week Day", "2026-04-01 none -"}));
    EXPECT_EQ(ask(at, net::verb::delete_, "/api/v1/attendance/assignments/1").status, 204U);
    EXPECT_EQ(schedule("2026-03-31", "2026-03-31"), (strings{"2026-03-31 none -"}));
    EXPECT_EQ(ask(at, net::verb::delete_, "/api/v1/attendance/assignments/1").status, 404U);
    EXPECT_EQ(put("/api/v1/attendance/assignments/1", R"({"until":null})").status, 404U);
    EXPECT_EQ(json_of(get(root + "assignments")).at("items").as_array().size(), 2U);
}

TEST_F(attendance_standing, refuses_what_cannot_be_with_every_fault)
{
    EXPECT_EQ(faults_of(assign_body(
                  R"({"kind":"group","rule":"nobody","since":"2026-03-02","until":"2026-03-01","phase":2})")),
              (strings{"/rule: there is no group \"nobody\" on 2026-03-02",
                       "/until: must not lie before since", "/phase: only a rotation has one"}));
    EXPECT_EQ(
        faults_of(assign_body(R"({"kind":"shift","rule":"Day","since":"3/2/2026"})")),
        (strings{"/kind: must be one of group, rotation", "/since: must be a date, such as 2026-03-09"}));
    EXPECT_EQ(
        faults_of(assign_body(R"({"kind":"rotation","rule":"crew","since":"2026-03-02","phase":-1})")).size(),
        1U);
    EXPECT_EQ(
        faults_of(put(root + "overrides/2026-03-02", R"({"plan":"Evening","zone":"Asia/Nowhere"})")),
        (strings{"/plan: there is no shift \"Evening\" on 2026-03-02", "/zone: there is no such zone"}));
    EXPECT_EQ(put(root + "overrides/2026-02-30", R"({"plan":"Day"})").status, 404U);
    EXPECT_EQ(remove(root + "overrides/2026-03-02").status, 404U);
    EXPECT_EQ(
        faults_of(put(
            root + "employment",
            R"({"joined":"2026-03-02","left":"2026-03-01","works_since":"2026-04-01","spared_from":null,"spared_until":"2026-05-01"})")),
        (strings{"/left: must not lie before joined", "/works_since: must not lie behind joined",
                 "/spared_until: needs spared_from"}));
    for (const std::string query : {"from=2026-03-02&to=2026-03-01", "from=2026-01-01&to=2026-03-05"})
        EXPECT_EQ(get(root + "schedule", query).status, 422U) << query;
    EXPECT_EQ(get(root + "schedule", "from=2026-01-01&to=2026-03-04").status, 200U);
    EXPECT_EQ(get(root + "overrides", "from=2026-01-01&to=2027-01-03").status, 422U);
    EXPECT_EQ(get(root + "overrides", "from=2026-01-01&to=2027-01-02").status, 200U);
}

TEST_F(attendance_standing, lets_a_set_day_stand_over_all_and_be_lifted)
{
    assign_body(R"({"kind":"group","rule":"office","since":"2026-03-02"})");
    assign_body(R"({"kind":"rotation","rule":"crew","since":"2026-04-01","phase":1})");
    EXPECT_EQ(schedule("2026-04-01", "2026-04-03"),
              (strings{"2026-04-01 rotation Night", "2026-04-02 rotation -", "2026-04-03 rotation Day"}));
    const std::string day = root + "overrides/2026-04-01";
    EXPECT_EQ(put(day, R"({"plan":"rest"})").status, 200U);
    EXPECT_EQ(put(day, R"({"plan":"Day","zone":"Asia/Tokyo"})").status, 200U);
    EXPECT_EQ(put(day, R"({"plan":"Day","zone":"Asia/Tokyo"})").status, 200U);
    EXPECT_EQ(schedule("2026-04-01", "2026-04-01"), (strings{"2026-04-01 override Day"}));
    EXPECT_EQ(json_of(get(root + "overrides", "from=2026-04-01&to=2026-04-30")).at("items").as_array().size(),
              1U);
    EXPECT_EQ(json_of(get(day)).at("items").as_array().size(), 2U);
    EXPECT_EQ(remove(day).status, 204U);
    EXPECT_EQ(schedule("2026-04-01", "2026-04-01"), (strings{"2026-04-01 rotation Night"}));
    EXPECT_TRUE(json_of(get(day)).at("items").as_array().back().at("plan").is_null());
    EXPECT_TRUE(
        json_of(get(root + "overrides", "from=2026-04-01&to=2026-04-30")).at("items").as_array().empty());
}

TEST_F(attendance_standing, lets_the_days_that_change_be_computed_anew)
{
    take_touched();
    assign_body(R"({"kind":"group","rule":"office","since":"2026-05-04"})");
    EXPECT_EQ(take_touched(), (strings{who + " 2026-05-02..2026-05-30"}));
    put("/api/v1/attendance/assignments/1", R"({"until":"2026-05-20"})");
    EXPECT_EQ(take_touched(), (strings{who + " 2026-05-18..2026-05-30"}));
    put("/api/v1/attendance/assignments/1", R"({"until":"2026-05-10"})");
    EXPECT_EQ(take_touched(), (strings{who + " 2026-05-08..2026-05-22"}));
    put("/api/v1/attendance/assignments/1", R"({"until":"2026-05-10"})");
    EXPECT_EQ(take_touched(), strings{});
    put(root + "overrides/2026-05-06", R"({"plan":"rest"})");
    EXPECT_EQ(take_touched(), (strings{who + " 2026-05-04..2026-05-08"}));
    put(root + "overrides/2026-05-06", R"({"plan":"rest"})");
    EXPECT_EQ(take_touched(), strings{});
    remove(root + "overrides/2026-05-06");
    EXPECT_EQ(take_touched(), (strings{who + " 2026-05-04..2026-05-08"}));
    put(root + "overrides/2026-06-06", R"({"plan":"rest"})");  // computed when it comes
    EXPECT_EQ(take_touched(), strings{});
    const auto employed = [&](const std::string& joined, const std::string& left) {
        EXPECT_EQ(
            put(root + "employment", R"({"joined":)" + joined + R"(,"left":)" + left +
                                         R"(,"works_since":null,"spared_from":null,"spared_until":null})")
                .status,
            200U);
    };
    employed(R"("2026-05-05")", "null");
    EXPECT_TRUE(take_touched().front().ends_with("..2026-05-30"));
    employed(R"("2026-05-07")", "null");
    EXPECT_EQ(take_touched(), (strings{who + " 2026-05-03..2026-05-30"}));
    employed(R"("2026-05-07")", R"("2026-05-08")");
    EXPECT_EQ(take_touched(), (strings{who + " 2026-05-06..2026-05-30"}));
    EXPECT_EQ(schedule("2026-05-06", "2026-05-09"),
              (strings{"2026-05-06 not_employed -", "2026-05-07 week Day", "2026-05-08 week Day",
                       "2026-05-09 not_employed -"}));
    EXPECT_EQ(text_of(get(root + "employment"), "left"), "2026-05-08");
    ask(at, net::verb::delete_, "/api/v1/attendance/assignments/1");
    EXPECT_EQ(take_touched(), (strings{who + " 2026-05-02..2026-05-12"}));
}

TEST_F(attendance_standing, leaves_the_schedule_of_locked_dates_as_it_is)
{
    assign_body(R"({"kind":"group","rule":"office","since":"2026-03-02","until":"2026-05-31"})");
    put(root + "overrides/2026-03-10", R"({"plan":"rest"})");
    at.house.write([](store::transaction& in) {
        const auto day = [](std::string_view text) { return model::read_date(text).value(); };
        store::attendance::insert_lock(in,
                                       {0, company, {}, day("2026-03-01"), day("2026-03-31"), {}, "t", {}});
    });
    for (const net::reply& refused :
         {assign_body(R"({"kind":"rotation","rule":"crew","since":"2026-03-31"})"),
          put("/api/v1/attendance/assignments/1", R"({"until":"2026-03-30"})"),
          ask(at, net::verb::delete_, "/api/v1/attendance/assignments/1"),
          put(root + "overrides/2026-03-31", R"({"plan":"rest"})"), remove(root + "overrides/2026-03-10")}) {
        EXPECT_EQ(refused.status, 409U) << refused.body;
        EXPECT_EQ(text_of(refused, "detail"), "the days from 2026-03-01 to 2026-03-31 are locked");
    }
    EXPECT_EQ(put("/api/v1/attendance/assignments/1", R"({"until":"2026-03-31"})").status, 200U);
    EXPECT_EQ(put(root + "overrides/2026-04-01", R"({"plan":"rest"})").status, 200U);
    EXPECT_EQ(put(root + "overrides/2026-03-10", R"({"plan":"rest"})").status, 200U) << "nothing changes";
    EXPECT_EQ(assign_body(R"({"kind":"rotation","rule":"crew","since":"2026-04-01"})").status, 201U);
}

TEST_F(attendance_standing, takes_a_published_calendar_by_one_call_and_imports_another)
{
    assign_body(R"({"kind":"group","rule":"office","since":"2026-01-01"})");
    const std::string holidays = "/api/v1/organizations/2/attendance/holidays";
    const net::reply taken = ask(at, net::verb::post, holidays + "/2026/published");
    EXPECT_EQ(taken.status, 200U);
    EXPECT_NE(taken.body.find(R"("rules":["holiday 2026-01-01","workday 2026-01-04","workday 2026-02-14",)"
                              R"("holiday 2026-02-16..2026-02-19","workday 2026-02-28","holiday 2026-04-05",)"
                              R"("holiday 2026-05-01..2026-05-02","workday 2026-05-09","holiday 2026-06-19",)"
                              R"("workday 2026-09-20","holiday 2026-09-25","holiday 2026-10-01..2026-10-03",)"
                              R"("workday 2026-10-10"])"),
              std::string::npos)
        << taken.body;
    EXPECT_NE(taken.body.find("of the 33 days off that were published the 13 statutory ones"),
              std::string::npos);
    EXPECT_EQ(ask(at, net::verb::post, holidays + "/2025/published").status, 200U);
    EXPECT_EQ(ask(at, net::verb::post, holidays + "/2024/published").status, 200U);
    for (const std::string year : {"2023", "2027", "x", "20261"})
        EXPECT_EQ(ask(at, net::verb::post, holidays + "/" + year + "/published").status, 404U) << year;
    EXPECT_EQ(schedule("2026-02-16", "2026-02-20").back(), "2026-02-20 week Day");
    EXPECT_EQ(schedule("2026-02-28", "2026-02-28"), (strings{"2026-02-28 week Day"}));
    // The file as holiday-cn has it.
    const net::reply imported = post(
        holidays,
        R"({"$schema":"s","$id":"i","year":2026,"papers":["https://example.com"],"days":[)"
        R"({"name":"春节","date":"2026-02-16","isOffDay":true},{"name":"春节","date":"2026-02-20","isOffDay":true},)"
        R"({"name":"春节","date":"2026-02-17","isOffDay":true},{"name":"春节","date":"2026-02-28","isOffDay":false}]})");
    EXPECT_EQ(imported.status, 200U);
    EXPECT_NE(imported.body.find(
                  R"("rules":["holiday 2026-02-16..2026-02-17","rest 2026-02-20","workday 2026-02-28"])"),
              std::string::npos)
        << imported.body;
    EXPECT_EQ(schedule("2026-02-20", "2026-02-20"), (strings{"2026-02-20 week -"}));
    EXPECT_EQ(ask(at, net::verb::post, holidays + "/2026/published").status, 409U);
    EXPECT_EQ(faults_of(post(holidays, R"({"year":2026,"days":[{"date":"2025-11-30","isOffDay":true},)"
                                       R"({"date":"2026-01-01","isOffDay":true},)"
                                       R"({"date":"2026-01-01","isOffDay":true}]})")),
              (strings{"/days/0/date: is no date of that year's list", "/days/2/date: stands twice"}));
    EXPECT_EQ(post(holidays, R"({"year":2027,"days":[]})").status, 422U);
    EXPECT_NE(post(holidays, R"({"year":2028,"days":[{"date":"2028-01-01","isOffDay":true}]})")
                  .body.find("which days of 2028 are statutory is not known here"),
              std::string::npos);
}

TEST_F(attendance_standing, previews_a_rule_before_it_is_decided)
{
    assign_body(R"({"kind":"group","rule":"office","since":"2026-03-02"})");
    const std::string path = rule_path("shift", "Day") + "/preview";
    const auto asked = [](const std::string& from, const std::string& to) {
        return R"({"since":"2026-01-01","rules":["08:00-18:00"],"from":")" + from + R"(","to":")" + to +
               "\"}";
    };
    const net::reply found = post(path, asked("2026-03-02", "2026-03-08"));
    EXPECT_EQ(found.status, 200U) << found.body;
    EXPECT_EQ(
        found.body.substr(0, found.body.find(R"(,{"person_id")")),
        R"({"people":1,"days":7,"changed_people":1,"changed_days":5,"cut":false,"warnings":[],"sums":[)"
        R"({"account":"absent","before":2400,"after":3000},)"
        R"({"account":"planned","before":2400,"after":3000}],"changes":[{"person_id":)" +
            who +
            R"(,"day":"2026-03-02","before":{"statuses":"absent","items":"planned 480, absent 480, in none, out none, source week"},)"
            R"("after":{"statuses":"absent","items":"planned 600, absent 600, in none, out none, source week"}})");
    EXPECT_EQ(json_of(get(rule_path("shift", "Day"))).at("items").as_array().size(), 1U);
    EXPECT_EQ(post(path, asked("2026-03-02", "2026-03-01")).status, 422U);
    EXPECT_EQ(post(path, asked("2026-01-01", "2026-03-05")).status, 422U);
    EXPECT_EQ(faults_of(post(
                  path, R"({"since":"2026-01-01","rules":["8-18"],"from":"2026-03-02","to":"2026-03-03"})")),
              (strings{"/rules/0: \"8-18\" is no stretch of time"}));
    EXPECT_EQ(post(rule_path("shifts", "Day") + "/preview", asked("2026-03-02", "2026-03-03")).status, 404U);
}

}  // namespace
}  // namespace gatehouse::api::test
