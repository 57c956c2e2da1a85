// One device's connection: reads packets, lets the conversation say what they mean, asks the host, writes
// what is answered. At rest it holds no buffer.
#pragma once

#include "gateway/conversation.hpp"
#include "gateway/line.hpp"
#include "net/deadline_wheel.hpp"
#include "net/http.hpp"
#include "net/poller.hpp"
#include "net/stream.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace gatehouse::gateway {

class loop;
enum class count : std::uint8_t;

class session final : public net::deadline_entry, public net::waiter {
public:
    session(loop& here, net::stream bytes, session_id id, const net::peer& source);
    ~session();

    session_id id() const { return id_; }
    const net::peer& source() const { return source_; }

    // Each of these may destroy the session.
    void begin() { settle_down(); }
    void deliver(letter&& what);
    void broadcast(const std::shared_ptr<const downlink>& what);
    void deadline_passed();
    void ready(bool input, bool output) override;
    void finish_up();  // stopping: nothing more is read; what was accepted is settled and acknowledged
    void cut_off();

private:
    using time = net::steady::time_point;
    enum class wait : std::uint8_t { input, output };

    // Receiving.
    void receive();
    void take_in(std::string_view bytes);
    void consume_held();
    void resume(bool was_reading);
    std::string_view consume(std::string_view bytes);
    std::size_t take_packet(std::string_view bytes);
    void hold(std::string_view rest);
    bool reads() const;

    // What the conversation asks for.
    void react(const reaction& to);
    void admit(const connect& asked);
    connect_code ask_host(const connect& asked);
    void arrive(const connect& asked);
    void ask_permission(const subscribe& asked);
    void pass_on(const arrival& what);
    void note_misdirected(std::string_view topic);
    template <class Call>
    bool call_host(Call call);

    // Sending.
    void flush();
    void write_more();

    // Waiting and ending.
    void settle_down();
    time due() const;
    time write_due() const;
    void await(wait what);
    void act(wait what);
    void discard();
    void violate(std::string_view why);
    void end_orderly();
    void give_up(count why);
    void depart();
    void close();

    loop& loop_;
    net::stream stream_;
    const session_id id_;
    const net::peer source_;
    conversation talk_;
    std::shared_ptr<line> line_;  // from CONNACK 0 to the end

    std::string held_;    // received and not consumed yet
    std::string unsent_;  // what the client does not take
    std::size_t sent_of_unsent_ = 0;
    std::size_t charged_ = 0;  // of the memory budget, for held_

    time since_;             // it was accepted; it began to end
    time heard_;             // the last packet
    time progress_;          // the last byte written
    time full_since_;        // unsent_ has held something
    std::size_t moved_ = 0;  // bytes written since then; bytes discarded at the end

    bool is_ending_ = false;  // once what is still to be written has left
    bool is_lingering_ = false;
    bool is_finishing_ = false;
    bool is_closed_ = false;
    bool told_of_misdirected_ = false;
    bool waits_for_input_ = false;
    bool waits_for_output_ = false;
    // What the descriptor must be ready for until a wait ends; with TLS it need not be the same.
    net::readiness input_needs_ = net::readiness::input;
    net::readiness output_needs_ = net::readiness::output;
};

}  // namespace gatehouse::gateway
