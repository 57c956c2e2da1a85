#include "net/deadline_wheel.hpp"

#include <algorithm>

namespace gatehouse::net {

void deadline_entry::leave()
{
    if (!next_)
        return;
    next_->previous_ = previous_;
    previous_->next_ = next_;
    next_ = previous_ = nullptr;
}

deadline_wheel::deadline_wheel(steady::duration tick, std::size_t slots, steady::time_point now)
    : tick_(tick),
      start_(now),
      slots_(slots)
{
    for (deadline_entry& slot : slots_)
        slot.next_ = slot.previous_ = &slot;
}

std::uint64_t deadline_wheel::tick_of(steady::time_point at) const
{
    return at <= start_ ? 0 : static_cast<std::uint64_t>((at - start_) / tick_);
}

void deadline_wheel::schedule(deadline_entry& entry, steady::time_point due)
{
    entry.due_ = std::max(tick_of(due), current_) + 1;
    if (entry.next_ && entry.placed_ <= entry.due_)
        return;
    entry.leave();
    place(entry);
}

void deadline_wheel::place(deadline_entry& entry)
{
    entry.placed_ = std::min<std::uint64_t>(entry.due_, current_ + slots_.size() - 1);
    deadline_entry& slot = slots_[entry.placed_ % slots_.size()];
    entry.next_ = &slot;
    entry.previous_ = slot.previous_;
    slot.previous_->next_ = &entry;
    slot.previous_ = &entry;
}

deadline_entry* deadline_wheel::next_due()
{
    deadline_entry& slot = slots_[current_ % slots_.size()];
    while (slot.next_ != &slot) {
        deadline_entry& entry = *slot.next_;
        entry.leave();
        if (entry.due_ <= current_)
            return &entry;
        place(entry);
    }
    return nullptr;
}

}  // namespace gatehouse::net
