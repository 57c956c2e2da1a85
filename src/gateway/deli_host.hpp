// What stands behind the connections of Deli's devices: who may connect, what becomes of their messages, and
// the way back to each (spec/deli-cloud.md §2, §3).
#pragma once

#include "base/clock.hpp"
#include "endpoint/device_links.hpp"
#include "gateway/device_host.hpp"
#include "gateway/device_round.hpp"
#include "ops/arrivals.hpp"
#include "ops/dispatcher.hpp"
#include "store/writer.hpp"
#include "wire/deli/device_calls.hpp"
#include "wire/deli/orders.hpp"

#include <mutex>
#include <unordered_map>

namespace gatehouse::gateway {

struct deli_options {
    wire::deli::device_options calls{};
    std::vector<std::string> addresses{};  // where devices connect; none: where they are listened for
    wire::deli::ftp_login logs{};
};

class deli_host final : public device_host, public endpoint::device_links {
public:
    deli_host(store::writer& writer, const store::keyring& keys, const base::clock& clock, deli_options how)
        : writer_(writer),
          keys_(keys),
          clock_(clock),
          how_(std::move(how)),
          repeats_(std::make_shared<ops::repeat_counts>(writer)),
          addresses_(how_.addresses),
          round_(std::make_shared<device_round>(writer, clock, *this, how_.calls.compat_v10))
    {}

    void begin(broadcaster& all) override;
    void reached_at(std::vector<std::string> where) override;
    void downloads_at(std::string where) override { how_.calls.downloads = std::move(where); }
    connect_code connect(const connect_request& asked) override;
    void arrived(std::shared_ptr<device_line> line) override;
    void left(device_line& line, bool taken_over) override;
    bool may_subscribe(const device_line& line, std::string_view filter) override;
    void publish(const std::shared_ptr<device_line>& line, std::string_view topic, std::string payload,
                 settle outcome) override;

    bool is_online(const std::string& device) const override;
    bool send(const std::string& device, std::string json) override;
    bool send_watched(const std::string& device, std::string json,
                      const std::function<void()>& arrived) override;
    bool order(const std::string& device, const endpoint::device_order& what) override;
    void announce_firmware(std::string_view type, std::string_view model, std::string_view version) override;
    std::vector<std::string> addresses() const override;

    // What follows behind; led by a thread of its own from begin() on.
    ops::round& follower() { return *round_; }

private:
    void note_doubled(const device_line& line) const;
    std::shared_ptr<device_line> line_of(const std::string& device) const;

    store::writer& writer_;
    const store::keyring& keys_;
    const base::clock& clock_;
    deli_options how_;
    std::shared_ptr<ops::repeat_counts> repeats_;
    mutable std::mutex mutex_;
    std::vector<std::string> addresses_;
    broadcaster* all_ = nullptr;
    std::unordered_map<std::string, std::shared_ptr<device_line>> lines_;
    std::shared_ptr<device_round> round_;
    std::optional<ops::dispatcher> leads_;  // ends before all else
};

}  // namespace gatehouse::gateway
