#include "ops/arrivals.hpp"

#include "ops/checkins.hpp"
#include "store/devices.hpp"
#include "support/store_room.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops {
namespace {

constexpr std::string_view file = R"({
  "organizations": [{"key": "co", "kind": "company", "name": "公司"}],
  "products": [{"model": "M", "type": "KQ", "key": "k"}],
  "devices": [{"id": "M_1", "organization": "co"}, {"id": "M_2", "organization": "co"}]})";

class arrivals : public testing::Test {
protected:
    arrivals() { home.provision(file); }

    void send(const std::string& device, std::optional<std::int64_t> number = {})
    {
        uplink what{
            device,
            store::draft_message(home.keys(), device, home.clock.now(), 102, "{}", std::to_string(++sent_)),
            {}};
        what.kept.own_number = number;
        home.write([&](store::transaction& in) { take_in(in, what, {}); });
    }
    store::arrivals of(std::int64_t device)
    {
        count_all_arrivals(home.database(), home.writer());
        return store::arrivals_of(*home.database().reader(), {device});
    }

    support::store_room home;

private:
    int sent_ = 0;
};

TEST_F(arrivals, are_counted_once_behind_the_log)
{
    const base::instant first = home.clock.now();
    for (int i = 0; i < 3; ++i) {
        send("M_1");
        home.clock.set(home.clock.now() + std::chrono::minutes(50));
    }
    send("M_2");
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(of(1).messages, 3);
        EXPECT_EQ(of(1).first_at, first);
        EXPECT_EQ(of(1).last_at, first + std::chrono::minutes(100));
        EXPECT_EQ(of(2).messages, 1);
    }
    std::int64_t by_hour = 0;
    for (const auto& each : store::hours_of(*home.database().reader(), {1}, {}))
        by_hour += each.messages;
    EXPECT_EQ(by_hour, 3);
    EXPECT_EQ(of(9).messages, 0) << "nobody knows it";
}

TEST_F(arrivals, again_are_noted_by_whoever_answers_them)
{
    const auto counts = std::make_shared<repeat_counts>(home.writer());
    counts->note("M_1", 2, true);
    counts->note("M_1", 3, false);
    counts->note("nobody", 1, true);
    for (int i = 0; i < 3; ++i)
        home.write([](store::transaction&) {});
    count_all_arrivals(home.database(), home.writer());
    EXPECT_EQ(of(1).repeated_messages, 1);
    EXPECT_EQ(of(1).repeated_checkins, 5);
}

TEST_F(arrivals, of_a_machine_that_counts_show_what_is_missing)
{
    struct row {
        std::string_view what;
        std::vector<std::int64_t> more;  // after 1 to 12
        std::string gaps;                // newest first
    };
    const std::vector<row> rows{
        {"nothing", {13, 14}, ""},
        {"one", {14}, "13-13"},
        {"some, twice", {16, 20}, "17-19 13-15"},
        {"one came late", {16, 14}, "15-15 13-13"},
        {"all came late", {15, 13, 14, 16}, ""},
        {"it came twice", {13, 13, 14}, ""},
        {"it began anew", {1, 2, 3}, ""},
        {"it is another count", {90'000, 90'002}, ""},
    };
    std::int64_t device = 0;
    for (const row& each : rows) {
        ++device;
        home.write([&](store::transaction& in) {
            for (std::int64_t number = 1; number <= 12; ++number)
                take_number(in, {device}, number, home.clock.now());
            for (const std::int64_t number : each.more)
                take_number(in, {device}, number, home.clock.now());
        });
        std::string gaps;
        std::int64_t missing = 0;
        for (const auto& gap : store::gaps_of(*home.database().reader(), {device}, 10)) {
            gaps.append(gaps.empty() ? "" : " ")
                .append(std::to_string(gap.first) + "-" + std::to_string(gap.last));
            missing += gap.last - gap.first + 1;
        }
        EXPECT_EQ(gaps, each.gaps) << each.what;
        EXPECT_EQ(store::count_missing_numbers(*home.database().reader(), {device}), missing) << each.what;
    }
}

TEST_F(arrivals, that_should_have_come_and_did_not_are_a_silence)
{
    using std::chrono::hours;
    const auto start = std::chrono::floor<store::hours>(home.clock.now().time_since_epoch());
    // Ten an hour from 8 to 18 o'clock, for three weeks; none on one morning.
    std::vector<store::hour_count> counts;
    const store::hours end = start + store::hours(21 * 24);
    const store::hours quiet = end - store::hours(2 * 24);
    for (store::hours hour = start; hour < end; ++hour) {
        const auto of_day = hour.count() % 24;
        const bool is_quiet = hour >= quiet && hour < quiet + store::hours(24) && of_day < 11;
        if (of_day >= 8 && of_day < 18 && !is_quiet)
            counts.push_back({hour, 10});
    }
    store::arrivals of;
    of.first_at = base::instant(start);
    of.last_at = base::instant(counts.back().when) + std::chrono::minutes(59);
    const auto last = *of.last_at;

    EXPECT_FALSE(silences_of(counts, of, *of.first_at + hours(24)).has_habit);
    const silences night = silences_of(counts, of, last + hours(10));
    EXPECT_TRUE(night.has_habit);
    EXPECT_FALSE(night.now) << "it never sends at night";
    ASSERT_EQ(night.past.size(), 1U);
    EXPECT_GE(night.past[0].expected, missed_in_a_silence);
    const silences morning = silences_of(counts, of, last + hours(18));
    ASSERT_TRUE(morning.now);
    EXPECT_EQ(morning.now->from, last);
    EXPECT_GE(morning.now->expected, 2 * missed_in_a_silence);
}

}  // namespace
}  // namespace gatehouse::ops
