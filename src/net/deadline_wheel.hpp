// Deadlines of many connections on one coarse tick: no timer each, and moving a deadline back costs one
// store. An entry is looked at when the slot it lies in comes up, and put into a later one if it is not due
// yet.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace gatehouse::net {

using steady = std::chrono::steady_clock;

class deadline_wheel;

// Something that has a deadline; derive from it. Leaves its wheel when destroyed.
class deadline_entry {
public:
    deadline_entry() = default;
    deadline_entry(const deadline_entry&) = delete;
    deadline_entry& operator=(const deadline_entry&) = delete;
    ~deadline_entry() { leave(); }

private:
    friend class deadline_wheel;

    void leave();

    deadline_entry* next_ = nullptr;
    deadline_entry* previous_ = nullptr;
    std::uint64_t due_ = 0;     // tick
    std::uint64_t placed_ = 0;  // tick of the slot it lies in
};

class deadline_wheel {
public:
    // A due time further ahead than tick * slots is legal and costs one more look per turn.
    deadline_wheel(steady::duration tick, std::size_t slots, steady::time_point now);
    deadline_wheel(const deadline_wheel&) = delete;
    deadline_wheel& operator=(const deadline_wheel&) = delete;

    // Never comes early, at most two ticks late.
    void schedule(deadline_entry& entry, steady::time_point due);
    void cancel(deadline_entry& entry) { entry.leave(); }

    // Calls on_due(entry) for each that is due, after taking it out; it may destroy the entry.
    template <class OnDue>
    void advance(steady::time_point now, OnDue on_due)
    {
        for (const std::uint64_t until = tick_of(now); current_ < until;) {
            ++current_;
            while (deadline_entry* entry = next_due())
                on_due(*entry);
        }
    }

private:
    std::uint64_t tick_of(steady::time_point at) const;
    void place(deadline_entry& entry);
    deadline_entry* next_due();

    steady::duration tick_;
    steady::time_point start_;
    std::uint64_t current_ = 0;
    std::vector<deadline_entry> slots_;  // each the head of a ring
};

}  // namespace gatehouse::net
