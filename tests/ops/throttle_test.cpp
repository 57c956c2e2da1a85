#include "ops/throttle.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace gatehouse::ops {
namespace {

constexpr base::instant noon = base::from_milliseconds(1'780'000'000'000);
constexpr throttle_rule twice{2, std::chrono::seconds(10)};

class a_throttle : public testing::Test {
protected:
    a_throttle()
    {
        base::start_crypto();
        counted = std::make_unique<throttle>(base::key::random());
    }
    std::unique_ptr<throttle> counted;
};

TEST_F(a_throttle, refuses_past_its_failures_until_the_window_is_over)
{
    EXPECT_FALSE(counted->failed(twice, "a", "x", noon));
    EXPECT_FALSE(counted->failed(twice, "a", "x", noon + std::chrono::seconds(1)));
    EXPECT_EQ(counted->failed(twice, "a", "x", noon + std::chrono::seconds(2)), std::chrono::seconds(8));
    EXPECT_EQ(counted->refused(), 1U);
    EXPECT_FALSE(counted->failed(twice, "a", "x", noon + std::chrono::seconds(10)));
}

TEST_F(a_throttle, counts_each_pair_of_identity_and_source_for_itself)
{
    for (int i = 0; i < 3; ++i)
        counted->failed(twice, "a", "x", noon);
    EXPECT_FALSE(counted->failed(twice, "a", "y", noon));
    EXPECT_FALSE(counted->failed(twice, "b", "x", noon));
    EXPECT_FALSE(counted->failed(twice, "ax", "", noon)) << "no identity and source run into each other";
}

TEST_F(a_throttle, blocks_the_next_try_once_the_failures_are_used_up)
{
    EXPECT_FALSE(counted->blocked(twice, "a", "x", noon));
    counted->failed(twice, "a", "x", noon);
    EXPECT_FALSE(counted->blocked(twice, "a", "x", noon));
    counted->failed(twice, "a", "x", noon);
    EXPECT_EQ(counted->blocked(twice, "a", "x", noon), std::chrono::seconds(10));
    EXPECT_FALSE(counted->blocked(twice, "a", "y", noon));
}

}  // namespace
}  // namespace gatehouse::ops
