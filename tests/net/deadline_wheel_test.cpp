#include "net/deadline_wheel.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace gatehouse::net {
namespace {

using std::chrono::milliseconds;

struct named : deadline_entry {
    explicit named(char letter) : name(letter) {}
    char name;
};

class deadline_wheel_of_8_ticks : public testing::Test {
protected:
    steady::time_point at(int ms) const { return start + milliseconds(ms); }
    void schedule(named& entry, int ms) { wheel.schedule(entry, at(ms)); }
    // Who was due, with time going on in small steps.
    std::string advance(int ms)
    {
        std::string due;
        for (; now <= ms; ++now)
            wheel.advance(at(now), [&due](deadline_entry& entry) { due += static_cast<named&>(entry).name; });
        return due;
    }

    const steady::time_point start = steady::time_point() + std::chrono::hours(1);
    deadline_wheel wheel{milliseconds(10), 8, start};
    int now = 0;
    named a{'a'}, b{'b'}, c{'c'};
};

TEST_F(deadline_wheel_of_8_ticks, is_never_early_and_at_most_two_ticks_late)
{
    for (const int due : {0, 1, 9, 10, 11, 19, 55, 75, 79, 80, 81, 300}) {
        deadline_wheel fresh(milliseconds(10), 8, start);
        fresh.schedule(a, at(due));
        int came = -1;
        for (int ms = 0; came < 0; ++ms)
            fresh.advance(at(ms), [&](deadline_entry&) { came = ms; });
        EXPECT_GE(came, due);
        EXPECT_LE(came, due + 20);
    }
}

TEST_F(deadline_wheel_of_8_ticks, tells_each_once_in_the_order_of_their_ticks)
{
    schedule(c, 50);
    schedule(a, 10);
    schedule(b, 30);
    EXPECT_EQ(advance(1000), "abc");
}

TEST_F(deadline_wheel_of_8_ticks, moves_a_deadline_both_ways)
{
    schedule(a, 60);
    schedule(b, 10);
    schedule(a, 20);
    schedule(b, 50);
    EXPECT_EQ(advance(40), "a");
    EXPECT_EQ(advance(70), "b");
}

TEST_F(deadline_wheel_of_8_ticks, keeps_a_deadline_that_is_moved_on_again_and_again)
{
    for (int ms = 0; ms < 500; ms += 5) {
        schedule(a, ms + 30);
        EXPECT_EQ(advance(ms), "");
    }
    EXPECT_EQ(advance(600), "a");
}

TEST_F(deadline_wheel_of_8_ticks, looks_further_than_one_turn)
{
    schedule(a, 1000);
    EXPECT_EQ(advance(999), "");
    EXPECT_EQ(advance(1020), "a");
}

TEST_F(deadline_wheel_of_8_ticks, catches_up_after_a_pause)
{
    schedule(a, 10);
    schedule(b, 500);
    std::string due;
    wheel.advance(at(5000), [&due](deadline_entry& entry) { due += static_cast<named&>(entry).name; });
    EXPECT_EQ(due, "ab");
}

TEST_F(deadline_wheel_of_8_ticks, forgets_who_is_cancelled_or_gone)
{
    auto gone = std::make_unique<named>('g');
    wheel.schedule(*gone, at(20));
    schedule(a, 20);
    schedule(b, 20);
    wheel.cancel(a);
    gone.reset();
    EXPECT_EQ(advance(100), "b");
}

TEST_F(deadline_wheel_of_8_ticks, lets_the_one_that_is_due_come_again_or_be_destroyed)
{
    auto gone = std::make_unique<named>('g');
    wheel.schedule(*gone, at(10));
    schedule(a, 10);
    int calls = 0;
    for (int ms = 0; ms <= 100; ++ms)
        wheel.advance(at(ms), [&](deadline_entry& entry) {
            ++calls;
            if (&entry == gone.get())
                gone.reset();
            else if (calls < 4)
                wheel.schedule(entry, at(ms + 10));
        });
    EXPECT_EQ(calls, 4);
}

}  // namespace
}  // namespace gatehouse::net
