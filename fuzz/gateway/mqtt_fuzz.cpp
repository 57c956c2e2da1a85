// A connection's bytes: nothing throws, what is read is written as it was read, and the conversation answers
// with packets only, whatever the order. The first byte says what the host answers.
#include "gateway/conversation.hpp"

#include <cstdint>
#include <cstdlib>

namespace {

using namespace gatehouse::gateway;

constexpr std::size_t most = 1 << 20;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void require_same_when_written(const packet& read)
{
    if (const auto* const asked = std::get_if<connect>(&read); asked && !asked->is_spoken)
        return;
    std::string bytes;
    write_packet(bytes, read);
    const auto again = read_packet(bytes);
    require(again && *again == read);
}

void require_packets(std::string_view out)
{
    while (!out.empty()) {
        const auto length = packet_length(out, most);
        require(length && *length && **length <= out.size());
        require(read_packet(out.substr(0, **length)).has_value());
        out.remove_prefix(**length);
    }
}

struct driver {
    explicit driver(unsigned choice) : answers(choice) {}

    // False at the end of the conversation.
    bool react(const reaction& to)
    {
        if (const auto* const asked = std::get_if<admission_wanted>(&to))
            return react(talk.admit(asked->asked, connect_code::accepted, out));
        if (const auto* const asked = std::get_if<permission_wanted>(&to))
            talk.grant(asked->asked, std::vector<bool>(asked->asked.wanted.size(), (answers & 1U) != 0), out);
        if (const auto* const what = std::get_if<arrival>(&to)) {
            if ((answers & 6U) != 0)
                return react(talk.settled(what->number, (answers & 2U) != 0, out));
            talk.send(std::make_shared<const downlink>(downlink{{}, "{}"}), {}, out);
        }
        return !std::holds_alternative<ending>(to);
    }

    conversation_rules rules{};
    conversation talk{rules};
    std::string out{};
    unsigned answers;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    driver client(data[0]);
    std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    while (!bytes.empty() && client.talk.takes_more()) {
        const auto length = packet_length(bytes, most);
        if (!length || !*length || **length > bytes.size())
            break;
        const auto read = read_packet(bytes.substr(0, **length));
        if (!read)
            break;
        require_same_when_written(*read);
        if (!client.react(client.talk.receive(*read, {}, client.out)))
            break;
        bytes.remove_prefix(**length);
    }
    require_packets(client.out);
    return 0;
}
