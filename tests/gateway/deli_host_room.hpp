// What stands behind devices' connections, with lines played by hand.
#pragma once

#include "gateway/deli_host.hpp"
#include "store/app_calls.hpp"
#include "support/store_room.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace gatehouse::gateway {

inline constexpr std::string_view machines_of_one_company = R"({
  "organizations": [{"key": "co", "kind": "company", "name": "Example Ltd"}],
  "products": [{"model": "DL3785W", "type": "KQ", "key": "demo-product-key"}],
  "apps": [{"id": "37", "key": "k", "name": "Attendance", "webhook": "http://127.0.0.1:9/"}],
  "devices": [{"id": "DL3785W_1", "organization": "co", "apps": ["37"]}]})";

class hand_line final : public device_line {
public:
    explicit hand_line(std::string id, std::string address = "127.0.0.1")
        : id_(std::move(id)),
          address_(std::move(address))
    {}
    bool send(std::string json) override
    {
        const std::scoped_lock held(mutex_);
        if (!closed)
            sent_.push_back(std::move(json));
        return !closed;
    }
    void close() override { closed = true; }
    std::string_view client_id() const override { return id_; }
    std::string_view address() const override { return address_; }
    std::vector<std::string> sent()
    {
        const std::scoped_lock held(mutex_);
        return sent_;
    }
    std::atomic<bool> closed{false};

private:
    std::string id_;
    std::string address_;
    std::mutex mutex_;
    std::vector<std::string> sent_;
};

class hand_sink final : public settle_sink {
public:
    void settled(std::uint64_t, bool kept, bool) noexcept override { outcome.set_value(kept); }
    std::promise<bool> outcome;
};

class a_host : public testing::Test {
protected:
    a_host() { home.provision(machines_of_one_company); }

    connect_code connect(std::string_view id, std::string_view user, std::string_view password)
    {
        return host.connect({id, user, password, true, true, "127.0.0.1"});
    }
    // What became of it, once it did.
    bool publish(const std::shared_ptr<hand_line>& line, std::string payload,
                 std::string_view topic = "device")
    {
        auto sink = std::make_shared<hand_sink>();
        auto kept = sink->outcome.get_future();
        host.publish(line, topic, std::move(payload), settle(sink, 1));
        return kept.get();
    }
    std::shared_ptr<hand_line> arrive(const std::string& id, const std::string& address = "127.0.0.1")
    {
        auto line = std::make_shared<hand_line>(id, address);
        host.arrived(line);
        home.write([](store::transaction&) {});  // behind its arrival
        return line;
    }
    void pass_after(std::chrono::milliseconds wait)
    {
        home.clock.set(home.clock.now() + wait);
        while (host.follower().pass() || host.follower().is_wanted())
            continue;
    }
    store::device_entry known(const std::string& id)
    {
        return *store::find_device(*home.writer().published(), id);
    }
    // How often the device's app was told of it: newest only, so after each change that is one more.
    std::int64_t last_call()
    {
        const auto newest = store::app_calls_before(*home.database().reader(), {}, {}, 1);
        return newest.empty() || newest[0].what.action != 404 ? 0 : newest[0].what.id.value;
    }
    std::size_t punches()
    {
        return store::punches_before(*home.database().reader(), home.keys(), {}, 0, 5000).size();
    }

    support::store_room home;
    deli_host host{home.writer(), home.keys(), home.clock, {{}, {"tcp://127.0.0.1:1883"}, {}}};
};

}  // namespace gatehouse::gateway
