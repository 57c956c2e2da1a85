#include "ops/telling_site.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gatehouse::ops::test {
namespace {

using namespace std::chrono_literals;

class making_deliveries : public ::testing::Test {
protected:
    using pairs = std::vector<std::pair<std::int64_t, std::int64_t>>;

    // (punch, channel) of each delivery.
    pairs made()
    {
        pairs all;
        for (const model::delivery& each : site.deliveries())
            all.emplace_back(each.punch.value, each.channel.value);
        return all;
    }

    telling_site site;
};

TEST_F(making_deliveries, tells_the_organization_s_webhooks_and_the_channels_of_those_who_are_told)
{
    const auto hook = site.open();
    const auto second = site.open(1, {}, "https://example.com/second");
    const auto parent = site.open(1, site.person());
    site.open(2);  // another organization's
    site.bind("200", "13800000002");
    site.tap("100");
    site.tap("200");  // its guardian has no channel
    EXPECT_EQ(site.make().to.size(), 5U);
    EXPECT_EQ(
        made(),
        (pairs{{1, hook.value}, {1, second.value}, {1, parent.value}, {2, hook.value}, {2, second.value}}));
    const model::delivery first = site.deliveries().front();
    EXPECT_EQ(first.organization, model::organization_id{1});
    EXPECT_EQ(first.state, model::delivery_state::pending);
    EXPECT_EQ(first.attempts, 0);
    EXPECT_TRUE(first.message.starts_with("msg_")) << first.message;
    EXPECT_EQ(first.message.size(), 26U);
}

TEST_F(making_deliveries, tells_nobody_of_a_tap_that_was_not_accepted)
{
    site.open();
    site.tap("999");          // bound to nobody
    site.tap("100", -20min);  // the device's clock is ahead
    EXPECT_TRUE(site.make().to.empty());
    EXPECT_EQ(site.position(), 2);
    site.bind("999", "13800000009");
    EXPECT_TRUE(site.make().to.empty()) << "bound later: shown, not told";
}

TEST_F(making_deliveries, tells_nobody_of_a_repeat)
{
    site.open();
    EXPECT_EQ(site.tap(), site.tap());
    EXPECT_EQ(site.make().to.size(), 1U);
    site.tap();
    EXPECT_TRUE(site.make().to.empty());
}

TEST_F(making_deliveries, tells_nobody_of_an_old_tap_and_goes_on)
{
    site.open();
    site.tap("100", 30min + 1ms);
    site.tap("100", 30min);
    site.tap("100", 29min);
    site.make();
    EXPECT_EQ(made(), (pairs{{2, 1}, {3, 1}}));
    EXPECT_EQ(site.position(), 3);
    making_limits shorter;
    shorter.tell_within = 5min;
    site.tap("100", 6min);
    EXPECT_TRUE(site.make(shorter).to.empty());
}

TEST_F(making_deliveries, tells_no_channel_of_what_came_before_it_stood)
{
    const auto first = site.open();
    site.tap();
    site.pass_time(2s);
    const auto second = site.open(1, {}, "https://example.com/second");
    site.tap("100", 1ms);
    site.make();
    EXPECT_EQ(made(), (pairs{{1, first.value}, {2, first.value}, {2, second.value}}));
}

TEST_F(making_deliveries,
       does_nothing_while_no_channel_is_active_and_begins_at_the_end_of_the_log_when_one_is)
{
    site.tap();
    EXPECT_FALSE(site.make().more);
    EXPECT_EQ(site.position(), -1);
    const auto hook = site.open();
    EXPECT_EQ(site.position(), 1);
    site.set_status(hook, model::channel_status::disabled);
    site.tap("100", 1s);
    EXPECT_TRUE(site.make().to.empty());
    EXPECT_EQ(site.position(), 1);
    site.set_status(hook, model::channel_status::active);
    EXPECT_EQ(site.position(), 2);
    site.tap("100", 2s);
    site.make();
    EXPECT_EQ(made(), (pairs{{3, hook.value}}));
}

TEST_F(making_deliveries, skips_channels_and_persons_that_are_gone)
{
    const auto hook = site.open();
    const auto second = site.open(1, {}, "https://example.com/second");
    site.open(1, site.person());
    site.set_status(second, model::channel_status::deleted);
    site.house.write([&](store::transaction& in) {
        static constexpr store::statement leave{"leave", "UPDATE person SET status = 'gone'"};
        in.sql.run(leave);
    });
    site.tap();
    site.make();
    EXPECT_EQ(made(), (pairs{{1, hook.value}}));
}

TEST_F(making_deliveries, is_done_once_however_often_its_transaction_is_cut_back_or_run_again)
{
    site.open();
    for (int i = 0; i < 20; ++i)
        site.tap("100", std::chrono::seconds(i));
    making_limits few;
    few.punches = 3;
    std::set<std::string> seen;
    for (bool more = true; more;) {
        EXPECT_THROW(site.house.write([&](store::transaction& in) {
            make_deliveries(in, few, site.house.clock.now());
            throw store::failure("as a test wants it");
        }),
                     std::runtime_error);
        EXPECT_EQ(site.deliveries().size(), seen.size());
        more = site.make(few).more;
        for (const model::delivery& each : site.deliveries())
            seen.insert(each.message);
        EXPECT_EQ(site.deliveries().size(), seen.size()) << "what stands keeps its id";
    }
    EXPECT_EQ(seen.size(), 20U);
    // Even over a log that was followed before, as after a mistake in the position.
    site.house.write([](store::transaction& in) { store::move_follower(in, store::deliveries_follower, 0); });
    EXPECT_TRUE(site.make().to.empty());
    EXPECT_EQ(site.deliveries().size(), 20U);
}

TEST_F(making_deliveries, goes_on_after_a_restart_where_it_stood)
{
    site.open();
    site.tap("100", 1s);
    site.make();
    site.tap("100", 2s);
    site.house.restart();
    EXPECT_EQ(site.make().to.size(), 1U);
    EXPECT_EQ(made(), (pairs{{1, 1}, {2, 1}}));
}

TEST_F(making_deliveries, ends_a_slice_when_its_time_is_over)
{
    site.open();
    for (int i = 0; i < 3; ++i)
        site.tap("100", std::chrono::seconds(i));
    making_limits at_once;
    at_once.most = 0us;
    for (int i = 1; i <= 3; ++i) {
        EXPECT_EQ(site.make(at_once).more, i < 3);
        EXPECT_EQ(site.position(), i);
    }
}

}  // namespace
}  // namespace gatehouse::ops::test
