#include "endpoint/live_log.hpp"

#include "support/listening_sink.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace gatehouse::endpoint {
namespace {

using std::chrono::milliseconds;
using support::listening_sink;

constexpr model::organization_id all{};
constexpr model::organization_id north{1};
constexpr model::organization_id south{2};

// A log in memory. Its entries read "<number> ", opened by "[position]".
class written_log final : public live_source {
public:
    void write(model::organization_id of, std::string_view text = {})
    {
        const std::scoped_lock held(mutex_);
        const auto number = static_cast<std::int64_t>(entries_.size()) + 1;
        entries_.push_back({number, of, std::to_string(number) + std::string(text) + " "});
    }
    // Every look from now on, until it is well again.
    void fail(bool is_sick) { is_sick_ = is_sick; }
    int failures() const { return failures_; }
    int reads() const { return reads_; }

    std::vector<live_entry> read(model::organization_id of, std::int64_t after, std::int64_t until,
                                 std::size_t most) override
    {
        if (is_sick_) {
            ++failures_;
            throw std::runtime_error("the store failed");
        }
        ++reads_;
        const std::scoped_lock held(mutex_);
        std::vector<live_entry> found;
        for (const live_entry& each : entries_)
            if (each.number > after && each.number <= until && (!of || of == each.organization) &&
                found.size() < most)
                found.push_back(each);
        return found;
    }
    std::int64_t newest(model::organization_id of, std::int64_t until) override
    {
        std::int64_t last = 0;
        for (const live_entry& each : read(of, 0, until, entries_.size()))
            last = each.number;
        return last;
    }
    net::reply head() const override { return {200, "text/plain", {}, {}, {}, false}; }
    std::string opening(std::int64_t position) const override
    {
        return "[" + std::to_string(position) + "] ";
    }
    std::string_view heartbeat() const override { return "beat "; }
    net::reply refusal(unsigned status, std::string_view reason) const override
    {
        return {status, "text/plain", std::string(reason), {}, {}, false};
    }

private:
    std::mutex mutex_;
    std::vector<live_entry> entries_;
    std::atomic<bool> is_sick_ = false;
    std::atomic<int> failures_ = 0;
    std::atomic<int> reads_ = 0;
};

struct a_live_log : testing::Test {
    a_live_log()
    {
        bounds.look = milliseconds(20);
        bounds.heartbeat = std::chrono::hours(1);
    }
    live_log& start()
    {
        return live.emplace(source, bounds, [] {});
    }
    // A viewer that has its place.
    listening_sink& watch(
        model::organization_id of, std::optional<std::int64_t> after = {},
        std::function<bool()> may_stay = [] { return true; })
    {
        listening_sink& sink = ask(of, after, std::move(may_stay));
        EXPECT_EQ(sink.head().status, 200U);
        sink.text_with("] ");
        return sink;
    }
    listening_sink& ask(
        model::organization_id of, std::optional<std::int64_t> after = {},
        std::function<bool()> may_stay = [] { return true; })
    {
        listening_sink& sink = sinks.emplace_back();
        live->join(net::ticket(sink, {}), {of, after, std::move(may_stay)});
        return sink;
    }
    void write(model::organization_id of, std::string_view text = {})
    {
        source.write(of, text);
        live->grew();
    }

    written_log source;
    live_limits bounds;
    std::deque<listening_sink> sinks;
    std::optional<live_log> live;
};

TEST_F(a_live_log, tells_what_comes_from_now_on)
{
    source.write(north);
    start();
    listening_sink& first = watch(all);
    write(north);
    EXPECT_EQ(first.text_with("2 "), "[1] 2 ");
    listening_sink& second = watch(all);
    write(south);
    EXPECT_EQ(first.text_with("3 "), "[1] 2 3 ");
    EXPECT_EQ(second.text_with("3 "), "[2] 3 ");
}

TEST_F(a_live_log, tells_nothing_of_another_organization_not_even_its_position)
{
    source.write(north);
    source.write(south);
    source.write(south);
    start();
    listening_sink& of_north = watch(north);
    listening_sink& of_all = watch(all);
    write(south);
    write(north);
    write(south);
    EXPECT_EQ(of_all.text_with("6 "), "[3] 4 5 6 ");
    EXPECT_EQ(of_north.text(), "[1] 5 ");
}

TEST_F(a_live_log, begins_at_nothing_where_an_organization_has_no_entry_yet)
{
    source.write(south);
    start();
    listening_sink& of_north = watch(north);
    write(north);
    EXPECT_EQ(of_north.text_with("2 "), "[0] 2 ");
}

TEST_F(a_live_log, brings_on_in_slices_who_comes_back_and_then_is_live)
{
    bounds.slice = 3;
    for (int i = 0; i < 10; ++i)
        source.write(i % 2 == 0 ? north : south);
    start();
    listening_sink& of_all = watch(all, 2);
    listening_sink& of_south = watch(south, 0);
    EXPECT_EQ(of_all.text_with("10 "), "[2] 3 4 5 6 7 8 9 10 ");
    write(south);
    EXPECT_EQ(of_all.text_with("11 "), "[2] 3 4 5 6 7 8 9 10 11 ");
    EXPECT_EQ(of_south.text_with("11 "), "[0] 2 4 6 8 10 11 ");
}

TEST_F(a_live_log, sends_a_slice_of_long_entries_in_parts)
{
    bounds.slice_bytes = 100;
    const std::string filling(60, 'x');
    std::string expected = "[0] ";
    for (int i = 1; i <= 5; ++i) {
        source.write(north, filling);
        expected += std::to_string(i) + filling + " ";
    }
    start();
    listening_sink& sink = watch(all, 0);
    EXPECT_EQ(sink.text_with("5" + filling + " "), expected);
}

TEST_F(a_live_log, waits_with_the_next_slice_until_the_one_before_is_taken)
{
    bounds.slice = 2;
    for (int i = 0; i < 6; ++i)
        source.write(north);
    start();
    listening_sink& slow = sinks.emplace_back();
    slow.stop_reading();
    live->join(net::ticket(slow, {}), {all, 0, [] { return true; }});
    slow.head();
    listening_sink& quick = watch(all);
    for (int i = 0; i < 5; ++i)
        write(south);
    EXPECT_EQ(quick.text_with("11 "), "[6] 7 8 9 10 11 ");
    const int before = source.reads();
    quick.leave();
    slow.go_on_reading();
    EXPECT_EQ(slow.text_with("11 "), "[0] 1 2 3 4 5 6 7 8 9 10 11 ");
    EXPECT_GE(source.reads(), before + 5);
}

TEST_F(a_live_log, leaves_no_gap_and_repeats_nothing_under_load)
{
    bounds.slice = 7;
    bounds.pause = milliseconds(1);
    constexpr int entries = 5000;
    start();
    listening_sink& from_the_start = watch(all);
    std::thread writer([this] {
        for (int i = 0; i < entries; ++i) {
            write(i % 3 == 0 ? north : south);
            if (i % 50 == 0)
                std::this_thread::sleep_for(milliseconds(1));
        }
    });
    std::vector<listening_sink*> returning;
    for (int i = 0; i < 40; ++i) {
        returning.push_back(&watch(all, 0));
        std::this_thread::sleep_for(milliseconds(1));
    }
    writer.join();
    std::string expected = "[0] ";
    for (int i = 1; i <= entries; ++i)
        expected += std::to_string(i) + " ";
    const std::string last = " " + std::to_string(entries) + " ";
    EXPECT_EQ(from_the_start.text_with(last), expected);
    for (listening_sink* each : returning)
        EXPECT_EQ(each->text_with(last), expected);
}

TEST_F(a_live_log, refuses_a_position_behind_its_end)
{
    source.write(north);
    start();
    EXPECT_EQ(ask(all, 2).head().status, 400U);
    EXPECT_EQ(watch(all, 1).text(), "[1] ");
    EXPECT_EQ(ask(all, 2).head().status, 400U);
}

TEST_F(a_live_log, takes_a_position_that_it_has_not_reached_itself)
{
    start();
    listening_sink& first = watch(all);
    source.write(north);  // committed, and not told yet
    listening_sink& ahead = watch(all, 1);
    write(north);
    EXPECT_EQ(first.text_with("2 "), "[0] 1 2 ");
    EXPECT_EQ(ahead.text_with("2 "), "[1] 2 ");
}

TEST_F(a_live_log, refuses_viewers_over_its_limits_and_makes_room_when_one_leaves)
{
    bounds.viewers = 3;
    bounds.viewers_alike = 2;
    start();
    watch(north);
    listening_sink& second = watch(north);
    const net::reply one_organization = ask(north).head();
    EXPECT_EQ(one_organization.status, 503U);
    EXPECT_EQ(one_organization.retry_after, 5U);
    watch(south);
    EXPECT_EQ(ask(all).head().status, 503U);
    second.leave();
    watch(all);
    EXPECT_EQ(ask(all).head().status, 503U);
}

TEST_F(a_live_log, ends_the_answer_of_who_may_not_stay)
{
    std::atomic<bool> may = true;
    start();
    listening_sink& sink = watch(all, {}, [&may] { return may.load(); });
    may = false;
    sink.wait_for_end();
    write(north);
    EXPECT_EQ(sink.text(), "[0] ");
}

TEST_F(a_live_log, forgets_who_has_left_and_stands_still_without_viewers)
{
    start();
    write(north);
    EXPECT_EQ(live->viewers(), 0U);
    EXPECT_EQ(source.reads(), 0);
    watch(all).leave();
    while (live->viewers() > 0)
        std::this_thread::yield();
    const int before = source.reads();
    write(north);
    std::this_thread::sleep_for(milliseconds(50));
    EXPECT_EQ(source.reads(), before);
    EXPECT_EQ(watch(all).text(), "[2] ");
}

TEST_F(a_live_log, speaks_now_and_then_where_nothing_happens)
{
    bounds.heartbeat = milliseconds(30);
    start();
    EXPECT_EQ(watch(all).text_with("beat beat "), "[0] beat beat ");
}

TEST_F(a_live_log, goes_on_after_a_failure_of_the_store_where_it_stood)
{
    start();
    listening_sink& sink = watch(all);
    source.fail(true);
    write(north);
    write(south);
    while (source.failures() == 0)
        std::this_thread::yield();
    source.fail(false);
    EXPECT_EQ(sink.text_with("2 "), "[0] 1 2 ");
}

TEST_F(a_live_log, answers_500_to_who_came_in_a_failure)
{
    start();
    watch(all);
    source.fail(true);
    listening_sink& unlucky = ask(all, 5);
    EXPECT_EQ(unlucky.head().status, 500U);
    source.fail(false);
    while (live->viewers() != 1)
        std::this_thread::yield();
}

TEST_F(a_live_log, ends_every_answer_when_it_stops)
{
    start();
    listening_sink& sink = watch(all);
    live->stop();
    sink.wait_for_end();
}

}  // namespace
}  // namespace gatehouse::endpoint
