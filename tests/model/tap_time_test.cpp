#include "model/tap_time.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <random>
#include <stdexcept>

namespace gatehouse::model {
namespace {

const time_zone& zone(std::string_view name)
{
    const time_zone* const found = time_zone::find(name);
    if (!found)
        throw std::runtime_error("this system has no time zone " + std::string(name));
    return *found;
}

// RFC 3339 in UTC, or what no time looks like.
std::string read(std::string_view text, std::string_view in = "Asia/Shanghai")
{
    const auto at = read_tap_time(text, zone(in));
    return at ? rfc3339(*at) : "nothing";
}

TEST(tap_time, is_read_from_epoch_seconds_of_ten_digits)
{
    EXPECT_EQ(read("1376198719"), "2013-08-11T05:25:19Z");
    EXPECT_EQ(read("0000000000"), "1970-01-01T00:00:00Z");
    EXPECT_EQ(read("9999999999"), "2286-11-20T17:46:39Z");
}

TEST(tap_time, is_read_from_epoch_milliseconds_of_thirteen_digits)
{
    EXPECT_EQ(read("1376198719123"), "2013-08-11T05:25:19.123Z");
    EXPECT_EQ(read("1376198719000"), "2013-08-11T05:25:19Z");
    EXPECT_EQ(read("0000000000001"), "1970-01-01T00:00:00.001Z");
}

TEST(tap_time, is_read_from_the_wall_clock_of_the_kindergarten)
{
    EXPECT_EQ(read("2013-08-11 13:25:19"), "2013-08-11T05:25:19Z");
    EXPECT_EQ(read("2013-08-11 07:59:59"), "2013-08-10T23:59:59Z");
    EXPECT_EQ(read("2013-08-11 13:25:19", "America/New_York"), "2013-08-11T17:25:19Z");
    EXPECT_EQ(read("2013-08-11 13:25:19", "UTC"), "2013-08-11T13:25:19Z");
    // China had summer time from 1986 to 1991.
    EXPECT_EQ(read("1988-07-01 12:00:00"), "1988-07-01T03:00:00Z");
}

TEST(tap_time, in_the_hour_that_summer_time_leaves_out_is_moved_on)
{
    EXPECT_EQ(read("2024-03-10 01:59:59", "America/New_York"), "2024-03-10T06:59:59Z");
    EXPECT_EQ(read("2024-03-10 02:00:00", "America/New_York"), "2024-03-10T07:00:00Z");
    EXPECT_EQ(read("2024-03-10 02:30:00", "America/New_York"), "2024-03-10T07:30:00Z");
    EXPECT_EQ(read("2024-03-10 03:00:00", "America/New_York"), "2024-03-10T07:00:00Z");
}

TEST(tap_time, in_the_hour_that_comes_twice_is_the_earlier_one)
{
    EXPECT_EQ(read("2024-11-03 00:59:59", "America/New_York"), "2024-11-03T04:59:59Z");
    EXPECT_EQ(read("2024-11-03 01:00:00", "America/New_York"), "2024-11-03T05:00:00Z");
    EXPECT_EQ(read("2024-11-03 01:59:59", "America/New_York"), "2024-11-03T05:59:59Z");
    EXPECT_EQ(read("2024-11-03 02:00:00", "America/New_York"), "2024-11-03T07:00:00Z");
}

TEST(tap_time, knows_the_calendar)
{
    EXPECT_EQ(read("2024-02-29 08:00:00"), "2024-02-29T00:00:00Z");
    EXPECT_EQ(read("2000-02-29 08:00:00"), "2000-02-29T00:00:00Z");
    EXPECT_EQ(read("2024-12-31 23:59:59"), "2024-12-31T15:59:59Z");
    for (const std::string_view text :
         {"2023-02-29 08:00:00", "1900-02-29 08:00:00", "2024-02-30 08:00:00", "2024-04-31 08:00:00",
          "2024-13-01 08:00:00", "2024-00-01 08:00:00", "2024-01-00 08:00:00", "2024-01-32 08:00:00",
          "0000-00-00 00:00:00", "0000-01-01 00:00:00"})
        EXPECT_EQ(read(text), "nothing") << text;
}

TEST(tap_time, has_no_hour_24_and_no_second_60)
{
    EXPECT_EQ(read("2024-01-01 24:00:00"), "nothing");
    EXPECT_EQ(read("2024-01-01 08:60:00"), "nothing");
    EXPECT_EQ(read("2016-12-31 23:59:60", "UTC"), "nothing");
}

TEST(tap_time, of_a_device_that_lost_its_clock_is_read)
{
    EXPECT_EQ(read("1970-01-01 00:00:00"), "1969-12-31T16:00:00Z");
    EXPECT_EQ(read("1900-01-01 00:00:00", "UTC"), "1900-01-01T00:00:00Z");
    EXPECT_EQ(read("0001-01-01 00:00:00", "UTC"), "0001-01-01T00:00:00Z");
    EXPECT_EQ(read("9999-12-31 23:59:59", "UTC"), "9999-12-31T23:59:59Z");
}

TEST(tap_time, may_stand_between_blanks)
{
    EXPECT_EQ(read(" 1376198719\t"), "2013-08-11T05:25:19Z");
    EXPECT_EQ(read("\t2013-08-11 13:25:19 "), "2013-08-11T05:25:19Z");
}

TEST(tap_time, of_any_other_form_is_nothing)
{
    for (const std::string_view text : {"",
                                        " ",
                                        "0",
                                        "137619871",
                                        "13761987190",
                                        "137619871900",
                                        "13761987190000",
                                        "-137619871",
                                        "+137619871",
                                        "1376198719.5",
                                        "1376198719a",
                                        "１３７６１９８７１９",
                                        "2013-08-11",
                                        "2013-08-11 13:25",
                                        "2013-08-11T13:25:19",
                                        "2013-08-11T13:25:19Z",
                                        "2013/08/11 13:25:19",
                                        "2013-8-11 13:25:19",
                                        "2013-08-11  3:25:19",
                                        "2013-08-11 13:25:19.0",
                                        "13-08-11 13:25:19",
                                        "-001-01-01 00:00:00",
                                        "2013-08-11 1a:25:19",
                                        "2013-08-11\t13:25:19",
                                        "2013-08-11 13.25.19",
                                        "2013-08-11\n13:25:19",
                                        "now",
                                        "13:25:19"})
        EXPECT_EQ(read(text), "nothing") << text;
    EXPECT_EQ(read(std::string_view("1376198719\0", 11)), "nothing");
}

TEST(tap_time, is_written_as_epoch_seconds_rounded_down)
{
    EXPECT_EQ(epoch_seconds(base::from_milliseconds(1376198719999)), "1376198719");
    EXPECT_EQ(epoch_seconds(base::from_milliseconds(0)), "0");
    EXPECT_EQ(epoch_seconds(base::from_milliseconds(-1)), "-1");
}

TEST(tap_time, is_written_in_rfc_3339_with_milliseconds_where_there_are_any)
{
    EXPECT_EQ(rfc3339(base::from_milliseconds(0)), "1970-01-01T00:00:00Z");
    EXPECT_EQ(rfc3339(base::from_milliseconds(7)), "1970-01-01T00:00:00.007Z");
    EXPECT_EQ(rfc3339(base::from_milliseconds(-1)), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(rfc3339(base::from_milliseconds(1709164800120)), "2024-02-29T00:00:00.120Z");
}

TEST(tap_time, comes_back_through_the_wall_clock_of_shanghai)
{
    std::mt19937 random(1);
    const time_zone& shanghai = zone("Asia/Shanghai");
    for (int i = 0; i < 20'000; ++i) {
        // From 1992 on there is one offset.
        const std::int64_t seconds = 725'846'400 + static_cast<std::int64_t>(random() % 2'000'000'000U);
        const base::instant at = base::from_milliseconds(seconds * 1000);
        const auto civil = shanghai.to_civil(at);
        const auto day = std::chrono::floor<std::chrono::days>(civil);
        const std::chrono::year_month_day date{day};
        const std::chrono::hh_mm_ss clock{civil - day};
        char text[32];
        std::snprintf(text, sizeof text, "%04d-%02u-%02u %02d:%02d:%02d", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                      static_cast<int>(clock.seconds().count()));
        ASSERT_EQ(read_tap_time(text, shanghai), std::optional{at}) << text;
        ASSERT_EQ(read_tap_time(epoch_seconds(at), shanghai),
                  seconds >= 1'000'000'000 ? std::optional{at} : std::nullopt);
    }
}

}  // namespace
}  // namespace gatehouse::model
