// One HTTP connection: reads requests one after the other, hands each to the handler, writes the answers.
// At rest it holds no buffer.
#pragma once

#include "net/deadline_wheel.hpp"
#include "net/feed_queue.hpp"
#include "net/http.hpp"
#include "net/mailbox.hpp"
#include "net/poller.hpp"
#include "net/request_reader.hpp"
#include "net/stream.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::net {

class io_loop;

class session final : public deadline_entry, public waiter {
public:
    session(io_loop& loop, stream bytes, ticket_id id, const peer& source, const listener_facts& local);
    ~session();

    ticket_id id() const { return id_; }
    const peer& source() const { return source_; }

    // Each of these may destroy the session.
    void begin() { settle(); }
    void turn_away();  // over a limit: 503, and the end
    void deliver(letter what);
    void deadline_passed();
    void ready(bool input, bool output) override;
    void end_feed();   // stopping: an answer that goes on ends now
    void finish_up();  // stopping: if nothing more comes in, the end
    void cut_off();

private:
    enum class phase : std::uint8_t { handshake, idle, head, body, working, feeding, writing, lingering };
    enum class wait : std::uint8_t { input, output };

    // Receiving and parsing.
    void receive();
    void consume_all(std::string_view bytes);
    void consume_backlog();
    std::string_view consume(std::string_view bytes);
    bool takes_requests() const;
    void hold(request_reader& reader);
    void admit_body(request_reader& reader, bool is_all_read);
    void serve(request_reader& reader, std::string_view rest);
    bool charge(std::size_t bytes);
    void drop_reader();

    // Answering.
    void take(letter&& answer, bool has_more_input);
    void finish(const reply& answer, bool has_more_input);
    void refuse(unsigned status, std::string_view path, std::string_view reason);
    void flush();
    void write_more();
    void pump_body();

    // An answer that goes on.
    void begin_feed(feed_begin&& what);
    void take_piece(feed_piece&& piece);
    void pump_feed();
    void drop_feed();
    void watch_client();
    bool has_unsent() const { return !unsent_.empty() || long_body_ || (feed_ && !feed_->next().empty()); }

    // Waiting and ending.
    void settle();
    phase current_phase() const;
    steady::time_point due() const;
    void await(wait what);
    void act(wait what);
    void discard();
    void close();

    io_loop& loop_;
    stream stream_;
    const ticket_id id_;
    const listener_facts local_;
    const peer source_;

    std::unique_ptr<request_reader> reader_;  // while a request is incomplete
    std::string backlog_;                     // received behind a request that is not answered yet
    std::string unsent_;                      // what the client does not take
    std::size_t sent_of_unsent_ = 0;
    std::shared_ptr<const body_source> long_body_;  // while a body is read piece by piece
    std::uint64_t read_of_body_ = 0;
    std::unique_ptr<feed_queue> feed_;  // while an answer goes on
    std::size_t charged_ = 0;           // of the memory budget, for reader_
    std::string path_;                  // of the request that is being answered

    steady::time_point since_;     // of the phase
    steady::time_point progress_;  // the last byte written
    std::size_t moved_ = 0;        // bytes read or written in the phase
    phase phase_ = phase::idle;

    bool is_working_ = false;  // a ticket is out
    bool is_closing_ = false;  // after what is still to be written
    bool is_lingering_ = false;
    bool is_closed_ = false;
    bool waits_for_input_ = false;
    bool waits_for_output_ = false;
    // What the descriptor must be ready for until a wait ends; with TLS it need not be the same.
    readiness input_needs_ = readiness::input;
    readiness output_needs_ = readiness::output;

    // Of the request that is being answered.
    bool is_head_ = false;
    bool is_http_1_0_ = false;
    bool keeps_alive_ = false;
    bool closes_behind_feed_ = false;
};

}  // namespace gatehouse::net
