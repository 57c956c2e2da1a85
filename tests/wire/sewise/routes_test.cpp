#include "wire/sewise/routes.hpp"

#include "ops/kept_tokens.hpp"
#include "wire/sewise/platform.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::sewise::test {
namespace {

TEST(sewise_token, is_given_for_appid_and_secret_for_a_day)
{
    platform at;
    const auto answer = boost::json::parse(at.ask_token(R"({"appid":"one","secret":"secret-one"})"));
    EXPECT_EQ(answer.at("status"), 200);
    EXPECT_EQ(answer.at("message"), "success");
    const std::string token(answer.at("data").at("access_token").as_string());
    EXPECT_EQ(token.size(), 40U);
    EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
              std::string::npos);
    EXPECT_EQ(answer.at("data").at("expire"), "2026-05-30 04:26:40");
    EXPECT_EQ(answer.at("data").at("expires_in"), 86400);
}

TEST(sewise_token, is_refused_to_whom_it_does_not_know_and_the_same_way_to_all)
{
    platform at;
    const std::string refused = R"({"status":40001,"message":"不合法的凭证"})";
    EXPECT_EQ(at.ask_token(R"({"appid":"one","secret":"wrong"})"), refused);
    EXPECT_EQ(at.ask_token(R"({"appid":"nobody","secret":"secret-one"})"), refused);
    EXPECT_EQ(at.ask_token(R"({"appid":"reader","secret":"secret-three"})"), refused);
    EXPECT_EQ(at.ask_token(R"({"access_token":"unknown"})"), refused);
    EXPECT_EQ(at.ask_token("{}"), R"({"status":402,"message":"参数错误: appid is needed"})");
    EXPECT_EQ(at.ask_token(R"({"appid":"one"})"), R"({"status":402,"message":"参数错误: secret is needed"})");
    EXPECT_EQ(status_of(at.ask_token(R"({"appid":1,"secret":"x"})")), "402");
    EXPECT_EQ(status_of(at.ask_token("no JSON")), "40004");
    EXPECT_EQ(status_of(at.ask_token("[]")), "40004");
    EXPECT_EQ(status_of(at.ask_token("")), "40004");
}

TEST(sewise_token, is_renewed_while_it_holds_and_outlives_a_restart)
{
    platform at;
    const auto renew = [&at] { return at.ask_token(R"({"access_token":")" + at.one + "\"}"); };
    at.house.clock.set(at.house.clock.now() + ops::kept_token_life - std::chrono::seconds(1));
    const auto renewed = boost::json::parse(renew());
    EXPECT_EQ(renewed.at("data").at("access_token").as_string(), at.one);
    EXPECT_EQ(renewed.at("data").at("expires_in"), 86400);
    at.house.restart();
    EXPECT_EQ(status_of(at.school("1")), "200");
    at.house.clock.set(at.house.clock.now() + ops::kept_token_life);
    EXPECT_EQ(status_of(at.school("1")), "403");
    EXPECT_EQ(status_of(renew()), "40001");
}

TEST(sewise_token, is_one_of_a_thousand_the_one_issued_first_leaves_though_it_was_renewed_last)
{
    platform at;
    const auto issue = [&at](int count) {
        std::string newest;
        at.house.write([&](store::transaction& in) {
            for (int i = 0; i < count; ++i) {
                at.house.clock.set(at.house.clock.now() + std::chrono::milliseconds(1));
                newest = ops::make_kept_token();
                ops::issue_kept_token(in, store::client_key("sewise", "one"), newest, at.house.clock.now())
                    .value();
            }
        });
        return newest;
    };
    const std::string second = issue(1);
    issue(998);
    at.house.clock.set(at.house.clock.now() + std::chrono::hours(1));
    EXPECT_EQ(status_of(at.ask_token(R"({"access_token":")" + at.one + "\"}")), "200") << "renewed";
    const std::string newest = issue(1);
    EXPECT_EQ(at.number("SELECT count(*) FROM client_token WHERE client = 1"), 1000);
    EXPECT_EQ(status_of(at.school("1")), "403");
    EXPECT_EQ(status_of(at.school("1", "深圳中学", &second)), "200");
    EXPECT_EQ(status_of(at.school("1", "深圳中学", &newest)), "200");
    EXPECT_EQ(status_of(at.school("1", "深圳中学", &at.two)), "200") << "each platform has its own thousand";
}

TEST(sewise_token, ends_with_the_secret_that_was_shown_for_it_and_is_slowed_where_it_is_guessed)
{
    platform at;
    at.house.provision(R"({"clients": [{"protocol": "sewise", "id": "one", "secret": "another"}]})");
    EXPECT_EQ(status_of(at.school("1")), "403");
    EXPECT_EQ(status_of(at.school("1", "深圳中学", &at.two)), "200");
    int slowed = 0;
    for (int i = 0; i < 30; ++i)
        slowed += at.post("syncSaveOrganMetadata", R"({"access_token":"guessed"})").status == 429 ? 1 : 0;
    EXPECT_GT(slowed, 0);
    EXPECT_EQ(status_of(at.school("1", "深圳中学", &at.two)), "200");
}

TEST(sewise_token, stands_in_the_body_the_query_or_the_header)
{
    platform at;
    const auto ask = [&at](std::string body, std::string query, std::string authorization) {
        return status_of(at.house
                             .ask({.path = "/v1/abutment/syncDeleteOrganMetadata/1",
                                   .query = std::move(query),
                                   .body = std::move(body),
                                   .authorization = std::move(authorization)})
                             .body);
    };
    constexpr auto known = "404 40410";
    EXPECT_EQ(ask(R"({"access_token":")" + at.one + "\"}", "", ""), known);
    EXPECT_EQ(ask("", "access_token=" + at.one, ""), known);
    EXPECT_EQ(ask("", "", "Bearer " + at.one), known);
    EXPECT_EQ(ask("{}", "", "Bearer " + at.one), known);
    EXPECT_EQ(ask("{}", "", ""), "403");
    EXPECT_EQ(ask(R"({"access_token":7})", "", "Bearer " + at.one), "403") << "what is named counts";
    EXPECT_EQ(ask("no JSON", "", "Bearer " + at.one), "40004");
    EXPECT_EQ(ask("", "", ""), "40004");
}

TEST(sewise, takes_a_get_with_a_body_like_a_post_and_nothing_else)
{
    platform at;
    const std::string body = R"({"access_token":")" + at.one +
                             R"(","className":"班","gradeName":"级","otherSchoolId":1,"otherId":1})";
    EXPECT_EQ(status_of(at.post("syncSaveClassMetadata", body, net::verb::get).body), "404 40410");
    EXPECT_EQ(status_of(at.post("syncSaveClassMetadata", body, net::verb::put).body), "40004");
    EXPECT_EQ(status_of(at.post("anythingElse", body).body), "40004");
    EXPECT_EQ(at.post("syncSaveClassMetadata", body).status, 200U);
}

struct faulty_row {
    std::string_view name;
    std::string members;
    std::string_view status;
    std::string_view named;
};

TEST(sewise, names_the_field_that_is_wrong)
{
    platform at;
    ASSERT_EQ(status_of(at.school("1")), "200");
    const std::string n64(64, 'n');
    const std::string n65(65, 'n');
    const auto place = [&](std::string_view field, std::string_view text) {
        std::string members = R"("organName":"n","organKind":1,"otherId":1)";
        for (const std::string_view each : {"provinceName", "cityName", "areaName"})
            members += ",\"" + std::string(each) + "\":\"" + std::string(each == field ? text : "p") + '"';
        return members;
    };
    const auto face_of = [](std::string_view text) {
        return R"("uid":1,"username":"n","otherSchoolId":1,"faceIn":")" + std::string(text) + '"';
    };
    const std::string rest = R"(,"provinceName":"p","cityName":"c","areaName":"a","otherId":1)";
    const std::vector<faulty_row> rows{
        {"syncSaveOrganMetadata", R"("organKind":1)" + rest, "402", "organName"},
        {"syncSaveOrganMetadata", R"("organName":"","organKind":1)" + rest, "402", "organName"},
        {"syncSaveOrganMetadata", R"("organName":7,"organKind":1)" + rest, "402", "organName"},
        {"syncSaveOrganMetadata", R"("organName":null,"organKind":1)" + rest, "402", "organName"},
        {"syncSaveOrganMetadata", R"("organName":")" + n65 + R"(","organKind":1)" + rest, "500", "organName"},
        {"syncSaveOrganMetadata", R"("organName":"n")" + rest, "402", "organKind"},
        {"syncSaveOrganMetadata", R"("organName":"n","organKind":"x")" + rest, "402", "organKind"},
        {"syncSaveOrganMetadata", R"("organName":"n","organKind":1.5)" + rest, "402", "organKind"},
        {"syncSaveOrganMetadata", R"("organName":"n","organKind":9)" + rest, "500", "organKind"},
        {"syncSaveOrganMetadata", R"("organName":"n","organKind":0)" + rest, "500", "organKind"},
        {"syncSaveOrganMetadata", R"("organName":"n","organKind":1,"provinceName":"p","cityName":"c")", "402",
         "areaName"},
        {"syncSaveClassMetadata", R"("gradeName":"g","otherSchoolId":1,"otherId":1)", "402", "className"},
        {"syncSaveClassMetadata", R"("className":"c","otherSchoolId":1,"otherId":1)", "402", "gradeName"},
        {"syncSaveClassMetadata", R"("className":"c","gradeName":"g","otherId":1)", "402", "otherSchoolId"},
        {"syncSaveClassMetadata", R"("className":"c","gradeName":"g","otherSchoolId":"x","otherId":1)", "402",
         "otherSchoolId"},
        {"syncSaveClassMetadata", R"("className":"c","gradeName":"g","otherSchoolId":1,"otherId":1.5)", "402",
         "otherId"},
        {"syncSaveClassMetadata",
         R"("className":"c","gradeName":"g","otherSchoolId":1,"otherId":9223372036854775808)", "402",
         "otherId"},
        {"syncSaveClassMetadata",
         R"("className":"c","gradeName":"g","otherSchoolId":1,"otherId":"9223372036854775808")", "402",
         "otherId"},
        {"syncSaveUserMetadata", R"("username":"n","otherSchoolId":1)", "402", "uid"},
        {"syncSaveUserMetadata", R"("uid":true,"username":"n","otherSchoolId":1)", "402", "uid"},
        {"syncSaveUserMetadata", R"("uid":1,"otherSchoolId":1)", "402", "username"},
        {"syncSaveUserMetadata", R"("uid":1,"username":"n")", "402", "otherSchoolId"},
        {"syncSaveUserMetadata", R"("uid":1,"username":"n","otherSchoolId":1,"type":3)", "500", "type"},
        {"syncSaveUserMetadata", R"("uid":1,"username":"n","otherSchoolId":1,"type":"1")", "402", "type"},
        {"syncSaveUserMetadata", R"("uid":1,"username":"n","otherSchoolId":1,"sex":2)", "500", "sex"},
        {"syncSaveUserMetadata", R"("uid":1,"username":"n","otherSchoolId":1,"event":"old")", "500", "event"},
        {"syncSaveUserMetadata", R"("uid":1,"username":"n","otherSchoolId":1,"faceIn":"no face!")", "500",
         "faceIn"},
        {"syncSaveUserMetadata", R"("uid":1,"username":"n","otherSchoolId":1,"faceIn":"aGVsbG8=")", "500",
         "faceIn"},
        {"syncSaveOrganMetadata", place("provinceName", ""), "402", "provinceName"},
        {"syncSaveOrganMetadata", place("cityName", ""), "402", "cityName"},
        {"syncSaveOrganMetadata", place("areaName", ""), "402", "areaName"},
        {"syncSaveOrganMetadata", place("provinceName", n65), "500", "provinceName"},
        {"syncSaveOrganMetadata", place("cityName", n65), "500", "cityName"},
        {"syncSaveOrganMetadata", place("areaName", n65), "500", "areaName"},
        {"syncSaveOrganMetadata", place("areaName", n64), "200", "success"},
        {"syncSaveClassMetadata", R"("className":"","gradeName":"g","otherSchoolId":1,"otherId":1)", "402",
         "className"},
        {"syncSaveClassMetadata", R"("className":"c","gradeName":"","otherSchoolId":1,"otherId":1)", "402",
         "gradeName"},
        {"syncSaveClassMetadata",
         R"("className":"c","gradeName":")" + n65 + R"(","otherSchoolId":1,"otherId":1)", "500", "gradeName"},
        {"syncSaveUserMetadata", R"("uid":1,"username":"","otherSchoolId":1)", "402", "username"},
        {"syncSaveUserMetadata", R"("uid":1,"username":")" + n65 + R"(","otherSchoolId":1)", "500",
         "username"},
        {"syncSaveUserMetadata", face_of("http://a b"), "500", "faceIn is no address"},
        {"syncSaveUserMetadata", face_of("http://"), "500", "faceIn is no address"},
        {"syncSaveUserMetadata", face_of("HTTPS://"), "500", "faceIn is no address"},
        {"syncSaveUserMetadata", face_of("https://#x"), "500", "faceIn is no address"},
        {"syncSaveUserMetadata", face_of("https:///a.jpg"), "500", "faceIn is no address"},
        {"syncSaveUserMetadata", face_of("http:a.jpg"), "500", "faceIn is no address"},
        {"syncSaveUserMetadata", face_of("https://u:p@a.cn/a.jpg"), "500", "faceIn is no address"},
        {"syncSaveUserMetadata", face_of("https://a.cn:0/a.jpg"), "500", "faceIn is no address"},
        {"syncSaveUserMetadata", face_of("https://a.cn/" + std::string(2048, 'a')), "500",
         "faceIn is no address"},
        {"syncSaveUserMetadata", face_of("ftp://a.cn/a.jpg"), "500", "faceIn is neither"},
        {"syncSaveUserMetadata", face_of("/9j/" + std::string(model::picture_bytes_most / 3 * 4 + 8192, 'A')),
         "500", "faceIn is larger"},
        {"syncSaveUserMetadata", face_of(std::string(model::picture_bytes_most / 10 * 14 + 8192, 'A')), "500",
         "faceIn is longer"},
        {"syncDeleteUserMetadata/x", "", "402", "address"},
        {"syncDeleteUserMetadata/9223372036854775808", "", "402", "address"},
        {"syncDeleteOrganMetadata/1.5", "", "402", "address"},
        {"syncDeleteClassMetadata/%31", "", "402", "address"},
    };
    for (const faulty_row& row : rows) {
        const std::string answer = at.call(row.name, row.members);
        EXPECT_EQ(status_of(answer), row.status) << row.name << " " << row.members << ": " << answer;
        EXPECT_NE(answer.find(row.named), std::string::npos) << answer;
    }
    EXPECT_EQ(at.number("SELECT count(*) FROM person"), 0);
}

}  // namespace
}  // namespace gatehouse::wire::sewise::test
