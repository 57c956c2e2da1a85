// What is read off people on its way between machines, apps and the platform: 500, 300, 600, 601; and the
// check of a page.
#include "ops/features.hpp"

#include "ops/faces.hpp"
#include "store/people.hpp"
#include "wire/deli/device_calls.hpp"
#include "wire/deli/the_gateway.hpp"

#include <boost/json/serialize.hpp>

namespace gatehouse::wire::deli {
namespace {

using test::noon;

constexpr std::string_view app = "370000000000000001";
constexpr std::string_view file = R"({
  "organizations": [{"key": "co", "kind": "company", "name": "Example Ltd"},
                    {"key": "x", "kind": "company", "name": "Elsewhere"}],
  "people": [{"organization": "co", "key": "10000", "name": "Zhang San"},
             {"organization": "x", "key": "far", "name": "Far"}],
  "products": [{"model": "DL3785W", "type": "KQ", "key": "k"}],
  "apps": [{"id": "370000000000000001", "key": "demo-app-key"}, {"id": "38", "key": "other-key", "organizations": ["co"]}],
  "devices": [{"id": "DL3785W_1", "organization": "co", "apps": ["370000000000000001"]},
              {"id": "DL3785W_2", "organization": "co", "apps": ["370000000000000001"]}]})";

class features : public test::gateway_test {
protected:
    features() : gateway_test(file) {}

    std::int64_t push(std::string_view data)
    {
        return code_of({"r", std::string(app), "DL3785W_1", noon, 500, std::string(data)});
    }
    std::int64_t report(std::string_view value, std::string_view device = "DL3785W_1")
    {
        return code_of({{},
                        std::string(app),
                        {},
                        noon,
                        600,
                        R"({"user_id":10000,"client_type":"device","client_id":")" + std::string(device) +
                            R"(","event_type":"user_feature_input","event_data":)" + std::string(value) +
                            "}"});
    }
    static std::string finger(std::string_view value)
    {
        return R"([{"feature_type":"fp","feature_value":")" + std::string(value) + R"("}])";
    }
    // From the device to its app.
    void sent(std::string_view data)
    {
        const auto what = read_uplink(home.keys(), "DL3785W_1",
                                      R"({"to":"","time":5,"action":300,"data":)" + std::string(data) + "}",
                                      home.clock.now());
        home.write([&](store::transaction& in) { answer_uplink(in, what, {}, home.clock.now()); });
    }
    // "fp current RlA=", oldest first.
    std::vector<std::string> known()
    {
        std::vector<std::string> found;
        const auto sql = home.database().reader();
        for (const store::feature_row& each : store::features_of(*sql, {1}, 0, 100))
            found.push_back(each.type + " " + std::string(model::name_of(each.state)) + " " +
                            store::feature_value(*sql, home.keys(), each.id));
        return found;
    }
    boost::json::object query()
    {
        return ask(envelope{"q", "38", "system", noon, 601, R"({"user_id":"1","feature_types":["fp","fa"]})"},
                   "other-key");
    }
    void consent(model::consent_purpose to)
    {
        home.write([&](store::transaction& in) {
            ops::record_consent(in, store::find_person(in.sql, {1}).value(),
                                {to, model::consent_giver::self, {}, true, home.clock.now(), "notice"},
                                {"test", home.clock.now()})
                .value();
        });
    }
    using texts = std::vector<std::string>;
};

TEST_F(features, are_taken_where_they_were_asked_for_and_kept_aside_where_not)
{
    constexpr std::string_view order =
        R"({"cmd":"feature_input","payload":{"user_id":10000,"feature_type":"fp"}})";
    sent(R"({"cmd":"fp_input","payload":{"user_id":10000,"fp_data":"A"}})");
    EXPECT_EQ(known(), texts{}) << "nobody asked for it, and it goes to the app all the same";
    EXPECT_EQ(push(order), 0);
    EXPECT_EQ(devices.sent.size(), 1U);
    sent(R"({"cmd":"fa_input","payload":{"user_id":10000,"fa_data":"F"}})");
    sent(R"({"cmd":"fp_input","payload":{"user_id":10000,"fp_data":"A"}})");
    EXPECT_EQ(known(), texts{"fp current A"});
    EXPECT_EQ(report(finger("A")), 0) << "the app says the same of it";
    EXPECT_EQ(known(), texts{"fp current A"});
    EXPECT_EQ(report(finger("B")), 0);
    EXPECT_EQ(report(finger("B")), 0);
    EXPECT_EQ(known(), (texts{"fp current A", "fp aside B"})) << "what was asked for has come";
    EXPECT_EQ(push(order), 0);
    EXPECT_EQ(report(finger("C"), "DL3785W_2"), 0) << "it was asked for elsewhere";
    EXPECT_EQ(report(finger("D")), 0);
    EXPECT_EQ(known(), (texts{"fp superseded A", "fp aside B", "fp aside C", "fp current D"}));
    EXPECT_EQ(push(R"({"cmd":"feature_collect","payload":{"user_id":"10000","feature_type":"card"}})"), 0);
    sent(R"({"cmd":"feature_collect","payload":{"user_id":"10000","input_status":1,"feature_type":"card",)"
         R"("feature_value":"0001"}})");
    EXPECT_EQ(known().back(), "card current 0001");
    EXPECT_EQ(push(order), 0);
    home.clock.set(home.clock.now() + std::chrono::minutes(10));
    EXPECT_EQ(report(finger("E")), 0);
    EXPECT_EQ(known().back(), "fp aside E") << "too late";
}

TEST_F(features, have_limits)
{
    const std::string most(ops::feature_most, 'x');
    struct row {
        std::string event_data;
        std::int64_t code;
    };
    std::string many;
    for (int i = 0; i < 16; ++i)
        many += R"({"feature_type":"fp","feature_value":"x"},)";
    const std::string one = R"({"feature_type":"fp","feature_value":"x"})";
    for (const row& each : std::vector<row>{{finger(most), 0},
                                            {finger(most + "x"), 100},
                                            {"[" + many + one + "]", 100},
                                            {"[]", 100},
                                            {one, 100},
                                            {finger(""), 100},
                                            {R"([{"feature_type":"nose","feature_value":"x"}])", 100}})
        EXPECT_EQ(report(each.event_data), each.code) << each.event_data.substr(0, 80);
    EXPECT_EQ(report(finger("x"), "DL3785W_9"), 107);
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(report(finger(std::to_string(i))), 0);
    EXPECT_EQ(known().size(), ops::features_aside_most);
    EXPECT_EQ(known().back(), "fp aside 19");
    push(R"({"cmd":"feature_input","payload":{"user_id":10000,"feature_type":"fp"}})");
    sent(R"({"cmd":"fp_input","payload":{"user_id":10000,"fp_data":")" + most + "x\"}}");
    EXPECT_EQ(known().size(), ops::features_aside_most);
    for (std::int64_t i = 0; i < store::superseded_most + 3; ++i) {
        push(R"({"cmd":"feature_input","payload":{"user_id":10000,"feature_type":"fa"}})");
        sent(R"({"cmd":"fa_input","payload":{"user_id":10000,"fa_data":")" + std::to_string(i) + "\"}}");
    }
    EXPECT_EQ(known().size(), ops::features_aside_most + store::superseded_most + 1)
        << "the history ends, too";
    EXPECT_EQ(known().back(), "fa current 18");
}

TEST_F(features, are_read_by_an_app_that_may_and_under_a_consent)
{
    push(R"({"cmd":"feature_input","payload":{"user_id":10000,"feature_type":"fp"}})");
    EXPECT_EQ(report(finger("A")), 0);
    EXPECT_EQ(query().at("code"), 106) << "by default nobody may";
    home.write([](store::transaction& in) {
        store::app_entry granted = *store::find_app(in.index, "38");
        granted.what.feature_query = true;
        store::put_app(in, granted);
    });
    EXPECT_EQ(boost::json::serialize(query().at("data")), R"({"features":[]})");
    consent(model::consent_purpose::face);
    EXPECT_EQ(boost::json::serialize(query().at("data")), R"({"features":[]})")
        << "of a face, not of a finger";
    consent(model::consent_purpose::fingerprint);
    EXPECT_EQ(boost::json::serialize(query().at("data")),
              R"({"features":[{"feature_type":"fp","feature_value":"A"}]})");
}

TEST_F(features, on_their_way_to_a_device_are_noted_and_go_to_nobody_elses)
{
    const auto sendings = [&] {
        texts found;
        for (const auto& each : store::sendings_of(*home.database().reader(), {1}))
            found.push_back(each.machine + " " + each.type + (each.consented ? " consented" : ""));
        return found;
    };
    EXPECT_EQ(push(R"({"cmd":"user_sync","payload":[{"user_id":10000,"name":"n"}]})"), 0);
    EXPECT_EQ(sendings(), texts{}) << "no feature in it";
    constexpr std::string_view seed =
        R"({"cmd":"user_sync","payload":[{"user_id":10000,"name":"n","fp":"RlA=","fa":null},{"user_id":77,"fp":"x"}]})";
    EXPECT_EQ(push(seed), 0);
    EXPECT_EQ(devices.sent.back(),
              R"({"mid":"r","from":"370000000000000001","to":"DL3785W_1","time":1780000000,)"
              R"("action":301,"data":)" +
                  std::string(seed) + "}");
    EXPECT_EQ(sendings(), texts{"DL3785W_1 fp"});
    consent(model::consent_purpose::fingerprint);
    EXPECT_EQ(
        push(
            R"({"cmd":"user_sync","payload":{"update_time":1,"users":[{"user_id":1,"fp":["a"],"fa":["b"]}]}})"),
        0);
    EXPECT_EQ(sendings(), (texts{"DL3785W_1 fa", "DL3785W_1 fp consented"}));
    const std::size_t before = devices.sent.size();
    EXPECT_EQ(push(R"({"cmd":"user_sync","payload":[{"user_id":2,"fp":"x"}]})"), 103);
    EXPECT_EQ(push(R"({"cmd":"feature_input","payload":{"user_id":2,"feature_type":"fp"}})"), 103);
    EXPECT_EQ(devices.sent.size(), before) << "it does not leave";
    std::string many;
    for (int i = 0; i < 450; ++i)
        many += R"({"user_id":1,"fp":"x"},)";
    EXPECT_EQ(push(R"({"cmd":"user_sync","payload":[)" + many + R"({"user_id":1,"fa":"x"}]})"), 0);
    EXPECT_EQ(devices.sent.size(), before + 1) << "in slices, and sent once";
    devices.online.clear();
    EXPECT_EQ(push(seed), 102);
}

TEST_F(features, of_a_person_end_with_them)
{
    push(R"({"cmd":"feature_input","payload":{"user_id":10000,"feature_type":"fp"}})");
    EXPECT_EQ(report(finger("A")), 0);
    EXPECT_EQ(report(finger("B")), 0);
    home.write([&](store::transaction& in) {
        ops::take_features(in, store::find_person(in.sql, {1}).value(), {"test", home.clock.now()});
    });
    EXPECT_EQ(known(), texts{});
}

class page_check : public test::gateway_test {
protected:
    page_check() : gateway_test(file) { home.clock.set(base::from_milliseconds(1'508'755'836'000)); }

    net::reply check(std::string_view query, std::string_view path = "/web/v1.0/cd/premission/check/public")
    {
        return home.ask({.method = net::verb::get, .path = std::string(path), .query = std::string(query)});
    }
    std::string code(std::string_view query)
    {
        return std::string(boost::json::parse(check(query).body).at("code").as_string());
    }
    static std::string signed_at(std::string_view time, page_names as = page_names::app)
    {
        return "appId=370000000000000001&noncestr=abcdefg&timestamp=" + std::string(time) +
               "&sign=" + page_signature(app, base::secret("demo-app-key"), "abcdefg", time, as);
    }
};

TEST_F(page_check, knows_the_vector_of_the_specification)
{
    const std::string vector = "appId=370000000000000001&noncestr=abcdefg&timestamp=1508755836&sign=";
    constexpr std::string_view right = R"({"code":"0","msg":"","data":{"code":"0","msg":""}})";
    const net::reply phone = check(vector + "77A89D19CEA26A82FAE12D1EB346D250",
                                   "/app/premission/check/public");
    EXPECT_EQ(phone.body, right);
    EXPECT_EQ(phone.content_type, "application/json");
    const net::reply web = check(vector + "77a89d19cea26a82fae12d1eb346d250&callback=jQuery.x_$1");
    EXPECT_EQ(web.body, "/**/jQuery.x_$1(" + std::string(right) + ");");
    EXPECT_EQ(web.content_type, "application/javascript");
    EXPECT_EQ(std::count(web.headers.begin(), web.headers.end(),
                         std::pair<std::string_view, std::string>("X-Content-Type-Options", "nosniff")),
              1);
}

TEST_F(page_check, takes_either_signature_and_either_time_for_two_hours)
{
    EXPECT_EQ(code(signed_at("1508755836", page_names::service)), "0") << "as 1.0 signs";
    EXPECT_EQ(code(signed_at("1508755836000")), "0") << "milliseconds";
    EXPECT_EQ(code(signed_at("1508748636")), "0") << "two hours";
    EXPECT_EQ(code(signed_at("1508748635")), "104");
    EXPECT_EQ(code(signed_at("1508763037")), "104");
    EXPECT_EQ(code(signed_at("1508755836") + "0"), "101");
    EXPECT_EQ(code("appId=9&noncestr=a&timestamp=1508755836&sign=b"), "101");
    EXPECT_EQ(code("appId=9&noncestr=a&timestamp=now&sign=b"), "100");
    EXPECT_EQ(code("appId=9&timestamp=1508755836&sign=b"), "100");
    for (const std::string_view callback : {"", "1a", "a-b", "alert(1)", "%3Cscript%3E"})
        EXPECT_EQ(check(signed_at("1508755836") + "&callback=" + std::string(callback)).status, 400U)
            << callback;
    EXPECT_EQ(check("callback=" + std::string(64, 'a')).status, 200U);
    EXPECT_EQ(check("callback=" + std::string(65, 'a')).status, 400U);
}

}  // namespace
}  // namespace gatehouse::wire::deli
