#include "model/attendance/generated_history.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <random>

namespace gatehouse::model::attendance {
namespace {

using std::chrono::days;

constexpr std::uint32_t many_histories = 1000;

std::vector<day_result> judge_all(const history& of)
{
    return judge(of, first_day - days(2), first_day + days(many_days + 2));
}

// All that results say but their traces.
std::string essence(const std::vector<day_result>& all)
{
    std::string text;
    for (const day_result& of : all) {
        const day_clock clock = of.clock();
        const auto add = [&](moment at, std::string_view word) {
            text.append(" ").append(clock_text(clock.past_midnight(at))).append(word);
        };
        text += "\n" + date_text(of.date);
        for (const status each : of.statuses)
            text.append(" ").append(name_of(each));
        for (const auto& [name, many] : by_name(of.sums))
            text.append(" ").append(name).append(std::to_string(many.count()));
        for (const section_result& each : of.sections) {
            if (each.in)
                add(each.in->at, "in");
            if (each.out)
                add(each.out->at, "out");
        }
        for (const used_punch& each : of.used)
            add(each.at, std::to_string(static_cast<int>(each.role)));
        for (const left_out_punch& each : of.left_out)
            add(each.at, name_of(each.why));
        for (const hint& each : of.hints)
            text.append(" ").append(words(each, clock, language::english));
    }
    return text;
}

TEST(attendance_properties, the_order_in_which_punches_arrive_changes_nothing_nor_does_a_repeat)
{
    for (std::uint32_t seed = 1; seed <= many_histories; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto made = generate(seed);
        const std::string before = essence(judge_all(made->past));
        history other = made->past;
        std::mt19937 random(seed);
        if (!other.punches.empty())
            for (int i = 0; i < 3; ++i)
                other.punches.push_back(other.punches[random() % other.punches.size()]);
        std::shuffle(other.punches.begin(), other.punches.end(), random);
        ASSERT_EQ(before, essence(judge_all(other)));
    }
}

TEST(attendance_properties, days_judged_without_explaining_them_are_the_same)
{
    for (std::uint32_t seed = 1; seed <= many_histories; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto made = generate(seed);
        const auto explained = judge_all(made->past);
        const unexplained numbers_only;
        const auto silent = judge_all(made->past);
        ASSERT_EQ(essence(explained), essence(silent));
        ASSERT_FALSE(explained.front().why.empty());
        for (const day_result& each : silent)
            ASSERT_TRUE(each.why.empty());
    }
    EXPECT_FALSE(unexplained::holds());
}

TEST(attendance_properties, the_accounts_of_every_day_balance)
{
    std::map<status, int> met;
    for (std::uint32_t seed = 1; seed <= many_histories; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto made = generate(seed);
        const auto all = judge_all(made->past);
        for (const day_result& each : all) {
            ASSERT_TRUE(balances(each.sums, each.what && each.what->hours)) << essence({each});
            for (const status one : each.statuses)
                ++met[one];
        }
    }
    // The generator reaches what it is to try.
    for (const status each :
         {status::normal, status::late, status::seriously_late, status::early, status::away, status::short_,
          status::missing_in, status::missing_out, status::absent, status::part_absent, status::pending,
          status::leave, status::trip, status::field, status::corrected, status::overtime, status::holiday,
          status::unpaired})
        EXPECT_GT(met[each], 20) << name_of(each);
}

TEST(attendance_properties, every_punch_is_used_or_left_out_for_exactly_one_reason)
{
    for (std::uint32_t seed = 1; seed <= many_histories; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const auto made = generate(seed);
        made->past.now = base::instant{std::chrono::sys_days{std::chrono::year{2026} / 4 / 1}};
        const auto all = judge_all(made->past);
        std::map<std::string, int> spoken;
        for (const punch& each : made->past.punches)
            spoken[each.fingerprint] = 0;
        for (const day_result& day : all) {
            for (const used_punch& each : day.used)
                ++spoken[each.origin->fingerprint];
            for (const left_out_punch& each : day.left_out)
                ++spoken[each.origin->fingerprint];
        }
        for (const auto& [fingerprint, times] : spoken)
            ASSERT_EQ(times, 1) << fingerprint << essence(all);
    }
}

// What a hint asks for, done.
request done(const hint& what, const day_result& day)
{
    const day_clock clock = day.clock();
    request made;
    made.id = 1000;
    made.first = made.last = day.date;
    made.decided = base::instant{};
    switch (what.kind) {
    case hint_kind::in_by:
    case hint_kind::out_from:
        made.kind = request_kind::correction;
        made.section = static_cast<int>(what.section) + 1;
        made.in = what.kind == hint_kind::in_by;
        made.claimed = clock.past_midnight(what.from);
        break;
    case hint_kind::leave:
        made.leave_type = "personal";
        made.part = covered_part::clock;
        made.between = {clock.past_midnight(what.from), clock.past_midnight(what.to)};
        break;
    case hint_kind::more_minutes:
        made.kind = request_kind::correction;
        made.in = false;
        made.claimed = clock.past_midnight(day.sections[0].out->at) + what.more;
        break;
    case hint_kind::approve_overtime:
        made.kind = request_kind::overtime;
        made.part = covered_part::clock;
        made.between = {clock.past_midnight(what.from), clock.past_midnight(what.to)};
        break;
    }
    return made;
}

// Whether so many minutes more fit behind the out, where nothing else counts.
bool can_stay(const hint& what, const day_result& day)
{
    const auto& [on, off, in, out] = day.sections[0];
    return in && out && in->at < out->at && day.sums.field + day.sums.on_leave() == minutes{} &&
           day.what->round_out.way == rounding_way::none &&
           day.clock().past_midnight(out->at) + what.more <= day.what->band.to;
}

// Whether two hints speak of the same fault of the same section.
bool same_fault(const hint& a, const hint& b)
{
    const auto kind = [](status of) { return of == status::seriously_late ? status::late : of; };
    return a.section == b.section && kind(a.mends) == kind(b.mends);
}

TEST(attendance_properties, what_a_hint_says_is_true)
{
    int tried = 0;
    for (std::uint32_t seed = 1; seed <= many_histories; ++seed) {
        const auto made = generate(seed);
        made->past.now = base::instant{std::chrono::sys_days{std::chrono::year{2026} / 4 / 1}};
        const auto all = judge_all(made->past);
        for (const day_result& day : all) {
            for (const hint& each : day.hints) {
                if (each.kind == hint_kind::more_minutes && !can_stay(each, day))
                    continue;
                history mended = made->past;
                for (const hint& other : day.hints) {
                    // Leave, and what an absent section asks for, mend together.
                    const bool together = each.kind == other.kind || each.mends == status::absent;
                    const bool both = (each.kind == hint_kind::leave) == (other.kind == hint_kind::leave);
                    if (same_fault(each, other) && together && both)
                        mended.requests.push_back(done(other, day));
                }
                const day_result after = judge(mended, day.date, day.date).front();
                const bool still = std::any_of(
                    after.hints.begin(), after.hints.end(),
                    [&](const hint& other) { return other.kind == each.kind && same_fault(each, other); });
                ++tried;
                if (each.kind == hint_kind::approve_overtime)
                    ASSERT_NE(after.sums.overtime, day.sums.overtime) << "seed " << seed << essence({day});
                ASSERT_FALSE(still) << "seed " << seed << " " << words(each, day.clock(), language::english)
                                    << essence({day}) << essence({after});
            }
        }
    }
    EXPECT_GT(tried, 1000);
}

TEST(attendance_properties, neither_the_zone_nor_the_locale_of_the_process_plays_a_part)
{
    const char* const before = std::getenv("TZ");
    const std::string kept = before ? before : "";
    std::vector<std::string> results;
    for (const auto& [zone, locale] : {std::pair("UTC", "C"), std::pair("America/St_Johns", "de_DE.UTF-8"),
                                       std::pair("Pacific/Kiritimati", "C.UTF-8")}) {
        setenv("TZ", zone, 1);
        tzset();
        std::setlocale(LC_ALL, locale);
        std::string all;
        for (std::uint32_t seed = 1; seed <= many_histories; ++seed)
            all += essence(judge_all(generate(seed)->past));
        results.push_back(std::move(all));
    }
    std::setlocale(LC_ALL, "C");
    before ? setenv("TZ", kept.c_str(), 1) : unsetenv("TZ");
    tzset();
    EXPECT_EQ(results[0], results[1]);
    EXPECT_EQ(results[0], results[2]);
}

}  // namespace
}  // namespace gatehouse::model::attendance
