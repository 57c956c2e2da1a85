#include "store/credentials.hpp"
#include "wire/shankai/property_office.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::shankai::test {
namespace {

using model::credential_status;

class shankai_door : public testing::Test {
protected:
    shankai_door() : home_(office_.create())
    {
        office_.set_card(home_, zhang, "123456");
        office_.in(home_, "add_door", R"("name":"东门")");
    }

    std::string open(std::string_view what)
    {
        return office_.in(home_, "open_door", R"("door_id":"1",)" + std::string(what));
    }
    void mark(credential_status status)
    {
        office_.house.write([&](store::transaction& in) {
            const auto digest = store::shown_card(in.keys, {1}, "n:01e240", "").digest;
            model::credential held = *store::find_credential(in.index, digest);
            held.status = status;
            store::update_credential(in, held, digest);
        });
    }
    void pass(std::chrono::seconds time) { office_.house.clock.set(office_.house.clock.now() + time); }

    property_office office_;
    std::string home_;
};

TEST_F(shankai_door, is_added_listed_and_deleted)
{
    EXPECT_EQ(office_.in(home_, "add_door", R"("name":"西门")"),
              R"({"errcode":0,"errmsg":"ok","data":{"door_id":"2"}})");
    EXPECT_EQ(office_.in(home_, "add_door", R"("name":"西门")"),
              R"({"errcode":4009,"errmsg":"该门禁已添加"})");
    EXPECT_EQ(office_.in(home_, "get_doors"),
              R"({"errcode":0,"errmsg":"ok","data":{"doors":[{"door_id":"1","name":"东门"},)"
              R"({"door_id":"2","name":"西门"}]}})");
    EXPECT_EQ(office_.in(home_, "del_door", R"("door_id":"1")"), ok);
    EXPECT_EQ(office_.in(home_, "del_door", R"("door_id":"1")"), R"({"errcode":4010,"errmsg":"该门不存在"})");
    EXPECT_EQ(office_.in(home_, "del_door", R"("name":"西门")"), ok);
    EXPECT_EQ(code_of(office_.in(home_, "del_door", R"("name":"西门")")), 4010);
    EXPECT_EQ(office_.in(home_, "get_doors"), R"({"errcode":0,"errmsg":"ok","data":{"doors":[]}})");
    EXPECT_EQ(code_of(open(R"("card_no":123456)")), 4010);
    EXPECT_EQ(office_.in(home_, "add_door", R"("name":"西门")"),
              R"({"errcode":0,"errmsg":"ok","data":{"door_id":"3"}})");
}

TEST_F(shankai_door, opens_for_a_card_in_every_form_and_for_a_mobile)
{
    EXPECT_EQ(open(R"("card_no":123456)"), R"({"errcode":0,"errmsg":"ok","data":{"record_id":"1"}})");
    EXPECT_EQ(open(R"("card_no":"123456")"), R"({"errcode":0,"errmsg":"ok","data":{"record_id":"1"}})")
        << "sent again";
    pass(std::chrono::seconds(1));
    EXPECT_EQ(open(R"("card_no":"0x1e240")"), R"({"errcode":0,"errmsg":"ok","data":{"record_id":"2"}})");
    EXPECT_EQ(open(R"("mobile":"13823781234")"), R"({"errcode":0,"errmsg":"ok","data":{"record_id":"3"}})");
    EXPECT_EQ(office_.in(home_, "open_door", R"("name":"东门","mobile":"13823781234")"),
              R"({"errcode":0,"errmsg":"ok","data":{"record_id":"3"}})");
}

TEST_F(shankai_door, stays_shut_for_a_reason_that_is_said_and_kept)
{
    EXPECT_EQ(open(R"("card_no":7)"),
              R"({"errcode":4013,"errmsg":"不能通行：该卡或手机号在本小区没有通行权限"})");
    EXPECT_EQ(code_of(open(R"("mobile":"13911111111")")), 4013);
    mark(credential_status::lost);
    EXPECT_EQ(open(R"("card_no":123456)"), R"({"errcode":4013,"errmsg":"不能通行：该卡已挂失"})");
    EXPECT_EQ(code_of(open(R"("mobile":"13823781234")")), 0) << "the owner is still who they are";
    mark(credential_status::suspended);
    EXPECT_EQ(open(R"("card_no":123456)"), R"({"errcode":4013,"errmsg":"不能通行：该卡已停用"})");
    EXPECT_EQ(code_of(open(R"("mobile":"13823781234")")), 4013);
    EXPECT_EQ(code_of(office_.set_card(home_, zhang, "123456")), 4013)
        << "a suspended card is not handed out again";
    mark(credential_status::active);
    pass(std::chrono::seconds(1));
    EXPECT_EQ(code_of(open(R"("card_no":123456)")), 0);
    office_.in(home_, "del_user", R"("mobile":"13823781234")");
    EXPECT_EQ(code_of(open(R"("card_no":123456)")), 4013);
    EXPECT_EQ(code_of(open(R"("mobile":"13823781234")")), 4013);
}

TEST_F(shankai_door, opens_for_no_card_of_another_community)
{
    const std::string sister = office_.create("梨花园");
    office_.set_card(sister, li, "7", "李四");
    EXPECT_EQ(code_of(open(R"("card_no":7)")), 4013);
    EXPECT_EQ(code_of(office_.in(sister, "open_door", R"("door_id":"1","card_no":7)")), 4010)
        << "nor is the door known there";
}

TEST_F(shankai_door, has_records_of_all_who_passed_or_did_not)
{
    open(R"("card_no":123456)");
    pass(std::chrono::seconds(1));
    open(R"("mobile":"13823781234")");
    pass(std::chrono::seconds(1));
    open(R"("card_no":"0xAB")");
    const std::string third =
        R"({"record_id":"3","time":"2026-05-29 04:26:42","door_id":"1","door_name":"东门","method":"card",)"
        R"("card_no":"0xAB","mobile":"","name":"","opened":"false",)"
        R"("reason":"不能通行：该卡或手机号在本小区没有通行权限"})";
    const std::string second =
        R"({"record_id":"2","time":"2026-05-29 04:26:41","door_id":"1","door_name":"东门","method":"mobile",)"
        R"("card_no":"","mobile":"13823781234","name":"张三","opened":"true","reason":""})";
    const std::string first =
        R"({"record_id":"1","time":"2026-05-29 04:26:40","door_id":"1","door_name":"东门","method":"card",)"
        R"("card_no":"123456","mobile":"13823781234","name":"张三","opened":"true","reason":""})";
    const auto records = [&](std::string_view more = {}) {
        return data_of(office_.in(home_, "get_records", more));
    };
    const auto all = [](const std::string& items) {
        return R"({"records":[)" + items + R"(],"cursor":null})";
    };
    EXPECT_EQ(records(), all(third + "," + second + "," + first));
    EXPECT_EQ(records(R"("start":"2026-05-29 04:26:41")"), all(third + "," + second));
    EXPECT_EQ(records(R"("start":1780000001,"end":1780000002)"), all(second));
    EXPECT_EQ(records(R"("end":"1780000001")"), all(first)) << "the end itself is out";
    EXPECT_EQ(records(R"("start":"2027-01-01 00:00:00")"), all(""));

    const std::string page = records(R"("size":2)");
    const std::string cursor(boost::json::parse(page).at("cursor").as_string());
    EXPECT_EQ(page, R"({"records":[)" + third + "," + second + R"(],"cursor":")" + cursor + R"("})");
    EXPECT_EQ(records(R"("size":"2","cursor":")" + cursor + '"'), all(first));
    office_.in(home_, "del_door", R"("door_id":"1")");
    EXPECT_EQ(records(R"("size":3)"), all(third + "," + second + "," + first))
        << "records outlive their door";
}

TEST_F(shankai_door, s_refusal_and_passage_in_one_second_are_two_records)
{
    open(R"("card_no":777)");
    office_.set_card(home_, li, "777", "李四");
    EXPECT_EQ(open(R"("card_no":777)"), R"({"errcode":0,"errmsg":"ok","data":{"record_id":"2"}})");
    EXPECT_EQ(open(R"("card_no":777)"), R"({"errcode":0,"errmsg":"ok","data":{"record_id":"2"}})");
    const auto records =
        boost::json::parse(office_.in(home_, "get_records")).at("data").at("records").as_array();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].at("opened"), "true");
    EXPECT_EQ(records[1].at("opened"), "false");
    EXPECT_EQ(records[0].at("time"), records[1].at("time"));
}

}  // namespace
}  // namespace gatehouse::wire::shankai::test
