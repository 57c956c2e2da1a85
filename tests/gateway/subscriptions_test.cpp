#include "gateway/conversation_room.hpp"

namespace gatehouse::gateway::test {
namespace {

// [MQTT-3.8.4-1] [MQTT-3.8.4-2] [MQTT-3.8.4-4] [MQTT-3.8.4-5] [MQTT-3.9.3-1] [MQTT-3.9.3-2] [MQTT-2.3.1-7]
TEST_F(a_conversation, answers_each_filter_in_its_order)
{
    begin();
    EXPECT_THAT(subscribes({{"KQ", qos::exactly_once},
                            {"#", qos::at_least_once},
                            {"KQ/M", qos::at_most_once},
                            {"sport#", qos::at_most_once}},
                           {true, false, true, false}),
                ElementsAre(1, 0x80, 0, 0x80));
}

// [MQTT-3.8.4-3] [MQTT-3.8.4-6] [MQTT-4.5.0-1] [MQTT-4.7.3-4] [MQTT-3.3.1-9] [MQTT-4.3.1-1]
TEST_F(a_conversation, gets_broadcasts_at_the_qos_that_was_granted_last)
{
    begin();
    broadcast("KQ", "before");
    subscribes({{"KQ", qos::at_least_once}}, {true});
    broadcast("kq", "other");
    broadcast("KQ", "one");
    EXPECT_THAT(take(), ElementsAre(packet(down("KQ", "one", 1))));
    subscribes({{"KQ", qos::at_most_once}}, {true});
    broadcast("KQ/M", "none");
    broadcast("KQ", "two");
    EXPECT_THAT(take(), ElementsAre(packet(publish{"KQ", "two", qos::at_most_once, false, false, 0})));
}

// [MQTT-3.10.4-1] [MQTT-3.10.4-2] [MQTT-3.10.4-4] [MQTT-3.10.4-5] [MQTT-3.10.4-6]
TEST_F(a_conversation, forgets_filters_that_are_the_same_byte_for_byte)
{
    begin();
    subscribes({{"KQ", qos::at_most_once}, {"KQ/M", qos::at_most_once}}, {true, true});
    say(unsubscribe{9, {"kq", "+", "KQ/M", "never"}});
    EXPECT_THAT(take(), ElementsAre(packet(unsuback{9})));
    broadcast("KQ/M", "x");
    EXPECT_THAT(take(), IsEmpty());
    broadcast("KQ", "x");
    EXPECT_EQ(take().size(), 1U);
}

// [MQTT-3.10.4-3]
TEST_F(a_conversation, completes_what_is_on_its_way_behind_an_unsubscribe)
{
    begin();
    subscribes({{"KQ", qos::at_least_once}}, {true});
    broadcast("KQ", "x");
    say(unsubscribe{9, {"KQ"}});
    take();
    now += seconds(20);
    EXPECT_EQ(talk.look(now, out), 0U);
    EXPECT_THAT(take(), ElementsAre(packet(down("KQ", "x", 1, true))));
}

TEST_F(a_conversation, grants_a_device_its_own_topics_and_sends_nothing_twice)
{
    begin();
    EXPECT_TRUE(talk.is_own("M_1"));
    EXPECT_TRUE(talk.is_own("device"));
    EXPECT_FALSE(talk.is_own("M_2"));
    EXPECT_THAT(subscribes({{"M_1", qos::exactly_once}, {"device", qos::at_most_once}}, {false, false}),
                ElementsAre(1, 0));
    send("{}");
    EXPECT_THAT(take(), ElementsAre(packet(down("M_1", "{}", 1))));
}

TEST_F(a_conversation, may_send_on_a_topic_that_all_devices_share)
{
    rules.downlink_topic = "device";
    begin();
    send("{}");
    EXPECT_THAT(take(), ElementsAre(packet(down("device", "{}", 1))));
}

// [MQTT-2.3.1-4] [MQTT-4.3.2-1] [MQTT-4.6.0-6] [MQTT-3.3.1-3]
TEST_F(a_conversation, sends_in_order_a_few_at_a_time)
{
    rules.down_window = 2;
    conversation narrow(rules);
    narrow.receive(hello(), now, out);
    narrow.admit(hello(), connect_code::accepted, out);
    take();
    for (const char* const json : {"a", "b", "c", "d"})
        narrow.send(std::make_shared<const downlink>(downlink{{}, json}), now, out);
    EXPECT_THAT(take(), ElementsAre(packet(down("M_1", "a", 1)), packet(down("M_1", "b", 2))));
    narrow.receive(puback{2}, now, out);
    EXPECT_THAT(take(), ElementsAre(packet(down("M_1", "c", 3))));
    narrow.receive(puback{2}, now, out);
    EXPECT_THAT(take(), IsEmpty());
    narrow.receive(puback{1}, now, out);
    EXPECT_THAT(take(), ElementsAre(packet(down("M_1", "d", 4))));
    EXPECT_EQ(narrow.take_released(), 2U);
}

// [MQTT-3.3.1-1] [MQTT-2.3.1-3] [MQTT-4.6.0-1]
TEST_F(a_conversation, sends_once_more_with_dup_and_then_no_more)
{
    begin();
    send("a");
    now += seconds(1);
    send("b");
    take();
    EXPECT_EQ(talk.next_look(), start + seconds(20));
    now = start + seconds(21);
    EXPECT_EQ(talk.look(now, out), 0U);
    EXPECT_THAT(take(), ElementsAre(packet(down("M_1", "a", 1, true)), packet(down("M_1", "b", 2, true))));
    say(puback{2});
    now = start + seconds(41);
    EXPECT_EQ(talk.look(now, out), 1U);
    EXPECT_THAT(take(), IsEmpty());
    EXPECT_EQ(talk.next_look(), conversation::time::max());
    say(puback{1});
    send("c");
    EXPECT_THAT(take(), ElementsAre(packet(down("M_1", "c", 3))));
}

TEST_F(a_conversation, uses_no_packet_identifier_twice_at_a_time)
{
    begin();
    send("kept");
    for (int i = 0; i < 70'000; ++i) {
        out.clear();
        send("x");
        const auto sent = std::get<publish>(take().at(0));
        ASSERT_NE(sent.id, 0);
        ASSERT_NE(sent.id, 1);
        say(puback{sent.id});
    }
}

}  // namespace
}  // namespace gatehouse::gateway::test
