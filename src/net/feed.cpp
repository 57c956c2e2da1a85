#include "net/feed.hpp"

#include "base/assert.hpp"
#include "net/feed_queue.hpp"

#include <array>
#include <charconv>

namespace gatehouse::net {

chunk::chunk(std::string_view bytes) : size_(bytes.size())
{
    GATEHOUSE_ASSERT(!bytes.empty());
    std::array<char, 16> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), bytes.size(), 16);
    framed_.reserve(bytes.size() + digits.size() + 4);
    framed_.append(digits.data(), end).append("\r\n");
    begin_ = framed_.size();
    framed_.append(bytes).append("\r\n");
}

feed ticket::begin(reply head) noexcept
{
    GATEHOUSE_ASSERT(sink_ != nullptr);
    auto link = std::make_shared<feed_link>();
    answer_sink* const sink = std::exchange(sink_, nullptr);
    sink->begun(id_, std::move(head), std::make_unique<feed_queue>(link));
    return {*sink, id_, std::move(link)};
}

void feed::give(block&& bytes, urgency when) noexcept
{
    GATEHOUSE_ASSERT(sink_ != nullptr);
    if (!is_open())
        return;
    link_->waiting.fetch_add(bytes->bytes().size(), std::memory_order_relaxed);
    sink_->sent(id_, {link_, std::move(bytes)}, when);
}

void feed::end() noexcept
{
    if (sink_)
        std::exchange(sink_, nullptr)->ended(id_, {link_, nullptr});
}

}  // namespace gatehouse::net
