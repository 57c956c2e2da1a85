#include "wire/beiliao/routes.hpp"

#include "wire/beiliao/kindergarten.hpp"
#include "wire/beiliao/mapping.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace gatehouse::wire::beiliao::test {
namespace {

constexpr std::string_view now_seconds = "1780000000";
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
    EXPECT_EQ(ask("action=service%2Fmeta%2Fget&x=1", who), 0);
    EXPECT_EQ(ask("action=nothing", who + "&action=service/meta/get"), 0);
    EXPECT_EQ(ask("action=service/meta/get", who + "&action=nothing"), 5100);
    EXPECT_EQ(ask("Action=service/meta/get", who), 5100);
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

TEST(beiliao, looks_at_client_licence_kindergarten_action_parameters_and_contents_in_this_order)
{
    const parameters bad_bind{{"cardnum", "1"}, {"classid", "99"}, {"data", "1,"}};
    const parameters bad_tap{{"cardnum", "1"}, {"time_kick", "soon"}, {"image_base64", "*"}};
    const parameters no_card{{"time_kick", "soon"}, {"image_base64", "*"}};
    struct row {
        std::string_view when;
        std::string_view status;
        std::string action;
        parameters more;
        int code;
    };
    const std::vector<row> rows{
        {"a deleted kindergarten before the action", "deleted", "nothing", {}, 5101},
        {"a deleted kindergarten's class list", "deleted", "service/meta/get", {}, 5101},
        {"a deleted kindergarten before parameters", "deleted", "service/card/kick", {}, 5101},
        {"a deleted kindergarten before contents", "deleted", "service/card/match", bad_bind, 5101},
        {"a closed kindergarten's class list", "closed", "service/meta/get", {}, 0},
        {"a closed kindergarten and no such action", "closed", "nothing", {}, 5100},
        {"a closed kindergarten before parameters of a match", "closed", "service/card/match", {}, 5101},
        {"a closed kindergarten before contents of a match", "closed", "service/card/match", bad_bind, 5101},
        {"a closed kindergarten before parameters of a kick", "closed", "service/card/kick", {}, 5101},
        {"a closed kindergarten before contents of a kick", "closed", "service/card/kick", bad_tap, 5101},
        {"the action before parameters", "open", "service/card", {}, 5100},
        {"an absent card before time and picture", "open", "service/card/kick", no_card, 5107},
        {"the time before the picture", "open", "service/card/kick", bad_tap, 5110},
        {"an absent class before data",
         "open",
         "service/card/match",
         {{"cardnum", "1"}, {"data", "nonsense"}},
         5107},
        {"data's shape before its phones",
         "open",
         "service/card/match",
         {{"cardnum", "1"}, {"classid", "99"}, {"data", "1,X;2"}},
         5102},
        {"a phone before the class", "open", "service/card/match", bad_bind, 5103},
        {"a name before the class",
         "open",
         "service/card/match",
         {{"cardnum", "1"}, {"classid", "99"}, {"data", "13632241882,"}},
         5104},
        {"the class last",
         "open",
         "service/card/match",
         {{"cardnum", "1"}, {"classid", "99"}, {"data", "13632241882,X"}},
         5105},
    };
    for (const row& each : rows) {
        kindergarten kg;
        kg.house.provision(provisioning(each.status));
        EXPECT_EQ(code_of(kg.call(each.action, each.more)), each.code) << each.when;
        EXPECT_EQ(code_of(kg.call(each.action, each.more, appid, appsecret, "no")), 5002) << each.when;
        EXPECT_EQ(code_of(kg.call(each.action, each.more, appid, "no", "no")), 5001) << each.when;
        EXPECT_EQ(kg.punches().size(), 0U) << each.when;
    }
}

TEST(beiliao, says_with_every_code_what_is_to_be_changed_and_names_an_absent_parameter)
{
    kindergarten kg;
    const auto message_of = [](const std::string& body) {
        const auto answer = boost::json::parse(body);
        EXPECT_EQ(answer.at("data"), boost::json::object{}) << body;
        EXPECT_EQ(answer.as_object().size(), 3U) << body;
        return std::string(answer.at("errmsg").as_string());
    };
    for (const code_row& row : code_rows())
        EXPECT_FALSE(row.sentence.empty());
    EXPECT_EQ(message_of(kg.call("service/meta/get", {}, appid, "no")), "未授权第三方应用，请联系客服");
    EXPECT_EQ(message_of(kg.call("service/card/match", {{"cardnum", "1"}, {"data", "x"}})),
              "参数缺失或为空: classid");
    EXPECT_EQ(message_of(kg.call("service/card/kick", {{"cardnum", "1"}})), "参数缺失或为空: time_kick");
    EXPECT_EQ(message_of(kg.call("service/card/kick", {{"cardnum", " "}, {"time_kick", "1780000000"}})),
              "参数缺失或为空: cardnum");
}

TEST(beiliao, writes_ids_and_createdatetime_as_text_and_status_as_a_number)
{
    kindergarten kg;
    const auto meta = boost::json::parse(kg.call("service/meta/get"));
    EXPECT_TRUE(meta.at("errcode").is_int64());
    EXPECT_TRUE(meta.at("errmsg").is_string());
    EXPECT_TRUE(meta.at("data").at("createdatetime").is_string());
    EXPECT_TRUE(meta.at("data").at("status").is_int64());
    EXPECT_TRUE(meta.at("data").at("classes").as_array().at(0).at("id").is_string());
    const auto match = boost::json::parse(kg.match("1", "13632241882,X"));
    EXPECT_TRUE(match.at("data").at("cardnum").is_string());
    EXPECT_TRUE(match.at("data").at("members").as_array().at(0).at("registered").is_bool());
    const auto kick = boost::json::parse(kg.kick("1", "1780000000"));
    EXPECT_TRUE(kick.at("data").at("id").is_string());
    EXPECT_TRUE(kick.at("data").at("duplicate").is_bool());
}

TEST(beiliao, answers_json_with_status_200_also_where_it_refuses)
{
    kindergarten kg;
    for (const std::string& body :
         {std::string(), std::string("action=service/meta/get"), std::string("%%%&&&=")}) {
        const net::reply reply = kg.post(body);
        EXPECT_EQ(reply.status, 200U);
        EXPECT_EQ(reply.content_type, "application/json; charset=utf-8");
        EXPECT_EQ(code_of(reply.body), 5001);
    }
}

TEST(beiliao, lets_the_licence_choose_among_the_kindergartens_of_one_client)
{
    constexpr std::string_view second = "77777777777777777777777777777777";
    kindergarten kg;
    std::string file = provisioning();
    file.insert(file.find(R"({"client": "4444)"),
                R"({"client": "11111111111111111111111111111111", "organization": "kg2", "code": ")" +
                    std::string(second) + R"("}, )");
    kg.house.provision(file);
    const auto call = [&kg](std::string_view action, parameters more, std::string_view licence) {
        return kg.call(action, std::move(more), appid, appsecret, licence);
    };
    EXPECT_NE(call("service/meta/get", {}, authkid).find("0 贝聊幼儿园"), std::string::npos);
    EXPECT_NE(call("service/meta/get", {}, second).find("别家"), std::string::npos);
    const auto bind = [&](std::string class_id, std::string_view licence) {
        return code_of(call("service/card/match",
                            {{"cardnum", "7"}, {"classid", std::move(class_id)}, {"data", "13632241882,X"}},
                            licence));
    };
    EXPECT_EQ(bind("3", authkid), 5105) << "a class of the other kindergarten";
    EXPECT_EQ(bind("1", second), 5105);
    EXPECT_EQ(bind("1", authkid), 0);
    const parameters tap{{"cardnum", "7"}, {"time_kick", "1780000000"}};
    EXPECT_EQ(code_of(call("service/card/kick", tap, second)), 5106) << "bound in the first only";
    EXPECT_EQ(call("service/card/kick", tap, authkid),
              R"({"data":{"id":"2","duplicate":false},"errcode":0,"errmsg":""})");
    EXPECT_EQ(code_of(call("service/meta/get", {}, other_authkid)), 5002) << "another client's licence";
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
}

TEST(beiliao, takes_a_broken_form_for_a_call_without_parameters_instead_of_answering_400)
{
    kindergarten kg;
    std::string many;
    for (int i = 0; i < 1001; ++i)
        many += "a=b&";
    for (const auto& [type, body] : {std::pair<std::string, std::string>{
                                         "multipart/form-data; boundary=x",
                                         "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n"},
                                     {"multipart/form-data", "--x--\r\n"},
                                     {"application/x-www-form-urlencoded", many},
                                     {"application/x-www-form-urlencoded", std::string(257, 'n') + "=1"}}) {
        const net::reply reply = kg.post(body, type);
        EXPECT_EQ(reply.status, 200U) << type;
        EXPECT_EQ(code_of(reply.body), 5001) << type;
    }
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
