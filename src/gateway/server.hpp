// MQTT 3.1.1 for devices: listeners, I/O threads, counters. It knows no message of any vendor.
#pragma once

#include "base/clock.hpp"
#include "gateway/counters.hpp"
#include "gateway/limits.hpp"
#include "net/listener.hpp"
#include "ops/throttle.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <vector>

namespace gatehouse::gateway {

struct server_options {
    std::vector<net::listen_address> listen;
    unsigned threads = 1;
    limits bounds;
};

class server final : public broadcaster {
public:
    // All of them must outlive the server. Failed CONNECTs are counted in `failures`.
    server(device_host& host, ops::throttle& failures, const base::clock& clock, server_options options);
    // stop() without grace, and join().
    ~server() override;

    // Opens all listeners, then serves. Throws boost::system::system_error when an address cannot be had.
    void start();
    // In the order of server_options::listen, with the ports that were taken.
    const std::vector<boost::asio::ip::tcp::endpoint>& addresses() const;

    void broadcast(std::string_view topic, std::string json) override;
    void wake() noexcept override;

    // Any thread, at once; join() waits for the end. What was accepted is settled and acknowledged, then the
    // connections are closed; what is not settled after the grace is cut off.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(10)) noexcept;
    void join();

    counters counted() const;

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

}  // namespace gatehouse::gateway
