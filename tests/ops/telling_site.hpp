// A kindergarten whose taps are told: cards bound to guardians, webhooks, channels of persons.
#pragma once

#include "ops/cards.hpp"
#include "ops/channels.hpp"
#include "ops/delivery_making.hpp"
#include "ops/punches.hpp"
#include "store/channels.hpp"
#include "store/followers.hpp"
#include "store/people.hpp"
#include "support/store_room.hpp"

#include <string>
#include <vector>

namespace gatehouse::ops::test {

class tap_job final : public store::append_job {
public:
    std::optional<store::punch_draft> decide(const store::index& now) override
    {
        return judge_tap(now, what).draft;
    }
    void finish(const std::optional<store::punch_outcome>& made) noexcept override
    {
        outcome.set_value(made.value().number);
    }
    void fail(base::errc) noexcept override { std::abort(); }

    ops::tap what;
    std::promise<model::punch_number> outcome;
};

class telling_site {
public:
    telling_site()
    {
        house.provision(R"({"organizations": [
            {"key": "a", "kind": "kindergarten", "name": "A", "units": [{"key": "a", "name": "大班"}]},
            {"key": "b", "kind": "kindergarten", "name": "B", "units": [{"key": "b", "name": "小班"}]}],
            "clients": [{"protocol": "beiliao", "id": "one", "secret": "s"}]})");
        bind("100", "13800000001");
    }

    void bind(std::string card, std::string phone, std::int64_t organization = 1)
    {
        house.write([&](store::transaction& in) {
            bind_card(in,
                      {{organization}, {organization}, shown(card, organization), {{phone, "家长"}}, "test"},
                      house.clock.now())
                .value();
        });
    }

    // Its number. The card is known or not, the tap accepted or marked.
    model::punch_number tap(const std::string& card = "100",
                            std::chrono::milliseconds ago = std::chrono::milliseconds(0),
                            std::int64_t organization = 1)
    {
        auto job = std::make_unique<tap_job>();
        const base::instant now = house.clock.now();
        job->what = {{organization}, shown(card, organization), {1}, now - ago, now, false, {}};
        auto outcome = job->outcome.get_future();
        house.writer().submit(store::writer::append(std::move(job)));
        return outcome.get();
    }

    model::channel_id open(std::int64_t organization = 1, std::optional<model::person_id> person = {},
                           std::string url = "https://example.com/hook")
    {
        model::channel_id id;
        house.write([&](store::transaction& in) {
            id = open_channel(in, {{organization}, person, url}, author()).value().what.id;
        });
        return id;
    }

    model::person_id person(std::string phone = "13800000001", std::int64_t organization = 1)
    {
        model::person_id id;
        house.write([&](store::transaction& in) {
            id = store::find_person_by_phone(in, {organization}, phone).value().id;
        });
        return id;
    }

    void set_status(model::channel_id of, model::channel_status status)
    {
        house.write([&](store::transaction& in) {
            change_channel(in, store::find_channel(in.sql, of).value(), {{}, status}, author()).value();
        });
    }

    made_deliveries make(making_limits limits = {})
    {
        made_deliveries made;
        house.write([&](store::transaction& in) { made = make_deliveries(in, limits, house.clock.now()); });
        return made;
    }

    // Oldest first.
    std::vector<model::delivery> deliveries()
    {
        return store::deliveries_after(*house.database().reader(), {}, 10'000);
    }

    std::int64_t position()
    {
        return store::follower_position(*house.database().reader(), store::deliveries_follower).value_or(-1);
    }

    void pass_time(std::chrono::milliseconds by) { house.clock.set(house.clock.now() + by); }
    ops::author author() { return {"test", house.clock.now()}; }

    support::store_room house;

private:
    store::shown shown(const std::string& card, std::int64_t organization)
    {
        return store::shown_card(house.keys(), {organization}, card, card);
    }
};

}  // namespace gatehouse::ops::test
