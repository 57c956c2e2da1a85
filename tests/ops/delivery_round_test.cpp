#include "ops/delivery_round.hpp"

#include "ops/telling_site.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

namespace gatehouse::ops::test {
namespace {

using namespace std::chrono_literals;
using model::attempt_end;
using model::delivery_state;

// Keeps what it is given until the test says what became of it.
class held_sender final : public sender {
public:
    void send(letter what, done when_done) override
    {
        held.push_back({std::move(what), std::move(when_done)});
    }
    void stop(std::chrono::milliseconds) override
    {
        while (!held.empty())
            end(attempt_end::abandoned, {});
    }

    // Ends the oldest that it holds.
    letter end(attempt_end how, base::instant now, std::optional<std::chrono::seconds> wait = {})
    {
        sent first = std::move(held.front());
        held.pop_front();
        model::attempt made;
        made.at = now;
        made.end = how;
        made.outcome = "as the test says";
        made.wait = wait;
        first.when_done(first.what, made);
        return first.what;
    }

    struct sent {
        letter what;
        done when_done;
    };
    std::deque<sent> held;
};

class a_round_of_deliveries : public ::testing::Test {
protected:
    a_round_of_deliveries() { begin(); }

    // As after a start of the server.
    void begin()
    {
        round = std::make_unique<delivery_round>(site.house.database(), site.house.writer(),
                                                 site.house.keys(), site.house.clock, senders{&out}, options,
                                                 [] {});
    }

    void pass()
    {
        while (round->pass())
            continue;
    }
    void pass_after(std::chrono::milliseconds wait)
    {
        site.pass_time(wait);
        pass();
    }
    letter end(attempt_end how, std::optional<std::chrono::seconds> wait = {})
    {
        letter of = out.end(how, site.house.clock.now(), wait);
        pass();
        return of;
    }
    model::delivery only() { return site.deliveries().at(0); }
    std::vector<std::int64_t> held_punches() const
    {
        std::vector<std::int64_t> numbers;
        for (const auto& each : out.held)
            numbers.push_back(each.what.what.punch.value);
        return numbers;
    }

    telling_site site;
    held_sender out;
    delivery_options options;
    std::unique_ptr<delivery_round> round;
};

TEST_F(a_round_of_deliveries, sends_a_tap_once_and_writes_down_that_it_was_taken)
{
    const auto hook = site.open();
    site.tap();
    pass();
    ASSERT_EQ(out.held.size(), 1U);
    const letter& sent = out.held.front().what;
    EXPECT_EQ(sent.to.id, hook);
    EXPECT_EQ(sent.to.address, "https://example.com/hook");
    EXPECT_TRUE(model::webhook_key(sent.secret.reveal()));
    EXPECT_EQ(sent.punch.punch.number.value, 1);
    EXPECT_EQ(sent.punch.unit_name, "大班");
    EXPECT_EQ(sent.punch.told, "家长");
    pass_after(5s);
    EXPECT_EQ(out.held.size(), 1U) << "what is under way is not sent beside itself";
    end(attempt_end::delivered);
    EXPECT_EQ(only().state, delivery_state::delivered);
    EXPECT_EQ(only().attempts, 1);
    EXPECT_EQ(only().outcome, "as the test says");
    EXPECT_EQ(store::attempts_of(*site.house.database().reader(), only().id).size(), 1U);
    pass_after(1h);
    EXPECT_TRUE(out.held.empty());
    EXPECT_EQ(round->counters().made, 1U);
    EXPECT_EQ(round->counters().delivered, 1U);
}

TEST_F(a_round_of_deliveries, tries_again_on_schedule_with_the_same_id_until_the_message_is_dead)
{
    site.open();
    site.tap();
    pass();
    std::vector<std::string> messages;
    for (const auto gap : model::retry_gaps) {
        ASSERT_EQ(out.held.size(), 1U) << messages.size();
        messages.push_back(end(attempt_end::failed).what.message);
        EXPECT_EQ(only().state, delivery_state::pending);
        pass_after(gap * 9 / 10 - 1s);
        EXPECT_TRUE(out.held.empty()) << "too early";
        pass_after(gap / 5 + 300s);  // the jitter, and a circuit that is open meanwhile
    }
    messages.push_back(end(attempt_end::failed).what.message);
    EXPECT_EQ(messages, std::vector(10, messages.front()));
    EXPECT_EQ(only().state, delivery_state::dead);
    EXPECT_EQ(only().attempts, 10);
    EXPECT_EQ(store::attempts_of(*site.house.database().reader(), only().id).size(), 10U);
    pass_after(48h);
    EXPECT_TRUE(out.held.empty());
    EXPECT_EQ(round->counters().failed, 10U);
    EXPECT_EQ(round->counters().dead, 1U);
}

TEST_F(a_round_of_deliveries, sends_a_dead_message_again_when_somebody_says_so_with_the_same_id)
{
    site.open();
    site.tap();
    pass();
    const std::string message = end(attempt_end::refused).what.message;
    EXPECT_EQ(only().state, delivery_state::dead);
    site.house.write([&](store::transaction& in) {
        send_again(in, store::find_delivery(in.sql, message).value(), site.author());
    });
    pass_after(1s);
    EXPECT_EQ(end(attempt_end::delivered).what.message, message);
    EXPECT_EQ(only().state, delivery_state::delivered);
}

TEST_F(a_round_of_deliveries, waits_as_long_as_the_receiver_asks)
{
    site.open();
    site.tap();
    pass();
    end(attempt_end::failed, 60s);
    pass_after(59s);
    EXPECT_TRUE(out.held.empty());
    pass_after(2s);
    EXPECT_EQ(out.held.size(), 1U);
}

TEST_F(a_round_of_deliveries, switches_a_channel_off_whose_receiver_is_gone)
{
    const auto hook = site.open();
    site.tap("100", 1s);
    site.tap("100", 2s);
    pass();
    end(attempt_end::gone);
    const auto channel = store::find_channel(*site.house.database().reader(), hook).value();
    EXPECT_EQ(channel.status, model::channel_status::disabled);
    EXPECT_EQ(channel.disabled_reason, "the receiver answered 410 Gone");
    EXPECT_EQ(only().state, delivery_state::dead);
    end(attempt_end::failed);
    pass_after(1h);
    EXPECT_TRUE(out.held.empty()) << "the second one waits";
    site.set_status(hook, model::channel_status::active);
    pass_after(1s);
    EXPECT_EQ(held_punches(), std::vector<std::int64_t>{2});
}

TEST_F(a_round_of_deliveries, sends_again_what_was_under_way_when_it_was_stopped_or_killed)
{
    site.open();
    site.tap();
    pass();
    const std::string message = out.held.front().what.what.message;
    round->finish(0ms);
    EXPECT_EQ(only().state, delivery_state::pending);
    EXPECT_EQ(only().attempts, 0) << "an abandoned attempt counts for nothing";
    begin();
    pass();
    EXPECT_EQ(out.held.front().what.what.message, message);
    out.held.clear();  // killed: nobody will ever say what became of it
    site.house.restart();
    begin();
    pass();
    ASSERT_EQ(out.held.size(), 1U);
    EXPECT_EQ(end(attempt_end::delivered).what.message, message);
}

TEST_F(a_round_of_deliveries, starts_in_the_order_of_the_log_and_delays_nobody_for_a_slow_receiver)
{
    const auto slow = site.open();
    const auto fast = site.open(2);
    site.bind("300", "13800000003", 2);
    for (int i = 0; i < 20; ++i) {
        site.tap("100", std::chrono::seconds(i));
        site.tap("300", std::chrono::seconds(i), 2);
    }
    std::vector<std::int64_t> fast_ones;
    for (pass(); std::any_of(out.held.begin(), out.held.end(),
                             [fast](const auto& each) { return each.what.to.id == fast; });) {
        std::stable_partition(out.held.begin(), out.held.end(),
                              [fast](const auto& each) { return each.what.to.id == fast; });
        fast_ones.push_back(end(attempt_end::delivered).what.punch.value);
    }
    std::vector<std::int64_t> expected;
    for (int i = 1; i <= 20; ++i)
        expected.push_back(2 * i);
    EXPECT_EQ(fast_ones, expected);
    EXPECT_EQ(held_punches(), (std::vector<std::int64_t>{1, 3, 5, 7}));
    for (const auto& each : out.held)
        EXPECT_EQ(each.what.to.id, slow);
    end(attempt_end::delivered);
    EXPECT_EQ(held_punches(), (std::vector<std::int64_t>{3, 5, 7, 9}));
}

TEST_F(a_round_of_deliveries, asks_a_failing_receiver_by_one_message_at_a_time)
{
    site.open();
    for (int i = 0; i < 20; ++i)
        site.tap("100", std::chrono::seconds(i));
    pass();
    for (int i = 0; i < 5; ++i)
        end(attempt_end::failed);
    while (!out.held.empty())
        end(attempt_end::failed);
    pass_after(29s);
    EXPECT_TRUE(out.held.empty());
    pass_after(1s);
    EXPECT_EQ(out.held.size(), 1U);
    end(attempt_end::delivered);
    EXPECT_EQ(out.held.size(), 4U);
}

TEST_F(a_round_of_deliveries, tells_a_person_of_no_old_tap_but_an_organization)
{
    const auto hook = site.open();
    const auto parent = site.open(1, site.person());
    site.bind("100", "13800000004");
    site.tap();
    pass();
    ASSERT_EQ(out.held.size(), 2U);
    EXPECT_EQ(out.held[0].what.to.id, hook);
    EXPECT_EQ(out.held[0].what.punch.told, "家长, 家长");
    EXPECT_EQ(out.held[1].what.to.id, parent);
    EXPECT_EQ(out.held[1].what.punch.told, "家长") << "a person learns of no other";
    for (const auto gap : {0s, 5s, 300s, 1800s}) {
        pass_after(gap * 11 / 10);
        while (!out.held.empty())
            end(attempt_end::failed);
    }
    const auto all = site.deliveries();
    EXPECT_EQ(all[0].state, delivery_state::pending);
    EXPECT_EQ(all[1].state, delivery_state::dropped);
    EXPECT_EQ(all[1].outcome, "the tap is too old to tell a person of");
    EXPECT_EQ(round->counters().dropped, 1U);
    site.house.write([&](store::transaction& in) { send_again(in, all[1], site.author()); });
    pass_after(1s);
    EXPECT_EQ(out.held.size(), 1U) << "by hand it is told all the same";
}

TEST_F(a_round_of_deliveries, drops_what_waits_for_a_deleted_channel)
{
    const auto hook = site.open();
    site.tap();
    pass();
    end(attempt_end::failed);
    site.set_status(hook, model::channel_status::deleted);
    pass_after(5min);
    EXPECT_TRUE(out.held.empty());
    EXPECT_EQ(only().state, delivery_state::dropped);
    EXPECT_EQ(only().outcome, "the channel was deleted");
}

TEST_F(a_round_of_deliveries, gives_up_what_waited_too_long_and_removes_what_is_old)
{
    const auto hook = site.open();
    site.tap("100", 1s);
    pass();
    end(attempt_end::delivered);
    site.tap("100", 2s);
    pass();
    end(attempt_end::failed);
    site.set_status(hook, model::channel_status::disabled);
    pass_after(83h);
    EXPECT_EQ(site.deliveries()[1].state, delivery_state::pending);
    pass_after(2h);
    EXPECT_EQ(site.deliveries()[1].state, delivery_state::dead);
    EXPECT_EQ(site.deliveries()[1].outcome, "the receiver failed for too long");
    pass_after(24h * 26);
    EXPECT_EQ(site.deliveries().size(), 2U);
    pass_after(24h);
    EXPECT_TRUE(site.deliveries().empty());
}

TEST_F(a_round_of_deliveries, holds_no_more_than_its_bounds_whatever_waits)
{
    options.lanes.of_all = 6;
    begin();
    for (int i = 0; i < 5; ++i)
        site.open(1, {}, "https://example.com/" + std::to_string(i));
    for (int i = 0; i < 100; ++i)
        site.tap("100", std::chrono::seconds(i));
    pass();
    EXPECT_EQ(out.held.size(), 6U);
    EXPECT_EQ(site.deliveries().size(), 500U);
    std::size_t delivered = 0;
    for (; !out.held.empty(); ++delivered) {
        end(attempt_end::delivered);
        EXPECT_LE(out.held.size(), 6U);
    }
    EXPECT_EQ(delivered, 500U);
}

TEST_F(a_round_of_deliveries, is_wanted_when_there_is_something_to_do_only)
{
    pass();
    EXPECT_FALSE(round->is_wanted());
    site.open();
    site.tap();
    EXPECT_TRUE(round->is_wanted());
    pass();
    EXPECT_FALSE(round->is_wanted());
    out.end(attempt_end::failed, site.house.clock.now());
    EXPECT_TRUE(round->is_wanted());
    pass();
    EXPECT_FALSE(round->is_wanted());
}

}  // namespace
}  // namespace gatehouse::ops::test
