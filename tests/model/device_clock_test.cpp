#include "model/device_clock.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gatehouse::model {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr base::instant noon = base::from_milliseconds(1'780'000'000'000);

// At `at` seconds after noon it says that it is `off` seconds more; with `sets` it asks for the time, with
// nothing to say where `off` is `none`.
constexpr int none = 1'000'000;
struct contact {
    int at;
    int off;
    bool sets = false;
};

clock_history after(const std::vector<contact>& contacts)
{
    clock_history made;
    for (const contact& each : contacts) {
        const base::instant now = noon + seconds(each.at);
        made = with_reading(
            std::move(made),
            {each.off == none ? std::nullopt : std::optional{now + seconds(each.off)}, now, each.sets});
    }
    return made;
}

// Newest first: how far it was off, "?" where nobody knows.
std::string offsets(const clock_history& of)
{
    std::string text;
    for (const clock_span& each : of)
        text.append(text.empty() ? "" : " ")
            .append(each.offset ? std::to_string(each.offset->count() / 1000) : "?");
    return text;
}

TEST(a_clock, is_known_from_its_contacts)
{
    struct row {
        std::string_view what;
        std::vector<contact> contacts;
        std::string offsets;
    };
    const std::vector<row> rows{
        {"nothing was said", {}, ""},
        {"right", {{0, 0}, {100, 0}}, "0"},
        {"a delay makes it late: the shortest counts", {{0, -20}, {1, -3}, {2, -25}}, "-3"},
        {"and counts no more when it is old", {{0, -3}, {600, -20}}, "-20"},
        {"much later at once: perhaps a long delay", {{0, 0}, {10, -300}}, "0"},
        {"and not any more when the other is old", {{0, 0}, {700, -300}}, "-300 0"},
        {"nothing makes it early", {{0, 0}, {10, 300}}, "300 0"},
        {"it has no time, and takes ours", {{0, none, true}}, "?"},
        {"and shows it then", {{0, none, true}, {5, 0}}, "0"},
        {"wrong, it takes ours", {{0, 3600, true}}, "? 3600"},
        {"and is right from then on", {{0, 3600, true}, {5, 0}, {9, 0}}, "0 3600"},
        {"it took ours and did not set itself", {{0, 3600, true}, {5, 3600}}, "3600"},
        {"asking often is one span", {{0, 3600, true}, {5, 3600}, {10, 3600, true}, {15, 3600}}, "3600"},
        {"a right one that asks stays right", {{0, 0, true}, {5, 0, true}}, "0"},
        {"after a start without a clock", {{0, 3600}, {900, none, true}, {905, 0}}, "0 3600"},
    };
    for (const row& each : rows)
        EXPECT_EQ(offsets(after(each.contacts)), each.offsets) << each.what;
    std::vector<contact> many;
    for (int i = 0; i < 100; ++i)
        many.push_back({i * 700, i % 2 == 0 ? 0 : 900});
    EXPECT_EQ(after(many).size(), 16U);
}

TEST(a_clock, says_what_its_times_meant)
{
    struct row {
        std::string_view what;
        std::vector<contact> contacts;
        int says;      // seconds after noon, by its clock
        int received;  // by ours
        int corrected;
        bool is_off;
    };
    const std::vector<contact> ahead{{0, 3600, true}, {5, 0}};  // set at noon
    const std::vector<contact> behind{{0, -3600, true}, {5, 0}};
    const std::vector<row> rows{
        {"nobody knows", {}, -7200, 60, -7200, false},
        {"right", {{0, 0}}, -100, 60, -100, false},
        {"off by a minute is right", {{0, 60}}, 50, 60, 50, false},
        {"off by more is not", {{0, 61}}, 50, 60, -11, true},
        {"never later than it came", {{0, -300}}, -220, 60, 60, true},
        {"what would have come before it was is not its", {{0, -300}}, 0, 60, 0, false},
        {"ahead before it was set", ahead, 1800, 60, -1800, true},
        {"ahead, after it was set", ahead, 30, 60, 30, false},
        {"behind before it was set", behind, -5400, 60, -1800, true},
        {"behind, long before", behind, -7200, 60, -3600, true},
        {"behind, after it was set", behind, 30, 60, 30, false},
        {"set and not heard of since", {{0, 3600, true}}, 30, 60, 30, false},
        {"before it had a time nobody knows", {{0, none, true}, {5, 0}}, -9000, 60, -9000, false},
    };
    for (const row& each : rows) {
        const device_time made = judge_device_time(after(each.contacts), noon + seconds(each.says),
                                                   noon + seconds(each.received));
        EXPECT_EQ((made.corrected - noon) / seconds(1), each.corrected) << each.what;
        EXPECT_EQ(made.is_off, each.is_off) << each.what;
    }
}

}  // namespace
}  // namespace gatehouse::model
