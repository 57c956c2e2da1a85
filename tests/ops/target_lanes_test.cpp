#include "ops/target_lanes.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gatehouse::ops {
namespace {

using namespace std::chrono_literals;
using turn_of_circuit = target_lanes::turn_of_circuit;

constexpr base::instant noon = base::from_milliseconds(1'780'000'000'000);
constexpr model::channel_id one{1};
constexpr model::channel_id two{2};
constexpr model::channel_id three{3};

model::attempt ended(model::attempt_end how, base::instant at = noon)
{
    model::attempt made;
    made.at = at;
    made.end = how;
    return made;
}

std::vector<std::int64_t> turns(target_lanes& lanes, base::instant now)
{
    std::vector<std::int64_t> served;
    while (const auto turn = lanes.next(now))
        served.push_back(turn->target.value);
    return served;
}

TEST(target_lanes, serve_what_is_due_once_until_it_is_expected_again)
{
    target_lanes lanes(lane_limits{});
    lanes.expect(one, noon);
    lanes.expect(two, noon + 5s);
    EXPECT_EQ(lanes.next_time(), noon);
    EXPECT_EQ(turns(lanes, noon), std::vector<std::int64_t>{1});
    EXPECT_EQ(lanes.next_time(), noon + 5s);
    EXPECT_EQ(turns(lanes, noon + 4s), std::vector<std::int64_t>{});
    lanes.expect(two, noon + 9s);
    EXPECT_EQ(turns(lanes, noon + 5s), std::vector<std::int64_t>{2}) << "the earlier expectation stands";
    EXPECT_EQ(lanes.next_time(), std::nullopt);
}

TEST(target_lanes, let_no_receiver_have_more_attempts_under_way_than_its_share)
{
    target_lanes lanes({2, 100});
    lanes.expect(one, noon);
    EXPECT_EQ(lanes.next(noon)->room, 2U);
    lanes.started(one, {10});
    lanes.started(one, {11});
    lanes.expect(one, noon);
    lanes.expect(two, noon);
    EXPECT_EQ(turns(lanes, noon), std::vector<std::int64_t>{2}) << "a slow receiver delays nobody else";
    lanes.ended(one, {10}, ended(model::attempt_end::delivered));
    const auto turn = lanes.next(noon);
    EXPECT_EQ(turn->target, one);
    EXPECT_EQ(turn->room, 1U);
    EXPECT_EQ(turn->under_way, 1U);
}

TEST(target_lanes, keep_the_bound_of_all_and_go_on_round_about)
{
    target_lanes lanes({4, 6});
    for (const auto each : {one, two, three})
        lanes.expect(each, noon);
    std::int64_t id = 0;
    EXPECT_EQ(lanes.next(noon)->room, 4U);
    for (int i = 0; i < 4; ++i)
        lanes.started(one, {++id});
    const auto second = lanes.next(noon);
    EXPECT_EQ(second->target, two);
    EXPECT_EQ(second->room, 2U);
    for (int i = 0; i < 2; ++i)
        lanes.started(two, {++id});
    EXPECT_FALSE(lanes.next(noon));
    EXPECT_FALSE(lanes.has_turn(noon));
    lanes.expect(one, noon);
    lanes.ended(one, {1}, ended(model::attempt_end::delivered));
    EXPECT_EQ(lanes.next(noon)->target, three) << "the first must not be served again before the third";
}

TEST(target_lanes, know_what_is_under_way)
{
    target_lanes lanes(lane_limits{});
    lanes.started(one, {10});
    EXPECT_TRUE(lanes.is_under_way(one, {10}));
    EXPECT_FALSE(lanes.is_under_way(one, {11}));
    EXPECT_FALSE(lanes.is_under_way(two, {10}));
    lanes.ended(one, {10}, ended(model::attempt_end::abandoned));
    EXPECT_FALSE(lanes.is_under_way(one, {10}));
}

TEST(target_lanes, spare_a_receiver_that_fails_and_ask_it_again_by_one_attempt)
{
    target_lanes lanes(lane_limits{});
    std::vector<turn_of_circuit> said;
    for (std::int64_t id = 1; id <= 5; ++id) {
        lanes.started(one, {id});
        said.push_back(lanes.ended(one, {id}, ended(model::attempt_end::failed)));
    }
    using enum target_lanes::turn_of_circuit;
    EXPECT_EQ(said, (std::vector{none, none, none, none, opened}));
    lanes.expect(one, noon);
    lanes.expect(two, noon);
    EXPECT_EQ(turns(lanes, noon), std::vector<std::int64_t>{2});
    EXPECT_EQ(lanes.next_time(), noon + 30s);
    const auto probe = lanes.next(noon + 30s);
    EXPECT_EQ(probe->room, 1U);
    lanes.started(one, {6});
    lanes.expect(one, noon);
    EXPECT_FALSE(lanes.next(noon + 30s));
    EXPECT_EQ(lanes.ended(one, {6}, ended(model::attempt_end::delivered, noon + 30s)), closed);
    EXPECT_EQ(lanes.next(noon + 30s)->room, 4U);
}

TEST(target_lanes, count_no_refusal_against_the_receiver)
{
    target_lanes lanes(lane_limits{});
    for (std::int64_t id = 1; id <= 20; ++id) {
        lanes.started(one, {id});
        lanes.ended(one, {id}, ended(model::attempt_end::refused));
    }
    lanes.expect(one, noon);
    EXPECT_TRUE(lanes.next(noon));
}

TEST(target_lanes, leave_a_receiver_alone_as_long_as_it_asks)
{
    target_lanes lanes(lane_limits{});
    lanes.started(one, {1});
    model::attempt busy = ended(model::attempt_end::failed);
    busy.wait = 60s;
    lanes.ended(one, {1}, busy);
    lanes.expect(one, noon);
    EXPECT_FALSE(lanes.next(noon + 59s));
    EXPECT_TRUE(lanes.next(noon + 60s));
}

TEST(target_lanes, forget_the_idle_ones_only)
{
    target_lanes lanes(lane_limits{});
    lanes.started(one, {1});
    lanes.ended(one, {1}, ended(model::attempt_end::failed));
    lanes.started(two, {2});
    lanes.expect(three, noon);
    lanes.forget_idle(noon);
    EXPECT_TRUE(lanes.is_under_way(two, {2}));
    EXPECT_EQ(lanes.next_time(), noon);
    for (std::int64_t id = 3; id <= 6; ++id) {
        lanes.started(one, {id});
        const auto said = lanes.ended(one, {id}, ended(model::attempt_end::failed));
        EXPECT_EQ(said == turn_of_circuit::opened, id == 6) << "the first failure is remembered";
    }
}

}  // namespace
}  // namespace gatehouse::ops
