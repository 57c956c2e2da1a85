// The brake, and what is held by it; deletes of whole schools, which go in slices.
#include "ops/roster_deletes.hpp"

#include "ops/school.hpp"
#include "store/organizations.hpp"
#include "support/audit.hpp"

namespace gatehouse::ops::test {
namespace {

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

constexpr std::int64_t many = 45;
constexpr std::int64_t a_slice = 20;

// Goes on until it is done; no slice takes more people than it may.
void go_on(school& at, model::roster_deed_id of)
{
    std::int64_t before = at.people();
    for (bool more = true; more;) {
        more = at.slice(of);
        const std::int64_t now = at.people();
        EXPECT_LE(before > now ? before - now : now - before, a_slice);
        before = now;
    }
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_task"), 0);
}

TEST(a_school_s_delete, that_is_killed_in_the_middle_goes_on_and_is_undone_likewise)
{
    school at;
    at.brake(1000, 100);
    at.save_many(many);
    at.pause();
    const removal made = at.begin_to_remove_all();
    EXPECT_FALSE(made.held);
    EXPECT_EQ(at.room.writer().published()->organization({1})->what.status,
              model::organization_status::deleted);
    EXPECT_EQ(at.people(), many) << "they count as gone with their school";
    EXPECT_TRUE(at.slice(made.deed));
    EXPECT_EQ(at.people(), many - a_slice);
    at.room.restart();
    at.finish();
    EXPECT_EQ(at.people(), 0);
    EXPECT_EQ(at.number("SELECT count(*) FROM external_id WHERE client = 1 AND ended_at IS NULL"), 0);
    clear_people(at.room.writer(), at.room.clock.now());

    at.begin_to_undo(at.newest_run());
    at.room.write([&](store::transaction& in) { EXPECT_TRUE(undo_some(in, a_slice, at.room.clock.now())); });
    EXPECT_GT(at.people(), 0);
    EXPECT_LE(at.people(), a_slice);
    at.room.restart();
    at.finish();
    undo_all(at.room.writer(), at.room.clock.now());
    EXPECT_EQ(at.people(), many);
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_run WHERE state = 'undone'"), 1);
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_deed WHERE state = 'kept'"), 0);
    for (const std::int64_t uid : {std::int64_t{1}, many})
        EXPECT_EQ(at.save(uid).outcome, save_outcome::unchanged);
}

TEST(a_school_s_delete, that_is_held_is_released_or_dropped_in_slices_also_while_its_ids_still_end)
{
    for (const bool ids_have_ended : {false, true})
        for (const bool is_released : {false, true}) {
            school at;
            at.save_many(many);
            at.brake(0, 0);
            const removal made = at.begin_to_remove_all();
            EXPECT_TRUE(made.held);
            EXPECT_TRUE(at.slice(made.deed));
            if (ids_have_ended)
                at.finish();
            at.room.write([&](store::transaction& in) {
                (is_released ? release : drop)(in, *store::find_deed(in.sql, made.deed), at.by());
            });
            at.slice(made.deed);
            at.room.restart();
            go_on(at, made.deed);
            EXPECT_EQ(at.people(), is_released ? 0 : many);
            if (is_released)
                continue;
            EXPECT_EQ(at.save(1).outcome, save_outcome::unchanged) << ids_have_ended;
            EXPECT_EQ(at.save(many).outcome, save_outcome::unchanged) << ids_have_ended;
        }
}

TEST(a_school_s_delete, spares_whom_the_platform_saves_before_their_turn_and_counts_the_others_as_gone)
{
    school at;
    at.brake(1000, 100);
    at.save_many(many);
    const std::int64_t last = at.save(many).id;
    const removal made = at.begin_to_remove_all();
    at.save_school();
    EXPECT_EQ(at.remove(1), "person_unknown");
    EXPECT_EQ(at.save(many).id, last) << "the same again";
    EXPECT_EQ(at.save(many + 1).outcome, save_outcome::created);
    go_on(at, made.deed);
    EXPECT_EQ(at.people(), 2);
    EXPECT_EQ(at.save(many).outcome, save_outcome::unchanged);
}

TEST(a_held_delete, that_nobody_settles_is_dropped_after_thirty_days)
{
    school at;
    at.save_many(3);
    at.brake(0, 0);
    at.remove(1);
    at.remove_all();
    const std::size_t before = support::audit_of(at.room).size();
    at.room.clock.set(at.room.clock.now() + model::remembered_for + std::chrono::hours(1));
    clear_up(at.room.database(), at.room.writer(), at.room.pictures(), {}, at.room.clock.now());
    EXPECT_TRUE(at.held().empty());
    EXPECT_EQ(support::audit_of(at.room, before),
              (std::vector<std::string>{"server: person.keep person/1 of 1 {}",
                                        "server: organization.keep organization/1 of 1 {}"}));
    EXPECT_EQ(at.save(1).outcome, save_outcome::unchanged) << "the platform's ids hold again";
    EXPECT_EQ(at.save(3).outcome, save_outcome::unchanged);
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_run"), 0) << "its run goes with it";
}

TEST(a_held_delete, leaves_alone_what_the_platform_has_made_elsewhere_since)
{
    for (const auto settle : {release, drop}) {
        school at;
        const std::int64_t former = at.save(1).id;
        at.write([](store::transaction& in, const roster_author& whom) {
            school_roster(in, whom)
                .save(school_draft{2, "别校", model::school_level::primary, "p", "c", "d"})
                .value();
        });
        at.brake(0, 0);
        EXPECT_EQ(at.remove(1), "held");
        const std::int64_t now = at.save({1, false, "n", "pupil", {}, 2, {}}).id;
        EXPECT_NE(now, former);
        at.settle(settle);
        const bool is_dropped = settle == drop;
        EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE status = 'active' AND organization = 1"),
                  is_dropped ? 1 : 0)
            << "who is dropped stays, without an id";
        EXPECT_EQ(at.save({1, false, "n", {}, {}, {}, {}}).id, now);
    }
}

TEST(a_held_delete, of_who_is_in_another_class_since_is_withdrawn)
{
    school at;
    at.save_class(2);
    const std::int64_t id = at.save(1).id;
    at.brake(0, 0);
    EXPECT_EQ(at.remove(1), "held");
    EXPECT_EQ(at.save({1, false, "n", "pupil", {}, 1, 2}).id, id);
    EXPECT_TRUE(at.held().empty());
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE status = 'active' AND unit = 2"), 1);
}

}  // namespace
}  // namespace gatehouse::ops::test
