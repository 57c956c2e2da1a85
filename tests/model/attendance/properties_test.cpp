#include "model/attendance/judge.hpp"
#include "model/attendance/overtime.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <random>

namespace gatehouse::model::attendance {
namespace {

using std::chrono::days;

constexpr civil_day first_day{std::chrono::year{2026} / 3 / 9};
constexpr int many_days = 4;
constexpr std::uint32_t many_histories = 1000;

struct generated {
    rule_book book;
    person_schedule person;
    history past;  // of the two
};

// Shifts of all sorts, some days of punches, some of them troublesome, and requests: all made of a seed.
class generator {
public:
    explicit generator(std::uint32_t seed) : random_(seed) {}

    std::unique_ptr<generated> make()
    {
        auto made = std::make_unique<generated>();
        group_rules group = make_group();
        made->book.group = versions<group_rules>(group);
        made->book.days = versions<calendar>(make_calendar());
        for (int i = 0; i < 3; ++i)
            made->book.shifts.emplace_back(make_shift());
        for (int i = 0; i < many_days; ++i) {
            const civil_day date = first_day + days(i);
            const plan what = chance(15) ? plan{} : plan(pick(0, 2));
            made->person.overrides.push_back({date, what, nullptr, {}});
            if (what)
                punch_day(made->book.shifts[*what].on(date), day_clock(*group.zone, date), made->past.punches);
        }
        ask(made->past.requests);
        for (punch& each : made->past.punches)
            each.fingerprint = std::to_string(base::to_milliseconds(each.device_time)) + "/" +
                               std::to_string(static_cast<int>(each.way));
        made->past.book = &made->book;
        made->past.person = &made->person;
        made->past.now = base::instant{std::chrono::sys_days{std::chrono::year{2026} / 4 / 1}};
        if (chance(10))
            made->past.now = base::instant{(first_day + days(2)).time_since_epoch()} + minutes(pick(0, 1440));
        return made;
    }

private:
    long pick(long least, long most) { return std::uniform_int_distribution<long>(least, most)(random_); }
    bool chance(long percent) { return pick(1, 100) <= percent; }
    minutes fives(long least, long most) { return minutes(5 * pick(least, most)); }

    group_rules make_group()
    {
        group_rules group;
        group.zone = time_zone::find(chance(70) ? "Asia/Shanghai" : "America/New_York");
        group.reading = static_cast<reading_way>(pick(0, 2));
        for (overtime_policy& each : group.overtime) {
            each.mode = static_cast<overtime_mode>(pick(0, 3));
            each.after = fives(0, 6);
            each.early = chance(30);
            each.least = fives(0, 6);
            each.unit = minutes(chance(50) ? 1 : 30);
        }
        return group;
    }

    calendar make_calendar()
    {
        calendar made;
        if (chance(30))
            made.published[first_day + days(pick(0, many_days))] = {day_kind::holiday, {}};
        return made;
    }

    shift make_shift()
    {
        shift made;
        made.name = "S";
        made.hours = chance(20);
        if (made.hours) {
            made.band = {fives(72, 108), fives(228, 276)};
            made.need = fives(48, 96);
            if (chance(60))
                made.core = clock_span{fives(120, 130), fives(170, 200)};
        } else {
            minutes at = fives(72, 240);
            for (long i = pick(1, 3); i > 0; --i) {
                const minutes off = at + fives(24, 70);
                made.sections.push_back({at, off, {}});
                at = off + fives(6, 30);
            }
            if (chance(30))
                made.flex_late = fives(0, 12);
            if (chance(30))
                made.flex_early = fives(0, 12);
            made.no_in = chance(5);
            made.no_out = chance(10);
            const minutes middle = (made.sections[0].on + made.sections[0].off) / 2;
            if (chance(40))
                made.breaks.push_back({{middle, middle + minutes(20)}, chance(30)});
            else if (chance(30))
                made.punched_breaks.push_back({minutes(15), {middle - minutes(20), middle + minutes(20)}, chance(30)});
        }
        if (chance(50)) {
            made.grace_late = minutes(pick(0, 10));
            made.grace_early = minutes(pick(0, 10));
            made.from_grace = chance(40);
        }
        if (chance(30))
            made.serious = made.grace_late + fives(1, 6);
        if (chance(30)) {
            made.absent_late = made.serious.value_or(made.grace_late) + fives(2, 10);
            made.absent_early = made.grace_early + fives(2, 10);
            made.absent_section = chance(50);
        }
        if (chance(20))
            made.round_in = {static_cast<rounding_way>(pick(1, 3)), minutes(15)};
        if (chance(20))
            made.round_out = {static_cast<rounding_way>(pick(1, 3)), minutes(10)};
        if (chance(20))
            made.late_out.push_back({fives(3, 12), fives(3, 12)});
        made.missing = static_cast<missing_as>(pick(0, 2));
        made.free_edge = chance(20);
        made.stay = fives(2, 18);
        return made;
    }

    void tap(const day_clock& clock, minutes at, direction way, std::vector<punch>& onto)
    {
        punch made;
        made.id = onto.size() + 1;
        made.device_time = base::instant{clock.at(at)} + std::chrono::seconds(pick(0, 59));
        made.way = chance(60) ? way : direction::none;
        if (chance(5))
            made.device_ahead = std::chrono::seconds(pick(-600, 600));
        made.clock_unknown = chance(3);
        made.allowed = !chance(2);
        if (chance(20))
            made.received = made.device_time + minutes(pick(-20, 3000));
        onto.push_back(made);
        if (chance(10)) {
            made.id = onto.size() + 1;
            made.device_time += std::chrono::seconds(pick(1, 70));
            onto.push_back(made);
        }
    }

    void punch_day(const shift& what, const day_clock& clock, std::vector<punch>& onto)
    {
        std::vector<section> planned = what.sections;
        if (what.hours)
            planned.push_back({what.band.from + minutes(60), what.band.to - minutes(60), {}});
        for (const section& each : planned) {
            if (!chance(12))
                tap(clock, each.on + minutes(pick(-20, chance(30) ? 60 : 5)), direction::in, onto);
            while (chance(25))
                tap(clock, minutes(pick(each.on.count(), each.off.count())),
                    chance(50) ? direction::in : direction::out, onto);
            if (!chance(12))
                tap(clock, each.off + minutes(pick(chance(30) ? -60 : -5, 60)), direction::out, onto);
        }
        if (chance(5))
            tap(clock, minutes(pick(0, 1439)), direction::none, onto);
    }

    void ask(std::vector<request>& onto)
    {
        for (long i = pick(0, 4); i > 0; --i) {
            request made;
            made.id = static_cast<std::uint64_t>(i);
            made.kind = static_cast<request_kind>(pick(0, 4));
            made.leave_type = chance(50) ? "annual" : "sick";
            made.first = made.last = first_day + days(pick(0, many_days - 1));
            made.between.from = fives(72, 280);
            made.between.to = made.between.from + fives(6, 60);
            made.part = made.kind == request_kind::field || made.kind == request_kind::overtime
                            ? covered_part::clock
                            : static_cast<covered_part>(pick(0, 5));
            if (made.part == covered_part::at_start || made.part == covered_part::at_end)
                made.allowance = minutes(60);
            made.in = chance(50);
            made.claimed = fives(90, 220);
            made.state = chance(90) ? request_state::approved : request_state::withdrawn;
            onto.push_back(made);
        }
    }

    std::mt19937 random_;
};

std::unique_ptr<generated> generate(std::uint32_t seed)
{
    return generator(seed).make();
}

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
    for (const status each : {status::normal, status::late, status::seriously_late, status::early, status::away,
                              status::short_, status::missing_in, status::missing_out, status::absent,
                              status::part_absent, status::pending, status::leave, status::trip, status::field,
                              status::corrected, status::overtime, status::holiday, status::unpaired})
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
        made.decided.reset();
        made.section = static_cast<int>(what.section) + 1;
        made.in = what.kind == hint_kind::in_by;
        made.claimed = clock.past_midnight(what.from);
        break;
    case hint_kind::leave:
        made.leave_type = "personal";
        made.part = covered_part::clock;
        made.between = {clock.past_midnight(what.from), clock.past_midnight(what.to)};
        break;
    default:
        made.kind = request_kind::overtime;
        made.part = covered_part::clock;
        made.between = {clock.past_midnight(what.from), clock.past_midnight(what.to)};
        break;
    }
    return made;
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
                if (each.kind == hint_kind::more_minutes)
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
                const bool still = std::any_of(after.hints.begin(), after.hints.end(), [&](const hint& other) {
                    return other.kind == each.kind && same_fault(each, other);
                });
                ++tried;
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
