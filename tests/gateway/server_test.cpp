#include "gateway/gateway_room.hpp"

namespace gatehouse::gateway::test {
namespace {

TEST_F(a_gateway, acknowledges_when_the_host_has_kept_the_message)
{
    host.settles_at_once = false;
    start();
    raw_client client = connected("M_1");
    client.send(up("one", 1) + up("two", 2) + written(pingreq{}));
    expect(client, written(pingresp{}));
    settle first = host.take_held();
    settle second = host.take_held();
    second.later(true);
    first.later(true);
    served->wake();
    expect(client, written(puback{1}) + written(puback{2}));
    EXPECT_THAT(host.events(), ElementsAre("arrived M_1", "publish one", "publish two"));
}

TEST_F(a_gateway, closes_where_a_message_cannot_be_kept)
{
    host.settles_at_once = false;
    start();
    raw_client client = connected("M_1");
    client.send(up("one", 1));
    host.take_held()(false);
    EXPECT_TRUE(client.is_at_end());
    EXPECT_EQ(counted(count::up_links_lost), 1U);
}

TEST_F(a_gateway, takes_an_outcome_that_nobody_tells_for_a_loss)
{
    host.settles_at_once = false;
    start();
    raw_client client = connected("M_1");
    client.send(up("one", 1));
    host.take_held();
    EXPECT_TRUE(client.is_at_end());
}

TEST_F(a_gateway, survives_a_host_that_throws)
{
    host.on_connect = [](const connect_request& asked) {
        if (asked.client_id == "M_2")
            throw std::runtime_error("no index");
        return connect_code::accepted;
    };
    host.on_publish = [](const auto&, std::string_view) { throw std::runtime_error("no queue"); };
    start();
    raw_client client = connected("M_1");
    client.send(up("one", 1));
    EXPECT_TRUE(client.is_at_end());
    raw_client other = open();
    other.send(hello("M_2"));
    EXPECT_EQ(other.read_to_end(), written(connack{connect_code::server_unavailable}));
    EXPECT_EQ(counted(count::host_failures), 2U);
}

TEST_F(a_gateway, reads_packets_however_they_are_cut)
{
    start();
    raw_client client = open();
    for (const char each : hello("M_1") + up(std::string(300, 'x'), 1))
        client.send({&each, 1});
    expect(client, std::string(accepted) + written(puback{1}));
}

// [MQTT-3.1.3-5]
TEST_F(a_gateway, tells_the_host_all_that_connect_said)
{
    std::string said;
    host.on_connect = [&said](const connect_request& asked) {
        said = std::string(asked.client_id) + " " + std::string(asked.user_name) + " " +
               std::string(asked.password) + " " + std::string(asked.address);
        return connect_code::accepted;
    };
    start();
    connected("0123456789abcdefghijXYZ");
    EXPECT_EQ(said, "0123456789abcdefghijXYZ user right 127.0.0.1");
}

TEST_F(a_gateway, sends_what_the_host_sends_until_the_device_is_gone)
{
    host.on_publish = [](const auto& line, std::string_view) { line->send("{\"echo\":1}"); };
    start();
    raw_client client = connected("M_1");
    client.send(up("one", 1));
    expect(client, down("M_1", "{\"echo\":1}", 1) + written(puback{1}));
    const auto line = host.newest_line();
    EXPECT_EQ(line->address(), "127.0.0.1");
    client.send(written(disconnect{}));
    EXPECT_TRUE(client.is_at_end());
    host.wait_for(3);
    EXPECT_FALSE(line->send("{}"));
    EXPECT_THAT(host.events(), ElementsAre("arrived M_1", "publish one", "left M_1"));
}

TEST_F(a_gateway, closes_a_device_when_the_host_says_so)
{
    start();
    raw_client client = connected("M_1");
    host.newest_line()->close();
    EXPECT_TRUE(client.is_at_end());
    EXPECT_EQ(host.wait_for(2).back(), "left M_1");
}

// [MQTT-3.1.4-2] [MQTT-3.1.3-2]
TEST_F(a_gateway, lets_the_newer_of_two_connections_stay)
{
    start(quick_limits(), 4);
    std::vector<raw_client> clients;
    std::vector<std::string> expected{"arrived M_1"};
    clients.push_back(connected("M_1"));
    for (int i = 0; i < 8; ++i) {
        clients.push_back(connected("M_1"));
        EXPECT_TRUE(clients[clients.size() - 2].is_at_end());
        expected.insert(expected.end(), {"taken over M_1", "arrived M_1"});
    }
    EXPECT_EQ(host.events(), expected);
    clients.back().send(up("one", 1));
    expect(clients.back(), written(puback{1}));
    EXPECT_EQ(counted(count::taken_over), 8U);
}

TEST_F(a_gateway, broadcasts_to_those_who_subscribed)
{
    start(quick_limits(), 3);
    std::vector<raw_client> clients;
    for (const char* const id : {"M_1", "M_2", "M_3", "M_4"}) {
        clients.push_back(connected(id));
        const bool wants = id != std::string("M_4");
        clients.back().send(written(subscribe{5, {{wants ? "KQ" : "KQ/#", qos::exactly_once}}}));
        expect(clients.back(), written(suback{5, {wants ? std::uint8_t{1} : not_granted}}));
    }
    served->broadcast("KQ", "{}");
    for (std::size_t i = 0; i < 3; ++i)
        expect(clients[i], down("KQ", "{}", 1));
    clients[3].send(written(pingreq{}));
    expect(clients[3], written(pingresp{}));
}

TEST_F(a_gateway, reads_no_more_while_too_much_is_unsettled)
{
    host.settles_at_once = false;
    limits bounds = quick_limits();
    bounds.rules.most_unsettled = 4;
    start(bounds);
    raw_client client = connected("M_1");
    std::string all;
    std::string acknowledged;
    for (std::uint16_t id = 1; id <= 100; ++id) {
        all += up("x", id);
        acknowledged += written(puback{id});
    }
    client.send(all);
    for (int i = 0; i < 100; ++i) {
        settle oldest = host.take_held();
        EXPECT_LE(host.held(), 3U);
        oldest(true);
    }
    expect(client, acknowledged);
}

TEST_F(a_gateway, speaks_the_same_over_tls)
{
    start(quick_limits(), 1, true);
    raw_client client = open(transport::tls);
    client.send(hello("M_1") + up(std::string(100'000, 'x'), 1));
    expect(client, std::string(accepted) + written(puback{1}));
    host.newest_line()->send("{}");
    expect(client, down("M_1", "{}", 1));
    raw_client plain = open();
    plain.send(hello("M_2"));
    EXPECT_EQ(plain.read_to_end(), "");
    EXPECT_EQ(client.tls().protocol(), "mqtt");
    raw_client silent = open(transport::tls, 0, "");
    silent.send(hello("M_3"));
    expect(silent, accepted);
    raw_client browser = open(transport::tls, 0, "h2,http/1.1");
    EXPECT_NE(browser.tls().how(), net::test::ending::none) << "it means another server";
}

}  // namespace
}  // namespace gatehouse::gateway::test
