#include "api/things.hpp"
#include "ops/arrivals.hpp"
#include "store/device_clocks.hpp"
#include "store/holdings.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

class a_machine : public testing::Test {
protected:
    a_machine()
    {
        for (int i = 0; i < 4; ++i)
            people.push_back({std::stoll(make.make("person", company))});
    }

    // Sent, acknowledged and confirmed.
    void confirmed(const store::sent_person& what, std::int64_t stamp)
    {
        at.house.write([&](store::transaction& in) {
            const auto sending = store::begin_sending(in, machine, app, stamp, at.house.clock.now());
            store::put_sent(in, machine, sending, what, at.house.clock.now());
            store::note_arrived(in, sending, at.house.clock.now());
            store::confirm_sendings(in, machine, app, stamp, at.house.clock.now());
        });
    }
    void sent(const store::sent_person& what)
    {
        at.house.write([&](store::transaction& in) {
            const auto sending = store::begin_sending(in, machine, app, {}, at.house.clock.now());
            store::put_sent(in, machine, sending, what, at.house.clock.now());
            store::note_sent(in, sending);
        });
    }
    boost::json::object read(const std::string& path, const std::string& query = {})
    {
        return json_of(at.get(path, query));
    }

    site at;
    things make{at};
    const model::device_id machine{std::stoll(make.make("device", company))};
    const model::app_id app{1};
    std::vector<model::person_id> people;
};

TEST_F(a_machine, shows_whom_it_should_hold_and_whom_it_may)
{
    confirmed({people[0], {"fp"}, false}, 100);
    sent({people[1], {"fa", "fp"}, false});
    confirmed({people[2], {"fp"}, false}, 200);
    sent({people[2], {}, true});
    at.house.write([&](store::transaction& in) {
        store::end_person(in, store::find_person(in.sql, people[2]).value(), at.house.clock.now());
    });
    const std::string path = "/api/v1/devices/" + std::to_string(machine.value) + "/state";
    auto all = read(path);
    EXPECT_EQ(boost::json::serialize(boost::json::value(
                  {all["should_hold"], all["confirmed"], all["under_way"], all["missing"], all["surplus"]})),
              "[3,1,1,1,1]");
    EXPECT_EQ(all["said_stamp"], 200);
    EXPECT_EQ(boost::json::serialize(all["people"].as_array().at(2)),
              R"({"person_id":)" + std::to_string(people[2].value) +
                  R"(,"name":"p","should_hold":false,"wanted_features":[],"held":{"holds":true,)"
                  R"("features":["fp"],"state":"sent","is_removal":true,"since":"2026-05-28T20:26:40Z",)"
                  R"("sent_at":"2026-05-28T20:26:40Z","confirmed_at":null,"until":null}})");
    EXPECT_EQ(all["people"].as_array().at(1).at("wanted_features"), boost::json::parse(R"(["fa","fp"])"));
    EXPECT_EQ(all["people"].as_array().at(3).at("held").at("state"), nullptr) << "nothing was ever sent";
    at.house.write([&](store::transaction& in) {
        store::feature_row read{{},      {company}, people[1], "card", store::feature_state::current,
                                machine, {},        {},        {}};
        EXPECT_TRUE(store::insert_feature(in, read, "1234", at.house.clock.now()));
    });
    EXPECT_EQ(read(path)["people"].as_array().at(1).at("wanted_features"),
              boost::json::parse(R"(["card","fa","fp"])"))
        << "what is known of them is wanted though it was never sent";
    EXPECT_EQ(all["next"], nullptr);

    std::vector<std::int64_t> paged;
    std::string query = "limit=1";
    for (auto page = read(path, query);; page = read(path, query)) {
        ASSERT_EQ(page["people"].as_array().size(), 1U);
        paged.push_back(page["people"].as_array().at(0).at("person_id").as_int64());
        if (page["next"].is_null())
            break;
        query = "limit=1&cursor=" + std::string(page["next"].as_string());
    }
    EXPECT_EQ(paged, (std::vector<std::int64_t>{people[0].value, people[1].value, people[2].value,
                                                people[3].value}));
}

TEST_F(a_machine, still_holds_who_left_until_it_confirmed_the_removal)
{
    const std::string path = "/api/v1/people/" + std::to_string(people[0].value) + "/devices";
    EXPECT_EQ(boost::json::serialize(read(path)), R"({"items":[],"next":null})");
    confirmed({people[0], {"card", "fp"}, false}, 100);
    EXPECT_EQ(ask(at, net::verb::delete_, "/api/v1/people/" + std::to_string(people[0].value)).status, 204U);
    const auto held = [&] { return read(path)["items"].as_array().at(0).at("held").as_object(); };
    EXPECT_EQ(read(path)["items"].as_array().at(0).at("should_hold"), false);
    EXPECT_EQ(held()["holds"], true);
    at.house.clock.set(at.house.clock.now() + std::chrono::hours(1));
    confirmed({people[0], {}, true}, 200);
    EXPECT_EQ(held()["holds"], false);
    EXPECT_EQ(held()["features"], boost::json::parse("[]"));
    EXPECT_EQ(held()["since"], "2026-05-28T20:26:40Z");
    EXPECT_EQ(held()["until"], "2026-05-28T21:26:40Z");
    at.house.clock.set(at.house.clock.now() + std::chrono::hours(1));
    sent({people[0], {"fp"}, false});
    EXPECT_EQ(held()["holds"], true) << "given back, it may";
    EXPECT_EQ(held()["since"], "2026-05-28T22:26:40Z");
    EXPECT_EQ(held()["until"], nullptr);
}

TEST_F(a_machine, that_another_took_over_shows_no_one_s_people_to_another)
{
    confirmed({people[0], {"fp"}, false}, 100);
    at.house.write([&](store::transaction& in) {
        model::device moved = store::find_device(in.sql, in.index, machine)->what;
        moved.organization = school;
        store::update_device(in, moved);
    });
    const std::string path = "/api/v1/devices/" + std::to_string(machine.value) + "/state";
    EXPECT_EQ(json_of(at.get(path, {}, "read-school-key"))["people"].as_array().size(), 0U);
    EXPECT_EQ(json_of(at.get(path, {}, "read-school-key"))["surplus"], 1);
    EXPECT_EQ(read(path)["people"].as_array().size(), 1U) << "the operator sees all";
}

TEST_F(a_machine, shows_what_arrived_and_how_its_clock_goes)
{
    const std::string path = "/api/v1/devices/" + std::to_string(machine.value) + "/completeness";
    EXPECT_EQ(boost::json::serialize(read(path)),
              R"({"device_id":1,"messages":0,"checkins":0,"first_at":null,"last_at":null,)"
              R"("last_checkin_at":null,"repeated_messages":0,"repeated_checkins":0,"is_numbered":false,)"
              R"("last_number":null,"missing_numbers":0,"gaps":[],"has_habit":false,"silence":null,)"
              R"("silences":[],"clock_offset":null,"clock_measured_at":null,"clock_off_since":null})");
    const base::instant now = at.house.clock.now();
    at.house.write([&](store::transaction& in) {
        store::arrivals more;
        more.messages = 20;
        more.first_at = now - std::chrono::hours(24 * 21);
        more.last_at = now - std::chrono::hours(4);
        store::count_arrivals(in, machine, more);
        const auto hour = std::chrono::floor<store::hours>(now.time_since_epoch());
        for (int i = 4; i < 21 * 24; ++i)
            store::count_hour(in, machine, hour - store::hours(i), 6, {});
        for (const std::int64_t number : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14})
            ops::take_number(in, machine, number, now);
        store::put_clock(in, machine, {{now - std::chrono::hours(2), {}, std::chrono::seconds(-90), now}});
    });
    auto all = read(path);
    EXPECT_EQ(all["is_numbered"], true);
    EXPECT_EQ(boost::json::serialize(all["gaps"]),
              R"([{"first":12,"last":13,"found_at":"2026-05-28T20:26:40Z"}])");
    EXPECT_EQ(all["missing_numbers"], 2);
    EXPECT_GE(all["silence"].as_object().at("expected").as_int64(), ops::missed_in_a_silence);
    EXPECT_EQ(all["clock_offset"], -90);
    EXPECT_EQ(all["clock_off_since"], "2026-05-28T18:26:40Z");
}

TEST_F(a_machine, shows_one_who_punched_twice_within_a_minute_once)
{
    const auto punch = [&](const std::string& card, std::chrono::seconds ago) {
        at.house.write([&](store::transaction& in) {
            model::punch_number next{store::last_punch(in.sql).value + 1};
            std::vector<store::punch_draft> drafts(1);
            const base::instant when = at.house.clock.now() - ago;
            drafts[0].what = {company, {}, machine, {}, model::punch_method::card, when, when, when, 0};
            drafts[0].shown = store::shown_card(at.house.keys(), company, "n:" + card, card);
            store::append(in, drafts, next);
        });
    };
    for (const int ago : {600, 540, 500, 430, 10})
        punch("1", std::chrono::seconds(ago));
    punch("2", std::chrono::seconds(9));
    auto all = read("/api/v1/devices/" + std::to_string(machine.value) + "/checkins");
    std::string shown;
    for (const auto& each : all["items"].as_array())
        shown += std::to_string(each.at("punch").at("id").as_int64()) +
                 boost::json::serialize(each.at("repeats"));
    EXPECT_EQ(shown, "6[]5[]4[]3[2,1]") << "each is near the next";
    EXPECT_EQ(all["next"], nullptr);
}

}  // namespace
}  // namespace gatehouse::api::test
