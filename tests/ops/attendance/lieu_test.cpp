// Overtime of a rest day as time off, from the punch to the balance.
#include "ops/attendance/workplace.hpp"
#include "store/attendance/leave_entries.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops::attendance::test {
namespace {

class time_off : public testing::Test {
protected:
    time_off()
    {
        at.shift("Day", {"09:00-18:00"});
        at.group({"week Mon-Fri Day", "overtime rest punched lieu"});
        at.assign(1);
    }

    std::int64_t lieu()
    {
        return sa::account_of(sa::leave_entries_of(*at.reader, {1}, "lieu")).balance(date(2026, 3, 20));
    }
    std::size_t entries() { return sa::leave_entries_of(*at.reader, {1}, "lieu").size(); }

    workplace at;
};

TEST_F(time_off, follows_the_day_that_it_comes_from)
{
    at.tap(1, "2026-03-14 09:00");  // a Saturday
    at.tap(1, "2026-03-14 11:00");
    at.settle("2026-03-16 08:00");
    EXPECT_EQ(lieu(), 200);
    at.tap_late(1, "2026-03-14 12:30", "2026-03-16 09:00");
    at.settle("2026-03-16 10:00");
    EXPECT_EQ(lieu(), 350) << "a late punch";
    const std::size_t before = entries();
    at.touch(1, date(2026, 3, 1), date(2026, 3, 16));
    at.settle("2026-03-16 11:00");
    EXPECT_EQ(entries(), before) << "what is computed again grants nothing again";
    at.set_day(1, date(2026, 3, 14), "Day");
    at.settle("2026-03-16 12:00");
    EXPECT_EQ(lieu(), 0) << "it was a working day";
}

TEST_F(time_off, is_not_given_where_the_group_pays)
{
    at.group({"week Mon-Fri Day", "overtime rest punched"});
    at.tap(1, "2026-03-14 09:00");
    at.tap(1, "2026-03-14 11:00");
    at.settle("2026-03-16 08:00");
    EXPECT_EQ(entries(), 0U);
}

}  // namespace
}  // namespace gatehouse::ops::attendance::test
