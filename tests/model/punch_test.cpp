#include "model/punch.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gatehouse::model {
namespace {

using namespace std::chrono_literals;

constexpr base::instant noon = base::from_milliseconds(1'700'000'000'000);

TEST(punch, keeps_the_time_of_a_clock_that_is_late_or_a_little_ahead)
{
    for (const auto lead : {-24h * 365, 0h}) {
        EXPECT_FALSE(is_ahead(noon + lead, noon));
        EXPECT_EQ(corrected_time(noon + lead, noon), noon + lead);
    }
    EXPECT_FALSE(is_ahead(noon + 10min, noon));
    EXPECT_EQ(corrected_time(noon + 10min, noon), noon + 10min);
}

TEST(punch, has_its_receive_time_where_the_clock_is_more_than_ten_minutes_ahead)
{
    EXPECT_TRUE(is_ahead(noon + 10min + 1ms, noon));
    EXPECT_EQ(corrected_time(noon + 10min + 1ms, noon), noon);
    EXPECT_EQ(corrected_time(noon + 24h * 365, noon), noon);
}

TEST(punch, bears_its_marks_as_a_set)
{
    const punch_marks marks = punch_marks{0} | punch_mark::clock_ahead | punch_mark::credential_unknown;
    EXPECT_TRUE(has(marks, punch_mark::clock_ahead));
    EXPECT_FALSE(has(marks, punch_mark::unit_archived));
    EXPECT_EQ(marks | punch_mark::clock_ahead, marks);
    EXPECT_EQ(names_of(marks), (std::vector<std::string_view>{"credential_unknown", "clock_ahead"}));
    EXPECT_EQ(names_of(0), (std::vector<std::string_view>{}));
    EXPECT_EQ(names_of(0xffff),
              (std::vector<std::string_view>{"credential_unknown", "unit_archived", "organization_closed",
                                             "clock_ahead", "picture_unreadable", "credential_lost",
                                             "credential_suspended", "pass_early", "pass_over",
                                             "visit_cancelled", "clock_off"}));
}

TEST(punch, counts_where_nothing_but_its_clock_was_wrong)
{
    EXPECT_TRUE(was_accepted(0));
    EXPECT_TRUE(was_accepted(punch_marks{0} | punch_mark::clock_off));
    EXPECT_FALSE(was_accepted(punch_marks{0} | punch_mark::clock_off | punch_mark::credential_unknown));
    EXPECT_FALSE(was_accepted(punch_marks{0} | punch_mark::clock_ahead));
}

TEST(punch, has_a_name_for_each_method)
{
    std::set<std::string_view> names;
    for (const punch_method each :
         {punch_method::card, punch_method::face, punch_method::fingerprint, punch_method::password,
          punch_method::qr, punch_method::manual, punch_method::phone})
        names.insert(name_of(each));
    EXPECT_EQ(names, (std::set<std::string_view>{"card", "face", "fingerprint", "password", "qr", "manual",
                                                 "phone"}));
    EXPECT_EQ(name_of(punch_method::card), "card");
    EXPECT_EQ(name_of(punch_method::manual), "manual");
}

}  // namespace
}  // namespace gatehouse::model
