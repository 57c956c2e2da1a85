// A gateway on a free loopback port, for the tests of what is heard over sockets.
#pragma once

#include "base/crypto.hpp"
#include "gateway/packet_text.hpp"
#include "gateway/recording_host.hpp"
#include "gateway/server.hpp"
#include "net/raw_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <thread>

namespace gatehouse::gateway::test {
using net::test::raw_client;
using net::test::transport;
using ::testing::ElementsAre;

inline constexpr std::string_view accepted{"\x20\x02\x00\x00", 4};

inline std::string hello(std::string_view client_id, unsigned keep_alive = 60)
{
    gateway::connect asked;
    asked.client_id = client_id;
    asked.keep_alive = std::chrono::seconds(keep_alive);
    asked.user_name = "user";
    asked.password = "right";
    return written(asked);
}

inline std::string up(std::string_view payload, std::uint16_t id, std::string_view topic = "device")
{
    return written(publish{topic, payload, qos::at_least_once, false, false, id});
}

inline std::string down(std::string_view topic, std::string_view json, std::uint16_t id)
{
    return written(publish{topic, json, qos::at_least_once, false, false, id});
}

// Limits short enough to be waited for.
inline limits quick_limits()
{
    limits bounds;
    bounds.tick = bounds.drain = std::chrono::milliseconds(10);
    bounds.linger = std::chrono::milliseconds(200);
    return bounds;
}

class a_gateway : public ::testing::Test {
protected:
    a_gateway()
    {
        std::signal(SIGPIPE, SIG_IGN);
        base::start_crypto();
    }

    void start(const limits& bounds = quick_limits(), unsigned threads = 1, bool is_tls = false)
    {
        server_options options;
        options.listen = {
            {{boost::asio::ip::address_v4::loopback(), 0}, is_tls ? &net::test::test_identity() : nullptr}};
        options.threads = threads;
        options.bounds = bounds;
        failures.emplace(base::key::random());
        served.emplace(host, *failures, clock, options);
        served->start();
    }

    raw_client open(transport over = transport::plain, int receive_buffer = 0,
                    const std::string& protocols = "mqtt")
    {
        net::test::tls_offer offer;
        offer.protocols = protocols;
        return raw_client(served->addresses().front(), receive_buffer, over, offer);
    }
    raw_client connected(std::string_view client_id, unsigned keep_alive = 60)
    {
        raw_client client = open();
        client.send(hello(client_id, keep_alive));
        expect(client, accepted);
        return client;
    }
    static void expect(raw_client& client, std::string_view bytes)
    {
        EXPECT_EQ(client.read_until(bytes), bytes);
    }
    std::uint64_t counted(count what) { return served->counted()[what]; }

    recording_host host;
    base::system_clock clock;
    std::optional<ops::throttle> failures;
    std::optional<server> served;
};

}  // namespace gatehouse::gateway::test
