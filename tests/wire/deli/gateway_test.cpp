#include "ops/checkins.hpp"
#include "ops/roster.hpp"
#include "store/holdings.hpp"
#include "store/organizations.hpp"
#include "store/people.hpp"
#include "store/punches.hpp"
#include "wire/deli/device_calls.hpp"
#include "wire/deli/the_gateway.hpp"

#include <boost/json/serialize.hpp>

#include <set>

namespace gatehouse::wire::deli {
namespace {

using test::noon;

class the_gateway : public test::gateway_test {
protected:
    static envelope push()
    {
        return {
            "r3", "370000000000000001", "DL3785W_1", noon, 500, R"({"cmd":"user_sync","payload":[1.10]})"};
    }
};

TEST_F(the_gateway, hands_a_message_to_a_connected_device_at_once)
{
    EXPECT_EQ(ask(push()), boost::json::parse(R"({"code":0,"msg":"","time":1780000000})"));
    EXPECT_EQ(devices.sent,
              std::vector<std::string>{
                  R"({"mid":"r3","from":"370000000000000001","to":"DL3785W_1","time":1780000000,)"
                  R"("action":301,"data":{"cmd":"user_sync","payload":[1.10]}})"});
    envelope nameless = push();
    nameless.mid.reset();
    EXPECT_EQ(code_of(nameless), 0);
    EXPECT_EQ(read_message(devices.sent.at(1)).what.mid.value().size(), 32U);
    const std::string numbers =
        R"({"from":370000000000000001,"to":"DL3785W_1","time":1780000000,"action":500,)"
        R"("data":{"cmd":"x"}})";
    const std::string right = message_signature(500, "370000000000000001", "DL3785W_1",
                                                base::secret("demo-app-key"), noon);
    EXPECT_EQ(ask(numbers, right).at("code"), 0) << "1.0 writes ids as numbers";
    std::string shouted = right;
    for (char& each : shouted)
        each = static_cast<char>(std::toupper(static_cast<unsigned char>(each)));
    EXPECT_EQ(ask(numbers, shouted).at("code"), 0);
}

TEST_F(the_gateway, knows_whom_a_device_holds_by_what_was_sent_and_what_it_says)
{
    home.write([](store::transaction& in) {
        for (const char* name : {"p1", "p2", "p3"})
            store::insert_person(in, {{}, {1}, name, {}, {}, "employee", {}, {}});
    });
    const auto push = [this](std::string payload) {
        return code_of({"r", "370000000000000001", "DL3785W_1", noon, 500,
                        R"({"cmd":"user_sync","payload":)" + std::move(payload) + "}"});
    };
    // The device asks, with the stamp up to which it has the people.
    const auto asks = [this](std::int64_t stamp) {
        const auto what = read_uplink(home.keys(), "DL3785W_1",
                                      R"({"mid":"s)" + std::to_string(stamp) +
                                          R"(","action":300,"data":{"cmd":"user_sync","payload":{"size":10,)"
                                          R"("update_time":)" +
                                          std::to_string(stamp) + "}}}",
                                      home.clock.now());
        home.write([&](store::transaction& in) { answer_uplink(in, what, {}, home.clock.now()); });
    };
    const auto held = [this] {
        home.write([](store::transaction&) {});  // behind what was noted
        std::string text;
        for (const auto& each : store::holdings_of(*home.database().reader(), model::device_id{1})) {
            text.append(text.empty() ? "" : " ").append(std::to_string(each.person.value));
            for (const std::string& feature : each.features)
                text.append("+").append(feature);
            text.append(each.is_removal ? "-" : ":").append(model::name_of(each.state));
            text.append(each.holds ? "" : "!");
        }
        return text;
    };
    devices.lost = true;
    EXPECT_EQ(push(R"([{"user_id":1,"name":"p1","fp":"RlA="}])"), 102);
    EXPECT_EQ(held(), "") << "what never left is not held";
    devices.lost = false;
    EXPECT_EQ(push(R"({"update_time":500,"users":[{"user_id":"1","fp":["a"],"fa":[]},{"user_id":2},)"
                   R"({"user_id":"9","fp":"x"},7,{"name":"no id"}]})"),
              0);
    EXPECT_EQ(devices.sent.size(), 1U);
    EXPECT_NE(devices.sent[0].find(R"({"user_id":"9","fp":"x"},7,{"name":"no id"}])"), std::string::npos)
        << "it is passed on as it came";
    EXPECT_EQ(held(), "1+fp:sent 2:sent") << "nobody is 9";
    asks(500);
    EXPECT_EQ(held(), "1+fp:sent 2:sent") << "what was not acknowledged is not confirmed";
    devices.acknowledge();
    EXPECT_EQ(held(), "1+fp:arrived 2:arrived");
    asks(499);
    EXPECT_EQ(held(), "1+fp:arrived 2:arrived");
    asks(500);
    EXPECT_EQ(held(), "1+fp:confirmed 2:confirmed");

    home.write([](store::transaction& in) {
        store::end_person(in, store::find_person(in.sql, {2}).value(), base::from_milliseconds(1));
    });
    EXPECT_EQ(push(R"({"update_time":600,"users":[{"user_id":2,"delete":true}]})"), 0);
    EXPECT_EQ(held(), "1+fp:confirmed 2-sent") << "told to remove who left, it still holds them";
    devices.acknowledge();
    asks(600);
    EXPECT_EQ(held(), "1+fp:confirmed 2-confirmed!");

    EXPECT_EQ(push(R"([{"user_id":1,"fp":"RlA=","fa":"RkE="}])"), 0);
    devices.acknowledge();
    asks(600);
    EXPECT_EQ(held(), "1+fa+fp:arrived 2-confirmed!") << "without a stamp a later one than before is awaited";
    asks(601);
    EXPECT_EQ(held(), "1+fa+fp:confirmed 2-confirmed!");

    EXPECT_EQ(push(R"({"reset":true,"total_count":1,"update_time":700,"users":[{"user_id":3,"fp":["a"]}]})"),
              0);
    devices.acknowledge();
    EXPECT_EQ(held(), "1+fa+fp-arrived 2-confirmed! 3+fp:arrived") << "who is not in it is to go";
    asks(700);
    EXPECT_EQ(held(), "1-confirmed! 2-confirmed! 3+fp:confirmed");

    // Many in one message are written in slices; of many sendings few are remembered.
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(push(R"({"update_time":)" + std::to_string(800 + i) + R"(,"users":[{"user_id":3}]})"), 0);
    EXPECT_EQ(held(), "1-confirmed! 2-confirmed! 3+fp:sent");
    std::string many;
    for (int i = 0; i < 1100; ++i)
        many += (i > 0 ? "," : "") + std::string(R"({"user_id":)") + std::to_string(i % 3 + 1) + "}";
    EXPECT_EQ(push("[" + many + "]"), 0);
    EXPECT_EQ(held(), "1:sent 2:sent 3+fp:sent");
}

TEST_F(the_gateway, refuses_in_the_order_of_the_checks)
{
    const auto with = [](auto change) {
        envelope made = push();
        change(made);
        return made;
    };
    home.write([](store::transaction& in) {
        store::app_entry after = *store::find_app(in.index, "38");
        after.what.suspended = true;
        store::put_app(in, after);
    });
    EXPECT_EQ(ask("{", "").at("code"), 100);
    EXPECT_EQ(code_of(with([](envelope& e) { e.from.reset(); })), 100);
    EXPECT_EQ(code_of(with([](envelope& e) { e.time.reset(); })), 100);
    EXPECT_EQ(code_of(with([](envelope& e) { e.from = "99"; })), 101);
    EXPECT_EQ(code_of(with([](envelope& e) { e.from = "38"; }), "wrong"), 105) << "before its signature";
    EXPECT_EQ(code_of(with([](envelope& e) { e.time = 0; }), "wrong"), 101) << "before its time";
    EXPECT_EQ(ask(write_message(push()), "").at("code"), 101);
    EXPECT_EQ(code_of(with([](envelope& e) { e.time = noon - 601; })), 104);
    EXPECT_EQ(code_of(with([](envelope& e) { e.time = noon + 601; })), 104);
    EXPECT_EQ(code_of(with([](envelope& e) { e.time = std::numeric_limits<std::int64_t>::min(); })), 104);
    EXPECT_EQ(code_of(with([](envelope& e) { e.time = noon - 600; })), 0);
    EXPECT_EQ(code_of(with([](envelope& e) { e.action = 999; })), 106);
    EXPECT_EQ(code_of(with([](envelope& e) { e.data.reset(); })), 100);
    EXPECT_EQ(code_of(with([](envelope& e) { e.data = R"({"payload":1})"; })), 100);
    EXPECT_EQ(code_of(with([](envelope& e) { e.to = "DL3785W_9"; })), 107);
    EXPECT_EQ(code_of(with([](envelope& e) { e.to.reset(); })), 107);
    EXPECT_EQ(code_of(with([](envelope& e) { e.to = "DL3785W_2"; })), 102);
    EXPECT_EQ(devices.sent.size(), 1U);
    home.services().devices = nullptr;
    EXPECT_EQ(code_of(push()), 102);
}

TEST_F(the_gateway, says_what_a_device_of_the_app_s_is)
{
    const auto query = [this](const std::string& data, const std::string& app = "370000000000000001",
                              std::string_view key = "demo-app-key") {
        return boost::json::serialize(ask(envelope{"g", app, {}, noon, 508, data}, key));
    };
    EXPECT_EQ(query(R"({"device_id":"DL3785W_1"})"),
              R"({"code":0,"msg":"","action":508,"time":1780000000,"data":{"code":0,"msg":"","org_id":"1",)"
              R"("device_id":"DL3785W_1","status":1,"name":"Front door","product":{"model":"DL3785W",)"
              R"("name":"Machine","type":"KQ","features":[{"type":"fa"},{"type":"fp"}]}}})");
    EXPECT_EQ(boost::json::parse(query(R"({"device_id":"DL3785W_2"})")).at("data").at("status"), 0);
    constexpr std::string_view unbound =
        R"({"code":107,"msg":"device is not bound to this app","action":508,)"
        R"("time":1780000000,"data":{"code":107,)"
        R"("msg":"device is not bound to this app"}})";
    EXPECT_EQ(query(R"({"device_id":"DL3785W_9"})"), unbound);
    EXPECT_EQ(query(R"({"device_id":"DL3785W_1"})", "38", "other-key"), unbound);
    EXPECT_EQ(boost::json::parse(query("{}")).at("code"), 100);
}

TEST_F(the_gateway, hands_out_the_roster_page_by_page_and_then_what_changed)
{
    home.write([](store::transaction& in) {
        store::app_entry after = *store::find_app(in.index, "370000000000000001");
        after.what.address_book = true;
        store::put_app(in, after);
        const auto unit = store::insert_unit(in, {{}, {1}, {}, "department", "R&D", {}, {}});
        for (int i = 0; i < 1200; ++i)
            store::insert_person(in, {{},
                                      {1},
                                      "p" + std::to_string(i),
                                      {},
                                      std::to_string(i),
                                      "employee",
                                      i == 0 ? std::optional{unit} : std::nullopt,
                                      {}});
    });
    const auto page = [this](std::int64_t since, std::string_view target = "user") {
        const auto reply = ask(envelope{"g", "370000000000000001", "1", noon, 507,
                                        R"({"update_time":)" + std::to_string(since) + R"(,"target":")" +
                                            std::string(target) + R"(","size":5000})"});
        EXPECT_EQ(reply.at("code"), 0);
        EXPECT_EQ(reply.at("action"), 507);
        return reply.at("data").as_object();
    };
    std::int64_t since = -1;
    std::vector<std::size_t> sizes;
    std::set<std::string> ids;
    for (auto data = page(since); data.if_contains("users"); data = page(since)) {
        if (since == -1)
            EXPECT_EQ(boost::json::serialize(data.at("users").as_array().at(0)),
                      R"({"user_id":"1","name":"p0","empno":"0","dept_ids":["1"],"admin":false})");
        sizes.push_back(data.at("users").as_array().size());
        for (const auto& each : data.at("users").as_array())
            ids.emplace(each.at("user_id").as_string());
        EXPECT_EQ(data.at("total"), 1200 - 500 * (sizes.size() - 1));
        EXPECT_GT(data.at("update_time").as_int64(), since);
        since = data.at("update_time").as_int64();
    }
    EXPECT_EQ(sizes, (std::vector<std::size_t>{500, 500, 200}));
    EXPECT_EQ(ids.size(), 1200U);
    EXPECT_EQ(page(since).at("update_time"), since) << "nothing is newer";
    home.write([](store::transaction& in) {
        store::end_person(in, store::find_person(in.sql, {7}).value(), base::from_milliseconds(1));
        model::person named = store::find_person(in.sql, {5}).value();
        named.name = "new";
        store::update_person(in, named);
    });
    EXPECT_EQ(boost::json::serialize(page(since).at("users")),
              R"([{"user_id":"7","delete":true},{"user_id":"5","name":"new","empno":"4","dept_ids":[],)"
              R"("admin":false}])");
    const auto administrator = [](std::int64_t who) {
        return [who](store::transaction& in) {
            EXPECT_TRUE(
                ops::change_organization(in, {1}, {.administrator = model::person_id{who}}, {"test", {}}));
        };
    };
    home.write(administrator(9));
    since = page(since).at("update_time").as_int64();
    home.write(administrator(3));
    EXPECT_EQ(boost::json::serialize(page(since).at("users")),
              R"([{"user_id":"3","name":"p2","empno":"2","dept_ids":[],"admin":true},)"
              R"({"user_id":"9","name":"p8","empno":"8","dept_ids":[],"admin":false}])")
        << "who stands for it, and who does no more";
    EXPECT_EQ(page(-1).at("total"), 1199) << "who is gone is not news to whom knows nobody";
    EXPECT_EQ(boost::json::serialize(page(-1, "dept").at("depts")),
              R"([{"dept_id":"1","name":"R&D","pid":"0"}])");
}

TEST_F(the_gateway, hands_out_no_roster_to_whom_it_is_not_given)
{
    const auto code_for = [this](const std::string& data, const std::string& app = "370000000000000001",
                                 std::string_view key = "demo-app-key") {
        return code_of({"g", app, "system", noon, 507, data}, key);
    };
    const std::string right = R"({"org_id":"1","update_time":-1,"target":"user","size":10})";
    EXPECT_EQ(code_for(right), 103);
    home.write([](store::transaction& in) {
        for (const std::string app : {"370000000000000001", "38"}) {
            store::app_entry after = *store::find_app(in.index, app);
            after.what.address_book = true;
            store::put_app(in, after);
        }
    });
    EXPECT_EQ(code_for(right), 0);
    EXPECT_EQ(code_for(right, "38", "other-key"), 107) << "nobody installed it";
    for (const std::string_view wrong : {R"("org_id":"2")", R"("org_id":"x")", R"("org_id":null)"})
        EXPECT_EQ(code_for(std::string(right).replace(1, 12, wrong)), 107) << wrong;
    for (const std::string_view wrong : {R"({"org_id":"1","update_time":-1,"target":"user"})",
                                         R"({"org_id":"1","update_time":-1,"target":"user","size":0})",
                                         R"({"org_id":"1","update_time":-1,"target":"door","size":1})",
                                         R"({"org_id":"1","target":"user","size":1})", "{}"})
        EXPECT_EQ(code_for(std::string(wrong)), 100) << wrong;
}

TEST_F(the_gateway, takes_a_reported_checkin_as_the_punch_that_the_device_brings)
{
    constexpr std::string_view seen = R"("client_type":"device","event_type":"user_checkin",)"
                                      R"("event_data":{"id_type":"fp","time":1503025335})";
    const auto report = [this](std::string_view user, std::string_view device, std::string_view rest) {
        const std::string data = R"({"user_id":)" + std::string(user) + R"(,"client_id":")" +
                                 std::string(device) + R"(",)" + std::string(rest) + "}";
        return code_of({{}, "370000000000000001", {}, noon, 600, data});
    };
    home.write([](store::transaction& in) {
        store::insert_person(in, {{}, {1}, "Li Si", {}, {}, "employee", {}, {}});
    });
    EXPECT_EQ(report(R"("1")", "DL3785W_1", seen), 0);
    EXPECT_EQ(report("1", "DL3785W_1", seen), 0) << "once more it is the same";
    const auto all = store::punches_before(*home.database().reader(), home.keys(), {}, 0, 10);
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].person_name, "Li Si");
    EXPECT_EQ(all[0].punch.what.device.value, 1);
    EXPECT_EQ(all[0].punch.what.source.value, 0) << "as the device itself brings it";
    EXPECT_EQ(all[0].punch.what.method, model::punch_method::fingerprint);
    EXPECT_EQ(all[0].punch.what.device_time, base::from_milliseconds(1'503'025'335'000));
    EXPECT_EQ(report("9", "DL3785W_1", seen), 103) << "nobody there";
    EXPECT_EQ(report("1", "DL3785W_9", seen), 107);
    EXPECT_EQ(
        report("1", "DL3785W_1", R"("client_type":"device","event_type":"user_checkin","event_data":{})"),
        100);
    EXPECT_EQ(store::last_punch(*home.database().reader()).value, 1);
}

TEST_F(the_gateway, answers_what_is_no_call_in_its_own_shape)
{
    EXPECT_EQ(home.ask({.method = net::verb::get, .path = "/gateway"}).status, 405U);
    const net::reply refused = home.router().refusal(413, "/gateway", "too large");
    EXPECT_EQ(refused.status, 413U);
    EXPECT_EQ(boost::json::parse(refused.body).at("code"), 100);
}

TEST_F(the_gateway, tells_devices_where_to_connect)
{
    EXPECT_EQ(home.ask({.method = net::verb::get, .path = "/access_list"}).body,
              R"({"MQTT":["tcp://127.0.0.1:1883","ssl://127.0.0.1:8883"]})");
    home.services().devices = nullptr;
    EXPECT_EQ(home.ask({.method = net::verb::get, .path = "/access_list"}).body, R"({"MQTT":[]})");
}

}  // namespace
}  // namespace gatehouse::wire::deli
