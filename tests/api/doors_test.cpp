#include "api/routes.hpp"
#include "support/audit.hpp"
#include "support/house.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api {
namespace {

constexpr std::string_view provisioning = R"({
    "organizations": [{"key": "a", "kind": "community", "name": "A"}, {"key": "b", "kind": "school", "name": "B"}],
    "api_keys": [{"name": "admin", "key": "admin-key", "scope": "admin"},
                 {"name": "site a", "key": "site-key", "scope": "site", "organization": "a"},
                 {"name": "read a", "key": "read-key", "scope": "read", "organization": "a"},
                 {"name": "gate a", "key": "gate-key", "scope": "gate", "organization": "a"}]})";

constexpr std::string_view east =
    R"({"id":1,"organization_id":1,"name":"东门","created_at":"2026-05-28T20:26:40Z"})";

class doors : public testing::Test {
protected:
    doors() { house_.provision(provisioning); }

    net::reply ask(net::verb method, std::string path, std::string body = {}, std::string key = "admin-key",
                   std::string query = {})
    {
        return house_.ask({.method = method,
                           .path = std::move(path),
                           .query = std::move(query),
                           .body = std::move(body),
                           .content_type = "application/json",
                           .authorization = "Bearer " + key});
    }
    net::reply make(std::string_view name, std::string_view organization = "1")
    {
        return ask(net::verb::post, "/api/v1/organizations/" + std::string(organization) + "/doors",
                   R"({"name":")" + std::string(name) + "\"}");
    }

    support::house house_{routes(), endpoint::profile::strict};
};

TEST_F(doors, are_made_read_renamed_and_deleted_and_all_of_it_is_written_down)
{
    const std::size_t before = support::audit_of(house_).size();
    const net::reply made = make("东门");
    EXPECT_EQ(made.status, 201U);
    EXPECT_EQ(made.body, east);
    EXPECT_EQ(ask(net::verb::get, "/api/v1/doors/1").body, east);
    EXPECT_EQ(ask(net::verb::get, "/api/v1/organizations/1/doors").body,
              R"({"items":[)" + std::string(east) + R"(],"next":null})");
    const net::reply renamed = ask(net::verb::patch, "/api/v1/doors/1", R"({"name":"正门"})");
    EXPECT_EQ(renamed.status, 200U);
    EXPECT_EQ(renamed.body,
              R"({"id":1,"organization_id":1,"name":"正门","created_at":"2026-05-28T20:26:40Z"})");
    EXPECT_EQ(ask(net::verb::patch, "/api/v1/doors/1", R"({"name":"正门"})").body, renamed.body);
    EXPECT_EQ(ask(net::verb::delete_, "/api/v1/doors/1").status, 204U);
    for (const auto method : {net::verb::get, net::verb::delete_})
        EXPECT_EQ(ask(method, "/api/v1/doors/1").status, 404U);
    EXPECT_EQ(ask(net::verb::patch, "/api/v1/doors/1", R"({"name":"x"})").status, 404U);
    EXPECT_EQ(ask(net::verb::get, "/api/v1/organizations/1/doors").body, R"({"items":[],"next":null})");
    EXPECT_EQ(support::audit_of(house_, before),
              (std::vector<std::string>{"key admin: door.create door/1 of 1 {}",
                                        R"(key admin: door.update door/1 of 1 {"changed":["name"]})",
                                        "key admin: door.delete door/1 of 1 {}"}));
}

TEST_F(doors, have_names_that_are_unique_in_their_organization)
{
    make("东门");
    make("西门");
    EXPECT_EQ(make("东门", "2").status, 201U);
    for (const net::reply& refused :
         {make("东门"), ask(net::verb::patch, "/api/v1/doors/2", R"({"name":"东门"})")}) {
        EXPECT_EQ(refused.status, 409U);
        EXPECT_NE(refused.body.find(R"("code":"door_exists")"), std::string::npos) << refused.body;
    }
    ask(net::verb::delete_, "/api/v1/doors/1");
    EXPECT_EQ(make("东门").status, 201U) << "a deleted one's name is free";
}

TEST_F(doors, take_a_name_and_nothing_else)
{
    for (const std::string_view body : {"{}", R"({"name":""})", R"({"name":7})", R"({"name":"a\nb"})",
                                        R"({"name":"a","id":1})", "[]", ""}) {
        const net::reply refused = ask(net::verb::post, "/api/v1/organizations/1/doors", std::string(body));
        EXPECT_EQ(refused.status, 422U) << body;
    }
    EXPECT_EQ(make(std::string(64, 'n')).status, 201U);
    EXPECT_EQ(make(std::string(65, 'n')).status, 422U);
}

TEST_F(doors, of_another_organization_are_like_missing_ones)
{
    make("foreign", "2");
    for (const auto method : {net::verb::get, net::verb::patch, net::verb::delete_})
        for (const std::string key : {"site-key", "read-key"}) {
            const std::string body = method == net::verb::patch ? R"({"name":"x"})" : "";
            const net::reply one = ask(method, "/api/v1/doors/1", body, key);
            EXPECT_EQ(one.status, key == "read-key" && method != net::verb::get ? 403U : 404U);
            EXPECT_EQ(one.body, ask(method, "/api/v1/doors/999", body, key).body);
        }
    EXPECT_EQ(ask(net::verb::get, "/api/v1/organizations/2/doors", {}, "site-key").body,
              ask(net::verb::get, "/api/v1/organizations/999/doors", {}, "site-key").body);
    EXPECT_EQ(ask(net::verb::get, "/api/v1/doors/1").status, 200U) << "nobody changed it";
}

TEST_F(doors, are_changed_by_callers_who_manage_and_read_by_those_who_see)
{
    const std::string path = "/api/v1/organizations/1/doors";
    EXPECT_EQ(ask(net::verb::post, path, R"({"name":"x"})", "site-key").status, 201U);
    EXPECT_EQ(ask(net::verb::post, path, R"({"name":"y"})", "read-key").status, 403U);
    EXPECT_EQ(ask(net::verb::get, path, {}, "read-key").status, 200U);
    EXPECT_EQ(ask(net::verb::get, path, {}, "gate-key").status, 403U);
    EXPECT_EQ(ask(net::verb::get, path, {}, "no-key").status, 401U);
}

TEST_F(doors, come_in_pages)
{
    for (const std::string_view name : {"a", "b", "c"})
        make(name);
    const std::string path = "/api/v1/organizations/1/doors";
    const std::string first = ask(net::verb::get, path, {}, "admin-key", "limit=2").body;
    const std::size_t next = first.find(R"("next":")");
    ASSERT_NE(next, std::string::npos) << first;
    const std::string cursor = first.substr(next + 8, first.find('"', next + 8) - next - 8);
    EXPECT_EQ(ask(net::verb::get, path, {}, "admin-key", "limit=2&cursor=" + cursor).body,
              R"({"items":[{"id":3,"organization_id":1,"name":"c","created_at":"2026-05-28T20:26:40Z"}],)"
              R"("next":null})");
}

}  // namespace
}  // namespace gatehouse::api
