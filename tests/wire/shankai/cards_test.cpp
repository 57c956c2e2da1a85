#include "wire/shankai/property_office.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::shankai::test {
namespace {

std::int64_t allotted(const std::string& body)
{
    const auto data = boost::json::parse(body).at("data");
    EXPECT_EQ(data.at("is_new"), "true") << body;
    EXPECT_EQ(data.as_object().size(), 3U);
    const std::int64_t number = data.at("card_no").as_int64();
    EXPECT_GE(number, 1);
    EXPECT_LE(number, 2'147'483'647);
    EXPECT_EQ(std::stoll(std::string(data.at("card_no_hex").as_string()), nullptr, 16), number);
    return number;
}

TEST(shankai_card, that_is_set_is_read_back_as_it_was_written)
{
    property_office office;
    const std::string home = office.create();
    for (const auto& [written, read] :
         {std::pair{"123456", R"({"card_no":123456,"card_no_hex":"0x1E240","is_new":"false"})"},
          {R"("654321")", R"({"card_no":654321,"card_no_hex":"0x9FBF1","is_new":"false"})"},
          {R"("0x1a3D5B79")", R"({"card_no":"0x1a3D5B79","card_no_hex":"0x1A3D5B79","is_new":"false"})"},
          {R"("0xFFFFFFFFFFFFFFFFFFFF")",
           R"({"card_no":"0xFFFFFFFFFFFFFFFFFFFF","card_no_hex":"0xFFFFFFFFFFFFFFFFFFFF","is_new":"false"})"},
          {R"("0x1E240")", R"({"card_no":"0x1E240","card_no_hex":"0x1E240","is_new":"false"})"},
          {"123456", R"({"card_no":123456,"card_no_hex":"0x1E240","is_new":"false"})"}}) {
        EXPECT_EQ(office.set_card(home, zhang, written), ok);
        EXPECT_EQ(data_of(office.get_card(home, zhang)), read);
        EXPECT_EQ(data_of(office.get_card(home, zhang)), read) << "known by now";
    }
    EXPECT_EQ(code_of(office.set_card(home, li, "123456", "李四")), 4012);
    EXPECT_EQ(code_of(office.set_card(home, li, R"("0x1E240")", "李四")), 4012) << "the same number in hex";
    EXPECT_EQ(office.set_card(home, li, "654321", "李四"), ok) << "a number that was replaced is free";
}

TEST(shankai_card, of_an_ic_community_is_allotted_to_a_resident_whose_card_was_taken_back)
{
    property_office office;
    const std::string home = office.create();
    office.set_card(home, zhang, "123456");
    EXPECT_EQ(office.in(home, "del_user", R"("mobile":"13823781234")"), ok);
    EXPECT_EQ(office.in(home, "del_user", R"("mobile":"13823781234")"), ok);
    const std::int64_t number = allotted(office.get_card(home, zhang));
    EXPECT_NE(number, 123456);
    EXPECT_EQ(boost::json::parse(office.get_card(home, zhang)).at("data").at("is_new"), "false");
    EXPECT_EQ(boost::json::parse(office.get_card(home, zhang)).at("data").at("card_no"), number);
    EXPECT_EQ(code_of(office.get_card(home, li)), 4004);
    EXPECT_EQ(code_of(office.get_card(home, li, R"(,"name":"李四")")), 4004) << "IC mode adds nobody";
}

TEST(shankai_card, of_an_id_community_is_allotted_and_never_set)
{
    property_office office;
    const std::string home = office.create("梨花园", "0");
    EXPECT_EQ(office.set_card(home, zhang, "123456"), R"({"errcode":4007,"errmsg":"ID卡模式不能设置卡号"})");
    EXPECT_EQ(office.get_card(home, zhang), R"({"errcode":4000,"errmsg":"缺少参数: name"})");
    EXPECT_EQ(code_of(office.get_card(home, zhang, R"(,"name":"")")), 4000);
    EXPECT_EQ(code_of(office.get_card(home, zhang, R"(,"name":null)")), 4000);
    const std::int64_t number = allotted(office.get_card(home, zhang, R"(,"name":"张三")"));
    EXPECT_EQ(boost::json::parse(office.get_card(home, zhang)).at("data").at("card_no"), number);
    EXPECT_NE(allotted(office.get_card(home, li, R"(,"name":"李四")")), number);
    EXPECT_EQ(office.in(home, "del_user", R"("mobile":"13823781234")"), ok);
    EXPECT_NE(allotted(office.get_card(home, zhang)), number) << "never the one that was given back";
}

TEST(shankai_card, of_a_resident_of_another_community_is_4011_and_of_another_client_s_4004)
{
    property_office office;
    const std::string home = office.create();
    const std::string sister = office.create("梨花园");
    office.set_card(sister, zhang, "1");
    EXPECT_EQ(office.get_card(home, zhang), R"({"errcode":4011,"errmsg":"该用户在本小区没有开通权限"})");
    EXPECT_EQ(code_of(office.in(home, "del_user", R"("mobile":"13823781234")")), 4011);
    const std::string foreign = office.create_for(office.two, "桃花园");
    office.post("set_card_no",
                R"({"org_id":")" + foreign + R"(","mobile":"13911111111","name":"李四","card_no":1})",
                office.two);
    EXPECT_EQ(office.get_card(home, li), R"({"errcode":4004,"errmsg":"手机号找不到对应的用户"})");
    EXPECT_EQ(office.set_card(home, zhang, "2"), ok) << "and may have a card here as well";
    EXPECT_EQ(code_of(office.get_card(home, zhang)), 0);
}

TEST(shankai_card, and_token_s_community_live_through_a_restart_and_tokens_do_not)
{
    property_office office;
    const std::string home = office.create();
    office.set_card(home, zhang, "123456");
    office.house.restart();
    EXPECT_EQ(code_of(office.get_card(home, zhang)), 4002);
    office.one = office.take_token("app-one", "secret-one");
    EXPECT_EQ(data_of(office.get_card(home, zhang)),
              R"({"card_no":123456,"card_no_hex":"0x1E240","is_new":"false"})");
}

}  // namespace
}  // namespace gatehouse::wire::shankai::test
