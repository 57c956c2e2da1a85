#include "net/mailbox.hpp"

namespace gatehouse::net {
namespace {

// The mailbox whose I/O thread this is.
thread_local const mailbox* mailbox_here = nullptr;

}  // namespace

void mailbox::begin_call(direct_call& call)
{
    mailbox_here = this;
    call_ = &call;
}

// The outcome of a ticket.
void mailbox::settle(ticket_id id, letter&& what, urgency when)
{
    if (mailbox_here == this && call_ && call_->id == id)
        call_->answer = std::move(what);
    else
        put({id, std::move(what)}, when);
}

void mailbox::answered(ticket_id id, reply&& with, urgency when) noexcept
{
    settle(id, std::move(with), when);
    let_go();
}

void mailbox::abandoned(ticket_id id) noexcept
{
    settle(id, no_answer(), urgency::now);
    let_go();
}

// The feed holds on in the ticket's place.
void mailbox::begun(ticket_id id, reply&& head, std::unique_ptr<feed_queue> queue) noexcept
{
    settle(id, feed_begin{std::move(head), std::move(queue)}, urgency::now);
}

void mailbox::sent(ticket_id id, feed_piece&& piece, urgency when) noexcept
{
    put({id, std::move(piece)}, when);
}

void mailbox::ended(ticket_id id, feed_piece&& piece) noexcept
{
    put({id, std::move(piece)}, urgency::now);
    let_go();
}

void mailbox::put(mail&& sent, urgency when)
{
    const std::lock_guard lock(mutex_);
    if (!is_open_) {
        count_dropped(sent.what);
        return;
    }
    letters_.push_back(std::move(sent));
    if (when == urgency::now)
        ring();
}

void mailbox::wake()
{
    const std::lock_guard lock(mutex_);
    if (is_open_ && !letters_.empty())
        ring();
}

// Under the lock: close() must not come in between.
void mailbox::ring()
{
    if (!std::exchange(has_rung_, true))
        ring_();
}

void mailbox::collect(std::vector<mail>& into)
{
    const std::lock_guard lock(mutex_);
    has_rung_ = false;
    into.swap(letters_);
}

void mailbox::close()
{
    const std::lock_guard lock(mutex_);
    is_open_ = false;
    for (const mail& each : letters_)
        count_dropped(each.what);
    letters_.clear();
}

void mailbox::let_go()
{
    if (held_.fetch_sub(1, std::memory_order_acq_rel) == 1)
        delete this;
}

}  // namespace gatehouse::net
