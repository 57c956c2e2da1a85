#include "ops/muster.hpp"

#include "ops/doors.hpp"
#include "ops/reception.hpp"
#include "store/credentials.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops::test {
namespace {

class a_roll_call : public testing::Test, public reception {
protected:
    // Somebody shows a card, their own where none is named, at a door.
    void tap(const std::string& door, model::person_id who, const std::string& number = {})
    {
        room.write([&](store::transaction& tx) {
            const store::shown card = store::shown_card(
                tx.keys, company, "n:" + (number.empty() ? std::to_string(who.value) : number), "");
            const auto presented = store::intern(tx, card, by().now);
            store::attribute(tx, company, presented, {}, who, "test", {1}, by().now);
            store::punch_draft what;
            what.what.organization = company;
            what.what.presented = presented;
            append(tx, what, door);
        });
    }
    void show_at(const std::string& door, const std::string& pass)
    {
        room.write([&](store::transaction& tx) {
            append(tx, judge(tx.index, {company, pass, {}, {}, by().now}).draft, door);
        });
    }
    // "kind name (host) door minutes", in the order of the list.
    std::vector<std::string> lines()
    {
        std::vector<std::string> all;
        for (const present& each : call_the_roll(*room.database().reader(), company, by().now))
            all.push_back(each.kind + " " + each.name + " (" + each.host + ") " + each.last_door + " " +
                          std::to_string((by().now - each.last_seen) / std::chrono::minutes(1)));
        return all;
    }

private:
    void append(store::transaction& tx, store::punch_draft what, const std::string& door)
    {
        const auto& home = *tx.index.organization(company);
        const model::door* const known = store::find_door(home, door);
        what.what.door = known ? known->id : create_door(tx, company, door, by()).value().id;
        what.what.device_time = what.what.corrected_time = what.what.received_at = by().now;
        model::punch_number next{store::last_punch(tx.sql).value + 1};
        std::vector<store::punch_draft> drafts{what};
        store::append(tx, drafts, next);
    }
};

using strings = std::vector<std::string>;

TEST_F(a_roll_call, names_staff_residents_pupils_and_guests_with_their_last_door_and_time)
{
    EXPECT_EQ(lines(), strings{});
    invited();
    const auto guests = sign_in()->guests;
    tap("东门", {1});
    show_at("东门", guests[1].pass);
    pass(std::chrono::minutes(10));
    tap("西门", {2});
    tap("西门", {3});
    tap("西门", {1});
    EXPECT_EQ(lines(), (strings{"employee 富贵 () 西门 0", "resident 住户 () 西门 0", "pupil 学生 () 西门 0",
                                "visitor 张三 (富贵)  10", "companion 李四 (富贵) 东门 10"}));
}

TEST_F(a_roll_call, knows_the_night_shift_and_guests_until_they_sign_out_however_long_they_stay)
{
    const model::visit made = invited();
    sign_in();
    tap("东门", {1});
    const strings guests{"visitor 张三 (富贵)  1440", "companion 李四 (富贵)  1440"};
    pass(std::chrono::hours(24));
    EXPECT_EQ(lines(), (strings{"employee 富贵 () 东门 1440", guests[0], guests[1]})) << "it was midnight";
    room.clock.set(by().now + std::chrono::milliseconds(1));
    EXPECT_EQ(lines(), guests);
    pass(std::chrono::hours(24 * 9));
    EXPECT_EQ(lines(), (strings{"visitor 张三 (富贵)  14400", "companion 李四 (富贵)  14400"}));
    in([&](auto& tx) { return sign_out(tx, find(made.id), by()); });
    EXPECT_EQ(lines(), strings{});
}

TEST_F(a_roll_call, names_the_last_door_of_a_guest_who_passed_it_days_ago)
{
    const model::visit made = invited({}, std::chrono::hours(24 * 20));
    const auto guests = sign_in()->guests;
    show_at("东门", guests[0].pass);
    pass(std::chrono::minutes(10));
    show_at("西门", guests[0].pass);
    const auto follow = [this] {
        room.write([](store::transaction& tx) {
            const auto all = store::next_to_index(tx.sql, 100);
            store::index_punches(tx, all.rows);
            store::finish_indexing(tx, all.until);
        });
    };
    follow();
    pass(std::chrono::hours(24 * 3));
    EXPECT_EQ(lines(), (strings{"visitor 张三 (富贵) 西门 4320", "companion 李四 (富贵)  4330"}));
    show_at("东门", guests[0].pass);
    EXPECT_EQ(lines()[0], "visitor 张三 (富贵) 东门 0") << "before the log was followed so far";
    in([&](auto& tx) { return sign_out(tx, find(made.id), by()); });
    follow();
    pass(std::chrono::hours(24 * 2));
    sign_in();
    EXPECT_EQ(lines(), (strings{"visitor 张三 (富贵)  0", "companion 李四 (富贵)  0"}))
        << "the door was of the time before";
}

TEST_F(a_roll_call, follows_a_card_from_hand_to_hand_and_leaves_out_who_is_gone)
{
    for (int i = 0; i < 40; ++i) {
        tap("东门", {1}, "7");
        pass(std::chrono::hours(1));
    }
    tap("西门", {2}, "7");
    tap("西门", {3});
    EXPECT_EQ(lines(),
              (strings{"employee 富贵 () 东门 60", "resident 住户 () 西门 0", "pupil 学生 () 西门 0"}));
    in([&](auto& tx) {
        store::end_person(tx, store::find_person(tx.sql, {3}).value(), by().now);
        return 0;
    });
    EXPECT_EQ(lines(), (strings{"employee 富贵 () 东门 60", "resident 住户 () 西门 0"}));
}

TEST_F(a_roll_call, counts_no_pass_that_was_refused)
{
    invited(std::chrono::hours(1), std::chrono::hours(2));
    const auto guests = sign_in()->guests;
    show_at("东门", guests[0].pass);
    EXPECT_EQ(lines(), (strings{"visitor 张三 (富贵)  0", "companion 李四 (富贵)  0"}));
}

}  // namespace
}  // namespace gatehouse::ops::test
