#include "gateway/conversation_room.hpp"

namespace gatehouse::gateway::test {
namespace {

// [MQTT-3.1.0-1]
TEST_F(a_conversation, begins_with_connect)
{
    for (const packet& first : {packet(pingreq{}), packet(up("x", qos::at_most_once, 0)),
                                packet(disconnect{}), packet(subscribe{1, {{"a", qos::at_most_once}}})}) {
        conversation fresh(rules);
        EXPECT_EQ(cause_of(fresh.receive(first, now, out)), ending_cause::violation);
    }
    EXPECT_EQ(out, "");
}

// [MQTT-3.1.0-2]
TEST_F(a_conversation, ends_at_a_second_connect)
{
    begin();
    EXPECT_EQ(cause_of(say(hello())), ending_cause::violation);
    EXPECT_THAT(take(), IsEmpty());
}

// [MQTT-3.1.4-4] [MQTT-3.2.0-1] [MQTT-3.2.2-1] [MQTT-3.2.2-3] [MQTT-3.1.4-3]
TEST_F(a_conversation, is_accepted_without_a_session_whatever_was_asked_for)
{
    for (const bool is_clean : {true, false}) {
        conversation fresh(rules);
        connect asked = hello();
        asked.clean_session = is_clean;
        fresh.receive(asked, now, out);
        EXPECT_TRUE(std::holds_alternative<std::monostate>(fresh.admit(asked, connect_code::accepted, out)));
        EXPECT_THAT(take(), ElementsAre(packet(connack{connect_code::accepted, false})));
    }
}

// [MQTT-3.1.2-1] [MQTT-3.1.2-2] [MQTT-3.1.3-8] [MQTT-3.1.3-9] [MQTT-3.2.2-4] [MQTT-3.2.2-5]
TEST_F(a_conversation, that_is_refused_says_why_and_ends)
{
    connect other;
    other.is_spoken = false;
    connect nobody = hello("");
    nobody.clean_session = false;
    struct row {
        connect asked;
        connect_code host;
        connect_code answer;
    };
    for (const row& each :
         {row{other, connect_code::accepted, connect_code::unacceptable_protocol},
          row{nobody, connect_code::accepted, connect_code::identifier_rejected},
          row{hello(""), connect_code::accepted, connect_code::identifier_rejected},
          row{hello("M_#"), connect_code::accepted, connect_code::identifier_rejected},
          row{hello("+"), connect_code::accepted, connect_code::identifier_rejected},
          row{hello(), connect_code::identifier_rejected, connect_code::identifier_rejected},
          row{hello(), connect_code::server_unavailable, connect_code::server_unavailable},
          row{hello(), connect_code::bad_user_name_or_password, connect_code::bad_user_name_or_password},
          row{hello(), connect_code::not_authorized, connect_code::not_authorized}}) {
        conversation fresh(rules);
        fresh.receive(each.asked, now, out);
        EXPECT_EQ(cause_of(fresh.admit(each.asked, each.host, out)), ending_cause::refused);
        EXPECT_THAT(take(), ElementsAre(packet(connack{each.answer, false})));
        EXPECT_FALSE(fresh.takes_more());
    }
}

// [MQTT-3.1.2-24]
TEST_F(a_conversation, bears_one_and_a_half_keep_alives_of_silence)
{
    connect asked = hello();
    asked.keep_alive = seconds(7);
    begin(asked);
    EXPECT_EQ(talk.longest_silence(), std::chrono::milliseconds(10'500));
    conversation unset(rules);
    unset.receive(hello(), now, out);
    unset.admit(hello(), connect_code::accepted, out);
    EXPECT_EQ(unset.longest_silence(), seconds(450));
}

// [MQTT-3.12.4-1]
TEST_F(a_conversation, answers_pings)
{
    begin();
    say(pingreq{});
    EXPECT_THAT(take(), ElementsAre(packet(pingresp{})));
}

// [MQTT-3.14.4-3] [MQTT-3.1.2-10]
TEST_F(a_conversation, ends_at_disconnect_without_a_word)
{
    connect asked = hello();
    asked.last_will = will{"w", "gone", qos::at_least_once, true};
    begin(asked);
    EXPECT_EQ(cause_of(say(disconnect{})), ending_cause::said_goodbye);
    EXPECT_THAT(take(), IsEmpty());
}

// [MQTT-4.8.0-1]
TEST_F(a_conversation, ends_at_what_no_client_sends)
{
    for (const packet& odd : {packet(connack{}), packet(suback{1, {0}}), packet(unsuback{1}),
                              packet(pingresp{}), packet(pubrec{1}), packet(pubcomp{1})}) {
        conversation fresh(rules);
        fresh.receive(hello(), now, out);
        fresh.admit(hello(), connect_code::accepted, out);
        EXPECT_EQ(cause_of(fresh.receive(odd, now, out)), ending_cause::violation);
    }
}

// [MQTT-2.3.1-6] [MQTT-4.3.2-2]
TEST_F(a_conversation, acknowledges_qos_1_when_the_message_is_kept)
{
    begin();
    const auto number = arrives("x", qos::at_least_once, 10);
    EXPECT_THAT(take(), IsEmpty());
    talk.settled(number, true, out);
    EXPECT_THAT(take(), ElementsAre(packet(puback{10})));
    EXPECT_NE(arrives("x", qos::at_least_once, 10), number) << "it is a new message now";
}

TEST_F(a_conversation, says_once_that_a_message_arrived)
{
    begin();
    int arrived = 0;
    talk.send(std::make_shared<const downlink>(downlink{{}, "{}", [&arrived] { ++arrived; }}), now, out);
    say(puback{9});
    EXPECT_EQ(arrived, 0) << "of another";
    say(puback{1});
    say(puback{1});
    EXPECT_EQ(arrived, 1);
}

TEST_F(a_conversation, acknowledges_nothing_of_qos_0)
{
    begin();
    talk.settled(arrives("x", qos::at_most_once, 0), true, out);
    EXPECT_TRUE(
        std::holds_alternative<std::monostate>(talk.settled(arrives("x", qos::at_most_once, 0), false, out)));
    EXPECT_THAT(take(), IsEmpty());
}

// [MQTT-4.3.3-2]
TEST_F(a_conversation, takes_a_qos_2_message_once_until_it_is_released)
{
    begin();
    const auto number = arrives("x", qos::exactly_once, 10);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(say(up("x", qos::exactly_once, 10))));
    EXPECT_THAT(take(), IsEmpty()) << "not kept yet";
    talk.settled(number, true, out);
    EXPECT_THAT(take(), ElementsAre(packet(pubrec{10})));
    EXPECT_TRUE(std::holds_alternative<std::monostate>(say(up("x", qos::exactly_once, 10))));
    EXPECT_THAT(take(), ElementsAre(packet(pubrec{10})));
    say(pubrel{10});
    EXPECT_THAT(take(), ElementsAre(packet(pubcomp{10})));
    say(pubrel{10});
    EXPECT_THAT(take(), ElementsAre(packet(pubcomp{10})));
    arrives("x", qos::exactly_once, 10);
}

TEST_F(a_conversation, ends_at_a_release_of_what_is_not_acknowledged)
{
    begin();
    arrives("x", qos::exactly_once, 10);
    EXPECT_EQ(cause_of(say(pubrel{10})), ending_cause::violation);
}

// [MQTT-4.6.0-2] [MQTT-4.6.0-3] [MQTT-4.6.0-5]
TEST_F(a_conversation, acknowledges_in_the_order_of_the_messages)
{
    begin();
    const auto first = arrives("1", qos::at_least_once, 1);
    const auto second = arrives("2", qos::exactly_once, 2);
    const auto third = arrives("3", qos::at_least_once, 3);
    talk.settled(third, true, out);
    talk.settled(second, true, out);
    EXPECT_THAT(take(), IsEmpty());
    talk.settled(first, true, out);
    EXPECT_THAT(take(), ElementsAre(packet(puback{1}), packet(pubrec{2}), packet(puback{3})));
}

// [MQTT-4.8.0-2]
TEST_F(a_conversation, ends_unacknowledged_where_a_message_is_lost)
{
    begin();
    const auto first = arrives("1", qos::at_least_once, 1);
    const auto second = arrives("2", qos::at_least_once, 2);
    const auto third = arrives("3", qos::at_least_once, 3);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(talk.settled(second, false, out)));
    talk.settled(third, true, out);
    EXPECT_EQ(cause_of(talk.settled(first, true, out)), ending_cause::lost);
    EXPECT_THAT(take(), ElementsAre(packet(puback{1})));
}

TEST_F(a_conversation, takes_no_more_while_too_much_is_unsettled)
{
    rules.most_unsettled = 2;
    begin();
    const auto first = arrives("1", qos::at_most_once, 0);
    EXPECT_TRUE(talk.takes_more());
    arrives("2", qos::at_most_once, 0);
    EXPECT_FALSE(talk.takes_more());
    talk.settled(first, true, out);
    EXPECT_TRUE(talk.takes_more());
    rules.most_unsettled_bytes = 8;
    arrives("12345678", qos::at_most_once, 0);
    EXPECT_FALSE(talk.takes_more());
}

TEST_F(a_conversation, drops_and_acknowledges_what_goes_to_another_topic)
{
    begin();
    const auto kept = arrives("1", qos::at_least_once, 1);
    const reaction said = say(publish{"elsewhere", "x", qos::at_least_once, false, true, 2});
    EXPECT_EQ(std::get<misdirected>(said).topic, "elsewhere");
    EXPECT_THAT(take(), IsEmpty()) << "the order holds for it too";
    talk.settled(kept, true, out);
    EXPECT_THAT(take(), ElementsAre(packet(puback{1}), packet(puback{2})));
}

}  // namespace
}  // namespace gatehouse::gateway::test
