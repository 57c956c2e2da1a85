#include "gateway/conversation.hpp"

#include <algorithm>

namespace gatehouse::gateway {

conversation::conversation(const conversation_rules& rules)
    : rules_(rules),
      down_(rules.down_window, rules.resend_after)
{}

reaction conversation::end(ending_cause cause, std::string_view reason)
{
    phase_ = phase::over;
    return ending{cause, reason};
}

bool conversation::takes_more() const
{
    return phase_ != phase::over && up_.unsettled() < rules_.most_unsettled &&
           up_.unsettled_bytes() < rules_.most_unsettled_bytes;
}

bool conversation::is_own(std::string_view filter) const
{
    return filter == client_id_ || filter == own_topic_ || filter == uplink_topic;
}

reaction conversation::receive(const packet& what, time now, std::string& out)
{
    if (const auto* const asked = std::get_if<connect>(&what)) {
        if (phase_ != phase::new_)
            return violated("a second CONNECT");
        phase_ = phase::asking;
        return admission_wanted{*asked};
    }
    if (phase_ != phase::connected)
        return violated("a packet before CONNECT");
    if (const auto* const message = std::get_if<publish>(&what))
        return receive_publish(*message, out);
    if (const auto* const of = std::get_if<puback>(&what)) {
        down_.acknowledged(of->id, own_topic_, now, out);
        return {};
    }
    if (const auto* const of = std::get_if<pubrel>(&what))
        return up_.release(of->id, out) ? reaction() : violated("a PUBREL before its PUBREC");
    if (const auto* const asked = std::get_if<subscribe>(&what))
        return permission_wanted{*asked};
    if (const auto* const asked = std::get_if<unsubscribe>(&what)) {
        for (const std::string_view filter : asked->filters)
            std::erase_if(subscriptions_, [filter](const granted& each) { return each.filter == filter; });
        write_packet(out, unsuback{asked->id});
        return {};
    }
    if (std::holds_alternative<pingreq>(what)) {
        write_packet(out, pingresp{});
        return {};
    }
    if (std::holds_alternative<disconnect>(what))
        return end(ending_cause::said_goodbye, "DISCONNECT");
    return violated("a packet that no client sends");
}

reaction conversation::admit(const connect& asked, connect_code code, std::string& out)
{
    if (!asked.is_spoken)
        code = connect_code::unacceptable_protocol;
    else if (!is_client_id(asked.client_id))
        code = connect_code::identifier_rejected;
    write_packet(out, connack{code});
    if (code != connect_code::accepted)
        return end(ending_cause::refused, "CONNECT was refused");
    client_id_ = asked.client_id;
    own_topic_ = rules_.downlink_topic.empty() ? client_id_ : rules_.downlink_topic;
    const auto keep_alive = asked.keep_alive > asked.keep_alive.zero() ? asked.keep_alive
                                                                       : rules_.unset_keep_alive;
    longest_silence_ = std::chrono::milliseconds(keep_alive) * 3 / 2;
    phase_ = phase::connected;
    return {};
}

reaction conversation::receive_publish(const publish& message, std::string& out)
{
    const auto number = up_.take(message, out);
    if (!number)
        return {};
    if (message.topic == uplink_topic)
        return arrival{*number, message.topic, message.payload};
    if (!up_.settled(*number, true, out))
        return end(ending_cause::lost, "an up-link was lost");
    return misdirected{message.topic};
}

void conversation::grant(const subscribe& asked, const std::vector<bool>& allowed, std::string& out)
{
    suback answer;
    answer.id = asked.id;
    for (std::size_t i = 0; i < asked.wanted.size(); ++i)
        answer.granted.push_back(subscribe_to(asked.wanted[i], allowed[i]));
    write_packet(out, answer);
}

std::uint8_t conversation::subscribe_to(const subscription& wanted, bool allowed)
{
    const qos most = std::min(wanted.most, qos::at_least_once);
    if (is_own(wanted.filter))
        return static_cast<std::uint8_t>(most);
    const auto same = std::find_if(subscriptions_.begin(), subscriptions_.end(),
                                   [&wanted](const granted& each) { return each.filter == wanted.filter; });
    if (!allowed || (same == subscriptions_.end() && subscriptions_.size() >= rules_.most_subscriptions))
        return not_granted;
    if (same != subscriptions_.end())
        same->most = most;
    else
        subscriptions_.push_back({std::string(wanted.filter), most});
    return static_cast<std::uint8_t>(most);
}

reaction conversation::settled(std::uint64_t number, bool kept, std::string& out)
{
    if (phase_ != phase::connected || up_.settled(number, kept, out))
        return {};
    return end(ending_cause::lost, "an up-link was lost");
}

void conversation::send(std::shared_ptr<const downlink> what, time now, std::string& out)
{
    down_.send(std::move(what), own_topic_, now, out);
}

bool conversation::broadcast(const std::shared_ptr<const downlink>& what, time now, std::string& out)
{
    const auto found = std::find_if(subscriptions_.begin(), subscriptions_.end(),
                                    [&what](const granted& each) { return each.filter == what->topic; });
    if (found == subscriptions_.end() || down_.waiting() >= rules_.most_waiting_for_broadcast)
        return false;
    if (found->most == qos::at_least_once) {
        send(what, now, out);
    } else {
        publish message;
        message.topic = what->topic;
        message.payload = what->json;
        write_packet(out, message);
    }
    return true;
}

}  // namespace gatehouse::gateway
