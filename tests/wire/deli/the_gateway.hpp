// A gateway with two apps and two devices, one of them connected: what the tests of apps' calls speak to.
#pragma once

#include "store/apps.hpp"
#include "support/house.hpp"
#include "wire/deli/envelope.hpp"
#include "wire/deli/routes.hpp"
#include "wire/deli/signature.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

namespace gatehouse::wire::deli::test {

inline constexpr std::int64_t noon = 1'780'000'000;
inline constexpr std::string_view usual_file = R"({
  "organizations": [{"key": "co", "kind": "company", "name": "Example Ltd"}],
  "products": [{"model": "DL3785W", "type": "KQ", "key": "k", "name": "Machine", "features": ["fa", "fp"]}],
  "apps": [{"id": "370000000000000001", "key": "demo-app-key", "name": "Attendance"},
           {"id": "38", "key": "other-key", "name": "Leave"}],
  "devices": [{"id": "DL3785W_1", "name": "Front door", "organization": "co", "apps": ["370000000000000001"]},
              {"id": "DL3785W_2", "organization": "co", "apps": ["370000000000000001"]}]})";

class connected final : public endpoint::device_links {
public:
    bool is_online(const std::string& device) const override { return device == online; }
    bool send(const std::string& device, std::string json) override
    {
        if (!is_online(device))
            return false;
        sent.push_back(std::move(json));
        return true;
    }
    bool send_watched(const std::string& device, std::string json,
                      const std::function<void()>& arrived) override
    {
        acknowledge = arrived;
        return !lost && send(device, std::move(json));
    }
    bool order(const std::string&, const endpoint::device_order&) override { return false; }
    void announce_firmware(std::string_view, std::string_view, std::string_view) override {}
    std::vector<std::string> addresses() const override { return where; }

    std::string online = "DL3785W_1";
    std::vector<std::string> sent;
    std::function<void()> acknowledge;  // the last that was watched
    bool lost = false;                  // it goes as something is sent
    std::vector<std::string> where{"tcp://127.0.0.1:1883", "ssl://127.0.0.1:8883"};
};

class gateway_test : public testing::Test {
protected:
    explicit gateway_test(std::string_view file = usual_file)
    {
        home.provision(file);
        home.services().devices = &devices;
    }

    boost::json::object ask(const std::string& body, const std::string& signature)
    {
        const net::reply reply = home.ask({.path = "/gateway",
                                           .body = body,
                                           .content_type = "application/json",
                                           .proxied = {"SIG", signature}});
        EXPECT_EQ(reply.status, 200U);
        return boost::json::parse(reply.body).as_object();
    }
    boost::json::object ask(const envelope& what, std::string_view key = "demo-app-key")
    {
        return ask(write_message(what),
                   message_signature(what.action, what.from.value_or(""), what.to.value_or(""),
                                     base::secret(key), what.time.value_or(0)));
    }
    std::int64_t code_of(const envelope& what, std::string_view key = "demo-app-key")
    {
        return ask(what, key).at("code").as_int64();
    }

    connected devices;
    support::house home{{routes().begin(), routes().end()}, endpoint::profile::strict};
};

}  // namespace gatehouse::wire::deli::test
