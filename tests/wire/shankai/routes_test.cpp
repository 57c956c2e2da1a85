#include "wire/shankai/routes.hpp"

#include "wire/shankai/property_office.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::shankai::test {
namespace {

TEST(shankai_token, is_given_for_id_and_secret_in_the_document_s_shape)
{
    property_office office;
    const auto answer = boost::json::parse(office.ask_token("app-one", "secret-one").body);
    EXPECT_EQ(answer.at("errcode"), 0);
    EXPECT_EQ(answer.at("errmsg"), "ok");
    EXPECT_EQ(answer.at("data").at("expires_in"), 7200);
    EXPECT_EQ(answer.at("data").at("access_token").as_string().size(), 43U);
    EXPECT_EQ(answer.at("data").as_object().size(), 2U);
}

TEST(shankai_token, is_refused_to_whom_it_does_not_know_and_the_same_way_to_all)
{
    property_office office;
    const std::string refused = office.ask_token("app-one", "wrong").body;
    EXPECT_EQ(refused, R"({"errcode":4001,"errmsg":"appid不存在或secret密码不正确"})");
    EXPECT_EQ(office.ask_token("nobody", "secret-one").body, refused);
    EXPECT_EQ(office.ask_token("app-two", "secret-one").body, refused) << "another's secret";
    EXPECT_EQ(office.ask_token("reader", "secret-three").body, refused) << "a client of another interface";
    EXPECT_EQ(office.ask_token("", "").body, refused);
    const auto ask = [&office](net::verb method, std::string query) {
        return office.house
            .ask({.method = method, .path = "/1.0/get_access_token", .query = std::move(query)})
            .body;
    };
    EXPECT_EQ(message_of(ask(net::verb::get, "")), "缺少参数: app_id");
    EXPECT_EQ(message_of(ask(net::verb::get, "app_id=app-one")), "缺少参数: secret");
    EXPECT_EQ(code_of(ask(net::verb::post, "app_id=app-one&secret=secret-one")), 4000);
}

TEST(shankai_token, opens_the_calls_from_the_query_and_from_the_header_for_two_hours)
{
    property_office office;
    const auto ask = [&office](std::string query, std::string authorization) {
        return code_of(office.house
                           .ask({.path = "/1.0/get_organization",
                                 .query = std::move(query),
                                 .body = "{}",
                                 .authorization = std::move(authorization)})
                           .body);
    };
    constexpr int nothing_registered = 4005;
    EXPECT_EQ(ask("access_token=" + office.one, ""), nothing_registered);
    EXPECT_EQ(ask("", "Bearer " + office.one), nothing_registered);
    EXPECT_EQ(ask("", "bearer " + office.one), nothing_registered);
    EXPECT_EQ(ask("", ""), 4002);
    EXPECT_EQ(ask("access_token=", ""), 4002);
    EXPECT_EQ(ask("access_token=wrong", ""), 4002);
    EXPECT_EQ(ask("access_token=wrong", "Bearer " + office.one), 4002) << "what is named counts";
    EXPECT_EQ(ask("Access_Token=" + office.one, ""), 4002);
    const std::string second = office.take_token("app-one", "secret-one");
    EXPECT_EQ(ask("access_token=" + office.one, ""), nothing_registered) << "the earlier one lives on";
    office.house.clock.set(office.house.clock.now() + ops::tokens::life);
    EXPECT_EQ(ask("access_token=" + office.one, ""), 4002);
    EXPECT_EQ(ask("access_token=" + second, ""), 4002);
}

TEST(shankai, looks_at_the_token_before_anything_else_and_at_the_body_before_the_community)
{
    property_office office;
    for (const std::string_view name :
         {"create_organization", "get_organization", "update_organization", "del_organization", "set_card_no",
          "get_card_no", "del_user", "set_admin_user", "add_door", "del_door", "get_doors", "open_door",
          "get_records"}) {
        EXPECT_EQ(code_of(office.post(name, "no JSON", "wrong").body), 4002) << name;
        EXPECT_EQ(office.call(name, "no JSON"),
                  R"({"errcode":4000,"errmsg":"请求参数不正确: the body is not JSON"})")
            << name;
        EXPECT_EQ(office.call(name, "[]"),
                  R"({"errcode":4000,"errmsg":"请求参数不正确: the body must be an object"})")
            << name;
        EXPECT_EQ(code_of(office.house
                              .ask({.method = net::verb::get,
                                    .path = "/1.0/" + std::string(name),
                                    .query = "access_token=" + office.one})
                              .body),
                  4000)
            << name;
    }
    EXPECT_EQ(code_of(office.call("anything_else", "{}")), 4000);
}

// Every field of every call, absent, null, of a wrong type, and beyond its bounds.
struct faulty_row {
    std::string_view name;
    std::string body;  // $ is the community's id
    int code;
    std::string_view named;  // what the message names
};

TEST(shankai, names_the_field_that_is_wrong)
{
    const std::string n65(65, 'n');
    const std::vector<faulty_row> rows{
        {"create_organization", "{}", 4000, "name"},
        {"create_organization", R"({"name":null,"ic_id_mode":1})", 4000, "name"},
        {"create_organization", R"({"name":7,"ic_id_mode":1})", 4000, "name"},
        {"create_organization", R"({"name":"","ic_id_mode":1})", 4000, "name"},
        {"create_organization", R"({"name":")" + n65 + R"(","ic_id_mode":1})", 4000, "name"},
        {"create_organization", R"({"name":"a\tb","ic_id_mode":1})", 4000, "name"},
        {"create_organization", R"({"name":"x"})", 4000, "ic_id_mode"},
        {"create_organization", R"({"name":"x","ic_id_mode":2})", 4000, "ic_id_mode"},
        {"create_organization", R"({"name":"x","ic_id_mode":"IC"})", 4000, "ic_id_mode"},
        {"create_organization", R"({"name":"x","ic_id_mode":true})", 4000, "ic_id_mode"},
        {"create_organization", R"({"name":"x","ic_id_mode":0.5})", 4000, "ic_id_mode"},
        {"create_organization", R"({"name":"x","ic_id_mode":1,"address":[]})", 4000, "address"},
        {"create_organization", R"({"name":"x","ic_id_mode":1,"contact":1})", 4000, "contact"},
        {"get_organization", R"({"name":7})", 4000, "name"},
        {"update_organization", R"({"name":"x","ic_id_mode":1})", 4000, "org_id"},
        {"update_organization", R"({"org_id":"$","ic_id_mode":1})", 4000, "name"},
        {"update_organization", R"({"org_id":"$","name":"x"})", 4000, "ic_id_mode"},
        {"update_organization", R"({"org_id":"$","name":"x","ic_id_mode":1,"city":1})", 4000, "city"},
        {"update_organization", R"({"org_id":"$","name":"x","ic_id_mode":1,"district":1})", 4000, "district"},
        {"update_organization", R"({"org_id":"unknown","name":"x","ic_id_mode":1})", 4005, ""},
        {"del_organization", "{}", 4000, "org_id"},
        {"del_organization", R"({"org_id":7})", 4000, "org_id"},
        {"del_organization", R"({"org_id":""})", 4005, ""},
        {"del_organization", R"({"org_id":"unknown"})", 4005, ""},
        {"set_card_no", R"({"mobile":"13823781234","name":"x","card_no":1})", 4000, "org_id"},
        {"set_card_no", R"({"org_id":"$","name":"x","card_no":1})", 4000, "mobile"},
        {"set_card_no", R"({"org_id":"$","mobile":13823781234,"name":"x","card_no":1})", 4000, "mobile"},
        {"set_card_no", R"({"org_id":"$","mobile":"12823781234","name":"x","card_no":1})", 4000, "mobile"},
        {"set_card_no", R"({"org_id":"$","mobile":"1382378123","name":"x","card_no":1})", 4000, "mobile"},
        {"set_card_no", R"({"org_id":"$","mobile":"13823781234","card_no":1})", 4000, "name"},
        {"set_card_no", R"({"org_id":"$","mobile":"13823781234","name":"","card_no":1})", 4000, "name"},
        {"set_card_no", R"({"org_id":"$","mobile":"13823781234","name":"x"})", 4000, "card_no"},
        {"set_card_no", R"({"org_id":"$","mobile":"13823781234","name":"x","card_no":null})", 4000,
         "card_no"},
        {"set_card_no", R"({"org_id":"$","mobile":"13823781234","name":"x","card_no":[1]})", 4000, "card_no"},
        {"set_card_no", R"({"org_id":"$","mobile":"13823781234","name":"x","card_no":0})", 4006, ""},
        {"set_card_no", R"({"org_id":"$","mobile":"13823781234","name":"x","card_no":2147483648})", 4006, ""},
        {"set_card_no", R"({"org_id":"$","mobile":"13823781234","name":"x","card_no":1.5})", 4006, ""},
        {"set_card_no", R"({"org_id":"$","mobile":"13823781234","name":"x","card_no":"0x"})", 4006, ""},
        {"set_card_no", R"({"org_id":"unknown","mobile":"13823781234","name":"x","card_no":1})", 4005, ""},
        {"get_card_no", R"({"org_id":"$"})", 4000, "mobile"},
        {"get_card_no", R"({"org_id":"$","mobile":"x"})", 4000, "mobile"},
        {"get_card_no", R"({"org_id":"$","mobile":"13823781234","name":1})", 4000, "name"},
        {"get_card_no", R"({"org_id":"$","mobile":"13823781234"})", 4004, ""},
        {"get_card_no", R"({"org_id":"unknown","mobile":"13823781234"})", 4005, ""},
        {"del_user", R"({"org_id":"$"})", 4000, "mobile"},
        {"del_user", R"({"org_id":"$","mobile":"13823781234"})", 4004, ""},
        {"del_user", R"({"org_id":"unknown","mobile":"13823781234"})", 4005, ""},
        {"set_admin_user", R"({"org_id":"$","pass":"12345678"})", 4000, "login"},
        {"set_admin_user", R"({"org_id":"$","login":"ab","pass":"12345678"})", 4000, "login"},
        {"set_admin_user", R"({"org_id":"$","login":")" + n65 + R"(","pass":"12345678"})", 4000, "login"},
        {"set_admin_user", R"({"org_id":"$","login":"office"})", 4000, "pass"},
        {"set_admin_user", R"({"org_id":"$","login":"office","pass":"1234567"})", 4000, "pass"},
        {"set_admin_user", R"({"org_id":"unknown","login":"office","pass":"12345678"})", 4005, ""},
        {"add_door", R"({"org_id":"$"})", 4000, "name"},
        {"add_door", R"({"org_id":"$","name":""})", 4000, "name"},
        {"add_door", R"({"org_id":"unknown","name":"x"})", 4005, ""},
        {"del_door", R"({"org_id":"$"})", 4000, "door_id"},
        {"del_door", R"({"org_id":"$","door_id":1})", 4000, "door_id"},
        {"del_door", R"({"org_id":"$","door_id":"1"})", 4010, ""},
        {"del_door", R"({"org_id":"$","name":"x"})", 4010, ""},
        {"del_door", R"({"org_id":"unknown","name":"x"})", 4005, ""},
        {"get_doors", "{}", 4000, "org_id"},
        {"get_doors", R"({"org_id":"unknown"})", 4005, ""},
        {"open_door", R"({"org_id":"$","card_no":1})", 4000, "door_id"},
        {"open_door", R"({"org_id":"$","door_id":"1"})", 4000, "card_no"},
        {"open_door", R"({"org_id":"$","door_id":"1","card_no":1,"mobile":"13823781234"})", 4000, "card_no"},
        {"open_door", R"({"org_id":"$","door_id":"1","mobile":"1"})", 4000, "mobile"},
        {"open_door", R"({"org_id":"$","door_id":"1","card_no":0})", 4006, ""},
        {"open_door", R"({"org_id":"$","door_id":"1","card_no":1})", 4010, ""},
        {"open_door", R"({"org_id":"unknown","door_id":"1","card_no":1})", 4005, ""},
        {"get_records", R"({"org_id":"$","start":"soon"})", 4000, "start"},
        {"get_records", R"({"org_id":"$","end":true})", 4000, "end"},
        {"get_records", R"({"org_id":"$","cursor":"x"})", 4000, "cursor"},
        {"get_records", R"({"org_id":"$","size":0})", 4000, "size"},
        {"get_records", R"({"org_id":"$","size":101})", 4000, "size"},
        {"get_records", R"({"org_id":"unknown"})", 4005, ""},
    };
    property_office office;
    const std::string home = office.create();
    for (const faulty_row& row : rows) {
        std::string body = row.body;
        if (const std::size_t at = body.find('$'); at != std::string::npos)
            body.replace(at, 1, home);
        const net::reply refused = office.post(row.name, body, office.one);
        EXPECT_EQ(refused.status, 200U) << row.name << body;
        EXPECT_EQ(code_of(refused.body), row.code) << row.name << body << refused.body;
        if (row.code == 4000) {
            EXPECT_TRUE(
                message_of(refused.body).starts_with("请求参数不正确: " + std::string(row.named) + " "))
                << row.name << body << refused.body;
        }
        EXPECT_EQ(boost::json::parse(refused.body).as_object().size(), 2U) << "no data: " << refused.body;
    }
}

TEST(shankai, passes_over_members_that_it_does_not_know)
{
    property_office office;
    EXPECT_EQ(code_of(office.call("create_organization",
                                  R"({"name":"x","ic_id_mode":"1","id":7,"more":{"a":[]}})")),
              0);
}

TEST(shankai, answers_another_client_s_community_like_one_that_does_not_exist)
{
    property_office office;
    const std::string home = office.create();
    office.set_card(home, zhang, "123456");
    office.in(home, "add_door", R"("name":"东门")");
    for (const auto& [name, more] : {std::pair<std::string_view, std::string_view>{
                                         "update_organization", R"(,"name":"x","ic_id_mode":1)"},
                                     {"del_organization", ""},
                                     {"set_card_no", R"(,"mobile":"13823781234","name":"x","card_no":5)"},
                                     {"get_card_no", R"(,"mobile":"13823781234")"},
                                     {"del_user", R"(,"mobile":"13823781234")"},
                                     {"set_admin_user", R"(,"login":"office","pass":"12345678")"},
                                     {"add_door", R"(,"name":"x")"},
                                     {"del_door", R"(,"name":"东门")"},
                                     {"get_doors", ""},
                                     {"open_door", R"(,"name":"东门","card_no":123456)"},
                                     {"get_records", ""}}) {
        const auto ask = [&, name = name, more = more](std::string_view org_id) {
            return office
                .post(name, R"({"org_id":")" + std::string(org_id) + '"' + std::string(more) + "}",
                      office.two)
                .body;
        };
        EXPECT_EQ(code_of(ask(home)), 4005) << name;
        EXPECT_EQ(ask(home), ask("oAAAAAAAAAAAAAAAAAAAAAAAAAAA")) << name;
    }
    EXPECT_EQ(data_of(office.get_card(home, zhang)),
              R"({"card_no":123456,"card_no_hex":"0x1E240","is_new":"false"})")
        << "and nothing happened to it";
}

TEST(shankai, is_spoken_over_tls_or_on_this_machine_only)
{
    property_office office;
    const auto ask = [&office](net::listener_facts local) {
        return office.house.ask({.method = net::verb::get,
                                 .path = "/1.0/get_access_token",
                                 .query = "app_id=app-one&secret=secret-one",
                                 .local = local});
    };
    EXPECT_EQ(code_of(ask({.is_tls = true, .is_loopback = false}).body), 0);
    EXPECT_EQ(code_of(ask({.is_tls = false, .is_loopback = true}).body), 0);
    const net::reply refused = ask({.is_tls = false, .is_loopback = false});
    EXPECT_EQ(refused.status, 403U);
    EXPECT_EQ(refused.body,
              R"({"errcode":4000,"errmsg":"请求参数不正确: this interface is served over HTTPS"})");
}

TEST(shankai, throttles_wrong_secrets_of_one_source_and_never_the_true_client)
{
    property_office office;
    const auto guess = [&office](const std::string& source) {
        return office.ask_token("app-one", "guess", source);
    };
    for (int i = 0; i < ops::machine_secrets.failures; ++i)
        EXPECT_EQ(guess("10.0.0.1").status, 200U);
    const net::reply refused = guess("10.0.0.1");
    EXPECT_EQ(refused.status, 429U);
    EXPECT_EQ(refused.retry_after, 300U);
    EXPECT_EQ(code_of(refused.body), 4001);
    EXPECT_EQ(guess("10.0.0.2").status, 200U) << "another source";
    EXPECT_EQ(office.ask_token("app-two", "guess", "10.0.0.1").status, 200U) << "another identity";
    EXPECT_EQ(code_of(office.ask_token("app-one", "secret-one", "10.0.0.1").body), 0)
        << "the true client, from the guesser's own address";
    office.house.clock.set(office.house.clock.now() + std::chrono::minutes(5));
    EXPECT_EQ(guess("10.0.0.1").status, 200U) << "the window is over";
}

TEST(shankai, throttles_wrong_tokens_of_one_source_and_never_a_true_one)
{
    property_office office;
    const auto ask = [&office](const std::string& token, const std::string& source) {
        return office.house.ask({.path = "/1.0/get_organization",
                                 .query = "access_token=" + token,
                                 .body = "{}",
                                 .source = source});
    };
    for (int i = 0; i < ops::machine_secrets.failures; ++i)
        EXPECT_EQ(ask("guess", "10.0.0.1").status, 200U);
    const net::reply refused = ask("guess", "10.0.0.1");
    EXPECT_EQ(refused.status, 429U);
    EXPECT_EQ(refused.retry_after, 300U);
    EXPECT_EQ(code_of(refused.body), 4002);
    EXPECT_EQ(ask("guess", "10.0.0.2").status, 200U);
    EXPECT_EQ(code_of(ask(office.one, "10.0.0.1").body), 4005) << "a true token, from the same address";
}

TEST(shankai, answers_what_the_server_cannot_take_with_its_status_and_minus_one)
{
    const endpoint::route& any = routes().front();
    const net::reply busy = any.refuse(503, "busy");
    EXPECT_EQ(busy.status, 503U);
    EXPECT_EQ(busy.retry_after, 1U);
    EXPECT_EQ(busy.body, R"({"errcode":-1,"errmsg":"系统异常: busy"})");
    EXPECT_EQ(code_of(any.refuse(500, "").body), -1);
    EXPECT_EQ(code_of(any.refuse(400, "broken").body), 4000);
    EXPECT_EQ(any.refuse(413, "large").status, 413U);
}

}  // namespace
}  // namespace gatehouse::wire::shankai::test
