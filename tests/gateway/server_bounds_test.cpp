#include "gateway/gateway_room.hpp"

namespace gatehouse::gateway::test {
namespace {

// [MQTT-3.1.4-1] [MQTT-2.2.2-2] [MQTT-4.8.0-1]
TEST_F(a_gateway, closes_without_a_word_what_breaks_the_protocol)
{
    start();
    const std::string good = hello("M_1");
    const std::string huge = hex("10 ff ff ff 7f");
    for (const std::string& bytes :
         {std::string("GET / HTTP/1.1\r\n\r\n"), hex("00 00"), hex("10 ff ff ff ff"), huge, up("x", 1),
          written(pingreq{}), hex("10 0d 00 04 4d515454 04 03 003c 0001 61"),
          hex("10 0e 0004 4d515454 04 02 003c 0002 61ff")}) {
        raw_client client = open();
        client.send(bytes + up("never read", 2));
        EXPECT_TRUE(client.is_at_end()) << bytes;
    }
    EXPECT_EQ(counted(count::violations), 8U);
    for (const std::string& bytes :
         {good, hex("32 06 0001 74 0000 78"), hex("30 80 80 80 01"), hex("c1 00"), hex("f0 00"),
          hex("82 02 0005"), hex("30 ff ff ff ff"), hex("50 02 0001")}) {
        raw_client client = connected("M_1");
        client.send(bytes + up("never read", 2));
        EXPECT_TRUE(client.is_at_end()) << bytes;
    }
    EXPECT_EQ(counted(count::violations), 16U);
    for (const std::string& each : host.events())
        EXPECT_NE(each, "publish never read");
}

// [MQTT-3.1.4-5] [MQTT-3.2.2-5]
TEST_F(a_gateway, processes_nothing_behind_a_connect_that_it_refused)
{
    host.on_connect = [](const connect_request&) { return connect_code::not_authorized; };
    start();
    raw_client client = open();
    client.send(hello("M_1") + up("never read", 1));
    EXPECT_EQ(client.read_to_end(), written(connack{connect_code::not_authorized}));
    EXPECT_TRUE(host.events().empty());
}

TEST_F(a_gateway, reads_little_of_a_stranger)
{
    start();
    raw_client client = open();
    gateway::connect asked;
    asked.client_id = "M_1";
    const std::string message(20'000, 'x');
    asked.last_will = will{"w", message, qos::at_most_once, false};
    client.send(written(asked));
    EXPECT_TRUE(client.is_at_end());
}

TEST_F(a_gateway, waits_for_connect_and_for_the_next_packet_so_long_and_no_longer)
{
    limits bounds = quick_limits();
    bounds.connect = std::chrono::milliseconds(500);
    start(bounds);
    raw_client silent = open();
    EXPECT_TRUE(silent.read_to_end().empty());
    raw_client slow = open();
    slow.send(hello("M_1").substr(0, 5));
    EXPECT_TRUE(slow.read_to_end().empty());
    EXPECT_EQ(counted(count::connect_timeouts), 2U);
    raw_client late = connected("M_1", 1);
    late.send(up("half of a packet", 1).substr(0, 9));
    EXPECT_TRUE(late.read_to_end().empty());
    EXPECT_EQ(counted(count::silences), 1U);
    EXPECT_THAT(host.wait_for(2), ElementsAre("arrived M_1", "left M_1"));
}

TEST_F(a_gateway, answers_a_failing_address_otherwise_and_lets_the_right_in)
{
    host.on_connect = [](const connect_request& asked) {
        return asked.client_id == "right" ? connect_code::accepted : connect_code::bad_user_name_or_password;
    };
    start();
    const auto answer = [this](std::string_view client_id) {
        raw_client client = open();
        client.send(hello(client_id));
        return client.read_to_end();
    };
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(answer("wrong"), written(connack{connect_code::bad_user_name_or_password}));
    EXPECT_EQ(answer("wrong"), written(connack{connect_code::not_authorized}));
    connected("right");
    EXPECT_EQ(served->counted().answered(connect_code::bad_user_name_or_password), 10U);
    EXPECT_EQ(served->counted().answered(connect_code::not_authorized), 1U);
}

TEST_F(a_gateway, closes_a_device_that_does_not_read_and_disturbs_no_other)
{
    limits bounds = quick_limits();
    bounds.unsent = 64u << 10;
    bounds.down_waiting = 64u << 20;  // more than the sockets' own buffers hold
    bounds.rules.down_window = 1000;
    start(bounds);
    raw_client slow = open(transport::plain, 4096);
    slow.send(hello("M_1"));
    expect(slow, accepted);
    const auto line = host.newest_line();
    raw_client other = connected("M_2");
    const std::string json(100'000, 'x');
    while (line->send(json)) {}
    other.send(up("x", 1));
    expect(other, written(puback{1}));
    const auto events = host.wait_for(4);
    EXPECT_NE(std::find(events.begin(), events.end(), "left M_1"), events.end());
    EXPECT_EQ(counted(count::slow_readers), 1U);
}

TEST_F(a_gateway, settles_what_it_accepted_before_it_stops)
{
    host.settles_at_once = false;
    start();
    raw_client client = connected("M_1");
    raw_client idle = connected("M_2");
    client.send(up("one", 1));
    settle outcome = host.take_held();
    served->stop(std::chrono::seconds(60));
    EXPECT_TRUE(idle.is_at_end());
    outcome(true);
    expect(client, written(puback{1}));
    EXPECT_TRUE(client.is_at_end());
    client.abort();
    idle.abort();
    served->join();
    EXPECT_EQ(counted(count::cut_off), 0U);
    EXPECT_EQ(served->counted().open_connections, 0U);
}

TEST_F(a_gateway, waits_for_no_outcome_behind_its_grace)
{
    host.settles_at_once = false;
    start();
    raw_client client = connected("M_1");
    client.send(up("one", 1));
    settle outcome = host.take_held();
    served->stop(std::chrono::milliseconds(20));
    served->join();
    EXPECT_EQ(client.read_to_end(), "");
    outcome(true);
    EXPECT_EQ(counted(count::cut_off), 1U);
}

}  // namespace
}  // namespace gatehouse::gateway::test
