#include "simulate/office_days.hpp"

#include <random>

namespace gatehouse::simulate {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr model::civil_day crew_begins{std::chrono::year{2026} / 1 / 5};

bool is_planned(std::size_t person, model::civil_day date)
{
    if (guards_nights(person)) {
        const auto place = (date - crew_begins).count() % 4;
        return place >= 0 && place < 2;
    }
    return std::chrono::weekday{date}.iso_encoding() <= 5;
}

struct shift_hours {
    minutes on;
    minutes off;
};

}  // namespace

bool guards_nights(std::size_t person)
{
    return person % 10 == 9;
}

told_day day_of(std::uint64_t seed, std::size_t person, model::civil_day date, const model::time_zone& zone)
{
    told_day made;
    if (!is_planned(person, date))
        return made;
    std::seed_seq mixed{seed, static_cast<std::uint64_t>(person),
                        static_cast<std::uint64_t>(date.time_since_epoch().count())};
    std::mt19937 luck(mixed);
    const auto up_to = [&luck](unsigned most) { return minutes(static_cast<int>(luck() % (most + 1))); };
    const shift_hours hours = guards_nights(person) ? shift_hours{minutes(22 * 60), minutes(30 * 60)}
                                                    : shift_hours{minutes(9 * 60), minutes(18 * 60)};
    const auto punch = [&](minutes at) { made.punches.push_back(zone.to_utc(model::civil_time{date} + at)); };
    made.sums["planned_days"] = 1;
    minutes in = hours.on - up_to(25);
    minutes out = hours.off + up_to(25);
    const auto trouble = luck() % 100;
    const minutes many = minutes(6) + up_to(50);
    if (trouble < 6) {
        in = hours.on + many;
        made.sums["late_times"] = 1;
        made.sums["late"] = many.count();
    } else if (trouble < 10) {
        out = hours.off - many;
        made.sums["early_times"] = 1;
        made.sums["early"] = many.count();
    }
    const bool forgets = trouble >= 10 && trouble < 13;
    const bool stays_away = trouble >= 13 && trouble < 15;
    if (stays_away)
        return made;
    punch(in);
    if (trouble >= 15 && trouble < 20)
        made.punches.push_back(made.punches.back() + std::chrono::seconds(20));  // a doubled tap
    if (forgets)
        made.sums["missing_times"] = 1;
    else
        punch(out);
    made.sums["attended_days"] = forgets ? 0 : 1;
    return made;
}

}  // namespace gatehouse::simulate
