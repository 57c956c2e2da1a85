#include "wire/deli/envelope.hpp"

#include "base/bytes.hpp"
#include "base/legacy_digest.hpp"
#include "endpoint/json_reader.hpp"
#include "wire/deli/checkin.hpp"
#include "wire/deli/signature.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <fstream>

namespace gatehouse::wire::deli {
namespace {

// One example of each action, as the specification's appendix has them: a JSON document a line.
std::vector<std::string> fixtures()
{
    std::ifstream file(GATEHOUSE_SOURCE_DIR "/tests/wire/deli/fixtures.jsonl");
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        lines.push_back(line);
    return lines;
}

std::string reply_again(const raw_json& from)
{
    const auto action = from.find("action");
    const auto data = from.find("data");
    gateway_reply reply{from.find("code")->integer().value(),
                        from.find("msg")->string().value(),
                        from.find("time")->integer().value(),
                        {},
                        {}};
    if (action)
        reply.action = action->integer().value();
    if (data)
        reply.data = data->text();
    return write_reply(reply);
}

TEST(a_message, of_every_action_is_read_and_written_again_as_it_was)
{
    const auto all = fixtures();
    ASSERT_EQ(all.size(), 52U);
    std::size_t replies = 0;
    for (const std::string& each : all) {
        const raw_json as_it_was(each);
        if (as_it_was.find("code")) {
            ++replies;
            EXPECT_EQ(boost::json::parse(reply_again(as_it_was)), boost::json::parse(each)) << each;
            continue;
        }
        const read_envelope read = read_message(each);
        EXPECT_FALSE(read.fault) << each << *read.fault;
        EXPECT_EQ(boost::json::parse(write_message(read.what)), boost::json::parse(each)) << each;
        EXPECT_EQ(read_message(write_message(read.what)).what, read.what) << each;
    }
    EXPECT_EQ(replies, 7U);
}

TEST(a_message, keeps_ids_whole_beyond_what_a_double_holds)
{
    const auto read = read_message(
        R"({"mid": 9007199254740993, "from":349944153787858944,"to":"349944153787858945", "time":1.5e9,)"
        R"("action":500.0, "data" : {"user_id":123456789012345678901234567890, "x":1.10} , "pv":"1.0"})");
    EXPECT_EQ(read.fault, std::nullopt);
    EXPECT_EQ(read.what, (envelope{"9007199254740993", "349944153787858944", "349944153787858945", 1500000000,
                                   500, R"({"user_id":123456789012345678901234567890, "x":1.10})"}));
    EXPECT_EQ(raw_json(*read.what.data).find("user_id")->id(), "123456789012345678901234567890");
    EXPECT_EQ(
        write_message(read.what),
        R"({"mid":"9007199254740993","from":"349944153787858944","to":"349944153787858945",)"
        R"("time":1500000000,"action":500,"data":{"user_id":123456789012345678901234567890, "x":1.10}})");
}

TEST(a_message, says_what_is_wrong_and_what_could_be_read_all_the_same)
{
    struct row {
        std::string text;
        std::string_view fault;
        envelope what;
    };
    const envelope named{"m", {}, {}, {}, 102, {}};
    const std::vector<row> rows{
        {"", "the message is no JSON", {}},
        {R"({"action":100,})", "the message is no JSON", {}},
        {"{\"action\":100,\"mid\":\"\xff\"}", "the message is no JSON", {}},
        {R"({"action":100} {})", "the message is no JSON", {}},
        {R"({"action":100，"mid":"1"})", "the message is no JSON", {}},
        {"[100]", "the message is no JSON object", {}},
        {R"({"mid":"m"})", "action is missing", {"m", {}, {}, {}, 0, {}}},
        {R"({"mid":"m","action":"102"})", "action is not of its type", {"m", {}, {}, {}, 0, {}}},
        {R"({"mid":"m","action":102.5})", "action is not of its type", {"m", {}, {}, {}, 0, {}}},
        {R"({"mid":"m","action":18446744073709551616})",
         "action is not of its type",
         {"m", {}, {}, {}, 0, {}}},
        {R"({"mid":"m","from":{},"action":102})", "from is not of its type", named},
        {R"({"mid":"m","to":1.5,"action":102})", "to is not of its type", named},
        {R"({"mid":"m","time":"1502867086","action":102})", "time is not of its type", named},
        {R"({"mid":"m","data":[],"action":102})", "data is not of its type", named},
        {R"({"mid":")" + std::string(65, 'x') + R"(","action":102})",
         "mid is longer than 64 bytes",
         {{}, {}, {}, {}, 102, {}}},
    };
    for (const row& each : rows) {
        const auto read = read_message(each.text);
        EXPECT_EQ(read.fault, each.fault) << each.text;
        EXPECT_EQ(read.what, each.what) << each.text;
    }
}

TEST(a_message, leaves_out_what_is_null_and_takes_the_last_of_two)
{
    const auto read = read_message(
        R"( {"mid":null,"to":"", "time":null,"data":null,"action":1,"act\u0069on":300,"x":{"action":5}} )");
    EXPECT_EQ(read.fault, std::nullopt);
    EXPECT_EQ(read.what, (envelope{{}, {}, "", {}, 300, {}}));
    EXPECT_EQ(write_message(read.what), R"({"to":"","action":300})");
}

TEST(a_message, is_answered_under_its_own_mid_and_action)
{
    const auto asked = read_message(R"({"mid":"1","from":"D_1","to":"system","time":0,"action":100})").what;
    EXPECT_EQ(write_message(reply_to(asked, 1502867044, reply_data(0, ""))),
              R"({"mid":"1","from":"system","to":"D_1","time":1502867044,"action":100,)"
              R"("data":{"code":0,"msg":""}})");
    EXPECT_EQ(reply_data(102, "no \"firmware\"", R"("cmd":"x")"),
              R"({"code":102,"msg":"no \"firmware\"","cmd":"x"})");
}

TEST(a_signature, is_that_of_the_specification_s_vectors)
{
    const base::secret app_key("demo-app-key");
    constexpr std::string_view app = "370000000000000001";
    constexpr std::string_view device = "DL3785W_1234567890";
    EXPECT_EQ(device_password(device, "DL3785W", base::secret("demo-product-key")),
              "f046a20d076c3c5acff2a56106b996ab");
    EXPECT_EQ(message_signature(500, app, device, app_key, 1502867086), "67840033fd48154ad82b1f6853db2612");
    EXPECT_EQ(message_signature(405, device, app, app_key, 1502867086), "02e5365895365d2e01101c04f85b584e");
    EXPECT_EQ(message_signature(400, platform, app, app_key, 1503025335), "ae1e31a5c147f4b8663264d0cd345ccd");
    EXPECT_EQ(message_signature(600, app, "", app_key, 1502867086), "2336ed26e90619c8391512a5ff18eec9");
    EXPECT_EQ(message_signature(600, app, platform, app_key, 1502867086), "c1c0d8d91e152e4ec1b626cb2c5a013b");
    EXPECT_EQ(page_signature(app, app_key, "abcdefg", "1508755836"), "77a89d19cea26a82fae12d1eb346d250");
    EXPECT_NE(page_signature(app, app_key, "abcdefg", "1508755836", page_names::service),
              page_signature(app, app_key, "abcdefg", "1508755836"));
    EXPECT_EQ(base::to_hex(base::md5("/v2.0/cloudappapi1700000000000demo-keydemo-secret")),
              "320fafd3a899600b6dc85324ce2c4063");
}

TEST(a_signature, is_compared_in_either_case_and_whole)
{
    EXPECT_TRUE(same_signature("F046A20D", "f046a20d"));
    for (const std::string_view wrong : {"", "f046a20", "f046a20d0", "f046a20e", "g046a20d"})
        EXPECT_FALSE(same_signature(wrong, "f046a20d")) << wrong;
}

TEST(a_checkin, is_read_in_every_form_that_machines_send)
{
    const std::vector<checkin_row> both{{"1", "fp", 1503025335}, {"349944153787858944", "fa", 1503028318}};
    for (const std::string_view data :
         {R"({"cmd":"checkin","org_id":"1","users":[{"user_id":1,"feature_type":"fp","time":1503025335},
             {"user_id":"349944153787858944","feature_type":"fa","time":1503028318}]})",
          R"({"cmd":"checkin","payload":{"users":[{"user_id":"1","feature_type":"fp","time":1503025335},
             {"user_id":349944153787858944,"feature_type":"fa","time":1503028318}]}})",
          R"({"cmd":"checkin","payload":{"users":[{"user_id":"1","check_type":"fp","check_time":1503025335},
             {"user_id":"349944153787858944","check_type":"fa","check_time":1503028318.0}]}})"}) {
        const checkin read = read_checkin(raw_json(data));
        EXPECT_EQ(read.rows, both) << data;
        EXPECT_EQ(read.unreadable, 0U);
        EXPECT_EQ(command_of(raw_json(data)), "checkin");
    }
}

TEST(a_checkin, reads_the_rows_that_can_be_read)
{
    const checkin read = read_checkin(raw_json(
        R"({"cmd":"checkin","users":[{"user_id":1,"time":5},{"user_id":"","time":5},{"user_id":1},{"time":5},7,
            {"user_id":1.5,"time":5},{"user_id":2,"feature_type":3,"time":"5"},{"user_id":-7,"time":-1}]})"));
    EXPECT_EQ(read.rows, (std::vector<checkin_row>{{"1", "", 5}, {"-7", "", -1}}));
    EXPECT_EQ(read.unreadable, 6U);
    for (const std::string_view none : {R"({"cmd":"checkin"})", R"({"users":{}})", R"({"payload":{}})",
                                        R"({"payload":[],"users":null})", R"({"cmd":"","users":[]})"})
        EXPECT_TRUE(read_checkin(raw_json(none)).rows.empty()) << none;
    EXPECT_EQ(command_of(raw_json(R"({"cmd":""})")), std::nullopt);
    EXPECT_EQ(command_of(raw_json(R"({"cmd":1})")), std::nullopt);
}

}  // namespace
}  // namespace gatehouse::wire::deli
