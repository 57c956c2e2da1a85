#include "model/attendance/day_words.hpp"

#include "model/attendance/generated_history.hpp"
#include "model/attendance/month.hpp"

#include <gtest/gtest.h>

namespace gatehouse::model::attendance {
namespace {

TEST(day_words, of_generated_days_are_read_back_without_loss)
{
    int corrected = 0;
    int late_twice = 0;
    int overnight = 0;
    for (std::uint32_t seed = 1; seed <= 1000; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto made = generate(seed);
        for (const day_result& day :
             judge(made->past, first_day - std::chrono::days(1), first_day + std::chrono::days(many_days))) {
            const kept_result kept = keep(day);
            const std::string statuses = status_words(kept.statuses);
            const std::string items = item_words(kept);
            const auto read = read_day_words(statuses, items);
            ASSERT_TRUE(read) << statuses << " / " << items;
            ASSERT_EQ(*read, kept) << statuses << " / " << items;
            ASSERT_EQ(item_words(*read), items);
            corrected += kept.corrections;
            late_twice += kept.latenesses.size() > 1;
            overnight += items.find(" 24:") != std::string::npos || items.find(" 25:") != std::string::npos;
        }
    }
    EXPECT_GT(corrected, 20);
    EXPECT_GT(late_twice, 20);
    EXPECT_GT(overnight, 5);
}

TEST(day_words, name_every_item_of_a_day)
{
    kept_result what;
    what.statuses = {status::late, status::leave, status::overtime};
    what.sums.planned = minutes(480);
    what.sums.worked = minutes(270);
    what.sums.late = minutes(30);
    what.sums.leave["annual"] = minutes(180);
    what.sums.overtime = {minutes(0), minutes(60), minutes(7)};
    what.late_times = 1;
    what.latenesses = {minutes(30)};
    what.sections = {{minutes(570), minutes(-10)}, {std::nullopt, minutes(48 * 60 + 5)}};
    what.warnings = {"rest_8h"};
    what.source = schedule_source::week;
    what.calendar = day_kind::holiday;
    EXPECT_EQ(status_words(what.statuses), "late, leave, overtime");
    EXPECT_EQ(item_words(what),
              "planned 480, worked 270, late 30, leave.annual 180, ot_rest 60, ot_holiday 7, in 09:30, "
              "out -1 23:50, in2 none, out2 48:05, late_times 1, lateness 30, warning rest_8h, source week, "
              "calendar holiday");
    EXPECT_EQ(read_day_words(status_words(what.statuses), item_words(what)), what);
}

TEST(day_words, that_are_none_of_ours_are_not_guessed_at)
{
    EXPECT_FALSE(read_day_words("tardy", ""));
    EXPECT_FALSE(read_day_words("late early", ""));
    EXPECT_FALSE(read_day_words("late", "planned"));
    EXPECT_FALSE(read_day_words("late", "planned x"));
    EXPECT_FALSE(read_day_words("late", "planned 480 worked 3"));
    EXPECT_FALSE(read_day_words("late", "in 9"));
    EXPECT_FALSE(read_day_words("late", "in1 09:00"));
    EXPECT_FALSE(read_day_words("late", "source heaven"));
    EXPECT_TRUE(read_day_words("", ""));
}

}  // namespace
}  // namespace gatehouse::model::attendance
