#include "ops/circuit.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops {
namespace {

using namespace std::chrono_literals;

constexpr base::instant noon = base::from_milliseconds(1'780'000'000'000);

circuit opened_at(base::instant at)
{
    circuit of;
    for (int i = 0; i < circuit::failures_most; ++i)
        of.failed(at);
    return of;
}

TEST(circuit, stays_closed_below_five_failures_in_a_row)
{
    circuit of;
    for (int i = 0; i < 100; ++i) {
        for (int failures = 0; failures < 4; ++failures)
            of.failed(noon);
        EXPECT_TRUE(of.admits(noon, 3));
        of.succeeded();
    }
    EXPECT_FALSE(of.remembers(noon));
}

TEST(circuit, spares_a_receiver_after_five_failures_then_asks_it_by_one_attempt_at_a_time)
{
    const circuit of = opened_at(noon);
    EXPECT_TRUE(of.is_open());
    EXPECT_FALSE(of.admits(noon, 0));
    EXPECT_FALSE(of.admits(noon + 29s, 0));
    EXPECT_TRUE(of.admits(noon + 30s, 0));
    EXPECT_FALSE(of.admits(noon + 30s, 1));
}

TEST(circuit, waits_ever_longer_up_to_five_minutes)
{
    circuit of = opened_at(noon);
    base::instant at = noon;
    for (const auto pause : {30s, 60s, 120s, 240s, 300s, 300s}) {
        EXPECT_EQ(of.spared_until(), at + pause);
        at += pause;
        of.failed(at);
    }
}

TEST(circuit, counts_no_failure_of_an_attempt_that_began_before_the_pause)
{
    circuit of = opened_at(noon);
    for (int i = 0; i < 3; ++i)
        of.failed(noon + 1s);
    EXPECT_EQ(of.spared_until(), noon + 30s);
}

TEST(circuit, closes_at_one_success)
{
    circuit of = opened_at(noon);
    of.succeeded();
    EXPECT_TRUE(of.admits(noon, 3));
}

TEST(circuit, is_held_as_long_as_the_receiver_asks_but_five_minutes_at_most)
{
    circuit of;
    of.hold(noon, 10s);
    EXPECT_FALSE(of.admits(noon + 9s, 0));
    EXPECT_TRUE(of.admits(noon + 10s, 3));
    of.hold(noon, 24h);
    EXPECT_TRUE(of.admits(noon + 300s, 3));
}

}  // namespace
}  // namespace gatehouse::ops
