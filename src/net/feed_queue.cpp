#include "net/feed_queue.hpp"

namespace gatehouse::net {
namespace {

constexpr std::string_view last_chunk = "0\r\n\r\n";

}  // namespace

bool feed_queue::push(block bytes, std::size_t most)
{
    const std::size_t size = bytes->bytes().size();
    if (!blocks_.empty() && waiting_ + size > most)
        return false;
    if (is_ending_)
        return true;
    waiting_ += size;
    blocks_.push_back(std::move(bytes));
    return true;
}

std::string_view feed_queue::next() const
{
    if (!blocks_.empty())
        return view_of(*blocks_.front()).substr(sent_of_first_);
    return is_ending_ && is_framed_ ? last_chunk.substr(sent_of_first_) : std::string_view();
}

void feed_queue::sent(std::size_t bytes)
{
    sent_of_first_ += bytes;
    if (blocks_.empty() || sent_of_first_ < view_of(*blocks_.front()).size())
        return;
    const std::size_t size = blocks_.front()->bytes().size();
    waiting_ -= size;
    link_->waiting.fetch_sub(size, std::memory_order_relaxed);
    blocks_.pop_front();
    sent_of_first_ = 0;
}

}  // namespace gatehouse::net
