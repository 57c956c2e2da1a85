// One I/O thread: its sockets, its sessions, its tick. Nothing of it is touched by another thread but the
// mailbox and the counters.
#pragma once

#include "net/admission.hpp"
#include "net/counters.hpp"
#include "net/deadline_wheel.hpp"
#include "net/http.hpp"
#include "net/limits.hpp"
#include "net/listener.hpp"
#include "net/mailbox.hpp"
#include "net/poller.hpp"
#include "net/request_reader.hpp"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace gatehouse::net {

class session;

// What all loops of a server share.
struct loop_environment {
    handler& answers;
    const limits bounds;
    const std::string fixed_lines;
    admission& gate;
};

class io_loop {
public:
    explicit io_loop(const loop_environment& shared);
    io_loop(const io_loop&) = delete;
    io_loop& operator=(const io_loop&) = delete;
    ~io_loop();

    // Before run().
    boost::asio::ip::tcp::endpoint listen(const listen_address& at);
    // Until stop() has come to its end.
    void run();

    // Any thread.
    void stop(limits::duration grace);
    mailbox& letters() { return *mailbox_; }
    const mailbox& letters() const { return *mailbox_; }
    const loop_counters& counts() const { return counts_; }

    // For sessions.
    const limits& bounds() const { return shared_.bounds; }
    admission& gate() { return shared_.gate; }
    handler& answers() { return shared_.answers; }
    loop_counters& counts() { return counts_; }
    poller& waits() { return poller_; }
    deadline_wheel& deadlines() { return deadlines_; }
    steady::time_point now() const { return now_; }  // as of the last tick
    const std::string& fixed_lines() const { return fixed_lines_; }
    bool is_stopping() const { return is_stopping_; }
    std::span<char> input() { return input_; }
    std::string& output() { return output_; }
    direct_call call_handler(const request& wanted, ticket_id id);
    request_reader& spare_reader() { return *spare_; }
    std::unique_ptr<request_reader> take_spare_reader();
    void give_back(std::unique_ptr<request_reader> reader);
    void remove(session& gone);

private:
    struct slot {
        std::unique_ptr<session> session_here;
        std::uint32_t generation = 0;
    };

    void accept_from(listener& from);
    void admit(socket connected, const peer& source, const listener& from);
    void deliver_mail();
    void tick();
    void begin_stop(limits::duration grace);
    void advance_stop();
    void end_listening();
    void end_if_empty();
    void refresh_date();

    template <class Action>
    void for_each_session(Action action);

    const loop_environment& shared_;
    poller poller_;
    std::unique_ptr<mailbox, mailbox_release> mailbox_;
    steady::time_point now_;
    deadline_wheel deadlines_;
    loop_counters counts_;
    std::string fixed_lines_;
    std::int64_t date_of_lines_ = -1;

    std::vector<char> input_;  // what was just received, of any session
    std::string output_;       // what is about to be sent
    std::vector<mail> letters_;
    std::unique_ptr<request_reader> spare_;
    std::vector<std::unique_ptr<request_reader>> readers_;

    std::vector<std::unique_ptr<listener>> listeners_;
    std::vector<listener*> exhausted_;  // tried again at the next tick
    std::vector<slot> slots_;
    std::vector<std::uint32_t> free_slots_;
    std::size_t sessions_ = 0;

    bool is_stopping_ = false;
    bool is_over_ = false;
    bool is_listening_ = true;
    steady::time_point drained_at_;
    steady::time_point cut_off_at_;
};

}  // namespace gatehouse::net
