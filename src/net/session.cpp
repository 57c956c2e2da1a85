#include "net/session.hpp"

#include "net/io_loop.hpp"
#include "net/reply_writer.hpp"

#include <algorithm>

namespace gatehouse::net {
namespace {

// Answers to pipelined requests gather up to this before they are sent.
constexpr std::size_t output_to_gather = 64 * 1024;
// Of a body that is read while it goes out: bytes at a time, and how often before others have their turn.
constexpr std::size_t piece_of_body = 64 * 1024;
constexpr int pieces_a_turn = 8;
// A dropped ticket is answered by its path; longer ones are cut.
constexpr std::size_t path_to_keep = 256;
constexpr unsigned retry_after_overload = 1;  // second

}  // namespace

session::session(io_loop& loop, stream bytes, ticket_id id, const peer& source, const listener_facts& local)
    : loop_(loop),
      stream_(std::move(bytes)),
      id_(id),
      local_(local),
      source_(source),
      since_(loop.now())
{}

session::~session()
{
    loop_.waits().forget(*this);
    loop_.gate().return_memory(charged_);
}

void session::turn_away()
{
    refuse(503, {}, "too many connections");
    flush();
    settle();
}

void session::receive()
{
    const auto [how, bytes] = stream_.receive(loop_.input());
    if (how == transfer::over) {
        if (!stream_.is_open())
            loop_.counts().add(count::handshake_failures);
        return close();
    }
    if (how == transfer::unencrypted) {
        refuse(400, {}, "plain HTTP where TLS is spoken");
        return flush();
    }
    loop_.counts().add(count::bytes_in, bytes);
    moved_ += bytes;
    consume_all({loop_.input().data(), bytes});
}

void session::consume_all(std::string_view bytes)
{
    const std::string_view rest = consume(bytes);
    backlog_.assign(rest);
    flush();
    // A flush in the midst may have stopped at a full socket that has room again.
    consume_backlog();
}

void session::consume_backlog()
{
    while (!backlog_.empty() && takes_requests()) {
        std::string held = std::exchange(backlog_, {});
        const std::size_t rest = consume(held).size();
        backlog_ = std::move(held);
        backlog_.erase(0, backlog_.size() - rest);
        flush();
    }
    if (backlog_.empty() || is_closing_)
        std::string().swap(backlog_);
}

bool session::takes_requests() const
{
    return !is_working_ && !feed_ && !long_body_ && !is_closing_ && !is_closed_ && unsent_.empty();
}

std::string_view session::consume(std::string_view bytes)
{
    while (!bytes.empty() && takes_requests()) {
        request_reader& reader = reader_ ? *reader_ : loop_.spare_reader();
        const auto [now, consumed] = reader.read(bytes);
        bytes.remove_prefix(consumed);
        switch (now) {
        case request_reader::state::more: hold(reader); break;
        case request_reader::state::head: admit_body(reader, bytes.empty()); break;
        case request_reader::state::complete: serve(reader, bytes); break;
        case request_reader::state::refused:
            refuse(reader.why().status, reader.path(), reader.why().reason);
            break;
        }
        if (loop_.output().size() >= output_to_gather)
            flush();
    }
    return bytes;
}

void session::hold(request_reader& reader)
{
    if (!reader_)
        reader_ = loop_.take_spare_reader();
    if (!charge(reader.kept_body()))
        refuse(503, reader.path(), "no memory for more request bodies");
}

bool session::charge(std::size_t bytes)
{
    if (bytes > charged_ && !loop_.gate().take_memory(bytes - charged_))
        return false;
    charged_ = std::max(charged_, bytes);
    return true;
}

void session::admit_body(request_reader& reader, bool is_all_read)
{
    request& head = reader.parsed();
    head.source = source_;
    head.local = local_;
    is_head_ = head.method == verb::head;
    if (!reader.admit_body(loop_.answers().body_limit(head)))
        return refuse(reader.why().status, reader.path(), reader.why().reason);
    if (!is_all_read)
        return;
    if (reader.expects_continue())
        loop_.output().append("HTTP/1.1 100 Continue\r\n\r\n");
    reader.read({});  // lets it keep the head
    hold(reader);
}

void session::serve(request_reader& reader, std::string_view rest)
{
    request& wanted = reader.parsed();
    wanted.source = source_;
    wanted.local = local_;
    is_head_ = wanted.method == verb::head;
    is_http_1_0_ = reader.is_http_1_0();
    keeps_alive_ = reader.keeps_alive();
    loop_.counts().add(count::requests);
    direct_call call = loop_.call_handler(wanted, id_);
    path_.assign(wanted.path.substr(0, path_to_keep));
    drop_reader();
    phase_ = phase::idle;
    if (call.answer)
        take(std::move(*call.answer), !rest.empty());
    else
        is_working_ = true;
}

void session::drop_reader()
{
    loop_.gate().return_memory(std::exchange(charged_, 0));
    if (reader_)
        loop_.give_back(std::move(reader_));
    else
        loop_.spare_reader().reset();
}

void session::deliver(letter what)
{
    if (auto* const piece = std::get_if<feed_piece>(&what))
        return take_piece(std::move(*piece));
    if (!is_working_ || is_closed_)
        return loop_.letters().count_dropped(what);
    is_working_ = false;
    take(std::move(what), !backlog_.empty());
    flush();
    consume_backlog();
    settle();
}

void session::take(letter&& answer, bool has_more_input)
{
    if (auto* const feed = std::get_if<feed_begin>(&answer))
        begin_feed(std::move(*feed));
    else if (const auto* const whole = std::get_if<reply>(&answer))
        finish(*whole, has_more_input);
    else
        finish(loop_.answers().refusal(500, path_, "no answer"), has_more_input);
}

void session::finish(const reply& answer, bool has_more_input)
{
    // While stopping, the last answer says so; what lies in the socket's queue counts as received.
    const bool is_last = loop_.is_stopping() && !has_more_input && !stream_.has_input();
    const reply_shape shape{is_head_, answer.close || !keeps_alive_ || is_last, is_http_1_0_,
                            loop_.fixed_lines()};
    is_closing_ = shape.closes;
    if (append_reply(loop_.output(), answer, shape)) {
        if (!is_head_)
            long_body_ = answer.source;
        read_of_body_ = 0;
        return;
    }
    loop_.counts().add(count::handler_failures);
    refuse(500, path_, "an answer that cannot be written");
}

void session::refuse(unsigned status, std::string_view path, std::string_view reason)
{
    loop_.counts().add_refusal(status);
    reply answer = loop_.answers().refusal(status, path, reason);
    if (status == 503 && !answer.retry_after)
        answer.retry_after = retry_after_overload;
    reply_shape shape{is_head_, true, false, loop_.fixed_lines()};
    if (!append_reply(loop_.output(), answer, shape)) {
        loop_.counts().add(count::handler_failures);
        append_reply(loop_.output(), reply{500, {}, {}, {}, {}, true}, shape);
    }
    is_closing_ = true;
    drop_reader();  // only now: the path may lie in it
}

// Sends what the loop's output has gathered for this session.
void session::flush()
{
    std::string& out = loop_.output();
    if (!unsent_.empty()) {
        unsent_.append(out);  // the answer of a ticket that was out when the socket became full
    } else if (!out.empty() && !is_closed_) {
        const auto [how, bytes] = stream_.transmit(out);
        loop_.counts().add(count::bytes_out, bytes);
        if (how == transfer::later)
            unsent_.assign(out, bytes);
        else if (how == transfer::over) {
            loop_.letters().count_dropped(no_answer());
            close();
        }
    }
    if (out.capacity() > 16 * output_to_gather)
        std::string().swap(out);
    out.clear();
    pump_body();
    pump_feed();
}

// As much of the body as the client takes now.
void session::pump_body()
{
    for (int i = 0; i < pieces_a_turn && long_body_ && unsent_.empty() && !is_closed_; ++i) {
        unsent_.resize(std::min<std::uint64_t>(piece_of_body, long_body_->size() - read_of_body_));
        if (unsent_.empty()) {
            long_body_.reset();
            break;
        }
        if (!long_body_->read(unsent_, read_of_body_)) {
            loop_.counts().add(count::handler_failures);
            return close();
        }
        read_of_body_ += unsent_.size();
        const auto [how, bytes] = stream_.transmit(unsent_);
        loop_.counts().add(count::bytes_out, bytes);
        moved_ += bytes;
        if (bytes > 0)
            progress_ = loop_.now();
        if (how == transfer::over)
            return close();
        if (how == transfer::later) {
            sent_of_unsent_ = bytes;
            return;
        }
        unsent_.clear();
    }
    if (unsent_.empty() && !long_body_)
        std::string().swap(unsent_);
}

void session::write_more()
{
    if (unsent_.empty()) {
        pump_body();
        pump_feed();
        return consume_backlog();
    }
    const auto [how, bytes] = stream_.transmit(std::string_view(unsent_).substr(sent_of_unsent_));
    loop_.counts().add(count::bytes_out, bytes);
    sent_of_unsent_ += bytes;
    moved_ += bytes;
    if (bytes > 0)
        progress_ = loop_.now();
    if (how == transfer::over)
        return close();
    if (how == transfer::later)
        return;
    std::string().swap(unsent_);
    sent_of_unsent_ = 0;
    pump_body();
    pump_feed();
    consume_backlog();
}

}  // namespace gatehouse::net
