#include "ops/app_round.hpp"

#include "ops/app_news.hpp"
#include "ops/devices.hpp"
#include "store/people.hpp"
#include "support/store_room.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

namespace gatehouse::ops::test {
namespace {

using namespace std::chrono_literals;
using model::attempt_end;
using model::delivery_state;
using texts = std::vector<std::string>;

constexpr std::string_view file = R"({
  "organizations": [{"key": "co", "kind": "company", "name": "Co", "units": [{"key": "law", "name": "Law"}]}],
  "people": [{"organization": "co", "key": "e1", "name": "Li", "role": "employee"}],
  "products": [{"model": "M", "type": "KQ", "key": "k"}],
  "apps": [{"id": "A", "key": "k", "webhook": "http://a.example/hook", "address_book": true, "organizations": ["co"]},
           {"id": "B", "key": "k", "webhook": "http://b.example/hook", "organizations": ["co"]},
           {"id": "mute", "key": "k", "organizations": ["co"]}],
  "devices": [{"id": "M_1", "organization": "co", "apps": ["A", "B", "mute"]},
              {"id": "M_2", "organization": "co", "apps": ["A"]}]})";

// Keeps what it is given until the test says what became of it.
class held_courier final : public app_courier {
public:
    void carry(app_letter what, done when_done) override
    {
        held.push_back({std::move(what), std::move(when_done)});
    }
    void stop(std::chrono::milliseconds) override
    {
        while (!held.empty())
            end(0, attempt_end::abandoned, {});
    }
    app_letter end(std::size_t which, attempt_end how, base::instant now)
    {
        sent ended = std::move(held.at(which));
        held.erase(held.begin() + static_cast<std::ptrdiff_t>(which));
        model::attempt made;
        made.at = now;
        made.end = how;
        made.outcome = "as the test says";
        ended.when_done(std::move(made));
        return ended.what;
    }

    struct sent {
        app_letter what;
        done when_done;
    };
    std::deque<sent> held;
};

class what_apps_are_told : public ::testing::Test {
protected:
    what_apps_are_told()
    {
        home.provision(file);
        begin();
    }

    // As after a start of the server.
    void begin()
    {
        round.reset();
        round = std::make_unique<app_round>(home.database(), home.writer(), home.keys(), home.clock, out,
                                            limits, [] {});
    }
    void pass()
    {
        while (round->pass() || round->is_wanted())
            continue;
    }
    void pass_after(std::chrono::milliseconds wait)
    {
        home.clock.set(home.clock.now() + wait);
        pass();
    }
    static std::string name_of_call(const store::app_call_view& of)
    {
        return of.app + " " + std::to_string(of.what.action) + (of.device.empty() ? "" : " " + of.device);
    }
    // What is under way.
    texts held() const
    {
        texts names;
        for (const auto& each : out.held)
            names.push_back(name_of_call(each.what.call));
        std::sort(names.begin(), names.end());
        return names;
    }
    app_letter end(std::string_view call, attempt_end how)
    {
        const auto at = std::find_if(out.held.begin(), out.held.end(), [call](const auto& each) {
            return name_of_call(each.what.call) == call;
        });
        if (at == out.held.end())
            throw std::runtime_error("not under way: " + std::string(call));
        app_letter of = out.end(static_cast<std::size_t>(at - out.held.begin()), how, home.clock.now());
        pass();
        return of;
    }
    // In the order in which they left.
    texts deliver_all()
    {
        texts left;
        for (pass(); !out.held.empty(); pass())
            left.push_back(name_of_call(out.end(0, attempt_end::delivered, home.clock.now()).call));
        return left;
    }
    void act(const std::function<void(store::transaction&)>& deed)
    {
        home.write([&](store::transaction& in) { deed(in); });
        pass();
    }
    // A device says something to its apps.
    void say(const std::string& device, const std::string& text)
    {
        home.write([&](store::transaction& in) {
            const auto* const from = store::find_device(in.index, device);
            std::vector<model::app_id> apps;
            for (const std::string& each : from->apps)
                apps.push_back(store::find_app(in.index, each)->what.id);
            store::insert_message(
                in, from->what.id,
                store::draft_message(home.keys(), device, home.clock.now(), 300, text, text), apps);
        });
    }
    std::vector<store::app_call_view> calls(std::optional<delivery_state> in = {})
    {
        return store::app_calls_before(*home.database().reader(), in, {}, 1000);
    }
    author by() { return {"test", home.clock.now()}; }

    support::store_room home;
    held_courier out;
    lane_limits limits{4, 16};
    std::unique_ptr<app_round> round;
};

TEST_F(what_apps_are_told, begins_with_what_the_file_installs_and_binds_and_says_it_once)
{
    pass();
    EXPECT_EQ(held(), (texts{"A 400", "B 400"})) << "of its devices an app hears after it was installed";
    EXPECT_EQ(deliver_all(), (texts{"A 400", "B 400", "A 402 M_1", "A 402 M_2", "B 402 M_1"}));
    home.provision(file);
    EXPECT_EQ(deliver_all(), texts{});
    EXPECT_EQ(calls().size(), 5U) << "one without a webhook is told nothing";
    EXPECT_EQ(calls(delivery_state::delivered).size(), 5U);
    EXPECT_TRUE(store::find_app(*home.writer().published(), "A")->what.operator_allowed);
}

TEST_F(what_apps_are_told, is_told_of_each_deed_once)
{
    deliver_all();
    const auto twice = [this](const std::function<void(store::transaction&)>& deed) {
        act(deed);
        act(deed);
        return deliver_all();
    };
    const auto home_of = model::organization_id{1};
    EXPECT_EQ(twice([&](store::transaction& in) { unbind_app(in, "M_1", "B", by()); }), texts{"B 403 M_1"});
    EXPECT_EQ(twice([&](store::transaction& in) { bind_app(in, "M_2", "B", by()); }), texts{"B 402 M_2"});
    EXPECT_EQ(twice([&](store::transaction& in) { remove_app(in, "B", home_of, by()); }),
              (texts{"B 403 M_2", "B 401"}));
    EXPECT_FALSE(store::is_installed(*store::find_app(*home.writer().published(), "B"), home_of));
    EXPECT_EQ(store::find_device(*home.writer().published(), "M_2")->apps, texts{"A"});
    EXPECT_EQ(twice([&](store::transaction& in) { bind_app(in, "M_2", "B", by()); }),
              (texts{"B 400", "B 402 M_2"}))
        << "who does not use the app yet does so now";
    home.write(
        [&](store::transaction& in) { unbind_device(in, store::find_device(in.index, "M_2")->what, by()); });
    EXPECT_EQ(deliver_all(), (texts{"A 403 M_2", "B 403 M_2"}));
}

TEST_F(what_apps_are_told, is_tried_four_times_where_it_fails_three_times)
{
    deliver_all();
    const base::instant said = home.clock.now();
    say("M_2", "x");
    pass();
    std::vector<std::string> mids;
    for (const auto gap : {10s, 40s, 90s}) {
        mids.push_back(end("A 405 M_2", attempt_end::failed).call.what.mid);
        pass_after(gap - 1ms);
        EXPECT_EQ(held(), texts{}) << gap.count() << " too early";
        pass_after(1ms);
        EXPECT_EQ(held(), texts{"A 405 M_2"}) << gap.count();
    }
    const app_letter last = end("A 405 M_2", attempt_end::delivered);
    mids.push_back(last.call.what.mid);
    EXPECT_EQ(mids, texts(4, last.call.what.mid));
    EXPECT_EQ(last.call.what.made_at, said) << "what it says of its time stays that of the first";
    const model::app_call told = calls().at(0).what;
    EXPECT_EQ(told.state, delivery_state::delivered);
    EXPECT_EQ(told.attempts, 4);
    EXPECT_EQ(round->counters().failed, 3U);
}

TEST_F(what_apps_are_told, is_given_up_after_thirty_attempts_and_lets_the_next_of_its_lane_go)
{
    deliver_all();
    say("M_1", "first");
    say("M_1", "second");
    pass();
    for (std::int64_t made = 1; made < 30; ++made) {
        EXPECT_EQ(end("A 405 M_1", attempt_end::failed).message, "first");
        pass_after(10s * made * made - 1ms);
        const auto early = held();
        EXPECT_EQ(std::count(early.begin(), early.end(), "A 405 M_1"), 0) << made;
        pass_after(1ms);
    }
    end("A 405 M_1", attempt_end::failed);
    const auto dead = calls(delivery_state::dead);
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].what.attempts, 30);
    EXPECT_EQ(dead[0].what.outcome, "as the test says");
    EXPECT_EQ(round->counters().dead, 1U);
    EXPECT_EQ(end("A 405 M_1", attempt_end::delivered).message, "second");
    act([&](store::transaction& in) { send_again(in, dead[0].what, by()); });
    EXPECT_EQ(end("A 405 M_1", attempt_end::delivered).message, "first") << "by hand it goes once more";
    EXPECT_TRUE(calls(delivery_state::dead).empty());
}

TEST_F(what_apps_are_told, waits_behind_its_own_lane_only)
{
    deliver_all();
    for (const char* const text : {"1", "2", "3"}) {
        say("M_1", text);
        say("M_2", text);
    }
    pass();
    EXPECT_EQ(held(), (texts{"A 405 M_1", "A 405 M_2", "B 405 M_1"}));
    end("A 405 M_1", attempt_end::failed);
    texts of_two, of_b;
    while (!out.held.empty()) {
        const app_letter of = out.end(0, attempt_end::delivered, home.clock.now());
        (of.to.external == "B" ? of_b : of_two).push_back(of.message);
        EXPECT_NE(name_of_call(of.call), "A 405 M_1");
        pass();
    }
    EXPECT_EQ(of_two, (texts{"1", "2", "3"}));
    EXPECT_EQ(of_b, (texts{"1", "2", "3"}));
    pass_after(10s);
    texts of_one;
    while (!out.held.empty())
        of_one.push_back(end("A 405 M_1", attempt_end::delivered).message);
    EXPECT_EQ(of_one, (texts{"1", "2", "3"}));
}

TEST_F(what_apps_are_told, is_neither_lost_nor_reordered_by_a_crash)
{
    deliver_all();
    say("M_2", "1");
    pass();
    say("M_2", "2");  // nobody has followed the log to here
    ASSERT_EQ(held(), texts{"A 405 M_2"});
    const std::string mid = out.held[0].what.call.what.mid;
    out.held.clear();  // killed: nobody will ever say what became of it
    round.reset();
    home.restart();
    begin();
    pass();
    ASSERT_EQ(held(), texts{"A 405 M_2"});
    const app_letter again = end("A 405 M_2", attempt_end::delivered);
    EXPECT_EQ(again.call.what.mid, mid);
    EXPECT_EQ(again.message, "1");
    EXPECT_EQ(end("A 405 M_2", attempt_end::delivered).message, "2");
    EXPECT_TRUE(out.held.empty());
    round->finish(0ms);
    begin();
    pass();
    EXPECT_TRUE(out.held.empty());
    say("M_2", "3");
    pass();
    round->finish(0ms);
    EXPECT_EQ(calls(delivery_state::pending).at(0).what.attempts, 0)
        << "an abandoned attempt counts for nothing";
}

TEST_F(what_apps_are_told, holds_no_more_under_way_than_its_bounds)
{
    deliver_all();
    limits = {1, 2};
    begin();
    for (const char* const device : {"M_1", "M_2"})
        say(device, "x");
    pass();
    EXPECT_EQ(held(), (texts{"A 405 M_1", "B 405 M_1"})) << "one that hangs takes its own room only";
    end("B 405 M_1", attempt_end::delivered);
    pass_after(1h);
    EXPECT_EQ(held(), texts{"A 405 M_1"});
    end("A 405 M_1", attempt_end::failed);
    EXPECT_EQ(held(), texts{"A 405 M_2"});
}

TEST_F(what_apps_are_told, of_a_device_s_presence_is_the_newest_only)
{
    deliver_all();
    const auto presence = [this](bool online) {
        act([&](store::transaction& in) { note_presence(in, "M_2", online, home.clock.now()); });
    };
    presence(false);
    EXPECT_TRUE(out.held.empty()) << "nobody thought it there";
    presence(true);
    presence(true);
    EXPECT_EQ(deliver_all(), texts{"A 404 M_2"});
    presence(false);
    end("A 404 M_2", attempt_end::failed);
    presence(true);
    presence(false);
    EXPECT_EQ(held(), texts{"A 404 M_2"});
    EXPECT_EQ(calls(delivery_state::pending).size(), 1U);
    end("A 404 M_2", attempt_end::delivered);
    EXPECT_EQ(held(), texts{"A 404 M_2"}) << "the one under way was not the newest";
    end("A 404 M_2", attempt_end::delivered);
    EXPECT_TRUE(calls(delivery_state::pending).empty());
}

TEST_F(what_apps_are_told, of_a_roster_goes_to_those_who_may_read_it_once_for_what_changed_together)
{
    deliver_all();
    const auto rename = [this](const std::string& name) {
        act([&](store::transaction& in) {
            auto person = store::find_person(in.sql, {1}).value();
            person.name = name;
            store::update_person(in, person);
        });
    };
    pass_after(3s);
    pass_after(3s);
    rename("One");
    EXPECT_EQ(held(), texts{"A 406"});
    EXPECT_EQ(end("A 406", attempt_end::delivered).call.what.data, "person");
    rename("Two");
    rename("Three");
    EXPECT_TRUE(out.held.empty()) << "they gather";
    round.reset();
    home.restart();
    begin();
    pass();
    EXPECT_EQ(deliver_all(), texts{"A 406"});
    pass_after(3s);
    EXPECT_EQ(deliver_all(), texts{});
}

TEST_F(what_apps_are_told, waits_while_the_app_is_suspended_and_is_forgotten_after_a_month)
{
    deliver_all();
    const auto suspend = [this](bool is_suspended) {
        act([&](store::transaction& in) {
            store::app_entry after = *store::find_app(in.index, "A");
            after.what.suspended = is_suspended;
            store::put_app(in, after);
        });
    };
    suspend(true);
    say("M_2", "1");
    pass_after(1h);
    EXPECT_TRUE(out.held.empty());
    suspend(false);
    pass_after(1s);
    EXPECT_EQ(end("A 405 M_2", attempt_end::refused).message, "1");
    EXPECT_EQ(calls(delivery_state::dead).size(), 1U) << "what the guard forbids is not tried again";
    suspend(true);
    say("M_2", "2");
    say("M_2", "3");  // the newest of the log stays
    pass();
    home.write([&](store::transaction& in) { store::drop_old_messages(in, home.clock.now() + 1h, 10); });
    suspend(false);
    pass_after(1s);
    EXPECT_EQ(end("A 405 M_2", attempt_end::delivered).message, "3");
    EXPECT_TRUE(out.held.empty());
    EXPECT_EQ(calls(delivery_state::dead).at(0).what.outcome, "the device's message is gone");
    pass_after(24h * 31);
    EXPECT_TRUE(calls().empty());
}

}  // namespace
}  // namespace gatehouse::ops::test
