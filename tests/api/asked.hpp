// Calls of our own API as a test writes them, and what their answers hold.
#pragma once

#include "api/site.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace gatehouse::api::test {

inline net::reply ask(site& at, net::verb method, const std::string& path, const std::string& body = {},
                      const std::string& key = "admin-key", const std::string& query = {})
{
    return at.house.ask({.method = method,
                         .path = path,
                         .query = query,
                         .body = body,
                         .content_type = "application/json",
                         .authorization = "Bearer " + key});
}

inline boost::json::object json_of(const net::reply& answer)
{
    return boost::json::parse(answer.body).as_object();
}

inline std::string text_of(const net::reply& answer, std::string_view name)
{
    return std::string(json_of(answer).at(name).as_string());
}

inline std::int64_t id_of(const net::reply& answer)
{
    return json_of(answer).at("id").as_int64();
}

}  // namespace gatehouse::api::test
