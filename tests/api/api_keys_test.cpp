#include "api/asked.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using net::verb;

net::reply create(site& at, const std::string& name, const std::string& scope,
                  const std::string& organization = {})
{
    return ask(at, verb::post, "/api/v1/api_keys",
               R"({"name":")" + name + R"(","scope":")" + scope + "\"" +
                   (organization.empty() ? "" : R"(,"organization_id":)" + organization) + "}");
}

TEST(api_keys, hold_from_the_next_request_until_they_are_deleted)
{
    site at;
    const net::reply made = create(at, "屏", "read", "1");
    EXPECT_EQ(made.status, 201U);
    const std::string key = text_of(made, "key");
    EXPECT_EQ(key.size(), 43U);
    const std::string path = "/api/v1/api_keys/" + std::to_string(json_of(made).at("id").as_int64());
    EXPECT_EQ(at.get("/api/v1/organizations/1", "", key).status, 200U);
    EXPECT_EQ(at.get("/api/v1/organizations/2", "", key).status, 404U);
    EXPECT_EQ(ask(at, verb::delete_, path).status, 204U);
    EXPECT_EQ(at.get("/api/v1/organizations/1", "", key).status, 401U);
    EXPECT_EQ(ask(at, verb::delete_, path).status, 404U);
    at.house.restart();
    EXPECT_EQ(at.get("/api/v1/organizations/1", "", key).status, 401U);
}

TEST(api_keys, are_listed_without_themselves)
{
    site at;
    const net::reply made = create(at, "屏", "read", "1");
    const net::reply list = at.get("/api/v1/api_keys");
    EXPECT_NE(list.body.find(R"("name":"屏","scope":"read","organization_id":1,)"), std::string::npos);
    EXPECT_EQ(list.body.find(text_of(made, "key")), std::string::npos);
    EXPECT_EQ(list.body.find("key\":"), std::string::npos) << list.body;
    EXPECT_EQ(json_of(list).at("items").as_array().size(), 7U);
    EXPECT_EQ(json_of(at.get("/api/v1/api_keys", "limit=3")).at("items").as_array().size(), 3U);
}

TEST(api_keys, are_for_one_organization_where_their_scope_wants_one)
{
    site at;
    for (const auto& [scope, organization, status] :
         {std::tuple{"admin", "", 201U}, std::tuple{"admin", "1", 422U}, std::tuple{"read", "", 201U},
          std::tuple{"read", "1", 201U}, std::tuple{"read", "9", 422U}, std::tuple{"site", "1", 201U},
          std::tuple{"site", "", 422U}, std::tuple{"kiosk", "", 422U}, std::tuple{"gate", "", 422U},
          std::tuple{"gate", "2", 201U}, std::tuple{"root", "", 422U}})
        EXPECT_EQ(create(at, "new " + std::string(scope) + organization, scope, organization).status, status)
            << scope << organization;
}

TEST(api_keys, have_a_name_of_their_own_and_a_number_that_is_never_given_twice)
{
    site at;
    const auto number_of = [](const net::reply& made) { return json_of(made).at("id").as_int64(); };
    const auto first = number_of(create(at, "屏", "read"));
    EXPECT_EQ(create(at, "屏", "admin").status, 409U);
    ask(at, verb::delete_, "/api/v1/api_keys/" + std::to_string(first));
    EXPECT_EQ(number_of(create(at, "屏", "read")), first + 1);
}

TEST(api_keys, leave_one_entry_for_each_deed)
{
    site at;
    const std::size_t before = support::audit_of(at.house).size();
    const std::string number = std::to_string(json_of(create(at, "屏", "site", "2")).at("id").as_int64());
    create(at, "屏", "site", "2");
    ask(at, verb::delete_, "/api/v1/api_keys/" + number);
    ask(at, verb::delete_, "/api/v1/api_keys/" + number);
    EXPECT_EQ(support::audit_of(at.house, before),
              (std::vector<std::string>{"key admin: api_key.create api_key/" + number + " of 2 {}",
                                        "key admin: api_key.delete api_key/" + number + " of 2 {}"}));
}

}  // namespace
}  // namespace gatehouse::api::test
