// Histories that a seed makes: shifts of all sorts, some days of punches, some of them troublesome, and
// requests.
#pragma once

#include "model/attendance/judge.hpp"

#include <memory>
#include <random>
#include <string>

namespace gatehouse::model::attendance {

inline constexpr civil_day first_day{std::chrono::year{2026} / 3 / 9};
inline constexpr int many_days = 4;

struct generated {
    rule_book book;
    person_schedule person;
    history past;  // of the two
};

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
            const civil_day date = first_day + std::chrono::days(i);
            const plan what = chance(15) ? plan{} : plan(pick(0, 2));
            made->person.overrides.push_back({date, what, nullptr, {}});
            if (what)
                punch_day(made->book.shifts[*what].on(date), day_clock(*group.zone, date),
                          made->past.punches);
        }
        ask(made->past.requests);
        for (punch& each : made->past.punches)
            each.fingerprint = std::to_string(base::to_milliseconds(each.device_time)) + "/" +
                               std::to_string(static_cast<int>(each.way));
        made->past.book = &made->book;
        made->past.person = &made->person;
        made->past.now = base::instant{std::chrono::sys_days{std::chrono::year{2026} / 4 / 1}};
        if (chance(10))
            made->past.now = base::instant{(first_day + std::chrono::days(2)).time_since_epoch()} +
                             minutes(pick(0, 1440));
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
            made.published[first_day + std::chrono::days(pick(0, many_days))] = {day_kind::holiday, {}};
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
                made.punched_breaks.push_back(
                    {minutes(15), {middle - minutes(20), middle + minutes(20)}, chance(30)});
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
            made.first = made.last = first_day + std::chrono::days(pick(0, many_days - 1));
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

inline std::unique_ptr<generated> generate(std::uint32_t seed)
{
    return generator(seed).make();
}

}  // namespace gatehouse::model::attendance
