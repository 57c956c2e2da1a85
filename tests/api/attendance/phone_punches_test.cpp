#include "api/attendance/office.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

// It is 04:26:40 in Shanghai, half an hour into the shift.
class phone_punches : public testing::Test, protected attendance_office {
protected:
    phone_punches() : who_(person()), path_("/api/v1/people/" + who_ + "/attendance/phone_punches")
    {
        decide("shift", "Early", {"04:00-12:00"});
        decide("group", "yard",
               {"week Mon-Sun Early", "place gps 31.230000 121.470000 radius 200",
                "place wifi 02:00:5e:10:00:01 office"});
        assign(who_, "group", "yard");
    }

    void consents(const std::string& who)
    {
        EXPECT_EQ(
            put("/api/v1/people/" + who + "/location_consent",
                R"({"given_by":"self","is_14_or_older":true,"given_at":"2026-05-01T00:00:00Z","notice":"手机定位说明"})")
                .status,
            200U);
    }
    boost::json::object asked(const std::string& body) { return json_of(post(path_, body)); }
    std::string refusal(const std::string& body)
    {
        return std::string(asked(body).at("refusal").as_string());
    }

    std::string who_;
    std::string path_;
};

constexpr auto at_the_gate = R"({"gps":{"latitude":31.231,"longitude":121.47,"accuracy":60}})";

TEST_F(phone_punches, are_taken_where_the_place_is_proven_and_count_like_any_other)
{
    consents(who_);
    const auto taken = asked(at_the_gate);
    EXPECT_TRUE(taken.at("accepted").as_bool());
    EXPECT_EQ(taken.at("means").as_string(), "gps");
    EXPECT_EQ(taken.at("at").as_string(), "2026-05-28T20:26:40Z");
    const auto punches = json_of(get("/api/v1/punches", "person_id=" + who_)).at("items").as_array();
    ASSERT_EQ(punches.size(), 1U);
    EXPECT_EQ(punches[0].at("id"), taken.at("punch_id"));
    EXPECT_EQ(punches[0].at("method").as_string(), "phone");
    EXPECT_EQ(json_of(get(path_)).at("items").as_array()[0].at("shown").as_string(),
              "gps 31.231000 121.470000 accuracy 60");
}

TEST_F(phone_punches, are_refused_with_the_first_reason_and_kept_all_the_same)
{
    EXPECT_EQ(refusal(at_the_gate), "not_allowed");  // nobody has consented
    consents(who_);
    EXPECT_EQ(refusal(R"({"gps":{"latitude":31.24,"longitude":121.47,"accuracy":20}})"), "outside_fence");
    EXPECT_EQ(refusal(R"({"gps":{"latitude":31.2315,"longitude":121.47,"accuracy":60}})"), "fence_uncertain");
    EXPECT_EQ(refusal(R"({"gps":{"latitude":31.23,"longitude":121.47,"accuracy":500}})"),
              "accuracy_too_poor");
    EXPECT_EQ(refusal(R"({"wifi":{"bssid":"02:00:5e:10:00:02","ssid":"office"}})"), "ssid_only");
    EXPECT_EQ(refusal(R"({"simulated":true,"gps":{"latitude":31.23,"longitude":121.47,"accuracy":5}})"),
              "mock_location");
    EXPECT_EQ(refusal("{}"), "wifi_unknown");
    const auto kept = json_of(get(path_)).at("items").as_array();
    EXPECT_EQ(kept.size(), 7U);
    EXPECT_EQ(kept[6].at("refusal").as_string(), "not_allowed");
    EXPECT_TRUE(json_of(get("/api/v1/punches", "person_id=" + who_)).at("items").as_array().empty());
}

TEST_F(phone_punches, again_within_the_fold_name_the_earlier_one)
{
    consents(who_);
    asked(at_the_gate);
    const auto again = asked(at_the_gate);
    EXPECT_EQ(again.at("refusal").as_string(), "too_soon");
    EXPECT_EQ(again.at("earlier_at").as_string(), "2026-05-28T20:26:40Z");
}

TEST_F(phone_punches, by_a_phone_that_somebody_else_used_today_are_refused)
{
    const std::string other = person("李");
    assign(other, "group", "yard");
    consents(who_);
    consents(other);
    const std::string body = R"({"phone":"p-1","gps":{"latitude":31.231,"longitude":121.47,"accuracy":60}})";
    EXPECT_TRUE(asked(body).at("accepted").as_bool());
    EXPECT_EQ(json_of(post("/api/v1/people/" + other + "/attendance/phone_punches", body))
                  .at("refusal")
                  .as_string(),
              "shared_phone");
}

TEST_F(phone_punches, keep_the_phones_own_time_and_never_use_it)
{
    consents(who_);
    const auto taken = asked(
        R"({"at":"2026-05-28T19:59:00Z","gps":{"latitude":31.231,"longitude":121.47,"accuracy":60}})");
    EXPECT_TRUE(taken.at("clock_doubtful").as_bool());
    EXPECT_EQ(taken.at("at").as_string(), "2026-05-28T20:26:40Z");
    EXPECT_EQ(json_of(get(path_)).at("items").as_array()[0].at("claimed_at").as_string(),
              "2026-05-28T19:59:00Z");
}

TEST_F(phone_punches, nobody_pressed_for_count_only_near_the_begin_and_the_end)
{
    consents(who_);
    decide("shift", "Early", {"02:00-12:00"});
    EXPECT_EQ(refusal(R"({"automatic":true,"gps":{"latitude":31.231,"longitude":121.47,"accuracy":60}})"),
              "outside_window");
}

TEST_F(phone_punches, that_cannot_be_read_are_refused_with_every_fault)
{
    const net::reply answer = post(
        path_,
        R"({"gps":{"latitude":-91,"longitude":"east","accuracy":100001},"ble":{"id":"","signal":0.5}})");
    EXPECT_EQ(answer.status, 422U);
    EXPECT_EQ(faults_of(answer), (std::vector<std::string>{"/gps/latitude: must be -90 to 90",
                                                           "/gps/longitude: must be a number",
                                                           "/gps/accuracy: must be at most 100000",
                                                           "/ble/id: must have 1 to 64 characters",
                                                           "/ble/signal: must be a whole number"}));
    EXPECT_TRUE(json_of(get(path_)).at("items").as_array().empty());
    EXPECT_EQ(post("/api/v1/people/99/attendance/phone_punches", "{}").status, 404U);
}

}  // namespace
}  // namespace gatehouse::api::test
