#include "api/things.hpp"
#include "store/device_orders.hpp"
#include "store/messages.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using net::verb;

constexpr std::string_view device = "/api/v1/devices/1";

class machines : public testing::Test {
protected:
    machines() { at.house.services().devices = &links; }

    net::reply post(const std::string& path, const std::string& body)
    {
        return ask(at, verb::post, "/api/v1/" + path, body);
    }
    unsigned does(verb how, std::string_view path, const std::string& body = {},
                  const std::string& key = "admin-key")
    {
        return ask(at, how, std::string(path), body, key).status;
    }
    // Product 1, device 1.
    void register_one()
    {
        ASSERT_EQ(post("products", R"({"model":"M","type":"KQ","key":"product key"})").status, 201U);
        ASSERT_EQ(post("devices", R"({"identifier":"M_1"})").status, 201U);
    }
    store::device_entry known() { return *store::find_device(*at.house.writer().published(), "M_1"); }
    std::string product_key()
    {
        return std::string(store::find_product(*at.house.writer().published(), "M")->key.reveal());
    }

    connected_machines links;
    site at;
    std::size_t before = support::audit_of(at.house).size();
};

TEST_F(machines, have_a_product_whose_key_is_shown_once)
{
    const net::reply made = post("products",
                                 R"({"model":"M","type":"KQ","features":[{"type":"fp","version":"3"}]})");
    EXPECT_EQ(made.status, 201U);
    EXPECT_EQ(text_of(made, "key"), product_key());
    EXPECT_EQ(product_key().size(), 32U);
    const std::string item = R"({"id":1,"model":"M","type":"KQ","name":"M",)"
                             R"("features":[{"type":"fp","version":"3"}],"may_unbind":false,)"
                             R"("created_at":"2026-05-28T20:26:40Z"})";
    EXPECT_EQ(at.get("/api/v1/products/1").body, item);
    EXPECT_EQ(at.get("/api/v1/products").body, R"({"items":[)" + item + R"(],"next":null})");
    EXPECT_EQ(post("products", R"({"model":"M","type":"KQ"})").status, 409U);
    EXPECT_EQ(post("products", R"({"model":"lower","type":"KQ"})").status, 422U);
    const net::reply changed = ask(at, verb::patch, "/api/v1/products/1",
                                   R"({"may_unbind":true,"features":[]})");
    EXPECT_EQ(json_of(changed).at("may_unbind"), true);
    EXPECT_TRUE(json_of(changed).at("features").as_array().empty());
    EXPECT_EQ(ask(at, verb::put, "/api/v1/products/1/key", R"({"key":"given"})").body, R"({"key":null})");
    EXPECT_EQ(product_key(), "given");
    at.house.restart();
    EXPECT_EQ(product_key(), "given");
    EXPECT_EQ(support::audit_of(at.house, before),
              (std::vector<std::string>{
                  "key admin: product.create product/1 of 0 {}",
                  R"(key admin: product.update product/1 of 0 {"changed":["features","may_unbind"],)"
                  R"("values":{"may_unbind":["false","true"]}})",
                  R"(key admin: product.update product/1 of 0 {"changed":["key"]})"}));
}

TEST_F(machines, are_registered_before_they_connect_perhaps_with_a_password_of_their_own)
{
    register_one();
    EXPECT_EQ(
        at.get(std::string(device)).body,
        R"({"id":1,"identifier":"M_1","name":"M_1","product_id":1,"model":"M","version":"",)"
        R"("properties":null,"organization_id":null,"apps":[],"locked":false,"online":true,"account":null,)"
        R"("accessed_at":null,"created_at":"2026-05-28T20:26:40Z"})");
    EXPECT_EQ(post("devices", R"({"identifier":"M_1"})").status, 409U);
    for (const char* const none : {"M", "m_1", "X_1", "M_1_2"})
        EXPECT_EQ(post("devices", std::string(R"({"identifier":")") + none + "\"}").status, 422U) << none;
    const net::reply with_own = post("devices", R"({"identifier":"M_2","account":{"user":"door"}})");
    EXPECT_EQ(text_of(with_own, "account"), "door");
    EXPECT_EQ(text_of(with_own, "password").size(), 32U);
    const net::reply given = ask(at, verb::put, std::string(device) + "/account",
                                 R"({"user":"gate","password":"its own"})");
    EXPECT_EQ(given.body, R"({"password":null})");
    at.house.restart();
    ASSERT_TRUE(known().account);
    EXPECT_EQ(known().account->password.reveal(), "its own");
    EXPECT_EQ(does(verb::delete_, std::string(device) + "/account"), 204U);
    EXPECT_FALSE(known().account);
    EXPECT_EQ(support::audit_of(at.house).back(),
              R"(key admin: device.update device/1 of 0 {"changed":["account","password"],)"
              R"("values":{"account":["gate",""]}})");
}

TEST_F(machines, are_one_organization_s_until_they_are_unbound)
{
    register_one();
    const std::string home = std::string(device) + "/organization";
    EXPECT_EQ(does(verb::get, device, {}, "site-key"), 404U) << "nobody's, it is the operator's";
    EXPECT_EQ(does(verb::put, home, R"({"organization_id":9})"), 422U);
    EXPECT_EQ(does(verb::put, home, R"({"organization_id":2})"), 204U);
    EXPECT_EQ(does(verb::put, home, R"({"organization_id":2})"), 204U) << "again it is nothing new";
    EXPECT_EQ(does(verb::put, home, R"({"organization_id":1})"), 409U);
    EXPECT_EQ(does(verb::get, device, {}, "site-key"), 200U);
    EXPECT_EQ(at.get("/api/v1/devices", {}, "read-school-key").body, R"({"items":[],"next":null})");
    EXPECT_EQ(json_of(at.get("/api/v1/devices", "organization_id=2")).at("items").as_array().size(), 1U);
    EXPECT_EQ(does(verb::patch, device, R"({"locked":true,"name":"East"})", "site-key"), 200U);
    EXPECT_TRUE(known().what.locked);
    EXPECT_EQ(known().what.name, "East");
    EXPECT_EQ(does(verb::delete_, home, {}, "site-key"), 204U);
    EXPECT_FALSE(known().what.organization);
    EXPECT_EQ(does(verb::delete_, home), 204U) << "again it is nothing new";
    EXPECT_EQ(does(verb::put, home, R"({"organization_id":1})"), 204U);
}

TEST_F(machines, report_to_apps_until_these_go)
{
    register_one();
    const net::reply made = post("apps", R"({"name":"Attendance","webhook":"https://example.com/h",)"
                                         R"("address_book":true,"listing":{"models":["M"]}})");
    EXPECT_EQ(made.status, 201U);
    EXPECT_EQ(text_of(made, "key").size(), 32U);
    const std::string identifier = text_of(made, "identifier");
    EXPECT_EQ(identifier.size(), 18U);
    EXPECT_EQ(post("apps", R"({"name":"x","identifier":")" + identifier + "\"}").status, 409U);
    EXPECT_EQ(post("apps", R"({"name":"x","webhook":"ftp://example.com"})").status, 422U);

    const std::string reports = std::string(device) + "/apps/1";
    EXPECT_EQ(does(verb::put, reports), 409U) << "a machine of nobody's has none to report to";
    does(verb::put, std::string(device) + "/organization", R"({"organization_id":2})");
    EXPECT_EQ(does(verb::put, reports, {}, "site-key"), 204U);
    EXPECT_EQ(known().apps, std::vector<std::string>{identifier});
    EXPECT_EQ(does(verb::delete_, reports), 204U);
    EXPECT_TRUE(known().apps.empty());
    does(verb::put, reports);
    const std::string installed = "/api/v1/organizations/2/apps";
    EXPECT_EQ(json_of(at.get(installed, {}, "site-key")).at("items").as_array().size(), 1U);
    EXPECT_EQ(does(verb::delete_, installed + "/1", {}, "site-key"), 204U);
    EXPECT_TRUE(known().apps.empty());
    at.house.restart();
    at.house.services().devices = &links;
    EXPECT_TRUE(known().apps.empty());
    EXPECT_EQ(json_of(at.get("/api/v1/apps/1")).at("organizations").as_array().size(), 0U);
    EXPECT_EQ(does(verb::put, installed + "/1", {}, "site-key"), 204U);

    const net::reply changed = ask(at, verb::patch, "/api/v1/apps/1",
                                   R"({"suspended":true,"feature_query":true,"v10":true,"webhook":""})");
    EXPECT_EQ(changed.body, R"({"id":1,"identifier":")" + identifier +
                                R"(","name":"Attendance","icon":"","address_book":true,)"
                                R"("feature_query":true,"suspended":true,"v10":true,)"
                                R"("listing":{"app_url":"","web_url":"","contact":"","screenshots":[],)"
                                R"("models":["M"]},"webhook":"","organizations":[2],)"
                                R"("created_at":"2026-05-28T20:26:40Z"})");
    EXPECT_EQ(does(verb::put, "/api/v1/organizations/1/apps/1"), 409U) << "a suspended one";
}

TEST_F(machines, are_told_what_to_do_and_what_they_answer_is_read)
{
    register_one();
    const std::string orders = std::string(device) + "/orders";
    const net::reply given = ask(at, verb::post, orders,
                                 R"({"command":"set","payload":{"volume":9007199254740993}})");
    EXPECT_EQ(given.status, 201U);
    EXPECT_EQ(text_of(given, "state"), "waiting");
    ASSERT_EQ(links.ordered.size(), 1U);
    EXPECT_EQ(links.ordered[0].first, "M_1");
    const auto& sent = std::get<endpoint::device_command>(links.ordered[0].second);
    EXPECT_EQ(sent.command, "set");
    EXPECT_EQ(sent.payload, R"({"volume":9007199254740993})");
    at.house.write([&](store::transaction& in) {
        EXPECT_FALSE(store::answer_order(in, {1}, model::order_kind::log_upload, sent.number, "{}",
                                         at.house.clock.now()));
        EXPECT_TRUE(store::answer_order(in, {1}, model::order_kind::control, sent.number,
                                        R"({"code":0,"result":"ok"})", at.house.clock.now()));
        EXPECT_FALSE(
            store::answer_order(in, {1}, model::order_kind::control, sent.number, "{}", at.house.clock.now()))
            << "the first answer stands";
    });
    EXPECT_EQ(at.get(orders + "/1").body,
              R"({"id":1,"kind":"control","actor":"key admin","state":"answered",)"
              R"("asked_at":"2026-05-28T20:26:40Z","until":"2026-05-28T20:27:10Z",)"
              R"("asked":{"command":"set","payload":{"volume":9007199254740993}},)"
              R"("answered_at":"2026-05-28T20:26:40Z","answer":{"code":0,"result":"ok"}})");

    const std::string logs = std::string(device) + "/logs";
    EXPECT_EQ(does(verb::post, logs, R"({"host":"ftp.example.cn","first_day":"2026-02-30"})"), 422U);
    EXPECT_EQ(does(verb::post, logs, R"({"host":"ftp.example.cn","first_day":"2026-05-27"})"), 201U);
    EXPECT_EQ(std::get<endpoint::log_request>(links.ordered.at(1).second).port, 21);
    at.house.clock.set(at.house.clock.now() + std::chrono::minutes(30));
    EXPECT_EQ(text_of(at.get(orders + "/2"), "state"), "timed_out");
    EXPECT_EQ(at.get("/api/v1/devices/2/orders/2").status, 404U);
    links.away = "M_1";
    EXPECT_EQ(does(verb::post, orders, R"({"command":"reboot"})"), 409U);
    EXPECT_EQ(support::audit_of(at.house).back(), "key admin: device.log_upload device/1 of 0 {}");
}

TEST_F(machines, are_heard_newest_first)
{
    register_one();
    at.house.write([&](store::transaction& in) {
        for (const std::string_view text : {"first", "second", "third"}) {
            const auto now = at.house.clock.now();
            store::insert_alarm(in, {0, {1}, now, 202, std::string(text)});
            store::insert_message(in, {1}, store::draft_message(in.keys, "M_1", now, 300, text, text), {});
        }
    });
    for (const std::string path : {"/alarms", "/messages"}) {
        const auto first = json_of(at.get(std::string(device) + path, "limit=2"));
        ASSERT_EQ(first.at("items").as_array().size(), 2U);
        EXPECT_EQ(first.at("items").at(0).at("text"), "third");
        const auto rest = json_of(
            at.get(std::string(device) + path, "cursor=" + std::string(first.at("next").as_string())));
        ASSERT_EQ(rest.at("items").as_array().size(), 1U);
        EXPECT_EQ(rest.at("items").at(0).at("text"), "first");
        EXPECT_TRUE(rest.at("next").is_null());
    }
}

}  // namespace
}  // namespace gatehouse::api::test
