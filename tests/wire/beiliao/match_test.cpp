#include "support/audit.hpp"
#include "wire/beiliao/kindergarten.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::beiliao::test {
namespace {

constexpr std::string_view now_seconds = "1780000000";
constexpr std::string_view done_match =
    R"({"data":{"cardnum":"0040856634","members":[{"phone":"13632241882","name":"XXX","registered":true},)"
    R"({"phone":"13632231882","name":"DDD","registered":true}]},"errcode":0,"errmsg":""})";

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

TEST(beiliao_match, takes_a_card_to_a_living_class_when_its_former_one_is_archived)
{
    kindergarten kg;
    kg.match("1", "13632241882,X", "2");
    kg.house.provision(provisioning("open", "archived"));
    EXPECT_EQ(code_of(kg.kick("1", std::string(now_seconds))), 5106);
    EXPECT_EQ(code_of(kg.match("1", "13632241882,X", "2")), 5105);
    EXPECT_EQ(code_of(kg.match("1", "13632241882,X", "1")), 0);
    EXPECT_EQ(code_of(kg.kick("1", "1779999999")), 0);
}

TEST(beiliao_match, takes_no_class_that_is_archived_or_deleted)
{
    for (const std::string_view status : {"archived", "deleted"}) {
        kindergarten kg;
        kg.house.provision(provisioning("open", status));
        EXPECT_EQ(code_of(kg.match("1", "13632241882,X", "2")), 5105) << status;
    }
}

TEST(beiliao_match, takes_a_hundred_accounts_and_not_one_more)
{
    kindergarten kg;
    std::string data;
    for (int i = 0; i < 100; ++i)
        data += std::to_string(13600000000 + i) + ",N" + std::to_string(i) + ";";
    const std::string body = kg.match("1", data);
    EXPECT_EQ(code_of(body), 0);
    EXPECT_NE(body.find(R"({"phone":"13600000099","name":"N99","registered":true}])"), std::string::npos);
    EXPECT_EQ(code_of(kg.match("2", data + "13632241882,X")), 5102);
    EXPECT_EQ(code_of(kg.kick("2", std::string(now_seconds))), 5106) << "nothing of it stands";
}

TEST(beiliao_match, takes_names_of_twenty_characters_and_no_other_text)
{
    const std::string twenty = "一二三四五六七八九十一二三四五六七八九十";
    struct row {
        std::string_view what;
        std::string name;
        int code;
    };
    const std::vector<row> rows{
        {"twenty characters", twenty, 0},
        {"twenty-one", twenty + "一", 5104},
        {"twenty of four bytes", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", 0},
        {"empty", "", 5104},
        {"spaces", "  ", 5104},
        {"a tab inside", "a\tb", 5104},
        {"a zero byte", std::string("a\0b", 3), 5104},
        {"an escape", "a\x1b[1m", 5104},
        {"GBK", "\xbc\xd7", 5104},
        {"half a character", "\xe7\x94", 5104},
    };
    kindergarten kg;
    for (const row& each : rows)
        EXPECT_EQ(code_of(kg.match("1", "13632241882," + each.name)), each.code) << each.what;
}

TEST(beiliao_match, takes_a_phone_as_it_stands)
{
    kindergarten kg;
    for (const std::string_view phone : {"1363224188", "136322418820", "12632241882", "+8613632241882",
                                         "136 3224 1882", "１３６３２２４１８８２", ""})
        EXPECT_EQ(code_of(kg.match("1", std::string(phone) + ",X")), 5103) << phone;
    EXPECT_EQ(code_of(kg.match("1", " 13632241882 , X ")), 0) << "spaces around fields are trimmed";
}

TEST(beiliao_match, answers_the_card_as_it_was_sent_and_reads_it_by_the_client_s_format)
{
    kindergarten kg;  // the first client's format is decimal, the second has none
    const auto match_there = [&kg](const std::string& card) {
        return kg.call("service/card/match", {{"cardnum", card}, {"classid", "3"}, {"data", "13632241882,Y"}},
                       other_appid, other_appsecret, other_authkid);
    };
    const auto answer = [](std::string_view card, std::string_view name, std::string_view registered) {
        return R"({"data":{"cardnum":")" + std::string(card) +
               R"(","members":[{"phone":"13632241882","name":")" + std::string(name) + R"(","registered":)" +
               std::string(registered) + R"(}]},"errcode":0,"errmsg":""})";
    };
    EXPECT_EQ(kg.match("0040856634", "13632241882,X"), answer("0040856634", "X", "true"));
    EXPECT_EQ(code_of(kg.match("0x026F6C3A", "13632241882,X")), 5102) << "no decimal number";
    EXPECT_EQ(match_there("0x026F6C3A"), answer("0x026F6C3A", "Y", "true"));
    EXPECT_EQ(match_there("Card A"), answer("Card A", "Y", "false"));
    const auto kick_there = [&kg](const std::string& card) {
        return code_of(kg.call("service/card/kick",
                               {{"cardnum", card}, {"time_kick", std::string(now_seconds)}}, other_appid,
                               other_appsecret, other_authkid));
    };
    EXPECT_EQ(kick_there("40856634"), 0) << "the same number in decimal";
    EXPECT_EQ(kick_there("CARD A"), 0) << "text compares without regard to case";
    EXPECT_EQ(kick_there("026F6C3A"), 5106) << "hex without 0x is text";
}

TEST(beiliao_match, writes_down_the_account_that_was_added_to_a_card_that_had_some)
{
    kindergarten kg;
    kg.match("1", "13632241882,X");
    const std::size_t before = support::audit_of(kg.house).size();
    kg.match("1", "13632231882,Y");
    EXPECT_EQ(support::audit_of(kg.house, before),
              (std::vector<std::string>{R"(client 1: person.create person/2 of 1 {"before":"","after":"Y"})",
                                        R"(client 1: credential.tell credential/1 of 1 {"person":2})"}));
    kg.match("1", "13632231882,Y;13632241882,X");
    EXPECT_EQ(support::audit_of(kg.house, before + 2), std::vector<std::string>{});
}

}  // namespace
}  // namespace gatehouse::wire::beiliao::test
