// A conversation without a socket, for the tests of what it says.
#pragma once

#include "gateway/conversation.hpp"
#include "gateway/packet_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatehouse::gateway::test {
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

inline constexpr conversation::time start{std::chrono::hours(1)};

inline connect hello(std::string_view client_id = "M_1")
{
    connect asked;
    asked.client_id = client_id;
    return asked;
}

inline publish up(std::string_view payload, qos quality, std::uint16_t id)
{
    return {uplink_topic, payload, quality, false, false, id};
}

inline publish down(std::string_view topic, std::string_view json, std::uint16_t id, bool dup = false)
{
    return {topic, json, qos::at_least_once, dup, false, id};
}

// A conversation whose answers are gathered until they are taken.
class a_conversation : public ::testing::Test {
protected:
    reaction say(const packet& what) { return talk.receive(what, now, out); }

    void begin(const connect& asked = hello())
    {
        ASSERT_TRUE(std::holds_alternative<admission_wanted>(say(asked)));
        talk.admit(asked, connect_code::accepted, out);
        ASSERT_TRUE(talk.is_connected());
        take();
    }

    // What was answered since; views live until the next call.
    std::vector<packet> take()
    {
        taken = std::exchange(out, {});
        return packets_in(taken);
    }

    std::uint64_t arrives(std::string_view payload, qos quality, std::uint16_t id)
    {
        const reaction said = say(up(payload, quality, id));
        const auto* const what = std::get_if<arrival>(&said);
        EXPECT_TRUE(what);
        return what ? what->number : 0;
    }

    std::vector<std::uint8_t> subscribes(std::vector<subscription> wanted, const std::vector<bool>& allowed)
    {
        const subscribe asked{7, std::move(wanted)};
        EXPECT_TRUE(std::holds_alternative<permission_wanted>(say(asked)));
        talk.grant(asked, allowed, out);
        const auto answers = take();
        EXPECT_EQ(std::get<suback>(answers.at(0)).id, 7);
        return std::get<suback>(answers.at(0)).granted;
    }

    void send(std::string json)
    {
        talk.send(std::make_shared<const downlink>(downlink{{}, std::move(json)}), now, out);
    }
    void broadcast(std::string topic, std::string json)
    {
        talk.broadcast(std::make_shared<const downlink>(downlink{std::move(topic), std::move(json)}), now,
                       out);
    }

    conversation_rules rules;
    conversation talk{rules};
    conversation::time now = start;
    std::string out;
    std::string taken;
};

inline ending_cause cause_of(const reaction& said)
{
    const auto* const over = std::get_if<ending>(&said);
    EXPECT_TRUE(over);
    return over ? over->cause : ending_cause::said_goodbye;
}

}  // namespace gatehouse::gateway::test
