#include "api/attendance/office.hpp"
#include "base/percent.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using strings = std::vector<std::string>;

class attendance_rules : public testing::Test, protected attendance_office {
protected:
    strings faults(const std::string& kind, const std::string& name, const strings& lines,
                   const std::string& since = "2026-01-01")
    {
        const net::reply answer = decide(kind, name, lines, since);
        EXPECT_EQ(answer.status, 422U) << answer.body;
        return faults_of(answer);
    }
};

TEST_F(attendance_rules, are_told_in_a_clerks_words_and_listed_in_their_versions)
{
    const net::reply made = decide("shift", "Day", {"09:00-18:00", "break 12:00-13:00"});
    EXPECT_EQ(made.status, 200U);
    EXPECT_EQ(made.body,
              R"({"rule":{"number":1,"organization_id":2,"kind":"shift","name":"Day","since":"2026-01-01",)"
              R"("ended":false,"rules":["09:00-18:00","break 12:00-13:00"],)"
              R"("decided_at":"2026-05-28T20:26:40Z","decided_by":"key admin"},"warnings":[]})");
    EXPECT_EQ(decide("shift", "Day", {"08:30-17:30"}, "2026-06-01").status, 200U);
    EXPECT_EQ(decide("shift", "Day", {"08:00-17:00"}, "2026-06-01").status, 200U);
    EXPECT_EQ(decide("group", "office", {"week Mon-Fri Day"}).status, 200U);
    const auto numbers = [&](const std::string& path, const std::string& query) {
        std::string found;
        const auto listed = json_of(get(path, query));
        for (const auto& each : listed.at("items").as_array())
            found += std::to_string(each.at("number").as_int64()) + " ";
        return found;
    };
    const std::string all = "/api/v1/organizations/2/attendance/rules";
    EXPECT_EQ(numbers(all, ""), "1 3 4 ");
    EXPECT_EQ(numbers(all, "kind=shift"), "1 3 ");
    EXPECT_EQ(numbers(all, "kind=shift&on=2026-05-31"), "1 ");
    EXPECT_EQ(numbers(all, "kind=shift&on=2026-06-01"), "3 ");
    EXPECT_EQ(numbers(all, "limit=2"), "1 3 ");
    EXPECT_EQ(numbers(rule_path("shift", "Day"), ""), "1 2 3 ");
    EXPECT_EQ(get(rule_path("shift", "Night")).status, 404U);
    EXPECT_EQ(get(rule_path("shifts", "Day")).status, 404U);
}

TEST_F(attendance_rules, told_again_are_not_decided_again)
{
    decide("shift", "Day", {"09:00-18:00"});
    EXPECT_EQ(json_of(decide("shift", "Day", {"09:00-18:00"})).at("rule").at("number").as_int64(), 1);
    EXPECT_EQ(json_of(get(rule_path("shift", "Day"))).at("items").as_array().size(), 1U);
}

TEST_F(attendance_rules, may_have_names_in_chinese)
{
    const std::string path = base::percent_encoded("白班");
    EXPECT_EQ(json_of(decide("shift", path, {"09:00-18:00"})).at("rule").at("name").as_string(), "白班");
    EXPECT_EQ(decide("group", "office", {"week Mon-Fri 白班"}).status, 200U);
    EXPECT_EQ(get(rule_path("shift", path)).status, 200U);
    EXPECT_EQ(get(rule_path("shift", "%zz")).status, 404U);
}

TEST_F(attendance_rules, that_cannot_be_read_are_refused_line_by_line)
{
    EXPECT_EQ(faults("shift", "Day",
                     {"09:00-18:00", "break 12:00", "grace 5 late 5 early", "colour red",
                      "grace 1 late 1 early", "", "window 3000 before 1 after", "serious -1"}),
              (strings{"/rules/1: \"12:00\" is no stretch of time",
                       "/rules/3: \"colour\" begins no rule of a shift", "/rules/4: \"grace\" stands twice",
                       "/rules/5: the line says nothing", "/rules/6: \"3000\" is not from 0 to 2880",
                       "/rules/7: \"-1\" is not from 0 to 2880"}));
    EXPECT_EQ(
        faults("shift", "Day", {"9-18", "cut 12:00", "grace 5"}),
        (strings{"/rules/0: \"9-18\" is no stretch of time", "/rules/2: \"late\" is expected, not \"\""}));
    EXPECT_EQ(
        faults("group", "office", {"week Mon-Fri Day", "reading sideways", "zone Asia/Nowhere", "stay 5"}),
        (strings{"/rules/0: there is no shift \"Day\"",
                 "/rules/1: \"sideways\" is not one of those that may stand here",
                 "/rules/2: there is no zone \"Asia/Nowhere\"",
                 "/rules/3: \"stay\" begins no rule of a group"}));
    EXPECT_EQ(faults("rotation", "crew", {"rest rest from 2026-02-30", "rest from 2026-01-01"}),
              (strings{"/rules/1: a rotation is one line", "/rules/0: \"2026-02-30\" is no date"}));
    EXPECT_EQ(faults("rotation", "crew", {"rest from 2026-02-01 until 2026-01-01"}),
              (strings{"/rules/0: a rotation ends after it began"}));
    EXPECT_EQ(faults("calendar", "school", {"holiday 2026-07-01..2026-06-01", "term 2026-09-01"}),
              (strings{"/rules/0: the dates run from the first to the last, over a year at most",
                       "/rules/1: \"term\" is not one of those that may stand here"}));
    EXPECT_EQ(faults("calendar", "school", {"rest 2026-07-01..2026-07-03", "holiday 2026-07-02"}),
              (strings{"/rules/1: 2026-07-02 stands twice"}));
    EXPECT_EQ(faults("holidays", "2026", {"holiday 2027-01-01", "rest 2025-12-31", "rest 2025-11-30"}),
              (strings{"/rules/0: 2027-01-01 is no date of this list",
                       "/rules/2: 2025-11-30 is no date of this list"}));
    EXPECT_EQ(faults("holidays", "next", {"holiday 2027-01-01"}),
              (strings{"rule: a published list is named after its year, such as 2026"}));
}

TEST_F(attendance_rules, that_break_a_check_of_shifts_are_refused)
{
    EXPECT_EQ(faults("shift", "Day", {"09:00-18:00", "grace 10 late 0 early", "serious 5", "absent 3 late"}),
              (strings{"/rules: serious lateness is at least the grace [A-29]",
                       "/rules: absence is at least serious lateness [A-29]"}));
    EXPECT_EQ(faults("shift", "Day", {"09:00-18:00", "break 18:00-19:00"}),
              (strings{"/rules: a break lies inside its section [A-29]"}));
    EXPECT_EQ(faults("shift", "Day", {"09:00-12:00 and 13:00-18:00", "cut 14:00"}),
              (strings{"/rules/1: the cut lies in no gap between sections [A-29]"}));
    EXPECT_FALSE(faults("shift", "Lab", {"hours 900 band 09:00-18:00"}).empty());
    EXPECT_FALSE(faults("shift", "Day", {"18:00-09:00"}).empty());
}

TEST_F(attendance_rules, have_sizes_and_names_with_bounds)
{
    EXPECT_EQ(faults("shift", "rest", {"09:00-18:00"}),
              (strings{"rule: no shift is called \"rest\": rules use that word"}));
    EXPECT_EQ(faults("shift", "from", {"09:00-18:00"}).size(), 1U);
    for (const std::string name : {"Day%20shift", "a,b", "a%23b", "a%0Ab", "%ff"})
        EXPECT_EQ(faults("shift", name, {"09:00-18:00"}),
                  (strings{"rule: a name is one word: without spaces, commas, # and control characters"}))
            << name;
    EXPECT_EQ(faults("shift", std::string(65, 'x'), {"09:00-18:00"}),
              (strings{"rule: a name has 1 to 64 characters"}));
    EXPECT_EQ(decide("shift", std::string(64, 'x'), {"09:00-18:00"}).status, 200U);
    EXPECT_EQ(faults("shift", "Day", {}), (strings{"/rules: a rule has at least one line"}));
    EXPECT_EQ(faults("calendar", "c", strings(201, "holiday 2026-01-01")).front(),
              "/rules: a rule has at most 200 lines");
    EXPECT_EQ(faults("shift", "Day", {"09:00-18:00", "# " + std::string(400, 'x')}),
              (strings{"/rules/1: a line has at most 400 bytes"}));
    EXPECT_EQ(decide("shift", "Day", {"09:00-18:00"}, "2026-02-30").status, 422U);
    EXPECT_EQ(decide("shift", "Day", {"09:00-18:00"}, "26-02-01").status, 422U);
    EXPECT_EQ(put(rule_path("shift", "Day"), R"({"since":"2026-01-01"})").status, 422U);
}

TEST_F(attendance_rules, that_a_clerk_should_look_at_are_saved_with_a_warning)
{
    const auto warnings = [](const net::reply& answer) {
        EXPECT_EQ(answer.status, 200U) << answer.body;
        strings found;
        const auto body = json_of(answer);
        for (const auto& each : body.at("warnings").as_array())
            found.emplace_back(each.as_string());
        return found;
    };
    EXPECT_EQ(warnings(decide("shift", "Long", {"00:00-24:00", "window 240 before 180 after"})),
              (strings{"the claim lasts more than 30 hours [A-29]"}));
    EXPECT_EQ(warnings(decide("shift", "Night", {"18:00-31:00", "window 120 before 480 after"})), strings{});
    EXPECT_EQ(warnings(decide("shift", "Early", {"06:00-14:00"})), strings{});
    EXPECT_EQ(
        warnings(decide("rotation", "crew", {"Night Early rest from 2026-01-01"})),
        (strings{"the claims of Night and of Early on the day after overlap by more than 8 hours [A-29]"}));
    EXPECT_EQ(warnings(decide("group", "gates", {"week Mon Night, Tue Early"})).size(), 1U);
    // The neighbours of a shift that changes are looked at, too.
    EXPECT_EQ(warnings(decide("shift", "Early", {"08:00-14:00"}, "2026-02-01")).size(), 2U);
    EXPECT_EQ(warnings(decide("shift", "Early", {"11:00-14:00"}, "2026-03-01")), strings{});
}

TEST_F(attendance_rules, of_a_shift_end_when_nothing_names_it_any_more)
{
    decide("shift", "Day", {"09:00-18:00"});
    decide("shift", "Late", {"12:00-20:00"});
    decide("group", "office", {"week Mon-Fri Day"});
    decide("rotation", "crew", {"Day Late rest from 2026-01-01"});
    const std::string day = rule_path("shift", "Day");
    const net::reply refused = remove(day, "since=2026-07-01");
    EXPECT_EQ(refused.status, 409U);
    EXPECT_EQ(text_of(refused, "detail"), "the shift is named by group office, rotation crew");
    decide("group", "office", {"week Mon-Fri Late"}, "2026-07-01");
    EXPECT_EQ(text_of(remove(day, "since=2026-07-01"), "detail"), "the shift is named by rotation crew");
    EXPECT_EQ(remove(rule_path("rotation", "crew"), "since=2026-07-01").status, 200U);
    EXPECT_EQ(text_of(remove(day, "since=2026-06-30"), "detail"),
              "the shift is named by group office, rotation crew");
    const std::string who = person();
    EXPECT_EQ(put("/api/v1/people/" + who + "/attendance/overrides/2026-07-05", R"({"plan":"Day"})").status,
              200U);
    EXPECT_EQ(text_of(remove(day, "since=2026-07-01"), "detail"),
              "the shift is named by days that were set for people");
    EXPECT_EQ(remove("/api/v1/people/" + who + "/attendance/overrides/2026-07-05").status, 204U);
    const net::reply ended = remove(day, "since=2026-07-01");
    EXPECT_EQ(ended.status, 200U);
    EXPECT_TRUE(json_of(ended).at("ended").as_bool());
    EXPECT_EQ(remove(day, "since=2026-07-01").status, 404U);
    // Nothing can name it from then on, also where it would be named from before.
    EXPECT_EQ(faults("group", "other", {"week Mon Day"}, "2026-08-01"),
              (strings{"/rules/0: there is no shift \"Day\""}));
    EXPECT_EQ(faults("group", "other", {"week Mon Day"}, "2026-03-01"),
              (strings{"/rules/0: there is no shift \"Day\""}));
    EXPECT_EQ(put("/api/v1/people/" + who + "/attendance/overrides/2026-07-05", R"({"plan":"Day"})").status,
              422U);
    // Its first version cannot be taken from what it judged.
    EXPECT_EQ(remove(day, "since=2026-01-01").status, 409U);
    EXPECT_EQ(remove(rule_path("shift", "Never")).status, 404U);
}

TEST_F(attendance_rules, of_approval_and_leave_are_not_decided_here)
{
    for (const std::string kind : {"chain", "leave"})
        EXPECT_NE(decide(kind, "x", {"09:00-18:00"}).status, 500U);
}

TEST_F(attendance_rules, leave_an_entry_in_the_audit_trail)
{
    decide("shift", "Day", {"09:00-18:00"});
    decide("shift", "Day", {"09:00-18:00"});
    remove(rule_path("shift", "Day"));
    std::string actions;
    const auto listed = json_of(get("/api/v1/changes", "organization_id=2"));
    for (const auto& each : listed.at("items").as_array())
        if (each.at("action").as_string().starts_with("attendance"))
            actions += std::string(each.at("action").as_string()) + " ";
    EXPECT_TRUE(actions == "attendance_rule.end attendance_rule.decide " ||
                actions == "attendance_rule.decide attendance_rule.end ")
        << actions;
}

TEST_F(attendance_rules, that_change_let_the_days_that_they_judge_be_computed_anew)
{
    decide("shift", "Day", {"09:00-18:00"});
    decide("shift", "Night", {"22:00-30:00"});
    decide("group", "office", {"week Mon-Fri Day"});
    decide("group", "gates", {"fold 60 seconds"});
    decide("rotation", "crew", {"Night rest from 2026-01-01"});
    const std::string one = person("一");
    const std::string two = person("二");
    const std::string three = person("三");
    assign(one, "group", "office", "2026-02-01");
    assign(two, "group", "gates", "2026-03-01");
    assign(two, "rotation", "crew", "2026-03-01");
    take_touched();
    // Today is the 29th in Shanghai: nothing behind tomorrow.
    decide("shift", "Day", {"09:00-17:00"}, "2026-04-01");
    EXPECT_EQ(take_touched(), (strings{one + " 2026-03-30..2026-05-30"}));
    decide("shift", "Day", {"09:00-16:00"}, "2026-03-01");  // until the next version
    EXPECT_EQ(take_touched(), (strings{one + " 2026-02-27..2026-04-02"}));
    decide("shift", "Day", {"10:00-18:00"});  // the first judges what lies before it, too
    EXPECT_EQ(take_touched(), (strings{one + " 2026-01-30..2026-03-02"}));
    decide("shift", "Night", {"22:00-30:00", "grace 5 late 5 early"}, "2026-05-01");
    EXPECT_EQ(take_touched(), (strings{two + " 2026-04-29..2026-05-30"}));
    decide("group", "gates", {"fold 90 seconds"}, "2026-05-10");
    EXPECT_EQ(take_touched(), (strings{two + " 2026-05-08..2026-05-30"}));
    decide("calendar", "own", {"rest 2026-05-11"}, "2026-05-11");
    EXPECT_EQ(take_touched(), (strings{one + " 2026-01-30..2026-05-30", two + " 2026-02-27..2026-05-30"}));
    decide("shift", "Day", {"09:00-17:30"}, "2026-07-01");  // not yet
    EXPECT_EQ(take_touched(), strings{});
    put("/api/v1/people/" + three + "/attendance/overrides/2026-04-10", R"({"plan":"Night"})");
    EXPECT_EQ(take_touched(), (strings{three + " 2026-04-08..2026-04-12"}));
    decide("shift", "Night", {"22:00-30:00", "stay 30"}, "2026-01-01");
    EXPECT_EQ(take_touched(), (strings{two + " 2026-02-27..2026-05-02", three + " 2026-04-08..2026-04-12"}));
    EXPECT_EQ(remove(rule_path("group", "gates"), "since=2026-05-20").status, 200U);
    EXPECT_EQ(take_touched(), (strings{two + " 2026-05-18..2026-05-30"}));
}

}  // namespace
}  // namespace gatehouse::api::test
