// The brake and the undo: what a platform deletes is held past the limits, and what it did is taken back
// whole.
#include "ops/roster_runs.hpp"

#include "ops/bearers.hpp"
#include "ops/cards.hpp"
#include "ops/faces.hpp"
#include "ops/housekeeping.hpp"
#include "ops/people.hpp"
#include "ops/roster_deletes.hpp"
#include "store/organizations.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace gatehouse::ops::test {
namespace {

constexpr std::int64_t all_of_them = std::numeric_limits<std::int64_t>::max();

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
    saved save(std::int64_t uid, const std::string& name = "n")
    {
        saved made;
        write([&](store::transaction& in, const roster_author& whom) {
            member_draft what;
            what.id = uid;
            what.name = name;
            what.role = "pupil";
            what.school = 1;
            what.school_class = 1;
            made = school_roster(in, whom).save(what).value();
        });
        return made;
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
    std::string remove_all()
    {
        std::string outcome;
        write([&](store::transaction& in, const roster_author& whom) {
            outcome = remove_school(in, whom, 1).value().held ? "held" : "done";
        });
        return outcome;
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
    }
    std::int64_t number(std::string_view sql)
    {
        const store::statement asked{"asked_by_a_test", sql};
        return room.database().reader()->number(asked).value_or(-1);
    }
    std::int64_t people() { return number("SELECT count(*) FROM person WHERE status = 'active'"); }
    void undo(std::int64_t run_id)
    {
        room.write([&](store::transaction& in) { undo_run(in, {run_id}, by()).value(); });
        undo_all(room.writer(), room.clock.now());
        EXPECT_EQ(store::find_run(*room.database().reader(), {run_id})->state, store::run_state::undone);
    }
    std::int64_t newest_run() { return number("SELECT max(id) FROM roster_run"); }
    void pause() { room.clock.set(room.clock.now() + std::chrono::minutes(11)); }

    support::store_room room;
    std::optional<model::roster_run_id> run;
};

TEST(a_roster_brake, holds_deletes_past_both_limits_and_lets_them_through_after_the_window)
{
    school at;
    for (int i = 1; i <= 10; ++i)
        at.save(i);
    at.brake(2, 20);
    EXPECT_EQ(at.remove(1), "done");
    EXPECT_EQ(at.remove(2), "done");
    EXPECT_EQ(at.remove(3), "held") << "3 of 11";
    EXPECT_EQ(at.remove(3), "person_unknown") << "for the platform it is gone";
    EXPECT_EQ(at.people(), 8);
    at.room.clock.set(at.room.clock.now() + std::chrono::minutes(61));
    EXPECT_EQ(at.remove(4), "done");
    ASSERT_EQ(at.held().size(), 1U);
    EXPECT_EQ(at.held().front().external, "3");
}

TEST(a_roster_brake, holds_nothing_while_one_of_the_limits_is_kept)
{
    school at;
    for (int i = 1; i <= 10; ++i)
        at.save(i);
    at.brake(100, 0);
    EXPECT_EQ(at.remove(1), "done");
    at.brake(0, 100);
    EXPECT_EQ(at.remove(2), "done");
    at.brake(0, 0);
    EXPECT_EQ(at.remove(3), "held");
}

TEST(a_roster_brake, holds_a_school_with_what_is_held_there_though_it_was_saved_again)
{
    school at;
    for (int i = 1; i <= 4; ++i)
        at.save(i);
    at.brake(1, 50);
    EXPECT_EQ(at.remove_all(), "held");
    at.save_school();
    EXPECT_EQ(at.remove_all(), "held");
    EXPECT_EQ(at.people(), 4);
}

TEST(a_roster_brake, holds_a_school_whose_people_were_held_before)
{
    school at;
    for (int i = 1; i <= 4; ++i)
        at.save(i);
    at.brake(1, 0);
    EXPECT_EQ(at.remove(1), "done");
    for (int i = 2; i <= 4; ++i)
        EXPECT_EQ(at.remove(i), "held");
    at.brake(3, 50);
    EXPECT_EQ(at.remove_all(), "held");
    EXPECT_EQ(at.people(), 3);
}

TEST(a_held_delete, that_is_released_is_carried_out)
{
    school at;
    at.save(1);
    at.brake(0, 0);
    at.remove(1);
    EXPECT_EQ(at.people(), 1);
    at.settle(release);
    EXPECT_EQ(at.people(), 0);
    EXPECT_TRUE(at.held().empty());
}

TEST(a_held_delete, that_is_dropped_never_happened)
{
    school at;
    const auto id = at.save(1).id;
    at.brake(0, 0);
    at.remove(1);
    at.settle(drop);
    EXPECT_EQ(at.people(), 1);
    EXPECT_EQ(at.save(1).id, id);
    EXPECT_EQ(at.save(1).outcome, save_outcome::unchanged);
}

TEST(a_held_delete, of_what_is_saved_again_is_withdrawn)
{
    school at;
    const auto id = at.save(1).id;
    at.brake(0, 0);
    at.remove(1);
    EXPECT_EQ(at.save(1).id, id);
    EXPECT_TRUE(at.held().empty());
    EXPECT_EQ(at.people(), 1);
}

TEST(a_held_delete, of_a_school_spares_on_release_whom_the_platform_has_saved_again)
{
    school at;
    for (int i = 1; i <= 4; ++i)
        at.save(i);
    at.brake(1, 50);
    EXPECT_EQ(at.remove_all(), "held");
    EXPECT_EQ(at.held().front().weight, 5);
    EXPECT_EQ(at.people(), 4);
    at.save_school();
    at.save(1);
    at.settle(release);
    EXPECT_EQ(at.people(), 1);
    EXPECT_EQ(at.room.writer().published()->organization({1})->what.status, model::organization_status::open);
    EXPECT_EQ(at.room.writer().published()->organization({1})->units.size(), 1U);
}

TEST(a_run, is_what_a_client_does_without_a_longer_pause)
{
    school at;
    at.save(1);
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_run"), 1);
    EXPECT_EQ(at.number("SELECT deeds FROM roster_run"), 3);
    at.pause();
    at.save(2);
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_run"), 2);
}

TEST(a_run, is_undone_whole)
{
    school at;
    const auto kept = at.save(1, "张").id;
    at.save(2, "李");
    at.pause();
    at.save(1, "改名");
    at.remove(2);
    at.save(3);
    const std::int64_t run = at.newest_run();
    at.undo(run);
    EXPECT_EQ(at.people(), 2);
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE name = '张' AND id = " + std::to_string(kept)), 1);
    EXPECT_EQ(at.save(2, "李").outcome, save_outcome::unchanged) << "the platform's id holds again";
    EXPECT_EQ(at.remove(3), "person_unknown");
}

TEST(a_run, that_deleted_and_saved_again_is_undone_to_what_was_there)
{
    for (const std::int64_t limit : {0, 100}) {
        school at;
        const auto id = at.save(1, "张").id;
        at.save(2, "李");
        at.pause();
        at.brake(limit, limit);
        EXPECT_EQ(at.remove(1), limit == 0 ? "held" : "done");
        EXPECT_EQ(at.save(1, "改名").id, id);
        EXPECT_EQ(at.remove_all(), limit == 0 ? "held" : "done");
        at.save_school();
        EXPECT_EQ(at.save(1, "改名").id, id);
        at.undo(at.newest_run());
        EXPECT_EQ(at.people(), 2) << limit;
        EXPECT_TRUE(at.held().empty()) << limit;
        EXPECT_EQ(at.save(1, "张").outcome, save_outcome::unchanged) << limit;
        EXPECT_EQ(at.save(2, "李").outcome, save_outcome::unchanged) << limit;
    }
}

TEST(a_run, whose_work_was_changed_since_leaves_that_as_it_is)
{
    school at;
    at.save(1, "张");
    at.pause();
    at.save(1, "李");
    const std::int64_t run = at.newest_run();
    at.pause();
    at.save(1, "王");
    at.undo(run);
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE name = '王'"), 1);
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_deed WHERE state = 'kept'"), 1);
}

TEST(a_run, that_deleted_a_school_is_undone_with_its_classes_people_cards_and_guardians)
{
    school at;
    const model::person_id pupil{at.save(1).id};
    const auto card = store::shown_card(at.room.keys(), {1}, "n:1e240", "123456");
    at.room.write([&](store::transaction& in) {
        bind_card(in, {{1}, {1}, card, {{"13800138000", "妈妈"}}, "client 2"}, at.room.clock.now()).value();
        name_bearer(in, card, *store::find_person(in.sql, pupil), at.by()).value();
    });
    at.pause();
    EXPECT_EQ(at.remove_all(), "done");
    clear_people(at.room.writer(), at.room.clock.now());
    EXPECT_EQ(at.number("SELECT count(*) FROM credential WHERE status = 'active'"), 0);
    at.undo(at.newest_run());
    const auto index = at.room.writer().published();
    EXPECT_EQ(index->organization({1})->what.status, model::organization_status::open);
    EXPECT_EQ(index->organization({1})->units.size(), 1U);
    ASSERT_NE(store::find_credential(*index, card.digest), nullptr);
    EXPECT_EQ(store::find_credential(*index, card.digest)->bearer, pupil);
    EXPECT_EQ(at.number("SELECT count(*) FROM relation WHERE ended_at IS NULL"), 1);
    EXPECT_EQ(at.save(1).outcome, save_outcome::unchanged);
}

TEST(a_run, is_undone_once)
{
    school at;
    at.save(1);
    at.undo(1);
    EXPECT_EQ(at.people(), 0);
    at.room.write([&](store::transaction& in) {
        EXPECT_EQ(undo_run(in, {1}, at.by()).error().code, base::errc::conflict);
        EXPECT_EQ(undo_run(in, {9}, at.by()).error().code, base::errc::not_found);
    });
}

TEST(a_consent, of_a_pupil_under_14_is_a_guardian_s)
{
    school at;
    at.save(1);
    at.room.write([&](store::transaction& in) {
        const auto pupil = *store::find_person(in.sql, {1});
        consent_draft what;
        what.given_at = at.room.clock.now();
        what.notice = "notice";
        EXPECT_EQ(record_consent(in, pupil, what, at.by()).error().faults.at(0).where, "/given_by");
        what.is_14_or_older = true;
        EXPECT_TRUE(record_consent(in, pupil, what, at.by()));
        what.given_by = model::consent_giver::guardian;
        what.guardian = model::person_id{1};
        EXPECT_EQ(record_consent(in, pupil, what, at.by()).error().faults.at(0).where, "/guardian_id");
        const auto mother = create_person(in, {{1}, "妈妈", {}, {}, "guardian", {}}, at.by()).value();
        create_relation(in, mother, "guardian", {1}, at.by()).value();
        what.guardian = mother.id;
        EXPECT_TRUE(record_consent(in, pupil, what, at.by()));
        what.given_at = at.room.clock.now() + std::chrono::hours(1);
        EXPECT_EQ(record_consent(in, pupil, what, at.by()).error().faults.at(0).where, "/given_at");
        EXPECT_TRUE(withdraw_consent(in, pupil, model::consent_purpose::face, at.by()));
        EXPECT_EQ(withdraw_consent(in, pupil, model::consent_purpose::face, at.by()).error().code,
                  base::errc::not_found);
    });
}

}  // namespace
}  // namespace gatehouse::ops::test
