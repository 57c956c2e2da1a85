#include "gateway/line.hpp"

namespace gatehouse::gateway {

bool line::send_watched(std::string json, std::function<void()> arrived)
{
    const std::size_t size = json.size();
    if (!is_alive_.load(std::memory_order_acquire))
        return false;
    if (waiting_.fetch_add(size, std::memory_order_relaxed) + size > most_waiting_) {
        released(size);
        return false;
    }
    letters_->put(
        {session_, std::make_shared<const downlink>(downlink{{}, std::move(json), std::move(arrived)})},
        true);
    return true;
}

void line::settled(std::uint64_t which, bool kept, bool wakes) noexcept
{
    letters_->put({session_, settlement{which, kept}}, wakes);
}

}  // namespace gatehouse::gateway
