// Two integrators of property managements, and calls of theirs: what the tests of this folder speak to.
#pragma once

#include "support/house.hpp"
#include "wire/shankai/mapping.hpp"
#include "wire/shankai/routes.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <string>

namespace gatehouse::wire::shankai::test {

inline constexpr std::string_view zhang = "13823781234";
inline constexpr std::string_view li = "13911111111";

inline std::string provisioning(std::string_view secret = "secret-one")
{
    return R"({"clients": [{"protocol": "shankai", "id": "app-one", "secret": ")" + std::string(secret) +
           R"("}, {"protocol": "shankai", "id": "app-two", "secret": "secret-two"},
              {"protocol": "beiliao", "id": "reader", "secret": "secret-three"}]})";
}

class property_office {
public:
    explicit property_office(endpoint::profile as = endpoint::profile::strict)
        : house({routes().begin(), routes().end()}, as)
    {
        house.provision(provisioning());
        one = take_token("app-one", "secret-one");
        two = take_token("app-two", "secret-two");
    }

    net::reply ask_token(const std::string& app_id, const std::string& secret,
                         const std::string& source = "127.0.0.1")
    {
        return house.ask({.method = net::verb::get,
                          .path = "/1.0/get_access_token",
                          .query = "app_id=" + app_id + "&secret=" + secret,
                          .source = source});
    }
    std::string take_token(const std::string& app_id, const std::string& secret)
    {
        return std::string(
            boost::json::parse(ask_token(app_id, secret).body).at("data").at("access_token").as_string());
    }

    net::reply post(std::string_view name, std::string body, const std::string& token)
    {
        return house.ask({.path = "/1.0/" + std::string(name),
                          .query = "access_token=" + token,
                          .body = std::move(body),
                          .content_type = "application/json"});
    }
    // Of the first client.
    std::string call(std::string_view name, std::string body)
    {
        return post(name, std::move(body), one).body;
    }
    // `more`: members behind the community's id.
    std::string in(std::string_view org_id, std::string_view name, std::string_view more = {})
    {
        return call(name, R"({"org_id":")" + std::string(org_id) + '"' + (more.empty() ? "" : ",") +
                              std::string(more) + "}");
    }

    std::string create(std::string_view name = "桃花园小区", std::string_view mode = "\"1\"")
    {
        return create_for(one, name, mode);
    }
    std::string create_for(const std::string& token, std::string_view name, std::string_view mode = "\"1\"")
    {
        const net::reply made = post(
            "create_organization",
            R"({"name":")" + std::string(name) + R"(","ic_id_mode":)" + std::string(mode) + "}", token);
        return std::string(boost::json::parse(made.body).at("data").at("org_id").as_string());
    }
    std::string set_card(std::string_view org_id, std::string_view mobile, std::string_view card_no,
                         std::string_view name = "张三")
    {
        return in(org_id, "set_card_no",
                  R"("mobile":")" + std::string(mobile) + R"(","name":")" + std::string(name) +
                      R"(","card_no":)" + std::string(card_no));
    }
    std::string get_card(std::string_view org_id, std::string_view mobile, std::string_view more = {})
    {
        return in(org_id, "get_card_no", R"("mobile":")" + std::string(mobile) + '"' + std::string(more));
    }

    support::house house;
    std::string one;
    std::string two;
};

inline constexpr std::string_view ok = R"({"errcode":0,"errmsg":"ok"})";

inline int code_of(const std::string& body)
{
    return static_cast<int>(boost::json::parse(body).at("errcode").as_int64());
}
inline std::string message_of(const std::string& body)
{
    return std::string(boost::json::parse(body).at("errmsg").as_string());
}
// `data` of an answer that succeeded, or the whole of one that did not.
inline std::string data_of(const std::string& body)
{
    const auto answer = boost::json::parse(body);
    const auto* const data = answer.as_object().if_contains("data");
    return data && code_of(body) == 0 ? boost::json::serialize(*data) : body;
}

}  // namespace gatehouse::wire::shankai::test
