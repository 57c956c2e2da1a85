#include "net/mailbox.hpp"

#include <boost/asio/post.hpp>

namespace gatehouse::net {
namespace {

// The mailbox whose I/O thread this is.
thread_local const mailbox* mailbox_here = nullptr;

}  // namespace

mailbox::mailbox(boost::asio::io_context& context, std::function<void()> on_mail)
    : on_mail_(std::move(on_mail)),
      context_(&context)
{}

void mailbox::begin_call(direct_call& call)
{
    mailbox_here = this;
    call_ = &call;
}

direct_call* mailbox::call_to(ticket_id id) const
{
    return mailbox_here == this && call_ && call_->id == id ? call_ : nullptr;
}

void mailbox::answered(ticket_id id, reply&& with, urgency when) noexcept
{
    if (direct_call* call = call_to(id)) {
        call->answer = std::move(with);
        call->now = direct_call::outcome::answered;
    } else {
        put({id, std::move(with)}, when);
    }
    let_go();
}

void mailbox::abandoned(ticket_id id) noexcept
{
    if (direct_call* call = call_to(id))
        call->now = direct_call::outcome::abandoned;
    else
        put({id, std::nullopt}, urgency::now);
    let_go();
}

void mailbox::put(mail&& letter, urgency when)
{
    const std::lock_guard lock(mutex_);
    if (!context_) {
        count_dropped();
        return;
    }
    letters_.push_back(std::move(letter));
    if (when == urgency::now)
        ring();
}

void mailbox::wake()
{
    const std::lock_guard lock(mutex_);
    if (context_ && !letters_.empty())
        ring();
}

// Under the lock: close() must not take the context away meanwhile.
void mailbox::ring()
{
    if (!std::exchange(has_rung_, true))
        boost::asio::post(*context_, [this] { on_mail_(); });
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
    context_ = nullptr;
    dropped_.fetch_add(letters_.size(), std::memory_order_relaxed);
    letters_.clear();
}

void mailbox::let_go()
{
    if (held_.fetch_sub(1, std::memory_order_acq_rel) == 1)
        delete this;
}

}  // namespace gatehouse::net
