#include "ops/avatars.hpp"
#include "ops/faces.hpp"
#include "ops/people.hpp"
#include "ops/privacy.hpp"
#include "store/people.hpp"
#include "store/visitor_site.hpp"
#include "wire/visitor/reception.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>

namespace gatehouse::wire::visitor::test {
namespace {

class visitor_binding : public testing::Test, public reception {};

TEST_F(visitor_binding, of_an_employee_needs_the_name_and_the_phone_and_answers_as_the_document)
{
    const std::string none = R"({"code":0,"err_msg":"","data":{}})";
    EXPECT_EQ(get("/v1/subject/binding?weixinUserId=wx1"), none);
    const std::string bound =
        R"({"code":0,"err_msg":"","data":{"avatar":"","name":"富贵","department":"法务部","subject_id":1,"phone":"13811111111"}})";
    EXPECT_EQ(post("/v1/subject/binding", R"({"weixinUserId":"wx1","name":"富贵","phone":"138 1111-1111"})"),
              bound);
    EXPECT_EQ(get("/v1/subject/binding?weixinUserId=wx1"), bound);
    EXPECT_EQ(get("/v1/visitor/binding?weixinUserId=wx1"), none) << "an employee is no visitor";
    EXPECT_EQ(
        get("/v1/wechat/is_binding?weixinUserId=wx1"),
        R"({"code":0,"err_msg":"","data":{"type":"employee","name":"富贵","department":"法务部","subject_id":1,"avatar":"","phone":"13811111111"}})");
    for (const std::string_view body : {R"({"weixinUserId":"wx2","name":"别人","phone":"13811111111"})",
                                        R"({"weixinUserId":"wx2","name":"别人","phone":"13833333333"})",
                                        R"({"weixinUserId":"wx2","name":"富贵","phone":"13899999999"})"})
        EXPECT_EQ(code_of(post("/v1/subject/binding", std::string(body))), 404) << body;
    EXPECT_EQ(get("/v1/subject/binding?weixinUserId=wx2"), none);
}

TEST_F(visitor_binding, of_a_visitor_takes_any_phone_and_replaces_what_stood)
{
    post("/v1/subject/binding", R"({"weixinUserId":"wx1","name":"富贵","phone":"13811111111"})");
    const std::string bound = R"({"code":0,"err_msg":"","data":{"nick":"","avatar":"","phone":"12345678"}})";
    EXPECT_EQ(post("/v1/visitor/binding", R"({"weixinUserId":"wx1","phone":"12345678"})"), bound);
    EXPECT_EQ(get("/v1/visitor/binding?weixinUserId=wx1"), bound);
    EXPECT_EQ(get("/v1/subject/binding?weixinUserId=wx1"), R"({"code":0,"err_msg":"","data":{}})");
    EXPECT_EQ(
        get("/v1/wechat/is_binding?weixinUserId=wx1"),
        R"({"code":0,"err_msg":"","data":{"type":"visitor","name":"","department":"","subject_id":-1,"avatar":"","phone":"12345678"}})");
}

TEST_F(visitor_binding, shows_what_wechat_says_of_somebody_until_it_ends)
{
    house.write([](store::transaction& in) {
        store::put_wechat_profile(in, company, "wx1", "小张", "https://wx.example/1.jpg");
    });
    const std::string bound =
        R"({"code":0,"err_msg":"","data":{"nick":"小张","avatar":"https://wx.example/1.jpg","phone":"12345678"}})";
    EXPECT_EQ(post("/v1/visitor/binding", R"({"weixinUserId":"wx1","phone":"12345678"})"), bound);
    EXPECT_EQ(
        data_of(get("/v1/wechat/is_binding?weixinUserId=wx1")),
        R"({"type":"visitor","name":"小张","department":"","subject_id":-1,"avatar":"https://wx.example/1.jpg","phone":"12345678"})");
    remove("/v1/subject/binding/wx1");
    post("/v1/visitor/binding", R"({"weixinUserId":"wx1","phone":"12345678"})");
    EXPECT_EQ(data_of(get("/v1/visitor/binding?weixinUserId=wx1")),
              R"({"nick":"","avatar":"","phone":"12345678"})");
}

TEST_F(visitor_binding, ends_once)
{
    EXPECT_EQ(get("/v1/wechat/is_binding?weixinUserId=w%20x"),
              R"({"code":404,"err_msg":"没有该微信号绑定的用户"})");
    post("/v1/visitor/binding", R"({"weixinUserId":"w x","phone":"12345678"})");
    EXPECT_EQ(remove("/v1/subject/binding/w%20x"), ok);
    EXPECT_EQ(remove("/v1/subject/binding/w%20x"), R"({"code":404,"err_msg":"没有该微信号绑定的用户"})");
}

TEST_F(visitor_binding, names_the_field_that_is_wrong)
{
    const std::string wrong = "请求参数不正确: ";
    const auto message = [&](const std::string& body) {
        const auto answer = json::parse(body);
        EXPECT_EQ(answer.at("code"), 400) << body;
        return std::string(answer.at("err_msg").as_string());
    };
    EXPECT_EQ(message(get("/v1/subject/binding")), wrong + "weixinUserId is needed");
    EXPECT_EQ(message(get("/v1/wechat/is_binding")), wrong + "weixinUserId is needed");
    EXPECT_EQ(message(post("/v1/visitor/binding", "{}")), wrong + "weixinUserId is needed");
    EXPECT_EQ(message(post("/v1/visitor/binding", "no JSON")), wrong + "the body is not JSON");
    EXPECT_EQ(message(post("/v1/visitor/binding", "[]")), wrong + "the body must be an object");
    for (const std::string_view phone : {"1234", "123456789012345678901", "12345x", "１２３"})
        EXPECT_EQ(message(post("/v1/visitor/binding",
                               R"({"weixinUserId":"wx1","phone":")" + std::string(phone) + "\"}")),
                  wrong + "phone is no phone number");
}

TEST_F(visitor_binding, is_of_a_wechat_id_of_at_most_128_characters)
{
    const auto bind = [this](const std::string& who) {
        return code_of(
            post("/v1/visitor/binding", R"({"weixinUserId":")" + who + R"(","phone":"12345678"})"));
    };
    EXPECT_EQ(bind(characters(128)), 0);
    EXPECT_EQ(bind(characters(129)), 400);
}

TEST_F(visitor_binding, looks_at_phones_as_strictly_as_the_operator_chose)
{
    const auto bind = [this](std::string_view phone) {
        return code_of(
            post("/v1/visitor/binding", R"({"weixinUserId":"wx1","phone":")" + std::string(phone) + "\"}"));
    };
    house.services().visitors.phones = model::phone_check::mobile;
    EXPECT_EQ(bind("12345678"), 400);
    EXPECT_EQ(bind("+86 138 1111 1111"), 0);
    house.services().visitors.phones = model::phone_check::off;
    EXPECT_EQ(bind("138xxxxxxxx"), 0);
    EXPECT_EQ(bind(""), 400);
}

// Faces of people of the site and of another organization, shown to whoever has the address.
class visitor_avatar : public testing::TestWithParam<endpoint::profile>, public reception {
protected:
    visitor_avatar() : reception(GetParam())
    {
        post("/v1/subject/binding", R"({"weixinUserId":"wx1","name":"富贵","phone":"13811111111"})",
             "site-key");
    }

    void change(const std::function<void(store::transaction&, const ops::author&)>& deed)
    {
        house.write([&](store::transaction& in) { deed(in, {"test", house.clock.now()}); });
    }
    void give_face(model::person_id whom, model::picture_type type, std::string_view bytes)
    {
        change([&](store::transaction& in, const ops::author& by) {
            const auto who = *store::find_person(in.sql, whom);
            const auto key = store::data_key_of(in, store::key_purpose::person, who.organization, whom.value,
                                                by.now);
            ops::give_face(in, who, {1}, house.pictures().keep(who.organization, *key, type, bytes), by);
        });
    }
    void consent(model::person_id whom)
    {
        change([&](store::transaction& in, const ops::author& by) {
            ops::consent_draft given;
            given.given_at = by.now;
            ops::record_consent(in, *store::find_person(in.sql, whom), given, by).value();
        });
    }
    std::string answered()
    {
        const auto answer = json::parse(get("/v1/subject/binding?weixinUserId=wx1", "site-key"));
        return std::string(answer.at("data").at("avatar").as_string());
    }
    std::string named(model::person_id whom)
    {
        const auto sql = house.database().reader();
        return ops::avatar_of(*sql, house.keys(), *store::find_person(*sql, whom));
    }
    // Without credentials.
    net::reply look(const std::string& path) { return send(net::verb::get, path); }
};
INSTANTIATE_TEST_SUITE_P(profile, visitor_avatar,
                         testing::Values(endpoint::profile::strict, endpoint::profile::lab));

constexpr std::string_view face = "a JPEG of a face";

TEST_P(visitor_avatar, is_there_while_there_is_a_face_and_a_consent_to_it)
{
    EXPECT_EQ(answered(), "");
    consent({1});
    EXPECT_EQ(answered(), "") << "no face";
    give_face({1}, model::picture_type::jpeg, face);
    const std::string first = answered();
    EXPECT_EQ(first, "/avatar/" + named({1}) + ".jpg");
    const net::reply shown = look(first);
    EXPECT_EQ(shown.status, 200U);
    EXPECT_EQ(shown.body, face);
    EXPECT_EQ(shown.content_type, "image/jpeg");
    EXPECT_EQ(shown.headers.front().second, "private, no-store");
    const auto bound = post("/v1/subject/binding",
                            R"({"weixinUserId":"wx1","name":"富贵","phone":"13811111111"})", "site-key");
    EXPECT_EQ(json::parse(bound).at("data").at("avatar").as_string(), first);
    house.services().visitors.public_url = "https://visit.example.cn";
    EXPECT_EQ(answered(), "https://visit.example.cn" + first);
    house.services().visitors.public_url.clear();

    change([](store::transaction& in, const ops::author& by) {
        ops::withdraw_consent(in, *store::find_person(in.sql, {1}), model::consent_purpose::face, by).value();
    });
    EXPECT_EQ(answered(), "");
    EXPECT_EQ(look(first).status, 404U) << "withdrawn";
    consent({1});
    const std::string second = answered();
    EXPECT_EQ(look(second).body, face);
    EXPECT_EQ(look(first).status, 404U) << "another consent is another name";
    give_face({1}, model::picture_type::png, "a PNG");
    const std::string third = answered();
    EXPECT_EQ(look(third).body, "a PNG");
    EXPECT_EQ(look(third).content_type, "image/png");
    EXPECT_EQ(look(second).status, 404U) << "another face is another name";
    change([](store::transaction& in, const ops::author& by) {
        const auto who = *store::find_person(in.sql, {1});
        ops::end_person(in, who, by);
        ops::erase_person(in, who, by);
    });
    for (const std::string& each : {first, second, third})
        EXPECT_EQ(look(each).status, 404U) << "erased";
}

TEST_P(visitor_avatar, has_a_name_that_cannot_be_guessed_and_is_of_the_site_alone)
{
    for (const model::person_id each : {model::person_id{1}, model::person_id{2}, model::person_id{3}}) {
        give_face(each, model::picture_type::jpeg, face);
        consent(each);
    }
    const std::string name = named({1});
    ASSERT_EQ(look("/avatar/" + name + ".jpg").status, 200U);
    ASSERT_EQ(named({3}).size(), name.size());
    std::vector<std::string> wrong{"/avatar/" + named({3}) + ".jpg",
                                   "/avatar/" + name,
                                   "/avatar/" + name + ".png",
                                   "/avatar/" + name + ".jpg.jpg",
                                   "/avatar/" + name + "0.jpg",
                                   "/qrcode/" + name + ".jpg",
                                   "/avatar/.jpg",
                                   "/avatar/"};
    for (std::size_t at = 0; at < name.size(); ++at) {
        std::string other = name;
        other[at] = other[at] == '0' ? '1' : '0';
        wrong.push_back("/avatar/" + other + ".jpg");
    }
    for (const std::string& each : wrong)
        EXPECT_EQ(look(each).status, 404U) << each;
    EXPECT_NE(named({2}).substr(14), name.substr(14));
}

// Phone pages of employees, whose WeChat ids were proven.
class visitor_page : public testing::Test, public reception {
protected:
    visitor_page() : reception(endpoint::profile::strict) {}

    void bind(const std::string& wechat_id, const std::string& name, const std::string& phone)
    {
        EXPECT_EQ(code_of(post("/v1/subject/binding",
                               json::serialize(json::object{
                                   {"weixinUserId", wechat_id}, {"name", name}, {"phone", phone}}),
                               page(wechat_id))),
                  0);
    }
    void give_phone(model::person_id whom, const std::optional<std::string>& phone)
    {
        house.write([&](store::transaction& in) {
            model::person who = *store::find_person(in.sql, whom);
            who.phone = phone;
            store::update_person(in, who);
        });
    }
    // How many visits a page is shown, or why it is not.
    std::int64_t shown(const std::string& path, const std::string& wechat_id)
    {
        const auto answer = json::parse(get(path, page(wechat_id)));
        return answer.at("code") != 0 ? answer.at("code").as_int64()
                                      : answer.at("page").at("count").as_int64();
    }
    unsigned decide(std::int64_t id, const std::string& wechat_id, const std::string& body = {})
    {
        return send(net::verb::put, "/v1/auth/" + std::to_string(id), body, page(wechat_id)).status;
    }
};

TEST_F(visitor_page, of_who_got_a_colleague_s_number_sees_and_decides_nothing_of_that_colleague_s)
{
    const std::string number(host);
    const std::string records = "/v1/visit/records?type=mobile&proposer=" + number;
    bind("wx-former", "富贵", number);
    bind("wx-new", "李四", "13822222222");
    const std::vector<std::int64_t> visits{apply({}, "site-key"), apply({{"proposer", host}}, "site-key"),
                                           apply({{"proposer", host}}, page("wx-former"))};
    give_phone({1}, std::nullopt);
    EXPECT_EQ(
        send(net::verb::post, "/v1/subject", application({{"proposer", host}}), page("wx-former")).status,
        403U)
        << "by a phone that is not theirs any more";
    give_phone({2}, number);
    EXPECT_EQ(shown("/v1/auth/records", "wx-new"), 0);
    EXPECT_EQ(shown("/v1/auth/records?phone=" + number, "wx-new"), 0);
    EXPECT_EQ(shown(records, "wx-new"), 0);
    EXPECT_EQ(shown(records, "wx-former"), 403);
    EXPECT_EQ(shown("/v1/auth/records", "wx-former"), 3);
    for (const std::int64_t id : visits) {
        EXPECT_EQ(decide(id, "wx-new"), 403U) << id;
        EXPECT_EQ(decide(id, "wx-new", R"({"auth":0})"), 403U) << id;
        EXPECT_EQ(decide(id, "wx-former"), 200U) << id;
    }
    apply({{"proposer", host}}, page("wx-new"));
    EXPECT_EQ(shown(records, "wx-new"), 1) << "their own";
    EXPECT_EQ(shown("/v1/auth/records?phone=" + number, "wx-new"), 1);
    EXPECT_EQ(json::parse(get("/v1/visit/records?type=web", "site-key")).at("data").at(0).at("is_auth"), 1);
}

TEST_F(visitor_page, gives_way_to_the_one_that_the_same_employee_binds_next)
{
    apply({}, "site-key");
    bind("wx-old", "富贵", std::string(host));
    EXPECT_EQ(shown("/v1/auth/records", "wx-old"), 1);
    bind("wx-new", "富贵", std::string(host));
    EXPECT_EQ(store::wechat_id_of(*house.database().reader(), company, {1}), "wx-new") << "who is told";
    EXPECT_EQ(shown("/v1/auth/records", "wx-new"), 1);
    EXPECT_EQ(shown("/v1/auth/records", "wx-old"), 403);
    EXPECT_EQ(decide(1, "wx-old"), 403U);
    EXPECT_EQ(code_of(get("/v1/wechat/is_binding?weixinUserId=wx-old", page("wx-old"))), 404);
    EXPECT_EQ(decide(1, "wx-new"), 200U);
}

TEST_F(visitor_page, of_an_employee_keeps_what_they_applied_for_when_wechat_id_and_phone_change)
{
    const std::string before = "13822222222";
    const std::string after = "13855555555";
    const auto records = [](const std::string& phone) {
        return "/v1/visit/records?type=mobile&proposer=" + phone;
    };
    post("/v1/visitor/binding", R"({"weixinUserId":"wx-old","phone":"13822222222"})", page("wx-old"));
    apply({{"proposer", before}}, page("wx-old"));
    bind("wx-old", "李四", before);
    EXPECT_EQ(shown(records(before), "wx-old"), 1) << "this page applied, though nobody known";
    apply({{"proposer", before}}, page("wx-old"));
    apply({{"proposer", before}, {"interviewee_phone", before}}, "site-key");
    EXPECT_EQ(shown(records(before), "wx-old"), 3) << "also what was applied for in the host's name";
    bind("wx-new", "李四", before);
    EXPECT_EQ(shown(records(before), "wx-new"), 2);
    give_phone({2}, after);
    EXPECT_EQ(shown(records(after), "wx-new"), 2);
    EXPECT_EQ(shown(records(before), "wx-new"), 403);
    bind("wx-other", "富贵", std::string(host));
    give_phone({1}, before);
    EXPECT_EQ(shown(records(before), "wx-other"), 0) << "a phone makes them nobody else's";
}

TEST_F(visitor_page, is_named_in_the_audit_trail_by_a_digest_that_only_it_has)
{
    const std::size_t before = support::audit_of(house).size();
    bind("wx-1", "富贵", std::string(host));
    bind("wx-2", "李四", "13822222222");
    apply({{"proposer", host}}, page("wx-1"));
    std::vector<std::string> actors;
    for (const std::string& line : support::audit_of(house, before))
        actors.push_back(line.substr(0, line.find(':')));
    ASSERT_EQ(actors.size(), 3U);
    EXPECT_EQ(std::set<std::string>(actors.begin(), actors.end()).size(), 2U);
    EXPECT_EQ(actors[0], actors[2]);
    EXPECT_TRUE(actors[0].starts_with("phone page ")) << actors[0];
    EXPECT_EQ(actors[0].size(), std::string_view("phone page 0123456789ab").size());
}

TEST_F(visitor_page, is_opened_by_no_code_after_twenty_wrong_ones_and_a_fault_of_wechat_is_none)
{
    int asked = 0;
    bool is_guess = false;
    house.services().visitors.identify = [&](std::string_view, const endpoint::identified& done) {
        ++asked;
        done(std::nullopt, is_guess);
    };
    const auto open = [this] {
        return send(net::verb::post, "/v1/wechat/session", R"({"code":"0a1b2c"})").status;
    };
    for (int i = 0; i < 25; ++i)
        EXPECT_EQ(open(), 503U);
    is_guess = true;
    for (int i = 0; i < ops::machine_secrets.failures; ++i)
        EXPECT_EQ(open(), 401U);
    EXPECT_EQ(asked, 45);
    EXPECT_EQ(open(), 429U);
    EXPECT_EQ(asked, 45) << "WeChat is not asked";
    pass(ops::machine_secrets.window);
    EXPECT_EQ(open(), 401U);
    EXPECT_EQ(asked, 46);
}

}  // namespace
}  // namespace gatehouse::wire::visitor::test
