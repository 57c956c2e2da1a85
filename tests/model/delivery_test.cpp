#include "model/delivery.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace gatehouse::model {
namespace {

using namespace std::chrono_literals;

constexpr base::instant noon = base::from_milliseconds(1'780'000'000'000);

attempt failed_at(base::instant at)
{
    attempt how;
    how.at = at;
    how.end = attempt_end::failed;
    return how;
}

TEST(delivery_schedule, tries_ten_times_within_three_days_and_then_gives_up)
{
    std::vector<std::chrono::seconds> offsets;
    base::instant at = noon;
    std::int64_t made = 1;
    for (;; ++made) {
        offsets.push_back(std::chrono::duration_cast<std::chrono::seconds>(at - noon));
        const next_step next = after(failed_at(at), made, 0.0);
        if (next.state != delivery_state::pending) {
            EXPECT_EQ(next.state, delivery_state::dead);
            break;
        }
        at = next.next_attempt;
    }
    const std::vector<std::chrono::seconds> expected{0s,
                                                     5s,
                                                     5min + 5s,
                                                     35min + 5s,
                                                     2h + 35min + 5s,
                                                     7h + 35min + 5s,
                                                     17h + 35min + 5s,
                                                     31h + 35min + 5s,
                                                     51h + 35min + 5s,
                                                     75h + 35min + 5s};
    EXPECT_EQ(offsets, expected);
    EXPECT_EQ(made, 10);
    EXPECT_LT(at - noon, longest_pending)
        << "the whole schedule fits before a delivery is given up for its age";
}

TEST(delivery_schedule, of_a_visit_is_denser_and_ends_where_the_vendor_s_rules_say)
{
    attempt how = failed_at(noon);
    EXPECT_EQ(after(how, 2, 0.0, visit_gaps).next_attempt, noon + 30s);
    for (const auto end : {attempt_end::failed, attempt_end::postponed}) {
        how.end = end;
        how.attempts_most = 4;
        EXPECT_EQ(after(how, 3, 0.0).state, delivery_state::pending);
        EXPECT_EQ(after(how, 4, 0.0).state, delivery_state::dead);
    }
    how.end = attempt_end::unreached;
    EXPECT_EQ(after(how, 1, 0.0).state, delivery_state::dropped) << "another way is tried";
}

TEST(delivery_schedule, counts_a_gap_from_the_end_of_the_attempt)
{
    attempt slow = failed_at(noon);
    slow.took = 14s;
    EXPECT_EQ(after(slow, 1, 0.0).next_attempt, noon + 19s);
}

TEST(delivery_schedule, moves_a_gap_by_up_to_a_tenth)
{
    EXPECT_EQ(after(failed_at(noon), 2, -1.0).next_attempt, noon + 270s);
    EXPECT_EQ(after(failed_at(noon), 2, 1.0).next_attempt, noon + 330s);
    EXPECT_EQ(after(failed_at(noon), 2, 0.5).next_attempt, noon + 315s);
    EXPECT_EQ(after(failed_at(noon), 2, 7.0).next_attempt, noon + 330s);
}

TEST(delivery_schedule, waits_as_long_as_the_receiver_asks_but_a_day_at_most_and_never_shorter_than_usual)
{
    attempt asked = failed_at(noon);
    asked.wait = 17s;
    EXPECT_EQ(after(asked, 1, 0.0).next_attempt, noon + 17s);
    EXPECT_EQ(after(asked, 2, 0.0).next_attempt, noon + 5min);
    asked.wait = 1000h;
    EXPECT_EQ(after(asked, 1, 0.0).next_attempt, noon + 24h);
    asked.wait = -1000h;
    EXPECT_EQ(after(asked, 1, 0.0).next_attempt, noon + 5s);
    asked.wait = 1h;
    EXPECT_EQ(after(asked, 10, 0.0).state, delivery_state::dead) << "asking for time buys no further attempt";
}

TEST(delivery_schedule, ends_at_success_and_at_what_can_never_succeed)
{
    attempt how = failed_at(noon);
    how.end = attempt_end::delivered;
    EXPECT_EQ(after(how, 3, 0.0).state, delivery_state::delivered);
    how.end = attempt_end::refused;
    EXPECT_EQ(after(how, 1, 0.0).state, delivery_state::dead);
    how.end = attempt_end::gone;
    EXPECT_EQ(after(how, 1, 0.0).state, delivery_state::dead);
}

TEST(delivery_state_names, come_back_as_they_were)
{
    for (const auto state :
         {delivery_state::pending, delivery_state::delivered, delivery_state::dead, delivery_state::dropped})
        EXPECT_EQ(delivery_state_from(name_of(state)), state);
    EXPECT_FALSE(delivery_state_from("lost"));
}

}  // namespace
}  // namespace gatehouse::model
