#include "store/clients.hpp"
#include "store/logins.hpp"
#include "wire/shankai/property_office.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::shankai::test {
namespace {

std::string id_answer(std::string_view id, int code = 0, std::string_view message = "ok")
{
    return R"({"errcode":)" + std::to_string(code) + R"(,"errmsg":")" + std::string(message) +
           R"(","data":{"org_id":")" + std::string(id) + R"("}})";
}

TEST(shankai_community, is_registered_once_and_a_second_time_answers_whose_the_name_is)
{
    property_office office;
    const std::string document =
        R"({"name":"桃花园小区","address":"地址","contact":"0755-1234567","ic_id_mode":"1"})";
    const std::string made = office.call("create_organization", document);
    const std::string home(boost::json::parse(made).at("data").at("org_id").as_string());
    EXPECT_EQ(made, id_answer(home));
    EXPECT_EQ(home.size(), 28U);
    EXPECT_EQ(office.call("create_organization", document), id_answer(home, 1001, "单位已注册"));
    const std::string other = office.create_for(office.two, "桃花园小区");
    EXPECT_NE(other, home) << "another client's names are its own";
    const auto entry = office.house.writer().published()->organization({1})->what;
    EXPECT_EQ(entry.kind, "community");
    EXPECT_EQ(entry.time_zone, "Asia/Shanghai");
    EXPECT_EQ(entry.address, "地址");
    EXPECT_EQ(entry.contact, "0755-1234567");
    EXPECT_EQ(entry.cards, model::card_kind::ic);
}

TEST(shankai_community, is_found_by_its_name_or_as_the_only_one_or_all_are_listed)
{
    property_office office;
    EXPECT_EQ(code_of(office.call("get_organization", "{}")), 4005);
    const std::string peach = office.create("桃花园小区");
    EXPECT_EQ(office.call("get_organization", R"({"name":"桃花园小区"})"), id_answer(peach));
    EXPECT_EQ(office.call("get_organization", "{}"), id_answer(peach));
    EXPECT_EQ(office.call("get_organization", R"({"name":"梨花园"})"),
              R"({"errcode":4005,"errmsg":"单位不存在"})");
    const std::string pear = office.create("梨花园");
    const std::string all = R"({"errcode":0,"errmsg":"ok","data":{"org_id":")" + peach +
                            R"(","organizations":[{"org_id":")" + peach +
                            R"(","name":"桃花园小区"},{"org_id":")" + pear + R"(","name":"梨花园"}]}})";
    EXPECT_EQ(office.call("get_organization", "{}"), all);
    EXPECT_EQ(office.call("get_organization", R"({"name":""})"), all);
    EXPECT_EQ(office.call("get_organization", R"({"name":null})"), all);
    EXPECT_EQ(office.call("get_organization", R"({"name":"梨花园"})"), id_answer(pear));
    EXPECT_EQ(code_of(office.post("get_organization", "{}", office.two).body), 4005)
        << "another client sees none of them";
}

TEST(shankai_community, is_changed_where_something_is_given)
{
    property_office office;
    const std::string home = office.create();
    const std::string other = office.create("梨花园");
    EXPECT_EQ(office.in(home, "update_organization",
                        R"("name":"新园","city":"深圳","district":"宝安区","address":"路1号",)"
                        R"("contact":"0755","ic_id_mode":"0")"),
              ok);
    const auto entry = [&office] { return office.house.writer().published()->organization({1})->what; };
    EXPECT_EQ(entry().name, "新园");
    EXPECT_EQ(entry().cards, model::card_kind::id);
    EXPECT_EQ(office.in(home, "update_organization", R"("name":"新园","city":"","ic_id_mode":0)"), ok);
    EXPECT_EQ(entry().city, "");
    EXPECT_EQ(entry().district, "宝安区") << "left out: as it is";
    EXPECT_EQ(entry().address, "路1号");
    EXPECT_EQ(office.in(home, "update_organization", R"("name":"梨花园","ic_id_mode":0)"),
              id_answer(other, 1001, "单位已注册"));
    EXPECT_EQ(entry().name, "新园");
}

TEST(shankai_community, that_is_deleted_opens_nothing_and_its_name_is_free)
{
    property_office office;
    const std::string home = office.create();
    office.set_card(home, zhang, "1");
    office.in(home, "add_door", R"("name":"东门")");
    EXPECT_EQ(code_of(office.in(home, "open_door", R"("name":"东门","card_no":1)")), 0);
    EXPECT_EQ(office.in(home, "del_organization"), ok);
    EXPECT_EQ(code_of(office.in(home, "open_door", R"("name":"东门","card_no":1)")), 4005);
    EXPECT_EQ(code_of(office.in(home, "del_organization")), 4005);
    EXPECT_EQ(code_of(office.get_card(home, zhang)), 4005);
    const std::string again = office.create();
    EXPECT_NE(again, home);
    EXPECT_EQ(code_of(office.get_card(again, zhang)), 4004) << "its residents did not come along";
}

TEST(shankai_community, has_a_login_for_its_office)
{
    property_office office;
    const std::string home = office.create();
    const std::string other = office.create("梨花园");
    const auto set = [&office](const std::string& where, std::string_view login, std::string_view pass) {
        return office.in(where, "set_admin_user",
                         R"("login":")" + std::string(login) + R"(","pass":")" + std::string(pass) + '"');
    };
    EXPECT_EQ(set(home, "office", "correct horse"), ok);
    const auto made = store::find_login(*office.house.database().reader(), model::login_id{1});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->role, "site_manager");
    EXPECT_EQ(made->organization, model::organization_id{1});
    EXPECT_TRUE(base::password_matches(made->password_hash, base::secret("correct horse")));
    EXPECT_EQ(set(home, "office", "correct horse"), R"({"errcode":4008,"errmsg":"帐号已存在"})");
    EXPECT_EQ(code_of(set(other, "office", "another horse")), 4008);
    EXPECT_EQ(code_of(set(home, "second", std::string(128, 'x'))), 0);
    EXPECT_EQ(code_of(set(home, "third", std::string(129, 'x'))), 4000);
    EXPECT_EQ(code_of(set(home, "third", "密码")), 4000) << "six bytes";
    EXPECT_EQ(code_of(set(home, "third", "密码密")), 0) << "nine bytes";
}

}  // namespace
}  // namespace gatehouse::wire::shankai::test
