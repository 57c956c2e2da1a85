#include "store/firmware.hpp"

#include "api/things.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using net::verb;

class firmware : public testing::Test {
protected:
    firmware()
    {
        at.house.services().devices = &links;
        ask(at, verb::post, "/api/v1/products", R"({"model":"M","type":"KQ"})");
        ask(at, verb::post, "/api/v1/products", R"({"model":"M-1","type":"KQ"})");
    }

    net::reply upload(const std::string& query, const std::string& bytes = "program",
                      const std::string& key = "admin-key", int product = 1)
    {
        return ask(at, verb::post, "/api/v1/products/" + std::to_string(product) + "/firmware", bytes, key,
                   query);
    }
    unsigned publish(int id)
    {
        return ask(at, verb::post, "/api/v1/firmware/" + std::to_string(id) + "/publish").status;
    }
    std::string offered()
    {
        const auto what = store::offered_firmware(*at.house.database().reader(), {1});
        return what ? what->version : "none";
    }
    std::ptrdiff_t files()
    {
        const std::filesystem::directory_iterator all(at.house.folder() / "firmware");
        return std::distance(begin(all), end(all));
    }

    connected_machines links;
    site at;
    std::size_t before = support::audit_of(at.house).size();
};

TEST_F(firmware, is_offered_when_it_was_published_and_its_machines_hear_so)
{
    const net::reply made = upload("version=1.0&upgrade_type=force");
    EXPECT_EQ(made.status, 201U);
    EXPECT_EQ(made.body,
              R"({"id":1,"product_id":1,"version":"1.0","upgrade_type":"force","name":"M-1.0","size":7,)"
              R"("md5":"a9c449d4fa44e9e5a41c574ae55ce4d9","created_at":"2026-05-28T20:26:40Z",)"
              R"("published_at":null})");
    EXPECT_EQ(offered(), "none");
    upload("version=1.1");
    EXPECT_EQ(publish(1), 200U);
    EXPECT_EQ(publish(2), 200U);
    EXPECT_EQ(offered(), "1.1");
    EXPECT_EQ(publish(1), 200U) << "back to the one before";
    at.house.clock.set(at.house.clock.now() + std::chrono::seconds(1));
    EXPECT_EQ(publish(1), 200U);
    EXPECT_EQ(offered(), "1.0");
    EXPECT_EQ(links.announced, (std::vector<std::string>{"KQ/M 1.0", "KQ/M 1.1", "KQ/M 1.0", "KQ/M 1.0"}));
    EXPECT_EQ(json_of(at.get("/api/v1/products/1/firmware")).at("items").as_array().size(), 2U);
    EXPECT_EQ(ask(at, verb::delete_, "/api/v1/firmware/1").status, 200U);
    EXPECT_EQ(offered(), "1.1");
    EXPECT_EQ(files(), 1);
    EXPECT_EQ(support::audit_of(at.house).back(),
              R"(key admin: firmware.delete firmware/1 of 0 {"changed":["version"],)"
              R"("values":{"version":["","1.0"]}})");
}

TEST_F(firmware, that_is_refused_leaves_no_file)
{
    struct row {
        std::string query;
        std::string bytes;
        int product;
        unsigned status;
    };
    upload("version=1-2");
    const std::vector<row> rows{
        {"version=1-2", "other", 1, 409U},
        {"version=2", "other", 2, 409U},  // M-1-2 both
        {"version=a%2Fb", "other", 1, 422U},
        {"", "other", 1, 422U},
        {"version=3&upgrade_type=soon", "x", 1, 422U},
        {"version=3", "", 1, 422U},
        {"version=3", "other", 9, 404U},
    };
    for (const row& each : rows)
        EXPECT_EQ(upload(each.query, each.bytes, "admin-key", each.product).status, each.status)
            << each.query << each.product;
    EXPECT_EQ(upload("version=3", "x", "site-key").status, 403U);
    EXPECT_EQ(files(), 1);
    EXPECT_EQ(support::audit_of(at.house, before).size(), 3U) << "two products and one file";
}

TEST_F(firmware, comes_in_one_at_a_time_from_those_who_may)
{
    const auto turn = at.house.services().firmware.take_turn();
    EXPECT_EQ(upload("version=1").status, 503U);
    const std::string path = "/api/v1/products/1/firmware";
    const auto limit = [&](const std::string& authorization) {
        const std::vector<net::header_field> headers{{"Authorization", authorization}};
        net::request head;
        head.method = verb::post;
        head.path = path;
        head.headers = headers;
        return at.house.router().body_limit(head);
    };
    EXPECT_EQ(limit("Bearer admin-key"), std::size_t{64} << 20U);
    EXPECT_EQ(limit("Bearer site-key"), endpoint::stray_body_limit);
    EXPECT_EQ(limit("Bearer wrong"), endpoint::stray_body_limit);
}

}  // namespace
}  // namespace gatehouse::api::test
