// A school and a company with keys and logins of every kind: what the tests of this folder speak to.
#pragma once

#include "api/routes.hpp"
#include "store/punches.hpp"
#include "support/house.hpp"

#include <string>
#include <vector>

namespace gatehouse::api::test {

inline constexpr model::organization_id school{1};
inline constexpr model::organization_id company{2};

class site {
public:
    explicit site(endpoint::profile as = endpoint::profile::strict) : house(routes(), as)
    {
        house.provision(R"({
          "organizations": [{"key": "s", "kind": "school", "name": "校", "units": [{"key": "a", "name": "一班"}]},
                            {"key": "c", "kind": "company", "name": "公司"}],
          "api_keys": [{"name": "admin", "key": "admin-key", "scope": "admin"},
                       {"name": "all", "key": "read-key", "scope": "read"},
                       {"name": "one", "key": "read-school-key", "scope": "read", "organization": "s"},
                       {"name": "site", "key": "site-key", "scope": "site", "organization": "c"},
                       {"name": "kiosk", "key": "kiosk-key", "scope": "kiosk", "organization": "c"},
                       {"name": "gate", "key": "gate-key", "scope": "gate", "organization": "c"}],
          "logins": [{"login": "root", "password": "root password", "role": "operator"},
                     {"login": "manager", "password": "manager password", "role": "site_manager",
                      "organization": "s"}]})");
    }

    net::reply get(const std::string& path, const std::string& query = {},
                   const std::string& key = "admin-key")
    {
        return house.ask({.method = net::verb::get,
                          .path = path,
                          .query = query,
                          .authorization = key.empty() ? "" : "Bearer " + key});
    }

    net::reply log_in(const std::string& login, const std::string& password,
                      const std::string& source = "127.0.0.1")
    {
        return house.ask({.path = "/api/v1/sessions",
                          .body = "login=" + login + "&password=" + password,
                          .source = source});
    }

    // A tap of a card, `ago` before now; with a picture where there are bytes of one. Its number.
    model::punch_number tap(model::organization_id where, const std::string& card,
                            std::chrono::milliseconds ago = {}, const std::string& picture = {})
    {
        model::punch_number made;
        house.write([&](store::transaction& in) {
            model::punch_number next{store::last_punch(in.sql).value + 1};
            std::vector<store::punch_draft> drafts(1);
            const base::instant now = house.clock.now();
            drafts[0].what = {where, {}, {}, {7}, model::punch_method::card, now - ago, now - ago, now, 0};
            drafts[0].shown = store::shown_card(house.keys(), where, "n:" + card, card);
            if (!picture.empty()) {
                const auto key = store::data_key_of(in, store::key_purpose::tap_pictures, where, 202605, now);
                drafts[0].picture = house.pictures().keep(where, key.value(), model::picture_type::png,
                                                          picture);
            }
            made = store::append(in, drafts, next).at(0).number;
        });
        return made;
    }

    support::house house;
};

// A header of an answer; empty where there is none.
inline std::string header_of(const net::reply& answer, std::string_view name)
{
    for (const auto& [each, value] : answer.headers)
        if (each == name)
            return value;
    return {};
}

}  // namespace gatehouse::api::test
