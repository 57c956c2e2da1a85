#include "wire/deli/app_messages.hpp"

#include "ops/app_news.hpp"
#include "ops/devices.hpp"
#include "support/store_room.hpp"
#include "wire/deli/signature.hpp"
#include "wire/deli/webhook.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::deli {
namespace {

namespace news = model::app_news;
using texts = std::vector<std::string>;

constexpr std::string_view file = R"({
  "organizations": [{"key": "co", "kind": "company", "name": "Example Ltd"}],
  "products": [{"model": "DL3785W", "type": "KQ", "key": "k", "name": "Machine", "features": ["fa", "fp"]}],
  "apps": [{"id": "370000000000000001", "key": "demo-app-key", "name": "Attendance", "webhook": "http://127.0.0.1/h"}],
  "devices": [{"id": "DL3785W_1234567890", "name": "Front door", "organization": "co"}]})";
constexpr base::instant at = base::from_milliseconds(1'503'025'335'999);

class a_message_to_an_app : public testing::Test {
protected:
    a_message_to_an_app() { home.provision(file); }

    ops::app_letter letter(std::int64_t action, std::string data = {})
    {
        ops::app_letter made;
        made.known = home.writer().published();
        const auto* const app = store::find_app(*made.known, "370000000000000001");
        made.to = app->what;
        made.key = app->key;
        made.call.app = app->what.external;
        made.call.device = "DL3785W_1234567890";
        model::app_call& what = made.call.what;
        what.action = action;
        what.mid = "m";
        what.made_at = at;
        what.organization = {1};
        what.data = std::move(data);
        return made;
    }
    std::string data_of(const ops::app_letter& of) { return message_of(of).data.value_or("none"); }

    support::store_room home;
};

TEST_F(a_message_to_an_app, has_every_field_and_the_data_of_its_action)
{
    EXPECT_EQ(write_message(message_of(letter(news::removed))),
              R"({"mid":"m","from":"system","to":"370000000000000001","time":1503025335,"action":401,)"
              R"("data":{"org_id":"1"}})");
    EXPECT_EQ(data_of(letter(news::installed)), R"({"org_id":"1","name":"Example Ltd"})");
    ops::app_letter installed = letter(news::installed);
    installed.administrator = model::person{{5}, {1}, "Li Si", {}, "7", "employee", {}, {}};
    EXPECT_EQ(data_of(installed), R"({"org_id":"1","name":"Example Ltd",)"
                                  R"("org_admin":{"user_id":"5","name":"Li Si","empno":"7"}})");
    const std::string product =
        R"({"model":"DL3785W","name":"Machine","type":"KQ","features":[{"type":"fa"},{"type":"fp"}]})";
    EXPECT_EQ(data_of(letter(news::bound)),
              R"({"org_id":"1","device_id":"DL3785W_1234567890","name":"Front door","status":0,"product":)" +
                  product + "}");
    EXPECT_EQ(data_of(letter(news::unbound)), R"({"org_id":"1","device_id":"DL3785W_1234567890"})");
    EXPECT_EQ(data_of(letter(news::presence)),
              R"({"device_id":"DL3785W_1234567890","name":"Front door","status":0})");
    EXPECT_EQ(data_of(letter(news::roster, "unit")), R"({"org_id":"1","target":"dept"})");
    EXPECT_EQ(data_of(letter(news::roster, "person")), R"({"org_id":"1","target":"user"})");
    EXPECT_EQ(data_of(letter(news::user_event, R"({"user_id":"7","event":"gps"})")),
              R"({"user_id":"7","event":"gps"})");
    ops::app_letter old = letter(news::bound);
    old.to.v10 = true;
    EXPECT_EQ(data_of(old), R"({"org_id":"1","device_id":"DL3785W_1234567890","device_name":"Front door",)"
                            R"("product":"DL3785W","product_type":"KQ",)"
                            R"("product_features":[{"type":"fa"},{"type":"fp"}]})");
    home.write([](store::transaction& in) { ops::note_presence(in, "DL3785W_1234567890", true, at); });
    EXPECT_EQ(data_of(letter(news::presence)),
              R"({"device_id":"DL3785W_1234567890","name":"Front door","status":1})");
}

TEST_F(a_message_to_an_app, carries_a_machine_s_words_to_the_letter)
{
    ops::app_letter of = letter(news::message);
    of.message = R"({"mid":"r1","from":"DL3785W_1234567890","to":"","time":1509984020,"action":300,)"
                 R"("data":{"cmd":"user_sync", "payload":{"size":1.10,"big":9007199254740993}}})";
    EXPECT_EQ(
        write_message(message_of(of)),
        R"({"mid":"r1","from":"DL3785W_1234567890","to":"370000000000000001","time":1509984020,"action":405,)"
        R"("data":{"cmd":"user_sync", "payload":{"size":1.10,"big":9007199254740993}}})");
    of.message = R"({"action":300,"data":{"cmd":"x"}})";
    EXPECT_EQ(write_message(message_of(of)),
              R"({"mid":"m","from":"DL3785W_1234567890","to":"370000000000000001","time":1503025335,)"
              R"("action":405,"data":{"cmd":"x"}})");
}

TEST_F(a_message_to_an_app, is_posted_under_its_signature)
{
    ops::app_letter of = letter(news::installed);
    const net::outgoing_request request = request_of(of);
    EXPECT_EQ(request.url, "http://127.0.0.1/h");
    EXPECT_EQ(request.method, "POST");
    EXPECT_TRUE(request.any_address) << "the operator wrote it in the file";
    EXPECT_EQ(request.body, write_message(message_of(of)));
    EXPECT_EQ(request.headers, (texts{"Content-Type: application/json; charset=UTF-8",
                                      "sig: ae1e31a5c147f4b8663264d0cd345ccd"}));
    EXPECT_EQ(request.deadline, std::chrono::seconds(10));
    EXPECT_EQ(request.connect_deadline, std::chrono::seconds(3));
    of.to.operator_allowed = false;
    EXPECT_FALSE(request_of(of).any_address);
    ops::app_letter said = letter(news::message);
    said.message = R"({"mid":"r1","time":1502867086,"action":300,"data":{"cmd":"x"}})";
    EXPECT_EQ(request_of(said).headers.at(1), "sig: 02e5365895365d2e01101c04f85b584e");
}

TEST(an_app_s_answer, is_success_when_it_is_200_and_never_else)
{
    using model::attempt_end;
    const auto end_of = [](net::outgoing_end end, unsigned status) {
        net::outgoing_answer answer;
        answer.end = end;
        answer.status = status;
        return attempt_of(answer, at).end;
    };
    using enum net::outgoing_end;
    EXPECT_EQ(end_of(answered, 200), attempt_end::delivered);
    for (const unsigned status : {100U, 201U, 204U, 302U, 307U, 400U, 404U, 410U, 500U, 503U})
        EXPECT_EQ(end_of(answered, status), attempt_end::failed) << status;
    EXPECT_EQ(end_of(failed, 0), attempt_end::failed);
    EXPECT_EQ(end_of(refused, 0), attempt_end::refused);
    EXPECT_EQ(end_of(stopped, 0), attempt_end::abandoned);
}

TEST_F(a_message_to_an_app, has_a_sister_to_the_machine)
{
    const auto index = home.writer().published();
    const auto data = [&](store::device_notice what, bool compat) {
        what.device = "DL3785W_1234567890";
        what.organization = {1};
        const envelope told = read_message(notice_of(*index, what, compat, at)).what;
        EXPECT_EQ(told.from, "system");
        EXPECT_EQ(told.to, "DL3785W_1234567890");
        EXPECT_EQ(told.mid.value_or("").size(), 32U);
        EXPECT_EQ(told.time, 1'503'025'335);
        return std::to_string(told.action) + told.data.value_or("");
    };
    EXPECT_EQ(data({0, {}, {}, {}, true}, true), R"(203{"org_id":"1","name":"Example Ltd","status":1})");
    EXPECT_EQ(
        data({0, {}, {}, {1}, false}, true),
        R"(204{"app_id":"370000000000000001","service_id":"370000000000000001","name":"Attendance","status":0})");
    EXPECT_EQ(data({0, {}, {}, {1}, true}, false),
              R"(204{"app_id":"370000000000000001","name":"Attendance","status":1})");
}

}  // namespace
}  // namespace gatehouse::wire::deli
