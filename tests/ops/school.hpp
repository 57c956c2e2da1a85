// A school whose roster a platform owns, on a store of its own: what the tests of runs and of deletes work
// on.
#pragma once

#include "ops/housekeeping.hpp"
#include "ops/roster_deletes.hpp"
#include "ops/roster_runs.hpp"
#include "ops/roster_tasks.hpp"
#include "support/store_room.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace gatehouse::ops::test {

inline constexpr std::int64_t all_of_them = std::numeric_limits<std::int64_t>::max();

class school {
public:
    school()
    {
        room.provision(R"({"clients": [{"protocol": "sewise", "id": "a", "secret": "s"},
                                       {"protocol": "beiliao", "id": "b", "secret": "s"}]})");
        save_school();
    }

    roster_author who() const { return {{1}, {"client 1", room.clock.now()}, run}; }
    author by() const { return {"operator", room.clock.now()}; }

    void write(const std::function<void(store::transaction&, const roster_author&)>& work)
    {
        const roster_author whom = who();
        room.write([&](store::transaction& in) { work(in, whom); });
    }
    void save_school()
    {
        write([](store::transaction& in, const roster_author& whom) {
            school_roster roster(in, whom);
            roster.save(school_draft{1, "学校", model::school_level::primary, "p", "c", "d"}).value();
            roster.save(class_draft{1, 1, "班", "级"}).value();
        });
    }
    void save_class(std::int64_t id, std::int64_t of_school = 1)
    {
        write([&](store::transaction& in, const roster_author& whom) {
            school_roster(in, whom).save(class_draft{id, of_school, "班", "级"}).value();
        });
    }
    saved save(const member_draft& what)
    {
        saved made;
        write([&](store::transaction& in, const roster_author& whom) {
            made = school_roster(in, whom).save(what).value();
        });
        return made;
    }
    saved save(std::int64_t uid, const std::string& name = "n")
    {
        return save({uid, false, name, "pupil", {}, 1, 1});
    }
    void save_many(std::int64_t count)
    {
        write([&](store::transaction& in, const roster_author& whom) {
            school_roster roster(in, whom);
            for (std::int64_t uid = 1; uid <= count; ++uid)
                roster.save(member_draft{uid, false, "n", "pupil", {}, 1, 1}).value();
        });
    }
    // "done", "held", or the error.
    std::string remove(std::int64_t uid)
    {
        std::string outcome;
        write([&](store::transaction& in, const roster_author& whom) {
            const auto removed = remove_member(in, whom, uid);
            outcome = !removed        ? std::string(base::row_of(removed.error().code).id)
                      : removed->held ? "held"
                                      : "done";
        });
        return outcome;
    }
    // Its people follow in slices.
    removal begin_to_remove_all()
    {
        removal made;
        write([&](store::transaction& in, const roster_author& whom) {
            made = remove_school(in, whom, 1).value();
        });
        return made;
    }
    std::string remove_all()
    {
        const removal made = begin_to_remove_all();
        finish();
        return made.held ? "held" : "done";
    }
    void finish() { finish_deletes(room.writer(), room.clock.now()); }
    bool slice(model::roster_deed_id of)
    {
        bool more = false;
        room.write([&](store::transaction& in) { more = carry_on(in, of, room.clock.now()); });
        return more;
    }
    void brake(std::int64_t deletes, std::int64_t share)
    {
        room.write([&](store::transaction& in) {
            store::put_brake(in, {1}, {deletes, share, std::chrono::minutes(60)});
        });
    }
    std::vector<store::roster_deed> held()
    {
        return store::held_deeds(*room.database().reader(), {1}, 0, all_of_them);
    }
    void settle(void (*how)(store::transaction&, const store::roster_deed&, const author&))
    {
        for (const auto& each : held())
            room.write([&](store::transaction& in) { how(in, each, by()); });
        finish();
    }
    std::int64_t number(std::string_view sql)
    {
        const store::statement asked{"asked_by_a_test", sql};
        return room.database().reader()->number(asked).value_or(-1);
    }
    std::int64_t people() { return number("SELECT count(*) FROM person WHERE status = 'active'"); }
    void begin_to_undo(std::int64_t run_id)
    {
        room.write([&](store::transaction& in) { undo_run(in, {run_id}, by()).value(); });
    }
    void undo(std::int64_t run_id)
    {
        begin_to_undo(run_id);
        undo_all(room.writer(), room.clock.now());
        EXPECT_EQ(store::find_run(*room.database().reader(), {run_id})->state, store::run_state::undone);
    }
    std::int64_t newest_run() { return number("SELECT max(id) FROM roster_run"); }
    void pause() { room.clock.set(room.clock.now() + std::chrono::minutes(11)); }

    support::store_room room;
    std::optional<model::roster_run_id> run;
};

}  // namespace gatehouse::ops::test
