// A session whose answer goes on: sends what the feed brings, and notices when the client is gone.
#include "net/io_loop.hpp"
#include "net/reply_writer.hpp"
#include "net/session.hpp"

namespace gatehouse::net {

void session::begin_feed(feed_begin&& what)
{
    closes_behind_feed_ = what.head.close || !keeps_alive_ || is_http_1_0_;
    what.head.body.clear();
    reply_shape shape{is_head_, closes_behind_feed_, is_http_1_0_, loop_.fixed_lines(), true};
    if (!append_reply(loop_.output(), what.head, shape)) {
        loop_.counts().add(count::handler_failures);
        return refuse(500, path_, "an answer that cannot be written");
    }
    if (is_head_) {
        is_closing_ = closes_behind_feed_;
        return;
    }
    feed_ = std::move(what.queue);
    loop_.counts().add(count::feeds_begun);
    // A client that vanished without a word acknowledges nothing.
    stream_.give_up_unacknowledged(loop_.bounds().write_stall);
    if (is_http_1_0_)
        feed_->leave_out_frames();
    if (loop_.is_stopping())
        feed_->end();
}

void session::take_piece(feed_piece&& piece)
{
    // Of a feed that has ended: the sender did not know yet.
    if (!feed_ || !feed_->belongs_to(piece))
        return;
    if (!piece.bytes) {
        feed_->end();
    } else if (!feed_->push(std::move(piece.bytes), loop_.bounds().feed_waiting)) {
        loop_.counts().add(count::feeds_cut_off);
        close();
    }
    pump_feed();
    consume_backlog();
    settle();
}

void session::pump_feed()
{
    while (feed_ && unsent_.empty() && !feed_->next().empty()) {
        const auto [how, bytes] = stream_.transmit(feed_->next());
        loop_.counts().add(count::bytes_out, bytes);
        feed_->sent(bytes);
        moved_ += bytes;
        if (bytes > 0)
            progress_ = loop_.now();
        if (how == transfer::over)
            return close();
        if (how == transfer::later)
            return;
    }
    if (feed_ && unsent_.empty() && feed_->is_over()) {
        is_closing_ = closes_behind_feed_;
        drop_feed();
    }
}

void session::drop_feed()
{
    if (!feed_)
        return;
    feed_.reset();
    loop_.counts().add(count::feeds_ended);
}

// What the client sends behind its request waits for the end of the feed; its own end is the feed's.
void session::watch_client()
{
    const auto [how, bytes] = stream_.receive(loop_.input());
    loop_.counts().add(count::bytes_in, bytes);
    backlog_.append(loop_.input().data(), bytes);
    if (how == transfer::over)
        close();
}

void session::end_feed()
{
    if (!feed_)
        return;
    since_ = progress_ = loop_.now();
    feed_->end();
    pump_feed();
    consume_backlog();
    settle();
}

}  // namespace gatehouse::net
