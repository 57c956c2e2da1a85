#include "api/asked.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using net::verb;

class changes : public testing::Test {
protected:
    changes()
    {
        ask(at, verb::post, "/api/v1/organizations/1/units", R"({"name":"二班"})");
        at.house.clock.set(at.house.clock.now() + std::chrono::minutes(1));
        ask(at, verb::post, "/api/v1/organizations/2/units", R"({"name":"财务"})", "site-key");
        ask(at, verb::post, "/api/v1/clients", R"({"protocol":"beiliao"})");
    }
    std::vector<std::string> actions(const std::string& query, const std::string& key = "admin-key")
    {
        std::vector<std::string> found;
        const auto list = json_of(at.get("/api/v1/changes", query, key));
        for (const auto& each : list.at("items").as_array())
            found.emplace_back(each.at("action").as_string());
        return found;
    }

    site at;
};

TEST_F(changes, say_who_did_what_to_what_and_when)
{
    const auto newest = json_of(at.get("/api/v1/changes", "limit=2")).at("items").as_array();
    EXPECT_EQ(newest.at(0).at("action"), "client.create");
    EXPECT_TRUE(newest.at(0).at("organization_id").is_null());
    const boost::json::value& unit = newest.at(1);
    EXPECT_EQ(unit.at("organization_id"), 2);
    EXPECT_EQ(unit.at("at"), "2026-05-28T20:27:40Z");
    EXPECT_EQ(unit.at("actor"), "key site");
    EXPECT_EQ(unit.at("action"), "unit.create");
    EXPECT_EQ(unit.at("object_kind"), "unit");
    EXPECT_EQ(unit.at("object_id"), 3);
    EXPECT_EQ(boost::json::serialize(unit.at("detail")),
              R"({"changed":["name"],"values":{"name":["","财务"]}})");
}

TEST_F(changes, are_filtered)
{
    using list = std::vector<std::string>;
    EXPECT_EQ(actions("actor=key+site"), (list{"unit.create"}));
    EXPECT_EQ(actions("actor=key+admin"), (list{"client.create", "unit.create"}));
    EXPECT_EQ(actions("organization_id=2&actor=key+admin"), list{});
    EXPECT_EQ(actions("action=unit.create&actor=key+admin"), (list{"unit.create"}));
    EXPECT_EQ(actions("object_kind=unit&object_id=3"), (list{"unit.create"}));
    EXPECT_EQ(actions("object_kind=client"), (list{"client.create"}));
    EXPECT_EQ(actions("from=2026-05-28T20:27:40Z"), (list{"client.create", "unit.create"}));
    EXPECT_EQ(actions("until=2026-05-28T20:27:40Z&actor=key+admin"), (list{"unit.create"}));
    EXPECT_EQ(at.get("/api/v1/changes", "from=yesterday").status, 422U);
}

TEST_F(changes, of_other_organizations_and_of_the_server_are_not_seen)
{
    const auto seen = json_of(at.get("/api/v1/changes", "", "site-key")).at("items").as_array();
    ASSERT_FALSE(seen.empty());
    for (const auto& each : seen)
        EXPECT_EQ(each.at("organization_id"), 2);
    EXPECT_EQ(at.get("/api/v1/changes", "organization_id=1", "site-key").body,
              at.get("/api/v1/changes", "organization_id=9", "site-key").body);
}

TEST_F(changes, come_in_pages)
{
    std::size_t seen = 0;
    std::string query = "limit=4";
    for (int pages = 0; pages < 100; ++pages) {
        const auto page = json_of(at.get("/api/v1/changes", query));
        seen += page.at("items").as_array().size();
        if (page.at("next").is_null())
            break;
        query = "limit=4&cursor=" + std::string(page.at("next").as_string());
    }
    EXPECT_EQ(seen, actions("limit=200").size());
}

}  // namespace
}  // namespace gatehouse::api::test
