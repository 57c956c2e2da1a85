// Two kindergartens of two clients, and calls to them: what the tests of this folder speak to.
#pragma once

#include "support/house.hpp"
#include "wire/beiliao/routes.hpp"

#include <string>
#include <utility>
#include <vector>

namespace gatehouse::wire::beiliao::test {

inline constexpr std::string_view appid = "11111111111111111111111111111111";
inline constexpr std::string_view appsecret = "22222222222222222222222222222222";
inline constexpr std::string_view authkid = "33333333333333333333333333333333";
inline constexpr std::string_view other_appid = "44444444444444444444444444444444";
inline constexpr std::string_view other_appsecret = "55555555555555555555555555555555";
inline constexpr std::string_view other_authkid = "66666666666666666666666666666666";

// `status` of the first kindergarten and of its class "b".
inline std::string provisioning(std::string_view status = "open", std::string_view class_b = "active")
{
    std::string json = R"({"organizations": [
        {"key": "kg", "kind": "kindergarten", "name": "0 贝聊幼儿园", "status": "$STATUS",
         "units": [{"key": "a", "name": ";,lmk", "kind": "class"},
                   {"key": "b", "name": "萌妹一班", "kind": "class", "status": "$CLASS"}]},
        {"key": "kg2", "kind": "kindergarten", "name": "别家", "units": [{"key": "a", "name": "大班", "kind": "class"}]}],
      "clients": [{"protocol": "beiliao", "id": "11111111111111111111111111111111",
                   "secret": "22222222222222222222222222222222", "card_format": "decimal"},
                  {"protocol": "beiliao", "id": "44444444444444444444444444444444",
                   "secret": "55555555555555555555555555555555"}],
      "licences": [{"client": "11111111111111111111111111111111", "organization": "kg",
                    "code": "33333333333333333333333333333333"},
                   {"client": "44444444444444444444444444444444", "organization": "kg2",
                    "code": "66666666666666666666666666666666"}]})";
    json.replace(json.find("$STATUS"), 7, status);
    json.replace(json.find("$CLASS"), 6, class_b);
    return json;
}

inline std::string escaped(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
            out += c;
        } else {
            out += '%';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

using parameters = std::vector<std::pair<std::string, std::string>>;

inline std::string form_of(const parameters& all)
{
    std::string body;
    for (const auto& [name, value] : all)
        body.append(body.empty() ? "" : "&").append(name).append("=").append(escaped(value));
    return body;
}

class kindergarten {
public:
    explicit kindergarten(endpoint::profile as = endpoint::profile::strict)
        : house({routes().begin(), routes().end()}, as)
    {
        house.provision(provisioning());
    }

    std::string call(std::string_view action, parameters more = {}, std::string_view id = appid,
                     std::string_view secret = appsecret, std::string_view licence = authkid)
    {
        more.insert(more.begin(), {{"action", std::string(action)},
                                   {"appid", std::string(id)},
                                   {"appsecret", std::string(secret)},
                                   {"authkid", std::string(licence)}});
        return post(form_of(more)).body;
    }

    net::reply post(std::string body, std::string content_type = "application/x-www-form-urlencoded")
    {
        return house.ask(
            {.path = "/index.php", .body = std::move(body), .content_type = std::move(content_type)});
    }

    std::string match(std::string card, std::string data, std::string class_id = "1")
    {
        return call("service/card/match", {{"cardnum", card}, {"classid", class_id}, {"data", data}});
    }

    std::string kick(std::string card, std::string time, parameters more = {})
    {
        more.insert(more.begin(), {{"cardnum", card}, {"time_kick", time}});
        return call("service/card/kick", more);
    }

    // Every punch that is stored, oldest first.
    std::vector<store::punch_view> punches()
    {
        auto sql = house.database().reader();
        auto found = store::punches_before(*sql, house.keys(), {}, 0, 1000);
        return {found.rbegin(), found.rend()};
    }

    support::house house;
};

// The answer to a refusal, its sentence left out: nothing may depend on it.
inline int code_of(const std::string& body)
{
    const std::size_t at = body.find("\"errcode\":");
    return at == std::string::npos ? -1 : std::stoi(body.substr(at + 10));
}

}  // namespace gatehouse::wire::beiliao::test
