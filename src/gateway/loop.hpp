// One I/O thread of the gateway: its sockets, its sessions, its tick. Nothing of it is touched by another
// thread but the mailbox and the counters.
#pragma once

#include "base/clock.hpp"
#include "gateway/connected_devices.hpp"
#include "gateway/counters.hpp"
#include "gateway/limits.hpp"
#include "gateway/mailbox.hpp"
#include "net/admission.hpp"
#include "net/listener.hpp"
#include "net/poller.hpp"
#include "ops/throttle.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace gatehouse::gateway {

class session;

// What all loops share.
struct loop_environment {
    device_host& host;
    const limits bounds;
    net::admission& gate;
    connected_devices& devices;
    ops::throttle& failures;
    const base::clock& clock;
};

class loop {
public:
    explicit loop(const loop_environment& shared);
    loop(const loop&) = delete;
    loop& operator=(const loop&) = delete;
    ~loop();

    // Before run().
    boost::asio::ip::tcp::endpoint listen(const net::listen_address& at);
    // Until a stop_order has come to its end.
    void run();

    // Any thread.
    mailbox& letters() { return *mailbox_; }
    const loop_counters& counts() const { return counts_; }

    // For sessions.
    const loop_environment& shared() const { return shared_; }
    const limits& bounds() const { return shared_.bounds; }
    loop_counters& counts() { return counts_; }
    net::poller& waits() { return poller_; }
    net::deadline_wheel& deadlines() { return deadlines_; }
    net::steady::time_point now() const { return now_; }  // as of the last tick
    bool is_stopping() const { return is_stopping_; }
    std::span<char> input() { return input_; }
    std::string& output() { return output_; }
    const std::shared_ptr<mailbox>& shared_letters() const { return mailbox_; }
    void remove(session& gone);

private:
    struct slot {
        std::unique_ptr<session> session_here;
        std::uint32_t generation = 0;
    };

    void accept_from(net::listener& from);
    void admit(net::socket connected, const net::peer& source, const net::listener& from);
    void deliver_mail();
    void deliver(mail&& each);
    void tick();
    void begin_stop(limits::duration grace);
    void advance_stop();
    void end_listening();

    template <class Action>
    void for_each_session(Action action);

    const loop_environment& shared_;
    net::poller poller_;
    std::shared_ptr<mailbox> mailbox_;
    net::steady::time_point now_;
    net::deadline_wheel deadlines_;
    loop_counters counts_;

    std::vector<char> input_;  // what was just received, of any session
    std::string output_;       // what is about to be sent
    std::vector<mail> letters_;

    std::vector<std::unique_ptr<net::listener>> listeners_;
    std::vector<net::listener*> exhausted_;  // tried again at the next tick
    std::vector<slot> slots_;
    std::vector<std::uint32_t> free_slots_;
    std::size_t sessions_ = 0;

    bool is_stopping_ = false;
    bool is_listening_ = true;
    net::steady::time_point drained_at_;
    net::steady::time_point cut_off_at_;
};

}  // namespace gatehouse::gateway
