#include "model/time_zone.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <thread>
#include <vector>

namespace gatehouse::model {
namespace {

TEST(time_zone, is_found_by_its_name_and_always_the_same)
{
    const time_zone* const shanghai = time_zone::find("Asia/Shanghai");
    ASSERT_NE(shanghai, nullptr);
    EXPECT_EQ(time_zone::find("Asia/Shanghai"), shanghai);
    EXPECT_NE(time_zone::find("America/New_York"), shanghai);
}

TEST(time_zone, is_not_found_by_what_is_no_name_of_one)
{
    for (const std::string_view name :
         {std::string_view(""), std::string_view("Asia"), std::string_view("Asia/Nowhere"),
          std::string_view("+08:00"), std::string_view("localtime"), std::string_view("../../etc/passwd"),
          std::string_view("/etc/localtime"), std::string_view("Asia/Shanghai\0", 14),
          std::string_view("tzdata.zi"), std::string_view("."), std::string_view("posix/UTC"),
          std::string_view("right/Asia/Shanghai")})  // counts leap seconds: 27 s off
        EXPECT_EQ(time_zone::find(name), nullptr) << name;
    EXPECT_EQ(time_zone::find(std::string(100'000, 'x')), nullptr);
}

TEST(time_zone, takes_every_instant_there_and_back_but_those_that_come_twice)
{
    using namespace std::chrono_literals;
    std::mt19937 random(1);
    for (const std::string_view name :
         {"Asia/Shanghai", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"}) {
        const time_zone* const zone = time_zone::find(name);
        ASSERT_NE(zone, nullptr) << name;
        for (int i = 0; i < 5000; ++i) {
            const base::instant at = base::from_milliseconds(
                static_cast<std::int64_t>(random() % 2'000'000'000U) * 1000);
            const base::instant back = zone->to_utc(zone->to_civil(at));
            ASSERT_TRUE(back == at || (back < at && back >= at - 1h))
                << name << ' ' << base::to_milliseconds(at);
            ASSERT_EQ(zone->to_civil(back), zone->to_civil(at));
        }
    }
}

TEST(time_zone, is_found_by_many_threads_at_once)
{
    const time_zone* found[4] = {};
    {
        std::vector<std::thread> threads;
        for (const time_zone*& each : found)
            threads.emplace_back([&each] { each = time_zone::find("Europe/Berlin"); });
        for (std::thread& each : threads)
            each.join();
    }
    for (const time_zone* const each : found) {
        EXPECT_NE(each, nullptr);
        EXPECT_EQ(each, found[0]);
    }
}

}  // namespace
}  // namespace gatehouse::model
