#include "gateway/packet.hpp"

#include "gateway/packet_text.hpp"

#include <gtest/gtest.h>

namespace gatehouse::gateway::test {
namespace {

using std::chrono::seconds;

struct good {
    const char* name;
    packet value;
    std::string bytes;
};

const std::vector<good>& every_packet()
{
    static const std::vector<good> rows{
        {"connect", connect{true, true, seconds(60), "a", {}, {}, {}},
         hex("10 0d 00 04 4d515454 04 02 003c 0001 61")},
        {"connect_with_all",
         connect{true, false, seconds(1), "a", will{"w", "\x01", qos::exactly_once, true}, "u", "p"},
         hex("10 19 00 04 4d515454 04 f4 0001 0001 61 0001 77 0001 01 0001 75 0001 70")},
        {"connack", connack{connect_code::not_authorized, false}, hex("20 02 00 05")},
        {"connack_with_session", connack{connect_code::accepted, true}, hex("20 02 01 00")},
        {"publish_0", publish{"t", "x", qos::at_most_once, false, true, 0}, hex("31 04 0001 74 78")},
        {"publish_1", publish{"t", "", qos::at_least_once, true, false, 10}, hex("3a 05 0001 74 000a")},
        {"publish_2", publish{"t", "x", qos::exactly_once, false, false, 0xffff},
         hex("34 06 0001 74 ffff 78")},
        {"puback", puback{1}, hex("40 02 0001")},
        {"pubrec", pubrec{2}, hex("50 02 0002")},
        {"pubrel", pubrel{3}, hex("62 02 0003")},
        {"pubcomp", pubcomp{4}, hex("70 02 0004")},
        {"subscribe", subscribe{5, {{"a/b", qos::at_least_once}, {"#", qos::at_most_once}}},
         hex("82 0c 0005 0003 612f62 01 0001 23 00")},
        {"suback", suback{5, {1, 0x80}}, hex("90 04 0005 01 80")},
        {"unsubscribe", unsubscribe{6, {"a", "b"}}, hex("a2 08 0006 0001 61 0001 62")},
        {"unsuback", unsuback{6}, hex("b0 02 0006")},
        {"pingreq", pingreq{}, hex("c0 00")},
        {"pingresp", pingresp{}, hex("d0 00")},
        {"disconnect", disconnect{}, hex("e0 00")},
    };
    return rows;
}

TEST(a_packet, is_written_and_read_as_the_standard_says)
{
    for (const good& each : every_packet()) {
        SCOPED_TRACE(each.name);
        EXPECT_EQ(written(each.value), each.bytes);
        const auto length = packet_length(each.bytes, 1000);
        ASSERT_TRUE(length && *length);
        EXPECT_EQ(**length, each.bytes.size());
        const auto read = read_packet(each.bytes);
        ASSERT_TRUE(read) << read.error().message;
        EXPECT_EQ(*read, each.value);
    }
}

TEST(a_packet, that_ends_anywhere_before_its_end_is_refused)
{
    for (const good& each : every_packet())
        for (std::size_t size = 2; size < each.bytes.size(); ++size) {
            SCOPED_TRACE(each.name + std::string(" ") + std::to_string(size));
            std::string cut = each.bytes.substr(0, size);
            cut[1] = static_cast<char>(size - 2);
            const auto read = read_packet(cut);
            // The payload of PUBLISH, and a list, may be shorter; what is read is then another packet.
            if (read)
                EXPECT_NE(*read, each.value);
        }
}

TEST(a_packet, that_goes_on_behind_its_fields_is_refused)
{
    for (const char* const bytes :
         {"10 0e 00 04 4d515454 04 02 003c 0001 61 00", "20 03 00 00 00", "40 03 0001 00", "62 03 0001 00",
          "b0 03 0001 00", "c0 01 00", "e0 01 00"})
        EXPECT_EQ(fault_of(hex(bytes)), "the packet goes on behind its end") << bytes;
}

struct bad {
    const char* bytes;
    const char* fault;
};

void expect_faults(std::initializer_list<bad> rows)
{
    for (const bad& each : rows)
        EXPECT_EQ(fault_of(hex(each.bytes)), each.fault) << each.bytes;
}

// [MQTT-2.2.2-1] [MQTT-2.2.2-2] [MQTT-3.6.1-1] [MQTT-3.8.1-1] [MQTT-3.10.1-1] [MQTT-3.14.1-1]
TEST(a_packet, with_reserved_flags_is_refused)
{
    expect_faults({{"11 0d 00 04 4d515454 04 02 003c 0001 61", "reserved flags are set"},
                   {"21 02 00 00", "reserved flags are set"},
                   {"41 02 0001", "reserved flags are set"},
                   {"50 02 0001", ""},
                   {"58 02 0001", "reserved flags are set"},
                   {"60 02 0001", "reserved flags are set"},
                   {"66 02 0001", "reserved flags are set"},
                   {"72 02 0001", "reserved flags are set"},
                   {"80 06 0005 0001 61 00", "reserved flags are set"},
                   {"8a 06 0005 0001 61 00", "reserved flags are set"},
                   {"a0 05 0006 0001 61", "reserved flags are set"},
                   {"c1 00", "reserved flags are set"},
                   {"e8 00", "reserved flags are set"},
                   {"00 00", "there is no such packet type"},
                   {"f0 00", "there is no such packet type"}});
}

// [MQTT-1.5.3-1] [MQTT-1.5.3-2] [MQTT-4.7.3-2]
TEST(a_text, that_is_no_text_is_refused)
{
    expect_faults({{"30 05 0003 eda080", "a text is not UTF-8"},  // U+D800
                   {"30 05 0003 edbfbf", "a text is not UTF-8"},  // U+DFFF
                   {"30 04 0002 c080", "a text is not UTF-8"},    // overlong
                   {"30 06 0004 f4908080", "a text is not UTF-8"},
                   {"30 03 0001 ff", "a text is not UTF-8"},
                   {"30 05 0003 610062", "a text has U+0000"},
                   {"10 0e 0004 4d515454 04 02 003c 0002 61ff", "a text is not UTF-8"},
                   {"82 06 0005 0001 ff 00", "a text is not UTF-8"},
                   {"a2 05 0005 0001 00", "a text has U+0000"},
                   {"10 10 0004 4d515454 04 82 003c 0001 61 0001 ff", "a text is not UTF-8"},
                   {"10 13 0004 4d515454 04 06 003c 0001 61 0001 ff 0001 61", "a text is not UTF-8"}});
}

// [MQTT-1.5.3-3]
TEST(a_text, keeps_its_byte_order_mark)
{
    const std::string bytes = hex("30 06 0004 efbbbf 61");
    const auto read = read_packet(bytes);
    ASSERT_TRUE(read);
    EXPECT_EQ(std::get<publish>(*read).topic, "\xef\xbb\xbf"
                                              "a");
}

// [MQTT-2.3.1-1]
TEST(a_packet, without_a_packet_identifier_is_refused)
{
    expect_faults({{"32 06 0001 74 0000 78", "the packet identifier is 0"},
                   {"40 02 0000", "the packet identifier is 0"},
                   {"62 02 0000", "the packet identifier is 0"},
                   {"82 06 0000 0001 61 00", "the packet identifier is 0"},
                   {"a2 05 0000 0001 61", "the packet identifier is 0"}});
}

// [MQTT-3.3.1-2] [MQTT-3.3.1-4] [MQTT-3.3.2-1] [MQTT-3.3.2-2] [MQTT-4.7.1-1] [MQTT-4.7.3-1]
TEST(a_publish, that_breaks_a_rule_is_refused)
{
    expect_faults({{"36 05 0001 74 0001", "there is no such QoS"},
                   {"38 04 0001 74 78", "DUP at QoS 0"},
                   {"30 02 0000", "a topic is empty"},
                   {"30 05 0003 612f23", "a topic name has a wildcard"},
                   {"30 03 0001 2b", "a topic name has a wildcard"},
                   {"30 01 00", "the packet ends too early"},
                   {"32 03 0001 74", "the packet ends too early"}});
}

// [MQTT-3.8.3-1] [MQTT-3.8.3-3] [MQTT-3-8.3-4] [MQTT-3.10.3-1] [MQTT-3.10.3-2]
TEST(a_subscribe, that_breaks_a_rule_is_refused)
{
    expect_faults({{"82 02 0005", "the packet ends too early"},
                   {"82 05 0005 0001 61", "the packet ends too early"},
                   {"82 06 0005 0001 61 03", "there is no such QoS"},
                   {"82 06 0005 0001 61 04", "there is no such QoS"},
                   {"82 05 0005 0000 00", "a topic filter is empty"},
                   {"a2 02 0005", "the packet ends too early"},
                   {"a2 04 0005 0000", "a topic filter is empty"}});
}

// [MQTT-3.1.2-3] [MQTT-3.1.2-11] [MQTT-3.1.2-13] [MQTT-3.1.2-14] [MQTT-3.1.2-15] [MQTT-3.1.2-22]
TEST(a_connect, that_breaks_a_rule_is_refused)
{
    expect_faults(
        {{"10 0d 00 04 4d515454 04 03 003c 0001 61", "the reserved connect flag is set"},
         {"10 0d 00 04 4d515454 04 0a 003c 0001 61", "there are flags of a will and no will"},
         {"10 0d 00 04 4d515454 04 22 003c 0001 61", "there are flags of a will and no will"},
         {"10 13 00 04 4d515454 04 1e 003c 0001 61 0001 77 0001 01", "there is no such QoS"},
         {"10 10 00 04 4d515454 04 42 003c 0001 61 0001 70", "there is a password and no user name"},
         {"10 12 00 04 4d515454 04 06 003c 0001 61 0000 0001 01", "a topic is empty"}});
}

// [MQTT-3.1.2-9] [MQTT-3.1.2-18] [MQTT-3.1.2-19] [MQTT-3.1.2-20] [MQTT-3.1.2-21] [MQTT-3.1.3-1]
// [MQTT-3.1.3-3]
TEST(a_connect, has_the_fields_that_its_flags_say)
{
    expect_faults(
        {{"10 0d 00 04 4d515454 04 06 003c 0001 61", "the packet ends too early"},
         {"10 0d 00 04 4d515454 04 82 003c 0001 61", "the packet ends too early"},
         {"10 10 00 04 4d515454 04 c2 003c 0001 61 0001 75", "the packet ends too early"},
         {"10 10 00 04 4d515454 04 02 003c 0001 61 0001 75", "the packet goes on behind its end"},
         {"10 13 00 04 4d515454 04 82 003c 0001 61 0001 75 0001 70", "the packet goes on behind its end"},
         {"10 0a 00 04 4d515454 04 02 003c", "the packet ends too early"}});
}

TEST(a_connect, of_another_protocol_is_read_no_further)
{
    for (const char* const bytes :
         {"10 0e 0006 4d5149736470 03 02 003c 0000", "10 0c 00 04 4d515454 05 02 003c 0000",
          "10 07 00 04 4d515455 04", "10 03 0000 04"}) {
        const std::string read_from = hex(bytes);
        const auto read = read_packet(read_from);
        ASSERT_TRUE(read) << bytes;
        EXPECT_FALSE(std::get<connect>(*read).is_spoken) << bytes;
    }
}

TEST(a_remaining_length, is_read_as_soon_as_it_can_be)
{
    struct row {
        const char* bytes;
        std::optional<std::size_t> whole;
    };
    for (const row& each : {row{"30", {}}, row{"30 80", {}}, row{"30 ff ff", {}}, row{"30 00", 2},
                            row{"30 7f", 129}, row{"30 80 01", 131}, row{"30 ff 7f", 16386},
                            row{"30 80 80 01", 16388}, row{"30 ff ff ff 7f", 268435460}}) {
        const auto length = packet_length(hex(each.bytes), 300'000'000);
        ASSERT_TRUE(length) << each.bytes;
        EXPECT_EQ(*length, each.whole) << each.bytes;
    }
}

TEST(a_remaining_length, of_five_bytes_or_over_the_limit_is_refused)
{
    EXPECT_EQ(packet_length(hex("30 ff ff ff ff"), 300'000'000).error().message,
              "the remaining length is no number");
    EXPECT_EQ(packet_length(hex("30 80 01"), 130).error().message, "the packet is too long");
    EXPECT_TRUE(packet_length(hex("30 80 01"), 131));
}

}  // namespace
}  // namespace gatehouse::gateway::test
