#include "api/routes.hpp"
#include "support/house.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api {
namespace {

constexpr std::string_view provisioning = R"({
    "organizations": [{"key": "a", "kind": "kindergarten", "name": "A"}, {"key": "b", "kind": "school", "name": "B"}],
    "api_keys": [{"name": "admin", "key": "admin-key", "scope": "admin"},
                 {"name": "site a", "key": "site-key", "scope": "site", "organization": "a"},
                 {"name": "read a", "key": "read-key", "scope": "read", "organization": "a"},
                 {"name": "gate a", "key": "gate-key", "scope": "gate", "organization": "a"}]})";

class units : public testing::Test {
protected:
    units() { house.provision(provisioning); }

    net::reply ask(net::verb method, std::string path, std::string body = {}, std::string key = "admin-key")
    {
        return house.ask({.method = method,
                          .path = std::move(path),
                          .body = std::move(body),
                          .content_type = "application/json",
                          .authorization = "Bearer " + key});
    }

    support::house house{routes(), endpoint::profile::strict};
};

TEST_F(units, are_made_read_changed_and_deleted)
{
    const net::reply made = ask(net::verb::post, "/api/v1/organizations/1/units", R"({"name":"大一班"})");
    EXPECT_EQ(made.status, 201U);
    const std::string unit =
        R"({"id":1,"organization_id":1,"parent_id":null,"kind":"class","name":"大一班","status":"active",)"
        R"("created_at":"2026-05-28T20:26:40Z"})";
    EXPECT_EQ(made.body, unit);
    EXPECT_EQ(ask(net::verb::get, "/api/v1/units/1").body, unit);
    EXPECT_EQ(ask(net::verb::get, "/api/v1/organizations/1/units").body,
              R"({"items":[)" + unit + R"(],"next":null})");
    const net::reply changed = ask(net::verb::patch, "/api/v1/units/1", R"({"status":"archived"})");
    EXPECT_NE(changed.body.find(R"("name":"大一班","status":"archived")"), std::string::npos) << changed.body;
    EXPECT_EQ(ask(net::verb::delete_, "/api/v1/units/1").status, 204U);
    EXPECT_EQ(ask(net::verb::get, "/api/v1/units/1").status, 404U);
}

TEST_F(units, form_a_tree_without_rings)
{
    ask(net::verb::post, "/api/v1/organizations/1/units", R"({"name":"up"})");
    ask(net::verb::post, "/api/v1/organizations/1/units", R"({"name":"down","parent_id":1})");
    ask(net::verb::post, "/api/v1/organizations/2/units", R"({"name":"foreign"})");
    for (const std::string_view parent : {"1", "2", "3", "9"}) {
        const net::reply refused = ask(net::verb::patch, "/api/v1/units/1",
                                       R"({"parent_id":)" + std::string(parent) + "}");
        EXPECT_EQ(refused.status, 422U) << parent;
        EXPECT_NE(refused.body.find(R"("pointer":"/parent_id")"), std::string::npos) << refused.body;
    }
    EXPECT_NE(
        ask(net::verb::patch, "/api/v1/units/2", R"({"parent_id":null})").body.find(R"("parent_id":null)"),
        std::string::npos);
}

TEST_F(units, tell_every_fault_of_an_input_at_once)
{
    const net::reply wrong = ask(net::verb::post, "/api/v1/organizations/1/units",
                                 R"({"kind":"zoo","id":7})");
    EXPECT_EQ(wrong.status, 422U);
    EXPECT_EQ(wrong.body,
              R"({"type":"about:blank","title":"The input cannot be read.","status":422,)"
              R"("detail":"Some of the input is wrong; see errors.","code":"malformed_input","errors":[)"
              R"({"pointer":"/name","detail":"is needed"},)"
              R"({"pointer":"/kind","detail":"must be one of class, department"},)"
              R"({"pointer":"/id","detail":"is not known here"}]})");
    EXPECT_EQ(ask(net::verb::post, "/api/v1/organizations/1/units", "{").status, 422U);
}

TEST_F(units, of_another_organization_are_like_missing_ones)
{
    ask(net::verb::post, "/api/v1/organizations/2/units", R"({"name":"foreign"})");
    for (const auto& [foreign, missing] :
         {std::pair{"/api/v1/units/1", "/api/v1/units/999"},
          std::pair{"/api/v1/organizations/2/units", "/api/v1/organizations/999/units"},
          std::pair{"/api/v1/organizations/2", "/api/v1/organizations/x"}}) {
        const net::reply one = ask(net::verb::get, foreign, {}, "site-key");
        EXPECT_EQ(one.status, 404U);
        EXPECT_EQ(one.body, ask(net::verb::get, missing, {}, "site-key").body);
    }
}

TEST_F(units, are_for_callers_with_the_right_only)
{
    const std::string path = "/api/v1/organizations/1/units";
    EXPECT_EQ(ask(net::verb::post, path, R"({"name":"x"})", "site-key").status, 201U);
    EXPECT_EQ(ask(net::verb::post, path, R"({"name":"x"})", "read-key").status, 403U);
    EXPECT_EQ(ask(net::verb::get, path, {}, "read-key").status, 200U);
    EXPECT_EQ(ask(net::verb::get, path, {}, "gate-key").status, 403U);
    EXPECT_EQ(ask(net::verb::get, path, {}, "no-key").status, 401U);
    EXPECT_EQ(
        ask(net::verb::post, "/api/v1/organizations", R"({"kind":"school","name":"C"})", "site-key").status,
        403U);
    EXPECT_EQ(ask(net::verb::post, "/api/v1/organizations", R"({"kind":"school","name":"C"})").status, 201U);
}

TEST_F(units, come_in_pages)
{
    for (int i = 0; i < 5; ++i)
        ask(net::verb::post, "/api/v1/organizations/1/units", R"({"name":"u"})");
    std::string seen;
    std::string query = "limit=2";
    for (int pages = 0; pages < 4; ++pages) {
        const net::reply page = house.ask({.method = net::verb::get,
                                           .path = "/api/v1/organizations/1/units",
                                           .query = query,
                                           .authorization = "Bearer admin-key"});
        for (std::size_t at = page.body.find("{\"id\":"); at != std::string::npos;
             at = page.body.find("{\"id\":", at + 1))
            seen += page.body[at + 6];
        const std::size_t next = page.body.find("\"next\":\"");
        if (next == std::string::npos)
            break;
        query = "limit=2&cursor=" + page.body.substr(next + 8, page.body.find('"', next + 8) - next - 8);
    }
    EXPECT_EQ(seen, "12345");
}

}  // namespace
}  // namespace gatehouse::api
