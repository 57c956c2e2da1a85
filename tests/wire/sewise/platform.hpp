// Two school platforms, and calls of theirs: what the tests of this folder speak to.
#pragma once

#include "support/house.hpp"
#include "wire/sewise/routes.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <string>

namespace gatehouse::wire::sewise::test {

class platform {
public:
    platform() : house({routes().begin(), routes().end()}, endpoint::profile::strict)
    {
        house.provision(R"({
            "organizations": [{"key": "kg", "kind": "kindergarten", "name": "幼儿园"}],
            "clients": [{"protocol": "sewise", "id": "one", "secret": "secret-one", "card_format": "decimal"},
                        {"protocol": "sewise", "id": "two", "secret": "secret-two"},
                        {"protocol": "beiliao", "id": "reader", "secret": "secret-three"}],
            "links": [{"client": "one", "kind": "school", "id": "7", "organization": "kg"}]})");
        one = take_token("one", "secret-one");
        two = take_token("two", "secret-two");
    }

    std::string ask_token(std::string body, const std::string& source = "127.0.0.1")
    {
        return house
            .ask({.path = "/v1/channel/token",
                  .body = std::move(body),
                  .content_type = "application/json",
                  .source = source})
            .body;
    }
    std::string take_token(const std::string& appid, const std::string& secret)
    {
        const auto answer = boost::json::parse(
            ask_token(R"({"appid":")" + appid + R"(","secret":")" + secret + "\"}"));
        return std::string(answer.at("data").at("access_token").as_string());
    }

    net::reply post(std::string_view name, std::string body, net::verb method = net::verb::post)
    {
        return house.ask({.method = method,
                          .path = "/v1/abutment/" + std::string(name),
                          .body = std::move(body),
                          .content_type = "application/json"});
    }
    // `members`: what stands in the body beside the token, which is the first platform's.
    std::string call(std::string_view name, std::string_view members = {}, const std::string* token = nullptr)
    {
        return post(name, R"({"access_token":")" + (token ? *token : one) + '"' +
                              (members.empty() ? "" : ",") + std::string(members) + "}")
            .body;
    }

    std::string school(std::string_view id, std::string_view name = "深圳中学",
                       const std::string* token = nullptr)
    {
        return call(
            "syncSaveOrganMetadata",
            R"("organName":")" + std::string(name) +
                R"(","organKind":1,"provinceName":"广东省","cityName":"深圳市","areaName":"南山区","otherId":)" +
                std::string(id),
            token);
    }
    std::string unit(std::string_view id, std::string_view school, std::string_view name = "尖子班")
    {
        return call("syncSaveClassMetadata", R"("className":")" + std::string(name) +
                                                 R"(","gradeName":"2018级","otherSchoolId":)" +
                                                 std::string(school) + R"(,"otherId":)" + std::string(id));
    }
    // `more`: members behind the uid.
    std::string user(std::string_view uid, std::string_view more)
    {
        return call("syncSaveUserMetadata",
                    R"("uid":)" + std::string(uid) + (more.empty() ? "" : ",") + std::string(more));
    }
    std::string pupil(std::string_view uid, std::string_view school, std::string_view name = "张小冰")
    {
        return user(uid, R"("username":")" + std::string(name) + R"(","type":1,"otherSchoolId":)" +
                             std::string(school));
    }

    // A number that the database answers.
    std::int64_t number(std::string_view sql)
    {
        const store::statement asked{"asked_by_a_test", sql};
        return house.database().reader()->number(asked).value_or(-1);
    }

    support::house house;
    std::string one;
    std::string two;
};

// "200", or "404 40410".
inline std::string status_of(const std::string& body)
{
    const auto answer = boost::json::parse(body);
    const auto* const code = answer.as_object().if_contains("code");
    return std::to_string(answer.at("status").as_int64()) +
           (code ? " " + std::string(code->as_string()) : std::string());
}
inline std::string message_of(const std::string& body)
{
    return std::string(boost::json::parse(body).at("message").as_string());
}
inline std::int64_t id_of(const std::string& body)
{
    return boost::json::parse(body).at("data").at("id").as_int64();
}

// The smallest JPEG, as base64.
inline constexpr std::string_view face = "/9j/2Q==";

}  // namespace gatehouse::wire::sewise::test
