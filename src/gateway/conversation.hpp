// The server's side of one MQTT conversation, without socket, clock or host: packets in, packets and
// reactions out. Whoever drives it does what a reaction asks for before the next packet.
#pragma once

#include "gateway/downlinks.hpp"
#include "gateway/uplinks.hpp"

#include <variant>

namespace gatehouse::gateway {

// Where devices publish, whatever they say (spec: [D10]).
inline constexpr std::string_view uplink_topic = "device";

struct conversation_rules {
    // Where a device gets its own messages; empty: under its own identifier (R-06).
    std::string downlink_topic;
    std::chrono::seconds unset_keep_alive{300};      // what a keep-alive of 0 counts as (R-13)
    std::size_t down_window = 20;                    // messages unacknowledged at a time
    std::chrono::milliseconds resend_after{20'000};  // R-10
    std::size_t most_unsettled = 64;                 // up-links; then nothing more is read for a while
    std::size_t most_unsettled_bytes = 4u << 20;     // the same
    std::size_t most_subscriptions = 16;
    std::size_t most_waiting_for_broadcast = 64;  // messages; a device with more gets none
};

// CONNECT: answered by admit().
struct admission_wanted {
    connect asked;
};
// SUBSCRIBE: answered by grant().
struct permission_wanted {
    subscribe asked;
};
// An up-link, whose outcome goes to settled().
struct arrival {
    std::uint64_t number;
    std::string_view topic;
    std::string_view payload;
};
// A message to a topic that is nobody's; acknowledged and dropped (R-08).
struct misdirected {
    std::string_view topic;
};
enum class ending_cause : std::uint8_t {
    said_goodbye,
    refused,  // CONNACK has the reason
    violation,
    lost  // an up-link could not be kept
};
// The connection must be closed once what was written has left.
struct ending {
    ending_cause cause;
    std::string_view reason;
};
using reaction =
    std::variant<std::monostate, admission_wanted, permission_wanted, arrival, misdirected, ending>;

// An identifier names the device's own topic, too (R-06): not empty, and without the signs of a filter.
inline bool is_client_id(std::string_view id)
{
    return !id.empty() && id.find_first_of("+#") == std::string_view::npos;
}

class conversation {
public:
    using time = downlinks::time;

    // `rules` must outlive it.
    explicit conversation(const conversation_rules& rules);

    // Not after an ending. Views in the reaction point where those of the packet point.
    reaction receive(const packet& what, time now, std::string& out);
    reaction admit(const connect& asked, connect_code code, std::string& out);
    // `allowed`, in the order of the filters, for those that are not is_own().
    void grant(const subscribe& asked, const std::vector<bool>& allowed, std::string& out);
    reaction settled(std::uint64_t number, bool kept, std::string& out);

    // Only while it is connected.
    void send(std::shared_ptr<const downlink> what, time now, std::string& out);
    // Whether it was sent: it was subscribed to, and not too much waits.
    bool broadcast(const std::shared_ptr<const downlink>& what, time now, std::string& out);
    std::size_t look(time now, std::string& out) { return down_.look(own_topic_, now, out); }
    time next_look() const { return down_.due(); }
    std::size_t take_released() { return down_.take_released(); }

    bool is_connected() const { return phase_ == phase::connected; }
    bool is_waiting_for_connect() const { return phase_ == phase::new_; }
    bool is_settled() const { return up_.unsettled() == 0; }
    bool takes_more() const;
    // The device's own topics: granted without being asked for, and nothing comes twice (R-06).
    bool is_own(std::string_view filter) const;
    // Silence after which the connection counts as gone (3.1.2.10).
    std::chrono::milliseconds longest_silence() const { return longest_silence_; }

private:
    enum class phase : std::uint8_t { new_, asking, connected, over };
    struct granted {
        std::string filter;
        qos most;
    };

    reaction end(ending_cause cause, std::string_view reason);
    reaction violated(std::string_view reason) { return end(ending_cause::violation, reason); }
    reaction receive_publish(const publish& message, std::string& out);
    std::uint8_t subscribe_to(const subscription& wanted, bool allowed);

    const conversation_rules& rules_;
    uplinks up_;
    downlinks down_;
    std::string own_topic_;
    std::string client_id_;
    std::vector<granted> subscriptions_;
    std::chrono::milliseconds longest_silence_{0};
    phase phase_ = phase::new_;
};

}  // namespace gatehouse::gateway
