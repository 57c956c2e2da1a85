// A company that takes visitors, a company that does not, and callers of every kind: what the tests of this
// folder speak to.
#pragma once

#include "support/audit.hpp"
#include "support/house.hpp"
#include "wire/visitor/routes.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <string>

namespace gatehouse::wire::visitor::test {

namespace json = boost::json;

inline constexpr model::organization_id company{1};
inline constexpr std::string_view host = "13811111111";

inline constexpr std::string_view provisioning = R"({
  "organizations": [
    {"key": "co", "kind": "company", "name": "公司",
     "units": [{"key": "law", "name": "法务部", "kind": "department"}]},
    {"key": "other", "kind": "company", "name": "别家"}],
  "people": [
    {"organization": "co", "key": "e1", "name": "富贵", "phone": "13811111111", "unit": "law"},
    {"organization": "co", "key": "e2", "name": "李四", "phone": "13822222222"},
    {"organization": "other", "key": "e3", "name": "别人", "phone": "13833333333"}],
  "api_keys": [{"name": "admin", "key": "admin-key", "scope": "admin"},
               {"name": "site", "key": "site-key", "scope": "site", "organization": "co"},
               {"name": "reads", "key": "read-key", "scope": "read", "organization": "co"},
               {"name": "kiosk 1", "key": "kiosk-key", "scope": "kiosk", "organization": "co"},
               {"name": "gate 1", "key": "gate-key", "scope": "gate", "organization": "co"},
               {"name": "other", "key": "other-key", "scope": "site", "organization": "other"},
               {"name": "other kiosk", "key": "other-kiosk-key", "scope": "kiosk", "organization": "other"},
               {"name": "other gate", "key": "other-gate-key", "scope": "gate", "organization": "other"}],
  "logins": [{"login": "office", "password": "right horse", "role": "site_manager", "organization": "co"},
             {"login": "looks", "password": "right horse", "role": "auditor", "organization": "co"}],
  "visitor": {"organization": "co"}})";

class reception {
public:
    explicit reception(endpoint::profile as = endpoint::profile::lab)
        : house({routes().begin(), routes().end()}, as)
    {
        house.provision(provisioning);
    }

    net::reply send(net::verb method, const std::string& path, std::string body = {},
                    const std::string& key = {})
    {
        const std::size_t mark = path.find('?');
        return house.ask({.method = method,
                          .path = path.substr(0, mark),
                          .query = mark == std::string::npos ? "" : path.substr(mark + 1),
                          .body = std::move(body),
                          .content_type = "application/json",
                          .authorization = key.empty() ? "" : "Bearer " + key});
    }
    std::string get(const std::string& path, const std::string& key = {})
    {
        return send(net::verb::get, path, {}, key).body;
    }
    std::string post(const std::string& path, std::string body, const std::string& key = {})
    {
        return send(net::verb::post, path, std::move(body), key).body;
    }
    std::string put(const std::string& path, std::string body = {}, const std::string& key = {})
    {
        return send(net::verb::put, path, std::move(body), key).body;
    }
    std::string remove(const std::string& path, const std::string& key = {})
    {
        return send(net::verb::delete_, path, {}, key).body;
    }

    std::int64_t now() const { return base::to_milliseconds(house.clock.now()) / 1000; }
    void pass(std::chrono::seconds time) { house.clock.set(house.clock.now() + time); }

    // As the document's example, with a companion; `change` is laid over it.
    std::string application(const json::object& change = {}) const
    {
        json::object body{{"subject_type", 1},
                          {"name", "haha"},
                          {"phone", "12345678"},
                          {"purpose", 3},
                          {"remark", "hello"},
                          {"come_from", "ZY"},
                          {"proposer", "12345678"},
                          {"interviewee", "富贵"},
                          {"interviewee_phone", "13811111111"},
                          {"start_time", now()},
                          {"end_time", now() + 3600},
                          {"group_ids", nullptr},
                          {"photo", ""},
                          {"retinues", json::parse(R"([{"name":"李四","phone":"12345679","photo":""}])")}};
        for (const auto& each : change)
            body[each.key()] = each.value();
        return json::serialize(body);
    }
    std::int64_t apply(const json::object& change = {}, const std::string& key = {})
    {
        return json::parse(post("/v1/subject", application(change), key)).at("data").at("id").as_int64();
    }
    // Invited by the host, and signed in: the passes, the main visitor's first.
    std::vector<std::string> passes(const json::object& change = {})
    {
        json::object invited{{"proposer", host}};
        for (const auto& each : change)
            invited[each.key()] = each.value();
        apply(invited);
        const auto data = json::parse(post("/v1/visit/signin", R"({"phone":"12345678"})")).at("data");
        return {pass_in(data.at("qrcode")), pass_in(data.at("retinues").at(0).at("qrcode"))};
    }
    static std::string pass_in(const json::value& code)
    {
        return std::string(json::parse(code.as_string()).at("qrcode").as_string());
    }
    int check(const std::string& code, const std::string& key = {})
    {
        return static_cast<int>(
            json::parse(post("/v1/visit/qrcode", json::serialize(json::object{{"qrcode", code}}), key))
                .at("code")
                .as_int64());
    }

    // A phone page whose WeChat id was proven.
    std::string page(std::string_view wechat_id)
    {
        return house.services().visitors.sessions.open(company, wechat_id, house.clock.now()).token;
    }

    support::house house;
};

// So many characters of three bytes each.
inline std::string characters(std::size_t count)
{
    std::string made;
    for (std::size_t i = 0; i < count; ++i)
        made += "长";
    return made;
}

inline int code_of(const std::string& body)
{
    return static_cast<int>(json::parse(body).at("code").as_int64());
}
inline std::string data_of(const std::string& body)
{
    return json::serialize(json::parse(body).at("data"));
}

inline constexpr std::string_view ok = R"({"code":0,"err_msg":""})";

}  // namespace gatehouse::wire::visitor::test
