#include "ops/checkins.hpp"

#include "ops/devices.hpp"
#include "ops/users.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops {
namespace {

constexpr std::string_view file = R"({
  "organizations": [{"key": "co", "kind": "company", "name": "公司"}, {"key": "x", "kind": "company", "name": "别家"}],
  "people": [{"organization": "co", "key": "349944153787858944", "name": "甲"},
             {"organization": "co", "key": "two", "name": "乙"}, {"organization": "x", "key": "far", "name": "丙"}],
  "products": [{"model": "M", "type": "KQ", "key": "k"}],
  "devices": [{"id": "M_1", "organization": "co"}, {"id": "M_2", "organization": "co"}, {"id": "M_3"}]})";

class intake final : public store::intake_job {
public:
    explicit intake(uplink what) : what_(std::move(what)) {}
    std::vector<store::punch_draft> run(store::transaction& in) override { return take_in(in, what_, {}); }
    void finish(std::span<const store::punch_outcome> outcomes) noexcept override
    {
        made.set_value({outcomes.begin(), outcomes.end()});
    }
    void fail(base::errc) noexcept override { made.set_exception(std::make_exception_ptr(1)); }
    std::promise<std::vector<store::punch_outcome>> made;

private:
    uplink what_;
};

class checkins : public testing::Test {
protected:
    checkins() { home.provision(file); }

    uplink from(const std::string& device, std::string_view text, std::vector<seen_user> seen)
    {
        return {device, store::draft_message(home.keys(), device, home.clock.now(), 300, text, text),
                std::move(seen)};
    }
    std::vector<store::punch_outcome> taken(uplink what)
    {
        auto job = std::make_unique<intake>(std::move(what));
        auto made = job->made.get_future();
        home.writer().submit(store::writer::intake(std::move(job)));
        return made.get();
    }
    std::vector<store::punch_view> punches()
    {
        auto found = store::punches_before(*home.database().reader(), home.keys(), {}, 0, 1000);
        std::reverse(found.begin(), found.end());
        return found;
    }
    std::size_t messages(const std::string& device)
    {
        const auto* const known = store::find_device(*home.writer().published(), device);
        return store::messages_before(*home.database().reader(), home.keys(), known->what, {}, 1000).size();
    }
    seen_user seen(std::string user, std::chrono::seconds ago = {}) const
    {
        return {std::move(user), model::punch_method::fingerprint, home.clock.now() - ago};
    }

    support::store_room home;
};

TEST_F(checkins, of_one_message_are_committed_and_answered_together_and_once)
{
    std::vector<seen_user> many;
    for (int i = 0; i < 100; ++i)
        many.push_back(seen("u" + std::to_string(i), std::chrono::seconds(i)));
    const auto commits = home.writer().counters().batches.load();
    const auto first = taken(from("M_1", "batch", many));
    ASSERT_EQ(first.size(), 100U);
    EXPECT_EQ(home.writer().counters().batches.load(), commits + 1);
    for (std::size_t i = 0; i < first.size(); ++i)
        EXPECT_EQ(first[i].number.value, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(messages("M_1"), 1U);

    const auto again = taken(from("M_1", "batch", many));
    ASSERT_EQ(again.size(), 100U);
    for (std::size_t i = 0; i < again.size(); ++i)
        EXPECT_TRUE(again[i].repeat && again[i].number == first[i].number);
    EXPECT_EQ(home.writer().counters().batches.load(), commits + 1) << "nothing was written";
    EXPECT_EQ(messages("M_1"), 1U);

    many.push_back(seen("late"));
    EXPECT_EQ(taken(from("M_1", "another batch", many)).back().repeat, false);
    EXPECT_EQ(punches().size(), 101U);
    EXPECT_EQ(messages("M_1"), 2U);
}

TEST_F(checkins, of_one_person_at_two_machines_in_one_second_are_two)
{
    EXPECT_FALSE(taken(from("M_1", "a", {seen("7")})).at(0).repeat);
    EXPECT_FALSE(taken(from("M_2", "a", {seen("7")})).at(0).repeat);
    const auto all = punches();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].punch.what.device.value, 1);
    EXPECT_EQ(all[1].punch.what.device.value, 2);
    EXPECT_EQ(all[0].punch.what.organization.value, 1);
    EXPECT_EQ(all[0].shown, "7");
}

TEST_F(checkins, belong_to_whom_the_organization_knows_by_the_id)
{
    taken(from("M_1", "a", {seen("349944153787858944"), seen("2"), seen("3"), seen("far"), seen("two")}));
    std::vector<std::string> whose;
    for (const auto& each : punches())
        whose.push_back(each.person_name + "/" + std::to_string(each.punch.what.marks));
    EXPECT_EQ(whose, (std::vector<std::string>{"甲/0", "乙/0", "/1", "/1", "乙/0"}))
        << "nobody of another organization";
    taken(from("M_2", "b", {seen("2"), seen("3")}));
    EXPECT_EQ(punches().at(5).punch.what.marks, 0);
    EXPECT_EQ(support::audit_of(home).back(), "device 1: presented.attribute presented/5 of 1 {}");
}

TEST_F(checkins, of_somebody_unknown_are_kept_and_become_theirs_who_gets_the_id_later)
{
    taken(from("M_1", "a", {seen("e9")}));
    EXPECT_EQ(punches().at(0).person, std::nullopt);
    home.provision(R"({"organizations": [{"key": "co", "kind": "company", "name": "公司"}],
                       "people": [{"organization": "co", "key": "e9", "name": "丁"}]})");
    EXPECT_EQ(punches().at(0).person_name, "丁");
    EXPECT_EQ(support::audit_of(home).back(), "provisioning: presented.attribute presented/1 of 1 {}");
    taken(from("M_1", "b", {seen("e9", std::chrono::seconds(9))}));
    EXPECT_EQ(punches().at(1).punch.what.marks, 0);
}

TEST_F(checkins, of_a_wrong_clock_are_kept_and_those_of_the_future_marked)
{
    const base::instant now = home.clock.now();
    const base::instant lost{};
    taken(from("M_1", "a",
               {{"2", model::punch_method::face, now + std::chrono::hours(1)},
                {"2", model::punch_method::face, lost}}));
    const auto all = punches();
    ASSERT_EQ(all.size(), 2U);
    EXPECT_TRUE(model::has(all[0].punch.what.marks, model::punch_mark::clock_ahead));
    EXPECT_EQ(all[0].punch.what.corrected_time, now);
    EXPECT_EQ(all[0].punch.what.device_time, now + std::chrono::hours(1));
    EXPECT_EQ(all[1].punch.what.device_time, lost);
    EXPECT_EQ(all[1].punch.what.marks, 0);
}

TEST_F(checkins, of_a_clock_that_is_known_to_be_off_are_corrected_and_count)
{
    using std::chrono::seconds;
    struct row {
        std::string_view what;
        std::int64_t off;  // what the clock was measured to be, in seconds
        seconds ago;       // when it was, by the machine's clock
        seconds corrected;
        bool is_marked;
    };
    const std::vector<row> rows{
        {"right", 0, seconds(500), seconds(500), false},
        {"off by what is tolerated", 60, seconds(501), seconds(501), false},
        {"ahead", 7200, seconds(-7000), seconds(200), true},
        {"behind", -7200, seconds(7900), seconds(700), true},
    };
    for (const row& each : rows) {
        uplink contact = from("M_1", each.what, {});
        home.clock.set(home.clock.now() + std::chrono::minutes(11));
        contact.kept.received_at = home.clock.now();
        contact.clock_says = home.clock.now() + seconds(each.off);
        taken(contact);
        taken(from("M_1", "seen " + std::string(each.what), {seen("2", each.ago)}));
        const auto all = punches();
        const model::punch& made = all.back().punch.what;
        EXPECT_EQ(made.device_time, home.clock.now() - each.ago) << each.what;
        EXPECT_EQ(made.corrected_time, home.clock.now() - each.corrected) << each.what;
        EXPECT_EQ(model::has(made.marks, model::punch_mark::clock_off), each.is_marked) << each.what;
        EXPECT_TRUE(model::was_accepted(made.marks)) << each.what;
    }
}

TEST_F(checkins, of_a_machine_that_nobody_has_are_kept_as_they_came_only)
{
    EXPECT_TRUE(taken(from("M_3", "a", {seen("2")})).empty());
    EXPECT_EQ(messages("M_3"), 1U);
    home.write([this](store::transaction& in) {
        const model::device device = store::find_device(in.index, "M_3")->what;
        ASSERT_TRUE(bind_device(in, device, {1}, {"test", home.clock.now()}));
        EXPECT_EQ(bind_device(in, store::find_device(in.index, "M_3")->what, {2}, {"test", {}}).error().code,
                  base::errc::conflict);
    });
    EXPECT_EQ(taken(from("M_3", "a", {seen("2")})).size(), 1U) << "sent again it counts";
    EXPECT_EQ(messages("M_3"), 1U);
}

TEST_F(checkins, and_other_messages_are_the_same_only_for_a_while)
{
    taken(from("M_1", "sync", {}));
    home.clock.set(home.clock.now() + std::chrono::minutes(10));
    taken(from("M_1", "sync", {}));
    EXPECT_EQ(messages("M_1"), 1U);
    home.clock.set(home.clock.now() + std::chrono::minutes(1));
    taken(from("M_1", "sync", {}));
    EXPECT_EQ(messages("M_1"), 2U);
}

TEST_F(checkins, machines_enter_describe_themselves_and_leave)
{
    const base::instant noon = home.clock.now();
    home.write([&](store::transaction& in) {
        const auto product = *store::find_product(in.index, "M");
        const model::device fresh = enter_device(in, "M_9", product, noon);
        EXPECT_EQ(fresh.accessed_before, base::instant{});
        const model::device again = enter_device(in, "M_9", product, noon + std::chrono::hours(1));
        EXPECT_EQ(again.id, fresh.id);
        EXPECT_EQ(again.accessed_before, noon);
        describe_device(in, again, {"East", "1.0", R"({"volume":"5"})"});
        describe_device(in, store::find_device(in.index, "M_9")->what, {{}, "1.1", {}});
    });
    const model::device known = store::find_device(*home.writer().published(), "M_9")->what;
    EXPECT_EQ(known.name + " " + known.version, "East 1.1");
    EXPECT_EQ(store::device_properties(*home.database().reader(), known.id), R"({"volume":"5"})");
    EXPECT_EQ(support::audit_of(home).back(), "device 4: device.create device/4 of 0 {}");
    home.write([&](store::transaction& in) {
        unbind_device(in, store::find_device(in.index, "M_1")->what, {"device 1", noon});
    });
    EXPECT_FALSE(store::find_device(*home.writer().published(), "M_1")->what.organization);
    EXPECT_EQ(support::audit_of(home).back(), "device 1: device.unbind device/1 of 1 {}");
}

}  // namespace
}  // namespace gatehouse::ops
