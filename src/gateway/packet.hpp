// The fourteen packets of MQTT 3.1.1 (OASIS, 29 October 2014) as values: read strictly, and written. Views
// point into the bytes that were read. What breaks a rule of the standard is errc::malformed_input.
#pragma once

#include "base/result.hpp"
#include "gateway/device_host.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatehouse::gateway {

enum class qos : std::uint8_t { at_most_once = 0, at_least_once = 1, exactly_once = 2 };

// What SUBACK says of a filter that is not granted (3.9.3).
inline constexpr std::uint8_t not_granted = 0x80;

struct will {
    std::string_view topic;
    std::string_view message;
    qos quality = qos::at_most_once;
    bool retain = false;

    friend bool operator==(const will&, const will&) = default;
};

struct connect {
    // False: the protocol's name or level is another. All else is then unread.
    bool is_spoken = true;
    bool clean_session = true;
    std::chrono::seconds keep_alive{0};  // none
    std::string_view client_id{};
    std::optional<will> last_will{};
    std::optional<std::string_view> user_name{};
    std::optional<std::string_view> password{};

    friend bool operator==(const connect&, const connect&) = default;
};

struct connack {
    connect_code code = connect_code::accepted;
    bool session_present = false;

    friend bool operator==(const connack&, const connack&) = default;
};

struct publish {
    std::string_view topic;
    std::string_view payload;
    qos quality = qos::at_most_once;
    bool dup = false;
    bool retain = false;
    std::uint16_t id = 0;  // none at QoS 0

    friend bool operator==(const publish&, const publish&) = default;
};

// PUBACK, PUBREC, PUBREL, PUBCOMP, UNSUBACK: nothing but the number of the packet they belong to.
template <std::uint8_t Type>
struct receipt {
    std::uint16_t id = 0;

    friend bool operator==(const receipt&, const receipt&) = default;
};
using puback = receipt<4>;
using pubrec = receipt<5>;
using pubrel = receipt<6>;
using pubcomp = receipt<7>;
using unsuback = receipt<11>;

struct subscription {
    std::string_view filter;
    qos most = qos::at_most_once;

    friend bool operator==(const subscription&, const subscription&) = default;
};

struct subscribe {
    std::uint16_t id = 0;
    std::vector<subscription> wanted;

    friend bool operator==(const subscribe&, const subscribe&) = default;
};

struct suback {
    std::uint16_t id = 0;
    std::vector<std::uint8_t> granted;  // a QoS or not_granted, in the order of the filters

    friend bool operator==(const suback&, const suback&) = default;
};

struct unsubscribe {
    std::uint16_t id = 0;
    std::vector<std::string_view> filters;

    friend bool operator==(const unsubscribe&, const unsubscribe&) = default;
};

// Nothing but a type.
template <std::uint8_t Type>
struct signal {
    friend bool operator==(const signal&, const signal&) = default;
};
using pingreq = signal<12>;
using pingresp = signal<13>;
using disconnect = signal<14>;

using packet = std::variant<connect, connack, publish, puback, pubrec, pubrel, pubcomp, subscribe, suback,
                            unsubscribe, unsuback, pingreq, pingresp, disconnect>;

// How long the packet is that begins here, its fixed header with it; nothing as long as that cannot be said.
// Refused when the length is no number or the packet longer than `most`.
base::result<std::optional<std::size_t>> packet_length(std::string_view bytes, std::size_t most);

// `whole`: exactly one packet, as packet_length() measured it.
base::result<packet> read_packet(std::string_view whole);

// Appends the packet. Its texts must be what the standard allows, their lengths with it.
void write_packet(std::string& out, const packet& what);

}  // namespace gatehouse::gateway
