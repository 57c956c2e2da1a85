// The undo: what a platform did is taken back whole.
#include "ops/roster_runs.hpp"

#include "ops/bearers.hpp"
#include "ops/cards.hpp"
#include "ops/faces.hpp"
#include "ops/people.hpp"
#include "ops/privacy.hpp"
#include "ops/roster_cards.hpp"
#include "ops/school.hpp"
#include "store/faces.hpp"
#include "support/audit.hpp"

#include <algorithm>

namespace gatehouse::ops::test {
namespace {

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

TEST(a_run, of_single_calls_ends_after_a_day)
{
    school at;
    for (int i = 0; i < 165; ++i) {
        at.save(1, "n" + std::to_string(i));
        at.room.clock.set(at.room.clock.now() + std::chrono::minutes(9));
    }
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_run"), 2);
}

TEST(a_run, that_is_old_is_dropped_by_two_hundred_deeds_at_a_time)
{
    school at;
    at.save_many(450);
    at.pause();
    at.save(451);
    const auto drop = [&at](base::instant before) {
        at.room.write([&](store::transaction& in) { store::drop_old_runs(in, before, 200); });
        return at.number("SELECT count(*) FROM roster_deed");
    };
    const base::instant between = at.room.clock.now() - std::chrono::minutes(5);
    EXPECT_EQ(drop(between), 253);
    EXPECT_EQ(drop(between), 53);
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_run"), 2);
    EXPECT_EQ(drop(between), 1);
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_run"), 1);
    EXPECT_EQ(drop(between), 1) << "the younger one stays";
    at.room.clock.set(at.room.clock.now() + model::remembered_for + std::chrono::hours(1));
    clear_up(at.room.database(), at.room.writer(), at.room.pictures(), {}, at.room.clock.now());
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_run"), 0);
}

// Somebody with all that can hang on a person: a lost card of their own, a card that they are told of, a
// guardian, a phone, a consent and a face.
struct laden_pupil {
    explicit laden_pupil(school& at)
        : who{at.save(1).id},
          own(store::shown_card(at.room.keys(), {1}, "n:1e240", "123456")),
          other(store::shown_card(at.room.keys(), {1}, "n:1e241", "123457"))
    {
        at.save(2);
        at.room.write([&](store::transaction& in) {
            person_patch phone;
            phone.phone.emplace("13700137000");
            change_person(in, *store::find_person(in.sql, who), phone, at.by()).value();
            bind_card(in, {{1}, {1}, own, {{"13800138000", "妈妈"}}, "client 2"}, at.room.clock.now())
                .value();
            name_bearer(in, own, *store::find_person(in.sql, who), at.by()).value();
            credential_patch lost;
            lost.status = model::credential_status::lost;
            change_credential(in, standing(in, own), lost, at.by()).value();
            bind_card(in, {{1}, {1}, other, {{"13700137000", "小张"}}, "client 2"}, at.room.clock.now())
                .value();
            name_bearer(in, other, *store::find_person(in.sql, {2}), at.by()).value();
            consent_draft consent;
            consent.is_14_or_older = true;
            consent.given_at = at.room.clock.now();
            record_consent(in, *store::find_person(in.sql, who), consent, at.by()).value();
            const auto key = store::data_key_of(in, store::key_purpose::person, {1}, who.value, at.by().now);
            give_face(in, *store::find_person(in.sql, who), {1},
                      {{1}, key->id, {}, model::picture_type::jpeg, 6}, at.by());
        });
    }
    static store::shown_credential standing(store::transaction& in, const store::shown& card)
    {
        return *store::find_credential(in.sql, in.keys, store::find_credential(in.index, card.digest)->id);
    }
    // Whether all of it is there.
    void expect_whole(school& at) const
    {
        at.room.write([&](store::transaction& in) {
            ASSERT_TRUE(store::find_credential(in.index, own.digest));
            EXPECT_EQ(standing(in, own).what.bearer, who);
            EXPECT_EQ(standing(in, own).what.status, model::credential_status::lost);
            EXPECT_EQ(standing(in, own).told.size(), 1U);
            EXPECT_EQ(standing(in, other).told, std::vector{who});
            EXPECT_EQ(store::find_person(in.sql, who)->phone, "13700137000");
            EXPECT_TRUE(has_consent(in.sql, who, "pupil", model::consent_purpose::face));
            EXPECT_TRUE(store::find_face(in.sql, who));
            EXPECT_EQ(store::relations_of(in.sql, who, 0, all_of_them).size(), 2U);
        });
        EXPECT_EQ(at.number("SELECT count(*) FROM former_face"), 0);
    }

    model::person_id who;
    store::shown own;
    store::shown other;
};

TEST(a_run, that_deleted_people_gives_back_all_that_hung_on_them)
{
    for (const std::string_view how : {"one", "school", "school, cleared"}) {
        school at;
        const laden_pupil pupil(at);
        pupil.expect_whole(at);
        at.pause();
        if (how == "one")
            EXPECT_EQ(at.remove(1), "done");
        else
            EXPECT_EQ(at.remove_all(), "done");
        if (how == "school, cleared")
            clear_people(at.room.writer(), at.room.clock.now());
        if (how != "school") {
            EXPECT_EQ(at.number("SELECT count(*) FROM face"), 0) << how;
            EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE phone = '13700137000'"), 0) << how;
        }
        at.undo(at.newest_run());
        SCOPED_TRACE(how);
        pupil.expect_whole(at);
    }
}

TEST(a_run, does_not_give_back_a_phone_that_somebody_else_has_by_now)
{
    for (const bool is_cleared : {false, true}) {
        school at;
        const laden_pupil pupil(at);
        at.pause();
        at.remove_all();
        if (is_cleared)
            clear_people(at.room.writer(), at.room.clock.now());
        at.room.write([&](store::transaction& in) {
            create_person(in, {{1}, "别人", "13700137000", {}, "guardian", {}}, at.by()).value();
        });
        at.undo(at.newest_run());
        EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE phone = '13700137000' AND name = '别人'"), 1);
        EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE status = 'active' AND id <= 2"), 2);
    }
}

TEST(a_run, says_whom_it_cannot_give_back_since_they_were_erased)
{
    for (const bool is_whole_school : {false, true}) {
        school at;
        const laden_pupil pupil(at);
        at.pause();
        if (is_whole_school)
            at.remove_all();
        else
            at.remove(1);
        clear_people(at.room.writer(), at.room.clock.now());
        at.room.write([&](store::transaction& in) {
            erase_person(in, *store::find_former_person(in.sql, pupil.who), at.by());
        });
        EXPECT_EQ(at.number("SELECT count(*) FROM former_face"), 0);
        at.undo(at.newest_run());
        EXPECT_EQ(at.number("SELECT lost FROM roster_run ORDER BY id DESC"), 1);
        EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE status = 'active' AND name = 'n'"), 1);
        EXPECT_EQ(at.remove(1), "person_unknown");
    }
}

TEST(a_run, that_handed_a_card_to_somebody_takes_it_back)
{
    school at;
    const model::person_id pupil{at.save(1).id};
    const auto card = store::shown_card(at.room.keys(), {1}, "n:1e240", "123456");
    at.room.write([&](store::transaction& in) {
        bind_card(in, {{1}, {1}, card, {{"13800138000", "妈妈"}}, "client 2"}, at.room.clock.now()).value();
    });
    const auto standing = [&] {
        std::optional<store::shown_credential> found;
        at.room.write([&](store::transaction& in) { found = laden_pupil::standing(in, card); });
        return *found;
    };
    const auto before = standing();
    at.pause();
    const auto hand = [&](std::int64_t uid) {
        const saved member = at.save(uid);
        at.write([&](store::transaction& in, const roster_author& whom) {
            hand_card(in, whom, uid, member, card).value();
        });
    };
    hand(1);
    hand(1);
    EXPECT_EQ(at.number("SELECT deeds FROM roster_run ORDER BY id DESC"), 1) << "the second changed nothing";
    EXPECT_EQ(standing().what.bearer, pupil);
    EXPECT_EQ(at.number("SELECT count(*) FROM relation WHERE ended_at IS NULL"), 1);
    at.undo(at.newest_run());
    EXPECT_EQ(standing().what.bearer, std::nullopt);
    EXPECT_EQ(standing().what.status, model::credential_status::active);
    EXPECT_EQ(standing().told, before.told);
    EXPECT_EQ(at.number("SELECT count(*) FROM relation WHERE ended_at IS NULL"), 0);
    EXPECT_EQ(at.people(), 2) << "the pupil and who is told";
}

TEST(a_consent, of_one_s_own_counts_no_more_when_one_becomes_a_pupil_under_14)
{
    school at;
    const model::person_id who{at.save({1, false, "n", "teacher", {}, 1, {}}).id};
    const auto counts = [&] {
        bool found = false;
        at.room.write([&](store::transaction& in) {
            found = has_consent(in.sql, who, store::find_person(in.sql, who)->role,
                                model::consent_purpose::face);
        });
        return found;
    };
    const auto record = [&](consent_draft what) {
        what.given_at = at.room.clock.now();
        at.room.write([&](store::transaction& in) {
            record_consent(in, *store::find_person(in.sql, who), what, at.by()).value();
        });
    };
    record({});
    EXPECT_TRUE(counts());
    at.save({1, false, {}, "pupil", {}, {}, {}});
    EXPECT_FALSE(counts());
    model::relation_id relation;
    model::person_id mother;
    at.room.write([&](store::transaction& in) {
        const auto made = create_person(in, {{1}, "妈妈", {}, {}, "guardian", {}}, at.by()).value();
        mother = made.id;
        relation = create_relation(in, made, "guardian", who, at.by())->id;
    });
    consent_draft by_mother;
    by_mother.given_by = model::consent_giver::guardian;
    by_mother.guardian = mother;
    record(by_mother);
    EXPECT_TRUE(counts());
    at.room.write(
        [&](store::transaction& in) { end_relation(in, *store::find_relation(in.sql, relation), at.by()); });
    EXPECT_TRUE(counts()) << "what was given holds until it is withdrawn";
    at.room.write([&](store::transaction& in) {
        withdraw_consent(in, *store::find_person(in.sql, who), model::consent_purpose::face, at.by()).value();
    });
    EXPECT_FALSE(counts());
    consent_draft own;
    own.is_14_or_older = true;
    record(own);
    EXPECT_TRUE(counts()) << "old enough to speak for themselves";
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
        EXPECT_TRUE(record_consent(in, pupil, what, at.by())->is_14_or_older);
        EXPECT_TRUE(has_consent(in.sql, pupil.id, "pupil", what.purpose));
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
