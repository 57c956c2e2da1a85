#include "ops/invitations.hpp"

#include "wire/visitor/reception.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::wire::visitor::test {
namespace {

class an_invitation : public testing::Test, public reception {
protected:
    an_invitation() : reception(endpoint::profile::strict) {}

    ops::author by() { return {"test", house.clock.now()}; }
    // The link of an invitation for the next hour, by that person.
    std::string link(model::person_id host = {1})
    {
        std::string made;
        house.write([&](store::transaction& in) {
            model::invitation what;
            what.organization = company;
            what.host = host;
            what.purpose = 2;
            what.starts_at = by().now;
            what.ends_at = by().now + std::chrono::hours(1);
            const auto sent = ops::invite(in, what, by());
            made = sent ? "/invitation/" + sent->token : base::row_of(sent.error().code).id;
        });
        return made;
    }
    net::reply fill(const std::string& link, const std::string& form)
    {
        return house.ask({.path = link, .body = form});
    }
    json::value records() { return json::parse(get("/v1/visit/records?type=web", "site-key")); }
};

TEST_F(an_invitation, lets_whoever_holds_the_link_say_who_comes_once)
{
    const std::string at = link();
    const net::reply form = send(net::verb::get, at);
    EXPECT_EQ(form.status, 200U);
    EXPECT_NE(form.body.find("富贵 邀请您来访"), std::string::npos) << form.body;
    EXPECT_NE(form.body.find("<form"), std::string::npos);
    const net::reply taken = fill(at, "name=haha&phone=138+0000+0001&come_from=ZY&companions="
                                      "%E6%9D%8E%E5%9B%9B+12345679%0D%0A%0D%0AA+B+12345680");
    EXPECT_EQ(taken.status, 200U) << taken.body;
    EXPECT_NE(taken.body.find("登记成功"), std::string::npos);
    const auto record = records().at("data").at(0);
    EXPECT_EQ(record.at("is_auth"), 1);
    EXPECT_EQ(record.at("name"), "haha");
    EXPECT_EQ(record.at("phone"), "13800000001");
    EXPECT_EQ(record.at("come_from"), "ZY");
    EXPECT_EQ(record.at("purpose"), 2);
    EXPECT_EQ(record.at("retinues").at(1).at("name"), "A B");
    EXPECT_EQ(code_of(post("/v1/visit/signin", R"({"phone":"12345679"})", "kiosk-key")), 0);
    EXPECT_EQ(send(net::verb::get, at).status, 404U) << "it was used";
    EXPECT_EQ(fill(at, "name=b&phone=12345678&come_from=&companions=").status, 404U);
    const auto trail = support::audit_of(house);
    EXPECT_TRUE(std::any_of(trail.begin(), trail.end(), [](const std::string& line) {
        return line.starts_with("invitation 1: visit.apply visit/1");
    }));
}

TEST_F(an_invitation, shows_its_form_again_where_something_is_wrong)
{
    const std::string at = link();
    for (const auto& [form, fault] : {
             std::pair{"", "请填写姓名"},
             std::pair{"name=&phone=12345678&come_from=&companions=", "请填写姓名"},
             std::pair{"name=haha&phone=x&come_from=&companions=", "手机号码不正确：haha"},
             std::pair{"name=haha&phone=12345678&come_from=&companions=li", "手机号码不正确：li"},
             std::pair{"name=haha&phone=12345678&come_from=&companions=haha+12345678", "随行人员重复"},
             std::pair{"name=haha&phone=12345678&come_from=a%07&companions=", "单位不正确"},
         }) {
        const net::reply again = fill(at, form);
        EXPECT_EQ(again.status, 400U) << form;
        EXPECT_NE(again.body.find(fault), std::string::npos) << form << again.body;
    }
    const net::reply hostile = fill(at, "name=%22%3E%3Cscript%3E&phone=x&come_from=&companions=");
    EXPECT_EQ(hostile.body.find("<script"), std::string::npos);
    EXPECT_NE(hostile.body.find("value=\"&quot;&gt;&lt;script&gt;\""), std::string::npos);
    EXPECT_EQ(records().at("page").at("count"), 0);
}

TEST_F(an_invitation, opens_nothing_once_it_is_over_or_withdrawn_and_nobody_guesses_one)
{
    const std::string over = link();
    const std::string withdrawn = link();
    house.write([&](store::transaction& in) {
        ops::withdraw_invitation(in, *store::find_invitation(in.sql, model::invitation_id{2}), by());
    });
    EXPECT_EQ(send(net::verb::get, withdrawn).status, 404U);
    EXPECT_EQ(send(net::verb::get, over).status, 200U);
    for (const std::string& other :
         {std::string("x"), std::string(32, '0'), over.substr(12) + "0", std::string("..%2f..%2fkeys")})
        EXPECT_EQ(send(net::verb::get, "/invitation/" + other).status, 404U) << other;
    pass(std::chrono::hours(1));
    EXPECT_EQ(send(net::verb::get, over).status, 404U);
    EXPECT_EQ(fill(over, "name=haha&phone=12345678&come_from=&companions=").status, 404U);
}

TEST_F(an_invitation, is_guessed_without_any_work_for_the_writer)
{
    const std::string at = link();
    house.writer().stop();
    const std::string form = "name=haha&phone=12345678&come_from=&companions=";
    for (const std::string& token : {std::string("x"), std::string(32, '0'), std::string(33, 'a')})
        EXPECT_EQ(fill("/invitation/" + token, form).status, 404U) << token;
    EXPECT_EQ(fill(at, form).status, 503U) << "a true one does ask it";
}

TEST_F(an_invitation, is_of_one_of_the_staff)
{
    EXPECT_EQ(link({3}), "person_unknown") << "another organization's";
    EXPECT_EQ(link({99}), "person_unknown");
}

}  // namespace
}  // namespace gatehouse::wire::visitor::test
