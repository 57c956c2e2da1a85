// What a session waits for, how long, and how it ends.
#include "net/io_loop.hpp"
#include "net/session.hpp"

#include <algorithm>

namespace gatehouse::net {
namespace {

constexpr auto linger_at_stop = std::chrono::milliseconds(1000);
// What a client may have sent behind a request whose answer goes on.
constexpr std::size_t backlog_behind_feed = 64 * 1024;

}  // namespace

// The last step of everything that happens to a session: wait for what comes next, or go.
void session::settle()
{
    if (is_closed_)
        return loop_.remove(*this);
    if (is_closing_ && unsent_.empty() && !long_body_ && !is_lingering_) {
        // Closing now would reset the connection if bytes are still on their way to us, and the client would
        // lose our answer: let it read to the end and close first.
        is_lingering_ = stream_.end_output() != transfer::later;
    }
    const phase before = std::exchange(phase_, current_phase());
    if (phase_ != before || phase_ == phase::idle) {
        since_ = progress_ = loop_.now();
        moved_ = 0;
    }
    if (phase_ == phase::working || phase_ == phase::feeding)
        loop_.deadlines().cancel(*this);
    else
        loop_.deadlines().schedule(*this, due());
    const bool sends = phase_ == phase::writing || !unsent_.empty();
    if (sends)
        await(wait::output);
    if (feed_ ? backlog_.size() < backlog_behind_feed : phase_ != phase::working && !sends)
        await(wait::input);
}

session::phase session::current_phase() const
{
    if (!stream_.is_open())
        return phase::handshake;
    if (has_unsent() || (is_closing_ && !is_lingering_))
        return phase::writing;
    if (is_lingering_)
        return phase::lingering;
    if (feed_)
        return phase::feeding;
    if (is_working_)
        return phase::working;
    if (!reader_ || reader_->is_blank())
        return stream_.is_midway() ? phase::head : phase::idle;
    return reader_->is_in_body() ? phase::body : phase::head;
}

steady::time_point session::due() const
{
    const limits& bounds = loop_.bounds();
    const auto earned = std::chrono::milliseconds(moved_ * 1000 /
                                                  std::max<std::size_t>(bounds.least_rate, 1));
    switch (phase_) {
    case phase::idle:
        return since_ + (loop_.is_stopping() ? std::min(bounds.idle, bounds.drain) : bounds.idle);
    case phase::handshake:
    case phase::head: return since_ + bounds.header;
    case phase::body: return since_ + std::min(bounds.body_grace + earned, bounds.body_most);
    case phase::writing:
        if (feed_ && loop_.is_stopping())
            return since_ + linger_at_stop;
        return std::min(progress_ + bounds.write_stall, since_ + bounds.write_stall + earned);
    case phase::lingering:
        return since_ + (loop_.is_stopping() ? std::min(bounds.linger, linger_at_stop) : bounds.linger);
    case phase::working:
    case phase::feeding: break;
    }
    return steady::time_point::max();
}

void session::deadline_passed()
{
    switch (phase_) {
    case phase::handshake:
        loop_.counts().add(count::handshake_timeouts);
        close();
        break;
    case phase::idle:
        if (loop_.is_stopping())
            return finish_up();
        loop_.counts().add(count::idle_timeouts);
        close();
        break;
    case phase::head:
    case phase::body:
        loop_.counts().add(phase_ == phase::head ? count::header_timeouts : count::body_timeouts);
        refuse(408, reader_ ? reader_->path() : "", "the request came too slowly");
        flush();
        break;
    case phase::writing:
        loop_.counts().add(count::write_timeouts);
        close();
        break;
    case phase::lingering: close(); break;
    case phase::working:
    case phase::feeding: return;
    }
    settle();
}

void session::await(wait what)
{
    const bool reads = what == wait::input;
    if (std::exchange(reads ? waits_for_input_ : waits_for_output_, true))
        return;
    readiness& needs = reads ? input_needs_ : output_needs_;
    needs = reads ? stream_.to_receive() : stream_.to_transmit();
    if (!reads || !stream_.holds_input())
        return loop_.waits().wait(*this, stream_.descriptor(), needs);
    needs = readiness::input;
    loop_.waits().ready_already(*this);
}

void session::ready(bool input, bool output)
{
    const auto ends = [input, output](bool& waits, readiness needs) {
        return (needs == readiness::input ? input : output) && std::exchange(waits, false);
    };
    const bool may_read = ends(waits_for_input_, input_needs_);
    const bool may_write = ends(waits_for_output_, output_needs_);
    if (may_read)
        act(wait::input);
    if (may_write)
        act(wait::output);
    settle();
}

void session::act(wait what)
{
    if (is_closed_)
        return;
    const bool reads = what == wait::input;
    if (is_lingering_ && reads)
        discard();
    else if (feed_ && reads)
        watch_client();
    else if (has_unsent() && !reads)
        write_more();
    else if (takes_requests() && reads)
        receive();
}

void session::finish_up()
{
    if (phase_ == phase::idle && takes_requests()) {
        receive();
        const bool had_its_time = loop_.now() - since_ >= loop_.bounds().drain;
        if (!is_closed_ && (!reader_ || reader_->is_blank()) && takes_requests() && had_its_time)
            is_closing_ = true;
    }
    settle();
}

void session::cut_off()
{
    if (!is_closed_ && !is_lingering_)
        loop_.counts().add(count::cut_off);
    close();
    settle();
}

void session::discard()
{
    for (;;) {
        const auto [how, bytes] = stream_.receive(loop_.input());
        moved_ += bytes;
        if (how == transfer::over || moved_ > loop_.bounds().linger_bytes)
            return close();
        if (how == transfer::later)
            return;
    }
}

void session::close()
{
    if (std::exchange(is_closed_, true))
        return;
    loop_.waits().forget(*this);
    stream_.close();
    long_body_.reset();
    drop_feed();
    loop_.deadlines().cancel(*this);
}

}  // namespace gatehouse::net
