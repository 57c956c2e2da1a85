#include "ops/attendance/workplace.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops::attendance::test {
namespace {

constexpr model::unit_id first_unit{1};
constexpr model::unit_id second_unit{2};

class a_lock : public testing::Test {
protected:
    // Of unit a are 1 and 3, of b are 2 and 4.
    a_lock()
    {
        at.shift("Day", {"09:00-18:00"});
        at.group({"week Mon-Fri Day"});
        for (std::int64_t person = 1; person <= 4; ++person)
            at.assign(person, date(2026, 3, 2));
        at.settle("2026-03-10 08:00");
    }

    bool is_locked(std::int64_t person, civil_day day) { return sa::is_locked(*at.reader, {person}, day); }

    workplace at{4};
    const civil_day monday = date(2026, 3, 2);
    const civil_day friday = date(2026, 3, 6);
};

TEST_F(a_lock, holds_for_a_unit_and_not_for_others)
{
    ASSERT_TRUE(at.lock(monday, friday, first_unit));
    EXPECT_TRUE(is_locked(1, monday));
    EXPECT_TRUE(is_locked(3, friday));
    EXPECT_FALSE(is_locked(2, monday));
    EXPECT_FALSE(is_locked(1, date(2026, 3, 7)));
    EXPECT_FALSE(at.lock(friday, friday, first_unit)) << "twice";
    EXPECT_FALSE(at.lock(monday, monday)) << "everybody: some are locked";
    EXPECT_TRUE(at.lock(monday, friday, second_unit));
}

TEST_F(a_lock, stays_with_whoever_moves_and_keeps_no_other_unit_from_being_locked)
{
    const auto first = at.lock(monday, friday, first_unit).value();
    at.room.write([&](store::transaction& in) {
        model::person moved = store::find_person(in.sql, {1}).value();
        moved.unit = second_unit;
        store::update_person(in, moved);
    });
    EXPECT_TRUE(is_locked(1, monday));
    ASSERT_TRUE(at.lock(monday, friday, second_unit));
    EXPECT_TRUE(is_locked(2, monday));
    at.room.clock.set(at.room.clock.now() + std::chrono::minutes(1));
    EXPECT_EQ(at.unlock(first.id), "ok");
    EXPECT_FALSE(is_locked(1, monday));
    EXPECT_TRUE(is_locked(2, monday));
}

TEST_F(a_lock, waits_for_days_that_are_not_over_or_not_computed_and_for_names)
{
    const auto not_over = at.lock(monday, date(2026, 3, 10));
    ASSERT_FALSE(not_over);
    EXPECT_EQ(not_over.error().code, base::errc::malformed_input);
    at.touch(2, monday, monday);
    const auto not_computed = at.lock(monday, friday);
    ASSERT_FALSE(not_computed);
    EXPECT_EQ(not_computed.error().faults,
              (std::vector<base::fault>{{"/accepted", "person 2: 2026-03-02 pending"}}));
    at.settle();
    at.tap(2, "2026-03-03 08:50");
    at.tap(4, "2026-03-04 08:50");
    at.settle("2026-03-10 09:00");
    const auto unproven = at.lock(monday, friday, {}, {{2}});
    ASSERT_FALSE(unproven);
    EXPECT_EQ(unproven.error().faults,
              (std::vector<base::fault>{{"/accepted", "person 4: 2026-03-04 unproven"}}));
    EXPECT_TRUE(at.lock(monday, friday, {}, {{2}, {4}}));
}

TEST_F(a_lock, books_what_would_have_changed_on_the_first_open_date_and_the_difference_to_it_later)
{
    ASSERT_TRUE(at.lock(monday, friday));
    ASSERT_TRUE(at.lock(date(2026, 3, 7), date(2026, 3, 8)));
    at.tap_late(1, "2026-03-04 09:00", "2026-03-10 09:00");
    at.settle("2026-03-10 10:00");
    EXPECT_EQ(at.adjustments(1),
              (std::vector<std::string>{"2026-03-04 on 2026-03-09: absent -540, unproven 540"}));
    at.tap_late(1, "2026-03-04 18:00", "2026-03-10 11:00");
    at.settle("2026-03-10 12:00");
    EXPECT_EQ(at.adjustments(1),
              (std::vector<std::string>{"2026-03-04 on 2026-03-09: absent -540, unproven 540",
                                        "2026-03-04 on 2026-03-09: unproven -540, worked 540"}));
    // A rule that is mended is booked, too.
    at.shift("Day", {"09:00-18:00", "break 12:00-13:00"});
    for (std::int64_t person = 1; person <= 4; ++person)
        at.touch(person, monday, date(2026, 3, 11));
    at.settle("2026-03-10 13:00");
    EXPECT_EQ(at.adjustments(1).size(), 7U) << "the day once more, and each of the other four";
    EXPECT_EQ(at.adjustments(1).at(4), "2026-03-04 on 2026-03-09: planned -60, worked -60");
    EXPECT_EQ(at.day(1, date(2026, 3, 4)),
              "absent / planned 540, absent 540, in none, out none, source week");
    const office in_force(*at.reader, company, *model::time_zone::find("Asia/Shanghai"));
    EXPECT_EQ(
        sums_of(*at.reader, in_force, {1}, date(2026, 3, 9), date(2026, 3, 31)).sums.at("adjust.worked"),
        48000);
}

TEST_F(a_lock, is_lifted_from_the_last_period_only_and_both_stand_in_the_audit)
{
    const auto early = at.lock(monday, monday).value();
    const auto late = at.lock(friday, friday).value();
    const std::size_t before = support::audit_of(at.room).size();
    EXPECT_EQ(at.unlock(early.id), "conflict");
    EXPECT_EQ(at.unlock(late.id), "ok");
    EXPECT_EQ(at.unlock(late.id), "conflict");
    EXPECT_EQ(at.unlock(early.id), "ok");
    const auto audit = support::audit_of(at.room, before);
    ASSERT_EQ(audit.size(), 2U);
    EXPECT_NE(audit.front().find("attendance_lock.end"), std::string::npos) << audit.front();
    EXPECT_NE(audit.front().find("asked for"), std::string::npos) << audit.front();
}

}  // namespace
}  // namespace gatehouse::ops::attendance::test
