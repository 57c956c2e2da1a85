// What must hold of every history, through the store: two hundred people, each with rules and punches of
// their own, whose seed is in the names of their shifts.
#include "model/attendance/day_words.hpp"
#include "ops/attendance/workplace.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <random>

namespace gatehouse::ops::attendance::test {
namespace {

constexpr std::size_t many = 200;
constexpr int many_days = 4;
const civil_day first_day = date(2026, 3, 9);

struct tap {
    std::int64_t person;
    base::instant when;
    base::instant received;
};

struct generated {
    std::vector<std::vector<std::string>> shifts;        // of each person two
    std::vector<std::vector<std::optional<int>>> plans;  // each day of theirs; nothing: rest
    std::vector<tap> taps;
};

class generator {
public:
    explicit generator(std::uint32_t seed) : random_(seed) {}

    generated make()
    {
        generated made;
        for (std::size_t person = 1; person <= many; ++person) {
            std::vector<std::pair<int, int>> hours;
            for (int i = 0; i < 2; ++i)
                made.shifts.push_back(shift(hours));
            auto& plan = made.plans.emplace_back();
            for (int day = 0; day < many_days; ++day) {
                plan.push_back(chance(15) ? std::nullopt : std::optional(static_cast<int>(pick(0, 1))));
                if (plan.back() || chance(30))
                    punch(static_cast<std::int64_t>(person), day, hours[plan.back().value_or(0)], made.taps);
            }
        }
        std::sort(made.taps.begin(), made.taps.end(),
                  [](const tap& a, const tap& b) { return a.when < b.when; });
        return made;
    }

private:
    long pick(long least, long most) { return std::uniform_int_distribution<long>(least, most)(random_); }
    bool chance(long percent) { return pick(1, 100) <= percent; }

    std::vector<std::string> shift(std::vector<std::pair<int, int>>& hours)
    {
        const int on = static_cast<int>(15 * pick(24, 84));  // 06:00 to 21:00
        const int off = on + static_cast<int>(15 * pick(16, 40));
        hours.emplace_back(on, off);
        const auto clock = [](int at) { return rules::clock_text(rules::minutes(at)); };
        std::vector<std::string> words;
        if (chance(15)) {
            words.push_back("hours 240 band " + clock(on) + "-" + clock(off));
        } else if (chance(25)) {
            const int middle = (on + off) / 2;
            words.push_back(clock(on) + "-" + clock(middle) + " and " + clock(middle + 30) + "-" +
                            clock(off + 30));
        } else {
            words.push_back(clock(on) + "-" + clock(off) + (chance(10) ? " no out" : ""));
            if (chance(50))
                words.emplace_back("break " + clock(on + 120) + "-" + clock(on + 150));
            if (chance(30))
                words.emplace_back("flex 30 late 15 early");
        }
        if (chance(50))
            words.emplace_back("grace 5 late 5 early");
        if (chance(30))
            words.emplace_back("late-out 60 start 30");
        if (chance(20))
            words.emplace_back("round out down 15");
        return words;
    }

    void punch(std::int64_t person, int day, std::pair<int, int> hours, std::vector<tap>& onto)
    {
        const auto put = [&](long minute) {
            const base::instant when =
                model::time_zone::find("Asia/Shanghai")->to_utc(model::civil_time{first_day + days(day)}) +
                std::chrono::minutes(minute) + std::chrono::seconds(pick(0, 59));
            onto.push_back({person, when, when + std::chrono::minutes(chance(20) ? pick(1, 4000) : 0)});
        };
        if (!chance(10))
            put(hours.first + pick(-30, 40));
        while (chance(25))
            put(pick(hours.first, hours.second));
        if (!chance(10))
            put(hours.second + pick(-40, 90));
        if (chance(5))
            put(pick(0, 1439));
    }

    std::mt19937 random_;
};

// A company with these people under these rules.
std::unique_ptr<workplace> found(const generated& from)
{
    auto made = std::make_unique<workplace>(many);
    made->at("2026-03-08 08:00");
    made->group({"overtime workday punched after 30", "overtime rest punched"});
    made->room.write([&](store::transaction& in) {
        for (std::size_t person = 0; person < many; ++person) {
            const auto name = [&](int which) {
                return "seed" + std::to_string(person + 1) + (which == 0 ? "a" : "b");
            };
            for (int i = 0; i < 2; ++i)
                sa::insert_rule(in, {0,
                                     company,
                                     sa::rule_kind::shift,
                                     name(i),
                                     date(2026, 1, 1),
                                     from.shifts[2 * person + static_cast<std::size_t>(i)],
                                     {},
                                     "test"});
            const model::person_id who{static_cast<std::int64_t>(person + 1)};
            sa::insert_assignment(
                in, {0, company, who, sa::rule_kind::group, "staff", 0, date(2026, 3, 7), {}, {}, "test"});
            for (int day = 0; day < many_days; ++day) {
                const auto plan = from.plans[person][static_cast<std::size_t>(day)];
                sa::insert_override(in, {0,
                                         company,
                                         who,
                                         first_day + days(day),
                                         plan ? name(*plan) : std::string("rest"),
                                         {},
                                         {},
                                         "test"});
            }
            sa::touch(in, who, date(2026, 3, 7), date(2026, 3, 20));
        }
    });
    made->give_cards(static_cast<std::int64_t>(many));
    return made;
}

// In one commit.
void deliver(workplace& to, const std::vector<tap>& taps)
{
    std::vector<workplace::tap_of_card> all;
    for (const tap& each : taps)
        all.push_back({std::to_string(each.person), each.when, each.received});
    to.take(all);
}

// As they come, a few at a time, while days are computed again and again.
void live_through(workplace& at, const std::vector<tap>& taps, std::uint32_t seed)
{
    std::mt19937 random(seed);
    for (std::size_t next = 0; next < taps.size();) {
        std::vector<tap> some;
        for (std::size_t i = 1 + random() % 60; i > 0 && next < taps.size(); --i, ++next) {
            some.push_back(taps[next]);
            at.room.clock.set(std::max(at.room.clock.now(), taps[next].received));
        }
        deliver(at, some);
        if (random() % 2 == 0)
            at.round->pass();
        if (random() % 10 == 0)
            at.settle();
    }
    at.settle("2026-03-20 08:00");
}

using sums_by_day = std::map<std::pair<std::int64_t, civil_day>, std::map<std::string, rules::minutes>>;

sums_by_day sums_of_all(workplace& at)
{
    sums_by_day all;
    for (std::int64_t person = 1; person <= static_cast<std::int64_t>(many); ++person)
        for (const sa::kept_day& each :
             sa::days_of(*at.reader, {person}, date(2026, 3, 7), date(2026, 3, 16)))
            all[{person, each.day}] = rules::by_name(
                rules::read_day_words(each.statuses, each.items).value().sums);
    return all;
}

void add_adjustments(workplace& at, sums_by_day& onto)
{
    for (std::int64_t person = 1; person <= static_cast<std::int64_t>(many); ++person)
        for (const sa::adjustment& each :
             sa::adjustments_of(*at.reader, {person}, date(2020, 1, 1), date(2030, 1, 1)))
            for (const auto& [name, amount] : read_minutes(each.minutes)) {
                auto& day = onto[{person, each.day}];
                day[name] += amount;
                if (day[name] == rules::minutes{})
                    day.erase(name);
            }
}

class attendance_in_the_store : public testing::TestWithParam<std::uint32_t> {
protected:
    attendance_in_the_store() { RecordProperty("seed", std::to_string(GetParam())); }

    generated made = generator(GetParam()).make();
};

TEST_P(attendance_in_the_store, is_the_same_in_any_order_of_arrival_after_repeats_and_computed_as_a_whole)
{
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    const auto lived = found(made);
    live_through(*lived, made.taps, GetParam());
    const std::string incremental = lived->rows();
    ASSERT_GT(std::count(incremental.begin(), incremental.end(), '\n'), 1000);
    ASSERT_NE(incremental.find("late_times"), std::string::npos);
    ASSERT_NE(incremental.find("ot_workday"), std::string::npos) << incremental.substr(0, 2000);

    // Full recompute equals incremental, bit for bit.
    lived->room.write([&](store::transaction& in) {
        for (std::int64_t person = 1; person <= static_cast<std::int64_t>(many); ++person) {
            for (civil_day day = date(2026, 3, 1); day <= date(2026, 3, 25); day += days(1))
                sa::drop_day(in, {person}, day);
            sa::touch(in, {person}, date(2026, 3, 1), date(2026, 3, 25));
        }
    });
    EXPECT_EQ(sa::days_of(*lived->reader, {1}, date(2026, 3, 1), date(2026, 3, 25)).size(), 0U);
    lived->settle("2026-03-20 09:00");
    EXPECT_EQ(lived->rows(), incremental);

    // Repeats change nothing.
    std::vector<tap> again;
    for (std::size_t i = 0; i < made.taps.size(); i += 3)
        again.push_back(made.taps[i]);
    deliver(*lived, again);
    lived->settle("2026-03-20 10:00");
    EXPECT_EQ(lived->rows(), incremental);

    // Nor does the order in which punches came.
    std::vector<tap> shuffled = made.taps;
    std::mt19937 random(GetParam());
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    const auto other = found(made);
    other->at("2026-03-19 08:00");
    const auto middle = shuffled.begin() + static_cast<std::ptrdiff_t>(shuffled.size() / 2);
    deliver(*other, {shuffled.begin(), middle});
    other->round->pass();
    deliver(*other, {middle, shuffled.end()});
    other->settle("2026-03-20 08:00");
    EXPECT_EQ(other->rows(false), lived->rows(false));
}

TEST_P(attendance_in_the_store, never_changes_a_locked_period_and_books_its_difference_once)
{
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    std::vector<tap> in_time;
    std::vector<tap> late;
    std::vector<tap> later;
    for (std::size_t i = 0; i < made.taps.size(); ++i)
        (i % 5 == 0 ? late : i % 7 == 0 ? later : in_time).push_back(made.taps[i]);
    const auto at = found(made);
    live_through(*at, in_time, GetParam());
    std::vector<model::person_id> accepted;
    for (std::int64_t person = 1; person <= static_cast<std::int64_t>(many); ++person)
        accepted.push_back({person});
    ASSERT_TRUE(at->lock(date(2026, 3, 1), date(2026, 3, 16), {}, accepted));
    at->settle();
    const auto locked_rows = [&] {
        std::string all;
        for (const auto& [key, sums] : sums_of_all(*at))
            all += at->day(key.first, key.second) + "\n";
        return all;
    };
    const std::string before = locked_rows();
    const auto why = sa::words_of(*at->reader, {1}, first_day);
    ASSERT_TRUE(why);

    for (const std::vector<tap>* wave : {&late, &later}) {
        deliver(*at, *wave);
        at->settle();
        EXPECT_EQ(locked_rows(), before);
    }
    EXPECT_EQ(sa::words_of(*at->reader, {1}, first_day), why);
    std::vector<std::vector<std::string>> booked;
    for (std::int64_t person = 1; person <= static_cast<std::int64_t>(many); ++person)
        booked.push_back(at->adjustments(person));
    EXPECT_GT(std::count_if(booked.begin(), booked.end(), [](const auto& each) { return !each.empty(); }),
              50);

    // Once: looking again books nothing.
    for (std::int64_t person = 1; person <= static_cast<std::int64_t>(many); ++person)
        at->touch(person, date(2026, 3, 1), date(2026, 3, 25));
    at->settle();
    for (std::int64_t person = 1; person <= static_cast<std::int64_t>(many); ++person)
        EXPECT_EQ(at->adjustments(person), booked[static_cast<std::size_t>(person - 1)]);

    // What stands and what was booked are together what would stand without a lock.
    sums_by_day together = sums_of_all(*at);
    add_adjustments(*at, together);
    const auto open = found(made);
    open->at("2026-03-20 08:00");
    deliver(*open, made.taps);
    open->settle();
    EXPECT_EQ(together, sums_of_all(*open));

    // Opened again, it is what it would have been, and nothing is owed.
    at->room.clock.set(at->room.clock.now() + std::chrono::hours(1));
    EXPECT_EQ(at->unlock(1), "ok");
    at->settle();
    EXPECT_EQ(sums_of_all(*at), sums_of_all(*open));
    EXPECT_TRUE(at->adjustments(1).empty());
}

TEST_P(attendance_in_the_store, gives_each_day_as_a_case_that_passes)
{
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    const auto at = found(made);
    at->at("2026-03-12 12:00");
    std::vector<tap> so_far;
    for (const tap& each : made.taps)
        if (each.received < at->room.clock.now())
            so_far.push_back(each);
    deliver(*at, so_far);
    at->settle();
    const auto index = at->room.writer().published();
    reckoner by(*at->reader, *index, at->room.clock.now());
    for (std::int64_t person = 1; person <= static_cast<std::int64_t>(many); ++person)
        for (civil_day day = first_day - days(1); day <= first_day + days(many_days); day += days(1)) {
            std::string told;
            const auto outcome = workplace::run_as_case(by, person, day, &told);
            ASSERT_TRUE(outcome.passed()) << told << outcome.differences.front() << "\n" << outcome.trace;
        }
}

TEST_P(attendance_in_the_store, depends_neither_on_the_zone_nor_on_the_locale_of_the_process)
{
    SCOPED_TRACE("seed " + std::to_string(GetParam()));
    const char* const before = std::getenv("TZ");
    const std::string kept = before ? before : "";
    std::vector<std::string> results;
    for (const auto& [zone, locale] : {std::pair("UTC", "C"), std::pair("Asia/Shanghai", "zh_CN.UTF-8"),
                                       std::pair("America/New_York", "de_DE.UTF-8")}) {
        setenv("TZ", zone, 1);
        tzset();
        std::setlocale(LC_ALL, locale);
        const auto at = found(made);
        at->at("2026-03-19 08:00");
        deliver(*at, made.taps);
        at->settle("2026-03-20 08:00");
        results.push_back(at->rows());
    }
    std::setlocale(LC_ALL, "C");
    before ? setenv("TZ", kept.c_str(), 1) : unsetenv("TZ");
    tzset();
    EXPECT_EQ(results[0], results[1]);
    EXPECT_EQ(results[0], results[2]);
}

INSTANTIATE_TEST_SUITE_P(seeds, attendance_in_the_store, testing::Values(1U));

}  // namespace
}  // namespace gatehouse::ops::attendance::test
