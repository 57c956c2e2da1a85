#include "wire/beiliao/routes.hpp"

#include "wire/beiliao/kindergarten.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::beiliao::test {
namespace {

constexpr std::string_view now_seconds = "1780000000";
constexpr std::string_view done_match =
    R"({"data":{"cardnum":"0040856634","members":[{"phone":"13632241882","name":"XXX","registered":true},)"
    R"({"phone":"13632231882","name":"DDD","registered":true}]},"errcode":0,"errmsg":""})";

TEST(beiliao_meta, answers_the_document_s_shape_with_the_newest_class_first_and_archived_ones_left_out)
{
    kindergarten kg;
    EXPECT_EQ(kg.call("service/meta/get"),
              R"({"data":{"name":"0 贝聊幼儿园","createdatetime":"1780000000","status":1,"classes":)"
              R"([{"id":"2","name":"萌妹一班"},{"id":"1","name":";,lmk"}]},"errcode":0,"errmsg":""})");
    kg.house.provision(provisioning("closed", "archived"));
    EXPECT_EQ(kg.call("service/meta/get"),
              R"({"data":{"name":"0 贝聊幼儿园","createdatetime":"1780000000","status":0,"classes":)"
              R"([{"id":"1","name":";,lmk"}]},"errcode":0,"errmsg":""})");
}

TEST(beiliao, takes_action_from_the_query_string_and_the_body_s_own_before_it)
{
    kindergarten kg;
    const std::string who = form_of({{"appid", std::string(appid)},
                                     {"appsecret", std::string(appsecret)},
                                     {"authkid", std::string(authkid)}});
    const auto ask = [&](std::string query, std::string body) {
        return code_of(
            kg.house.ask({.path = "/index.php", .query = std::move(query), .body = std::move(body)}).body);
    };
    EXPECT_EQ(ask("action=service/meta/get", who), 0);
    EXPECT_EQ(ask("action=nothing", who + "&action=service/meta/get"), 0);
    EXPECT_EQ(ask("action=service/meta/get&" + who, ""), 5001) << "secrets in an address are not taken";
}

struct refusal {
    std::string_view when;
    std::string action;
    parameters more;
    int code;
    std::string id = std::string(appid);
    std::string secret = std::string(appsecret);
    std::string licence = std::string(authkid);
};

TEST(beiliao, answers_what_is_wrong_first_with_its_code_and_an_empty_object)
{
    const parameters tap{{"cardnum", "1"}, {"time_kick", std::string(now_seconds)}};
    const parameters bind{{"cardnum", "1"}, {"classid", "1"}, {"data", "13632241882,X"}};
    const std::vector<refusal> rows{
        {"no appid", "service/meta/get", {}, 5001, ""},
        {"unknown appid", "service/meta/get", {}, 5001, "99"},
        {"wrong secret", "service/meta/get", {}, 5001, std::string(appid), "no"},
        {"another client's secret",
         "service/meta/get",
         {},
         5001,
         std::string(appid),
         std::string(other_appsecret)},
        {"unknown licence", "service/meta/get", {}, 5002, std::string(appid), std::string(appsecret), "no"},
        {"no licence", "service/meta/get", {}, 5002, std::string(appid), std::string(appsecret), ""},
        {"another client's licence",
         "service/meta/get",
         {},
         5002,
         std::string(appid),
         std::string(appsecret),
         std::string(other_authkid)},
        {"wrong secret before wrong licence and action", "nothing", {}, 5001, std::string(appid), "no", "no"},
        {"wrong licence before wrong action",
         "nothing",
         {},
         5002,
         std::string(appid),
         std::string(appsecret),
         "no"},
        {"unknown action", "service/card/kill", tap, 5100},
        {"empty action", "", tap, 5100},
        {"match without a card", "service/card/match", {{"classid", "1"}, {"data", "13632241882,X"}}, 5107},
        {"match with an empty card",
         "service/card/match",
         {{"cardnum", ""}, {"classid", "1"}, {"data", "13632241882,X"}},
         5107},
        {"match without data", "service/card/match", {{"cardnum", "1"}, {"classid", "1"}}, 5107},
        {"match without classid", "service/card/match", {{"cardnum", "1"}, {"data", "13632241882,X"}}, 5107},
        {"match with empty data",
         "service/card/match",
         {{"cardnum", "1"}, {"classid", "1"}, {"data", ""}},
         5102},
        {"match with an empty classid",
         "service/card/match",
         {{"cardnum", "1"}, {"classid", ""}, {"data", "13632241882,X"}},
         5105},
        {"match with a classid that is no number",
         "service/card/match",
         {{"cardnum", "1"}, {"classid", "1x"}, {"data", "13632241882,X"}},
         5105},
        {"match with another kindergarten's class",
         "service/card/match",
         {{"cardnum", "1"}, {"classid", "3"}, {"data", "13632241882,X"}},
         5105},
        {"match with a class that does not exist",
         "service/card/match",
         {{"cardnum", "1"}, {"classid", "4711"}, {"data", "13632241882,X"}},
         5105},
        {"match with a card that is no decimal number",
         "service/card/match",
         {{"cardnum", "zz"}, {"classid", "1"}, {"data", "13632241882,X"}},
         5102},
        {"phone of ten digits",
         "service/card/match",
         {{"cardnum", "1"}, {"classid", "1"}, {"data", "1363224188,X"}},
         5103},
        {"name of 21 characters",
         "service/card/match",
         {{"cardnum", "1"},
          {"classid", "1"},
          {"data", "13632241882,一二三四五六七八九十一二三四五六七八九十一"}},
         5104},
        {"kick without a time", "service/card/kick", {{"cardnum", "1"}}, 5107},
        {"kick without a card", "service/card/kick", {{"time_kick", std::string(now_seconds)}}, 5107},
        {"kick with a time that cannot be read",
         "service/card/kick",
         {{"cardnum", "1"}, {"time_kick", "soon"}},
         5110},
        {"kick with an unknown card", "service/card/kick", tap, 5106},
    };
    kindergarten kg;
    for (const refusal& row : rows) {
        const std::string body = kg.call(row.action, row.more, row.id, row.secret, row.licence);
        EXPECT_EQ(code_of(body), row.code) << row.when;
        EXPECT_EQ(body.substr(0, 11), R"({"data":{},)") << row.when;
    }
    EXPECT_EQ(kg.punches().size(), 1U) << "only the last row was a tap that can be read";
}

TEST(beiliao, takes_any_other_method_or_body_type_for_a_call_without_parameters)
{
    kindergarten kg;
    const std::string full = form_of({{"action", "service/meta/get"},
                                      {"appid", std::string(appid)},
                                      {"appsecret", std::string(appsecret)},
                                      {"authkid", std::string(authkid)}});
    for (const net::verb method : {net::verb::get, net::verb::put, net::verb::delete_, net::verb::other}) {
        const auto reply = kg.house.ask(
            {.method = method, .path = "/index.php", .query = full, .body = full});
        EXPECT_EQ(reply.status, 200U);
        EXPECT_EQ(code_of(reply.body), 5001);
    }
    EXPECT_EQ(code_of(kg.post(full, "application/json").body), 5001);
    EXPECT_EQ(code_of(kg.post(full, "text/plain").body), 5001);
}

TEST(beiliao, reads_multipart_forms_too)
{
    kindergarten kg;
    std::string body;
    for (const auto& [name, value] : parameters{{"action", "service/meta/get"},
                                                {"appid", std::string(appid)},
                                                {"appsecret", std::string(appsecret)},
                                                {"authkid", std::string(authkid)}})
        body += "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    EXPECT_EQ(code_of(kg.post(body + "--x--\r\n", "multipart/form-data; boundary=x").body), 0);
    EXPECT_EQ(kg.post(body, "multipart/form-data; boundary=x").status, 400U) << "it never ends";
}

TEST(beiliao_match, binds_additively_and_says_which_accounts_it_made)
{
    kindergarten kg;
    EXPECT_EQ(kg.match("0040856634", "13632241882,XXX;13632231882,DDD;"), done_match);
    EXPECT_EQ(
        kg.match("40856634", " 13632241882 , 新名 ;13500000001,甲"),
        R"({"data":{"cardnum":"40856634","members":[{"phone":"13632241882","name":"新名","registered":false},)"
        R"({"phone":"13500000001","name":"甲","registered":true}]},"errcode":0,"errmsg":""})");
    kg.kick("40856634", std::string(now_seconds));
    EXPECT_EQ(kg.punches().at(0).told, "新名, DDD, 甲");
}

TEST(beiliao_match, takes_all_pairs_or_none)
{
    kindergarten kg;
    EXPECT_EQ(code_of(kg.match("1", "13632241882,X;13632231882,")), 5104);
    EXPECT_EQ(kg.match("1", "13632241882,X"),
              R"({"data":{"cardnum":"1","members":[{"phone":"13632241882","name":"X","registered":true}]},)"
              R"("errcode":0,"errmsg":""})");
}

TEST(beiliao_match, moves_a_card_to_the_class_of_the_newest_match)
{
    kindergarten kg;
    kg.match("1", "13632241882,X", "1");
    kg.kick("1", std::string(now_seconds));
    EXPECT_EQ(kg.punches().at(0).unit_name, ";,lmk");
    kg.match("1", "13632241882,X", "2");
    EXPECT_EQ(kg.punches().at(0).unit_name, "萌妹一班");
}

TEST(beiliao_match, knows_nothing_of_the_same_phone_and_card_at_another_kindergarten)
{
    kindergarten kg;
    kg.match("1", "13632241882,X");
    const std::string there = kg.call("service/card/match",
                                      {{"cardnum", "1"}, {"classid", "3"}, {"data", "13632241882,Y"}},
                                      other_appid, other_appsecret, other_authkid);
    EXPECT_EQ(there,
              R"({"data":{"cardnum":"1","members":[{"phone":"13632241882","name":"Y","registered":true}]},)"
              R"("errcode":0,"errmsg":""})");
    kg.kick("1", std::string(now_seconds));
    EXPECT_EQ(kg.punches().at(0).told, "X");
}

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

TEST(beiliao_kick, keeps_a_tap_with_an_unreadable_picture_and_takes_the_picture_of_a_repeat)
{
    constexpr const char* pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5E"
        "rkJggg==";
    kindergarten kg;
    kg.match("7", "13632241882,X");
    EXPECT_EQ(code_of(kg.kick("7", std::string(now_seconds), {{"image_base64", "bm8gcGljdHVyZQ=="}})), 5111);
    ASSERT_EQ(kg.punches().size(), 1U);
    EXPECT_FALSE(kg.punches()[0].has_picture);
    EXPECT_EQ(kg.kick("7", std::string(now_seconds), {{"image_base64", pixel}}),
              R"({"data":{"id":"1","duplicate":true},"errcode":0,"errmsg":""})");
    EXPECT_TRUE(kg.punches()[0].has_picture);
    EXPECT_EQ(code_of(kg.kick("8", std::string(now_seconds),
                              {{"image_base64", "data:image/png;base64," + std::string(pixel)}})),
              5106)
        << "the picture is fine, the card is not";
    EXPECT_TRUE(kg.punches()[1].has_picture);
    EXPECT_EQ(code_of(kg.kick("7", "1780000001", {{"image_base64", ""}})), 0);
}

TEST(beiliao_kick, restores_a_plus_sign_that_arrived_as_a_space)
{
    kindergarten kg;
    kg.match("7", "13632241882,X");
    std::string body = form_of({{"action", "service/card/kick"},
                                {"appid", std::string(appid)},
                                {"appsecret", std::string(appsecret)},
                                {"authkid", std::string(authkid)},
                                {"cardnum", "7"},
                                {"time_kick", std::string(now_seconds)}});
    // Sent bare, as careless clients do: `+` and `/` and `=` are not escaped.
    body += "&image_base64=iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+"
            "M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    EXPECT_EQ(code_of(kg.post(body).body), 0);
}

TEST(beiliao, refuses_the_printed_credentials_outside_the_lab_profile)
{
    constexpr std::string_view file =
        R"({"organizations": [{"key": "k", "kind": "kindergarten", "name": "n"}],
      "clients": [{"protocol": "beiliao", "id": "08560e99366c6653e9a408f154da734c",
                   "secret": "c724f2d614aabc62376c94f67170c458"}],
      "licences": [{"client": "08560e99366c6653e9a408f154da734c", "organization": "k",
                    "code": "4b77d8e78c6ef930130170c13ee7ffc3"}]})";
    for (const auto& [profile, code] :
         {std::pair{endpoint::profile::strict, 5001}, {endpoint::profile::lab, 0}}) {
        kindergarten kg(profile);
        kg.house.provision(file);
        EXPECT_EQ(code_of(kg.call("service/meta/get", {}, "08560e99366c6653e9a408f154da734c",
                                  "c724f2d614aabc62376c94f67170c458", "4b77d8e78c6ef930130170c13ee7ffc3")),
                  code);
    }
}

TEST(beiliao, throttles_wrong_secrets_of_one_source_and_never_the_true_client)
{
    kindergarten kg;
    const auto guess = [&kg](std::string source) {
        return kg.house.ask({.path = "/index.php",
                             .body = form_of({{"action", "service/meta/get"},
                                              {"appid", std::string(appid)},
                                              {"appsecret", "guess"},
                                              {"authkid", std::string(authkid)}}),
                             .source = std::move(source)});
    };
    for (int i = 0; i < ops::machine_secrets.failures; ++i)
        EXPECT_EQ(guess("10.0.0.1").status, 200U);
    const net::reply refused = guess("10.0.0.1");
    EXPECT_EQ(refused.status, 429U);
    EXPECT_EQ(refused.retry_after, 300U);
    EXPECT_EQ(code_of(refused.body), 5001);
    EXPECT_EQ(guess("10.0.0.2").status, 200U) << "another source";
    EXPECT_EQ(code_of(kg.call("service/meta/get")), 0) << "the true client, from the guesser's own address";
    kg.house.clock.set(kg.house.clock.now() + std::chrono::minutes(5));
    EXPECT_EQ(guess("10.0.0.1").status, 200U) << "the window is over";
}

TEST(beiliao, answers_another_client_s_class_and_card_like_ones_that_do_not_exist)
{
    kindergarten kg;
    kg.call("service/card/match", {{"cardnum", "9"}, {"classid", "3"}, {"data", "13632241882,Y"}},
            other_appid, other_appsecret, other_authkid);
    EXPECT_EQ(kg.match("1", "13632241882,X", "3"), kg.match("1", "13632241882,X", "4711"));
    EXPECT_EQ(kg.kick("9", std::string(now_seconds)), kg.kick("10", std::string(now_seconds)));
}

}  // namespace
}  // namespace gatehouse::wire::beiliao::test
