#include "endpoint/router.hpp"

#include "support/house.hpp"

#include <gtest/gtest.h>

namespace gatehouse::endpoint {
namespace {

net::reply refuse(unsigned status, std::string_view reason)
{
    return problem(status, "Refused", reason, R"("speaks":"the row")");
}

void serve_values(exchange&& of)
{
    net::reply with;
    with.body = std::string(of.at.name);
    for (const std::string_view value : of.path)
        with.body.append(" ").append(value);
    of.ask.answer(std::move(with));
}

route row(std::string_view name, std::optional<net::verb> method, std::string_view path)
{
    return {name, method, path, right::anyone, 10, serve_values, refuse};
}

std::vector<route> table()
{
    return {row("list", net::verb::get, "/things"),
            row("make", net::verb::post, "/things"),
            row("one", net::verb::get, "/things/{thing}"),
            row("new", net::verb::get, "/things/new"),
            row("part", net::verb::put, "/things/{thing}/parts/{part}"),
            row("below", std::nullopt, "/files/*"),
            row("elsewhere", std::nullopt, "/things/*")};
}

TEST(path, names_stand_for_one_segment_each)
{
    const auto values = match_path("/a/{x}/b/{y}", "/a/1/b/2%2F3");
    ASSERT_TRUE(values);
    EXPECT_EQ((*values)[0], "1");
    EXPECT_EQ((*values)[1], "2%2F3");
    for (const std::string_view other : {"/a/1/b", "/a//b/2", "/a/1/b/2/", "/a/1/c/2", "/a/1/b/2/3", ""})
        EXPECT_FALSE(match_path("/a/{x}/b/{y}", other)) << other;
    EXPECT_TRUE(match_path("/files/*", "/files/a/b"));
    EXPECT_FALSE(match_path("/files/*", "/file"));
}

TEST(router, finds_the_row_of_path_and_method)
{
    support::house house(table());
    const auto body = [&house](net::verb method, std::string path) {
        return house.ask({.method = method, .path = std::move(path)}).body;
    };
    EXPECT_EQ(body(net::verb::get, "/things"), "list   ");
    EXPECT_EQ(body(net::verb::head, "/things"), "list   ");
    EXPECT_EQ(body(net::verb::post, "/things"), "make   ");
    EXPECT_EQ(body(net::verb::get, "/things/new"), "new   ");
    EXPECT_EQ(body(net::verb::get, "/things/17"), "one 17  ");
    EXPECT_EQ(body(net::verb::put, "/things/17/parts/x"), "part 17 x ");
    EXPECT_EQ(body(net::verb::delete_, "/files/a/b"), "below   ");
}

TEST(router, says_which_methods_an_address_takes)
{
    support::house house(table());
    const net::reply wrong = house.ask({.method = net::verb::delete_, .path = "/things"});
    EXPECT_EQ(wrong.status, 405U);
    ASSERT_EQ(wrong.headers.size(), 1U);
    EXPECT_EQ(wrong.headers[0].second, "GET, POST");
    EXPECT_NE(wrong.body.find("the row"), std::string::npos)
        << "in the words of the interface: " << wrong.body;
    EXPECT_EQ(house.ask({.method = net::verb::post, .path = "/things/17"}).status, 405U)
        << "what takes all below does not take what has a row";
    EXPECT_EQ(house.ask({.method = net::verb::post, .path = "/things/17/x"}).body, "elsewhere   ");
    EXPECT_EQ(house.ask({.method = net::verb::get, .path = "/nothing"}).status, 404U);
}

TEST(router, tells_a_wrong_address_or_method_from_a_body_too_large)
{
    support::house house(table());
    const auto limit = [&house](net::verb method, std::string_view path) {
        net::request head;
        head.method = method;
        head.path = path;
        return house.router().body_limit(head);
    };
    EXPECT_EQ(limit(net::verb::post, "/things"), 10U);
    EXPECT_EQ(limit(net::verb::delete_, "/things"), stray_body_limit);
    EXPECT_EQ(limit(net::verb::post, "/nothing"), stray_body_limit);
}

TEST(router, does_not_start_with_two_rows_for_the_same)
{
    for (const auto& twin : {row("twin", net::verb::get, "/things"), row("all", std::nullopt, "/things"),
                             row("again", net::verb::get, "/things/{thing}")}) {
        auto rows = table();
        rows.push_back(twin);
        EXPECT_THROW(support::house{rows}, std::logic_error) << twin.name;
    }
    auto lame = table();
    lame.back().refuse = nullptr;
    EXPECT_THROW(support::house{lame}, std::logic_error);
}

}  // namespace
}  // namespace gatehouse::endpoint
