#include "gateway/packet.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "gateway/packet_reader.hpp"

namespace gatehouse::gateway {
namespace {

constexpr std::string_view protocol_name = "MQTT";
constexpr std::uint8_t protocol_level = 4;
constexpr std::uint8_t flags_of_requests = 2;  // PUBREL, SUBSCRIBE, UNSUBSCRIBE (table 2.2)

// The connect flags (3.1.2.3).
constexpr unsigned reserved_bit = 1;
constexpr unsigned clean_session_bit = 2;
constexpr unsigned will_bit = 4;
constexpr unsigned will_qos_place = 3;
constexpr unsigned will_retain_bit = 0x20;
constexpr unsigned password_bit = 0x40;
constexpr unsigned user_name_bit = 0x80;

// The flags of PUBLISH (3.3.1).
constexpr unsigned retain_bit = 1;
constexpr unsigned dup_bit = 8;
constexpr unsigned qos_place = 1;

qos read_qos(packet_reader& from, unsigned bits)
{
    from.require(bits <= 2, "there is no such QoS");
    return static_cast<qos>(bits & 3U);
}

// 4.7.1, 4.7.3
std::string_view read_topic_name(packet_reader& from)
{
    const std::string_view topic = from.text();
    from.require(!topic.empty(), "a topic is empty");
    from.require(topic.find_first_of("#+") == std::string_view::npos, "a topic name has a wildcard");
    return topic;
}

std::string_view read_filter(packet_reader& from)
{
    const std::string_view filter = from.text();
    from.require(!filter.empty(), "a topic filter is empty");
    return filter;
}

std::uint16_t read_id(packet_reader& from)
{
    const std::uint16_t id = from.number();
    from.require(id != 0, "the packet identifier is 0");
    return id;
}

will read_will(packet_reader& from, unsigned flags)
{
    will last;
    last.quality = read_qos(from, (flags >> will_qos_place) & 3U);
    last.retain = (flags & will_retain_bit) != 0;
    last.topic = read_topic_name(from);
    last.message = from.binary();
    return last;
}

connect read_connect(packet_reader& from)
{
    connect asked;
    const std::string_view name = from.text();
    const unsigned level = from.byte();
    if (name != protocol_name || level != protocol_level) {
        from.skip_rest();
        asked.is_spoken = false;
        return asked;
    }
    const unsigned flags = from.byte();
    from.require((flags & reserved_bit) == 0, "the reserved connect flag is set");
    const bool has_will = (flags & will_bit) != 0;
    from.require(has_will || (flags & (will_retain_bit | (3U << will_qos_place))) == 0,
                 "there are flags of a will and no will");
    const bool has_user_name = (flags & user_name_bit) != 0;
    const bool has_password = (flags & password_bit) != 0;
    from.require(has_user_name || !has_password, "there is a password and no user name");
    asked.clean_session = (flags & clean_session_bit) != 0;
    asked.keep_alive = std::chrono::seconds(from.number());
    asked.client_id = from.text();
    if (has_will)
        asked.last_will = read_will(from, flags);
    if (has_user_name)
        asked.user_name = from.text();
    if (has_password)
        asked.password = from.binary();
    return asked;
}

connack read_connack(packet_reader& from)
{
    connack answer;
    const unsigned flags = from.byte();
    const unsigned code = from.byte();
    from.require(flags <= 1, "a reserved flag of CONNACK is set");
    from.require(code <= 5, "there is no such return code");
    from.require(code == 0 || flags == 0, "a refusal with a session");
    answer.session_present = flags == 1;
    answer.code = static_cast<connect_code>(code);
    return answer;
}

publish read_publish(packet_reader& from, unsigned flags)
{
    publish message;
    message.quality = read_qos(from, (flags >> qos_place) & 3U);
    message.dup = (flags & dup_bit) != 0;
    message.retain = (flags & retain_bit) != 0;
    from.require(!message.dup || message.quality != qos::at_most_once, "DUP at QoS 0");
    message.topic = read_topic_name(from);
    if (message.quality != qos::at_most_once)
        message.id = read_id(from);
    message.payload = from.rest();
    return message;
}

subscribe read_subscribe(packet_reader& from)
{
    subscribe request;
    request.id = read_id(from);
    do {
        subscription each;
        each.filter = read_filter(from);
        each.most = read_qos(from, from.byte());
        request.wanted.push_back(each);
    } while (from.has_more());
    return request;
}

suback read_suback(packet_reader& from)
{
    suback answer;
    answer.id = read_id(from);
    do {
        const std::uint8_t code = from.byte();
        from.require(code <= 2 || code == not_granted, "there is no such return code");
        answer.granted.push_back(code);
    } while (from.has_more());
    return answer;
}

unsubscribe read_unsubscribe(packet_reader& from)
{
    unsubscribe request;
    request.id = read_id(from);
    do
        request.filters.push_back(read_filter(from));
    while (from.has_more());
    return request;
}

template <class Receipt>
packet read_receipt(packet_reader& from)
{
    return Receipt{read_id(from)};
}

packet read_body(packet_reader& from, unsigned type, unsigned flags)
{
    const unsigned wanted = type == 6 || type == 8 || type == 10 ? flags_of_requests : 0;
    from.require(type == 3 || flags == wanted, "reserved flags are set");
    switch (type) {
    case 1: return read_connect(from);
    case 2: return read_connack(from);
    case 3: return read_publish(from, flags);
    case 4: return read_receipt<puback>(from);
    case 5: return read_receipt<pubrec>(from);
    case 6: return read_receipt<pubrel>(from);
    case 7: return read_receipt<pubcomp>(from);
    case 8: return read_subscribe(from);
    case 9: return read_suback(from);
    case 10: return read_unsubscribe(from);
    case 11: return read_receipt<unsuback>(from);
    case 12: return pingreq{};
    case 13: return pingresp{};
    case 14: return disconnect{};
    default: from.require(false, "there is no such packet type"); return disconnect{};
    }
}

void append_number(std::string& out, std::size_t number)
{
    GATEHOUSE_ASSERT(number <= 0xffff);
    out.push_back(static_cast<char>(number >> 8));
    out.push_back(static_cast<char>(number & 0xff));
}

void append_text(std::string& out, std::string_view text)
{
    append_number(out, text.size());
    out.append(text);
}

void append_head(std::string& out, unsigned type, unsigned flags, std::size_t length)
{
    out.push_back(static_cast<char>(type << 4 | flags));
    do {
        const std::size_t rest = length >> 7;
        out.push_back(static_cast<char>((length & 0x7f) | (rest > 0 ? 0x80 : 0)));
        length = rest;
    } while (length > 0);
}

// One for each packet.
struct packet_writer {
    std::string& out;

    void operator()(const connect& asked) const
    {
        unsigned flags = asked.clean_session ? clean_session_bit : 0;
        std::size_t length = 2 + protocol_name.size() + 1 + 1 + 2 + 2 + asked.client_id.size();
        if (const auto& last = asked.last_will) {
            flags |= will_bit | static_cast<unsigned>(last->quality) << will_qos_place;
            flags |= last->retain ? will_retain_bit : 0;
            length += 4 + last->topic.size() + last->message.size();
        }
        if (asked.user_name) {
            flags |= user_name_bit;
            length += 2 + asked.user_name->size();
        }
        if (asked.password) {
            flags |= password_bit;
            length += 2 + asked.password->size();
        }
        append_head(out, 1, 0, length);
        append_text(out, protocol_name);
        out.push_back(static_cast<char>(asked.is_spoken ? protocol_level : protocol_level - 1));
        out.push_back(static_cast<char>(flags));
        append_number(out, static_cast<std::size_t>(asked.keep_alive.count()));
        append_text(out, asked.client_id);
        if (asked.last_will) {
            append_text(out, asked.last_will->topic);
            append_text(out, asked.last_will->message);
        }
        if (asked.user_name)
            append_text(out, *asked.user_name);
        if (asked.password)
            append_text(out, *asked.password);
    }

    void operator()(const connack& answer) const
    {
        append_head(out, 2, 0, 2);
        out.push_back(static_cast<char>(answer.session_present));
        out.push_back(static_cast<char>(answer.code));
    }

    void operator()(const publish& message) const
    {
        const bool has_id = message.quality != qos::at_most_once;
        append_head(out, 3,
                    (message.dup ? dup_bit : 0) | static_cast<unsigned>(message.quality) << qos_place |
                        (message.retain ? retain_bit : 0),
                    2 + message.topic.size() + (has_id ? 2 : 0) + message.payload.size());
        append_text(out, message.topic);
        if (has_id)
            append_number(out, message.id);
        out.append(message.payload);
    }

    template <std::uint8_t Type>
    void operator()(const receipt<Type>& of) const
    {
        append_head(out, Type, Type == 6 ? flags_of_requests : 0, 2);
        append_number(out, of.id);
    }

    void operator()(const subscribe& request) const
    {
        std::size_t length = 2;
        for (const subscription& each : request.wanted)
            length += 3 + each.filter.size();
        append_head(out, 8, flags_of_requests, length);
        append_number(out, request.id);
        for (const subscription& each : request.wanted) {
            append_text(out, each.filter);
            out.push_back(static_cast<char>(each.most));
        }
    }

    void operator()(const suback& answer) const
    {
        append_head(out, 9, 0, 2 + answer.granted.size());
        append_number(out, answer.id);
        for (const std::uint8_t each : answer.granted)
            out.push_back(static_cast<char>(each));
    }

    void operator()(const unsubscribe& request) const
    {
        std::size_t length = 2;
        for (const std::string_view each : request.filters)
            length += 2 + each.size();
        append_head(out, 10, flags_of_requests, length);
        append_number(out, request.id);
        for (const std::string_view each : request.filters)
            append_text(out, each);
    }

    template <std::uint8_t Type>
    void operator()(const signal<Type>&) const
    {
        append_head(out, Type, 0, 0);
    }
};

base::error malformed(std::string_view why)
{
    return {base::errc::malformed_input, std::string(why)};
}

}  // namespace

base::result<std::optional<std::size_t>> packet_length(std::string_view bytes, std::size_t most)
{
    std::size_t length = 0;
    for (std::size_t at = 1; at < bytes.size(); ++at) {
        const auto part = static_cast<unsigned char>(bytes[at]);
        length |= static_cast<std::size_t>(part & 0x7fU) << (7 * (at - 1));
        if ((part & 0x80U) == 0) {
            const std::size_t whole = 1 + at + length;
            if (whole > most)
                return malformed("the packet is too long");
            return std::optional(whole);
        }
        if (at == 4)
            return malformed("the remaining length is no number");
    }
    return std::optional<std::size_t>();
}

base::result<packet> read_packet(std::string_view whole)
{
    std::size_t head = 1;
    while ((static_cast<unsigned char>(whole[head]) & 0x80U) != 0)
        ++head;
    const auto first = static_cast<unsigned char>(whole[0]);
    packet_reader from(whole.substr(head + 1));
    packet read = read_body(from, first >> 4U, first & 0xfU);
    from.require(!from.has_more(), "the packet goes on behind its end");
    if (!from.fault().empty())
        return malformed(from.fault());
    return read;
}

void write_packet(std::string& out, const packet& what)
{
    std::visit(packet_writer{out}, what);
}

}  // namespace gatehouse::gateway
