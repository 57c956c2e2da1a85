#include "wire/beiliao/kindergarten.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::beiliao::test {
namespace {

constexpr std::string_view now_seconds = "1780000000";

TEST(beiliao_kick, is_one_punch_however_often_it_comes_also_after_a_restart)
{
    kindergarten kg;
    kg.match("40856634", "13632241882,X");
    const std::string first = kg.kick("40856634", std::string(now_seconds));
    EXPECT_EQ(first, R"({"data":{"id":"1","duplicate":false},"errcode":0,"errmsg":""})");
    const std::string again = R"({"data":{"id":"1","duplicate":true},"errcode":0,"errmsg":""})";
    EXPECT_EQ(kg.kick("0040856634", std::string(now_seconds)), again) << "the same number in another dress";
    EXPECT_EQ(kg.kick("40856634", "1780000000123"), again) << "the same second";
    EXPECT_EQ(kg.kick("40856634", "2026-05-29 04:26:40"), again)
        << "the same second in the kindergarten's zone";
    kg.house.restart();
    EXPECT_EQ(kg.kick("40856634", std::string(now_seconds)), again);
    EXPECT_EQ(kg.kick("40856634", "1779999999"),
              R"({"data":{"id":"2","duplicate":false},"errcode":0,"errmsg":""})");
    EXPECT_EQ(kg.punches().size(), 2U);
}

TEST(beiliao_kick, keeps_the_tap_of_an_unknown_card_and_attributes_it_when_the_card_is_bound)
{
    kindergarten kg;
    EXPECT_EQ(code_of(kg.kick("7", std::string(now_seconds))), 5106);
    ASSERT_EQ(kg.punches().size(), 1U);
    EXPECT_EQ(kg.punches()[0].shown, "7");
    EXPECT_FALSE(kg.punches()[0].credential);
    EXPECT_TRUE(model::has(kg.punches()[0].punch.what.marks, model::punch_mark::credential_unknown));
    kg.match("7", "13632241882,X");
    EXPECT_EQ(kg.punches()[0].credential, model::credential_id{1});
    EXPECT_EQ(kg.kick("7", std::string(now_seconds)),
              R"({"data":{"id":"1","duplicate":true},"errcode":0,"errmsg":""})");
}

TEST(beiliao_kick, keeps_a_text_that_is_no_number_of_the_client_s_format)
{
    kindergarten kg;
    EXPECT_EQ(code_of(kg.kick("没有", std::string(now_seconds))), 5106);
    EXPECT_EQ(kg.punches().at(0).shown, "没有");
    EXPECT_EQ(code_of(kg.kick(std::string("a\x01z", 3), std::string(now_seconds))), 5107);
    EXPECT_EQ(code_of(kg.kick("\xff\xfe", std::string(now_seconds))), 5107);
    EXPECT_EQ(kg.punches().size(), 1U);
}

TEST(beiliao_kick, keeps_the_tap_of_an_archived_class)
{
    kindergarten kg;
    kg.match("7", "13632241882,X", "2");
    kg.house.provision(provisioning("open", "archived"));
    EXPECT_EQ(code_of(kg.kick("7", std::string(now_seconds))), 5106);
    EXPECT_TRUE(model::has(kg.punches().at(0).punch.what.marks, model::punch_mark::unit_archived));
}

TEST(beiliao_kick, keeps_the_tap_of_a_closed_and_of_a_deleted_kindergarten)
{
    kindergarten kg;
    kg.match("7", "13632241882,X");
    for (const std::string_view status : {"closed", "deleted"}) {
        kg.house.provision(provisioning(status));
        const std::size_t before = kg.punches().size();
        EXPECT_EQ(code_of(kg.match("7", "13632241882,X")), 5101);
        EXPECT_EQ(code_of(kg.kick("7", status == "closed" ? "1780000000" : "1780000001")), 5101);
        EXPECT_EQ(code_of(kg.kick("7", "never")), 5101) << "the kindergarten comes before the contents";
        EXPECT_EQ(kg.punches().size(), before + 1);
    }
    EXPECT_EQ(code_of(kg.call("service/meta/get")), 5101);
}

TEST(beiliao_kick, keeps_a_tap_from_the_future_under_its_receive_time)
{
    kindergarten kg;
    kg.match("7", "13632241882,X");
    EXPECT_EQ(code_of(kg.kick("7", "1780000600")), 0) << "ten minutes are allowed";
    EXPECT_EQ(code_of(kg.kick("7", "1780000601")), 5110);
    const auto kept = kg.punches().at(1).punch.what;
    EXPECT_EQ(kept.device_time, base::from_milliseconds(1'780'000'601'000));
    EXPECT_EQ(kept.corrected_time, kg.house.clock.now());
    EXPECT_TRUE(model::has(kept.marks, model::punch_mark::clock_ahead));
}

TEST(beiliao_kick, is_a_repeat_by_its_second_and_keeps_the_time_that_came_first)
{
    kindergarten kg;
    kg.match("7", "13632241882,X");
    EXPECT_EQ(kg.kick("7", "1779999999999"),
              R"({"data":{"id":"1","duplicate":false},"errcode":0,"errmsg":""})");
    const std::string again = R"({"data":{"id":"1","duplicate":true},"errcode":0,"errmsg":""})";
    EXPECT_EQ(kg.kick("7", "1779999999000"), again);
    EXPECT_EQ(kg.kick("7", "1779999999"), again);
    EXPECT_EQ(kg.kick("7", "1780000000000"),
              R"({"data":{"id":"2","duplicate":false},"errcode":0,"errmsg":""})");
    EXPECT_EQ(kg.punches().at(0).punch.what.device_time, base::from_milliseconds(1'779'999'999'999));
}

TEST(beiliao_kick, that_comes_again_when_it_is_no_more_wrong_succeeds)
{
    kindergarten kg;
    kg.match("7", "13632241882,X");
    EXPECT_EQ(code_of(kg.kick("7", "1780001000")), 5110);
    kg.house.clock.set(kg.house.clock.now() + std::chrono::minutes(20));
    EXPECT_EQ(kg.kick("7", "1780001000"), R"({"data":{"id":"1","duplicate":true},"errcode":0,"errmsg":""})");
    EXPECT_TRUE(model::has(kg.punches().at(0).punch.what.marks, model::punch_mark::clock_ahead))
        << "a punch is never edited";
}

TEST(beiliao_kick, reads_civil_time_in_the_kindergarten_s_zone)
{
    kindergarten kg;
    kg.house.provision(R"({"organizations": [{"key": "kg", "kind": "kindergarten", "name": "园",
        "time_zone": "Asia/Urumqi", "units": [{"key": "a", "name": "大班"}]}]})");
    kg.match("7", "13632241882,X");
    EXPECT_EQ(code_of(kg.kick("7", "2026-05-29 02:26:40")), 0);
    EXPECT_EQ(kg.punches().at(0).punch.what.device_time, kg.house.clock.now());
}

TEST(beiliao_kick, takes_days_that_a_reader_was_offline_for_late_and_under_their_own_time)
{
    kindergarten kg;
    kg.match("7", "13632241882,X");
    for (const std::string_view time : {"1779740800", "1779740801", "1000000000", "2001-01-01 00:00:00"})
        EXPECT_EQ(code_of(kg.kick("7", std::string(time))), 0) << time;
    EXPECT_EQ(kg.punches().at(0).punch.what.corrected_time, base::from_milliseconds(1'779'740'800'000));
    EXPECT_EQ(kg.punches().at(0).punch.what.received_at, kg.house.clock.now());
}

TEST(beiliao_kick, loses_no_tap_that_can_be_read_whatever_is_answered)
{
    struct row {
        std::string_view when;
        std::string_view status;
        std::string_view class_b;
        std::string card;
        std::string time;
        std::string image;
        int code;
        std::string_view marks;
    };
    const std::string none;
    const std::string bad = "bm8gcGljdHVyZQ==";
    const std::vector<row> rows{
        {"nothing is wrong", "open", "active", "7", "1780000000", none, 0, ""},
        {"the card is unknown", "open", "active", "8", "1780000000", none, 5106, " credential_unknown"},
        {"the card is no number", "open", "active", "zz", "1780000000", none, 5106, " credential_unknown"},
        {"its class is archived", "open", "archived", "7", "1780000000", none, 5106, " unit_archived"},
        {"its class is deleted", "open", "deleted", "7", "1780000000", none, 5106, " unit_archived"},
        {"the clock is ahead", "open", "active", "7", "1780000601", none, 5110, " clock_ahead"},
        {"the clock is decades ahead", "open", "active", "7", "9999999999999", none, 5110, " clock_ahead"},
        {"the picture is none", "open", "active", "7", "1780000000", bad, 5111, " picture_unreadable"},
        {"the picture is no base64", "open", "active", "7", "1780000000", "*", 5111, " picture_unreadable"},
        {"the clock before the picture", "open", "active", "7", "1780000601", bad, 5110,
         " clock_ahead picture_unreadable"},
        {"the clock before the card", "open", "active", "8", "1780000601", none, 5110,
         " credential_unknown clock_ahead"},
        {"the picture before the card", "open", "active", "8", "1780000000", bad, 5111,
         " credential_unknown picture_unreadable"},
        {"the picture before the class", "open", "archived", "7", "1780000000", bad, 5111,
         " unit_archived picture_unreadable"},
        {"the kindergarten is closed", "closed", "active", "7", "1780000000", none, 5101,
         " organization_closed"},
        {"the kindergarten before the clock, the picture and the card", "closed", "active", "8", "1780000601",
         bad, 5101, " credential_unknown organization_closed clock_ahead picture_unreadable"},
        {"the kindergarten is deleted", "deleted", "active", "7", "1780000000", none, 5101,
         " organization_closed"},
        {"deleted, and nothing else is right", "deleted", "archived", "8", "1780000601", bad, 5101,
         " credential_unknown organization_closed clock_ahead picture_unreadable"},
    };
    for (const row& each : rows) {
        kindergarten kg;
        kg.match("7", "13632241882,X", "2");
        kg.house.provision(provisioning(each.status, each.class_b));
        parameters more;
        if (!each.image.empty())
            more = {{"image_base64", each.image}};
        EXPECT_EQ(code_of(kg.kick(each.card, each.time, more)), each.code) << each.when;
        const auto kept = kg.punches();
        ASSERT_EQ(kept.size(), 1U) << each.when;
        std::string marks;
        for (const std::string_view mark : model::names_of(kept[0].punch.what.marks))
            marks.append(" ").append(mark);
        EXPECT_EQ(marks, each.marks) << each.when;
        EXPECT_EQ(kept[0].shown, each.card) << each.when;
        EXPECT_EQ(kg.punches().size(), 1U);
        EXPECT_EQ(code_of(kg.kick(each.card, each.time, more)), each.code) << "again, " << each.when;
        EXPECT_EQ(kg.punches().size(), 1U) << "again, " << each.when;
    }
}

TEST(beiliao_kick, keeps_nothing_of_what_is_no_tap)
{
    kindergarten kg;
    kg.match("7", "13632241882,X");
    EXPECT_EQ(code_of(kg.kick("7", "178000000")), 5110) << "nine digits";
    EXPECT_EQ(code_of(kg.kick("7", "17800000000")), 5110) << "eleven digits";
    EXPECT_EQ(code_of(kg.kick("7", "2026-02-30 00:00:00")), 5110) << "a day that is in no calendar";
    EXPECT_EQ(code_of(kg.kick("7", "2026-05-28T20:26:40Z")), 5110);
    EXPECT_EQ(code_of(kg.kick("7", "")), 5107);
    EXPECT_EQ(code_of(kg.kick("", std::string(now_seconds))), 5107);
    EXPECT_EQ(code_of(kg.kick("  ", std::string(now_seconds))), 5107);
    EXPECT_EQ(code_of(kg.kick("a\x01", "never")), 5110) << "the time comes before the card";
    EXPECT_EQ(kg.punches().size(), 0U);
}

TEST(beiliao_kick, of_one_card_and_second_by_two_clients_of_a_kindergarten_is_two_taps)
{
    kindergarten kg;
    std::string file = provisioning();
    file.replace(file.find(R"("organization": "kg2")"), 21, R"("organization": "kg" )");
    kg.house.provision(file);
    kg.match("7", "13632241882,X");
    EXPECT_EQ(kg.kick("7", std::string(now_seconds)),
              R"({"data":{"id":"1","duplicate":false},"errcode":0,"errmsg":""})");
    EXPECT_EQ(kg.call("service/card/kick", {{"cardnum", "7"}, {"time_kick", std::string(now_seconds)}},
                      other_appid, other_appsecret, other_authkid),
              R"({"data":{"id":"2","duplicate":false},"errcode":0,"errmsg":""})");
}

}  // namespace
}  // namespace gatehouse::wire::beiliao::test
