#include "model/attendance/day_clock.hpp"

#include <cstdio>

namespace gatehouse::model::attendance {
namespace {

using std::chrono::days;
using std::chrono::floor;

base::instant to_instant(const time_zone& zone, civil_time clock)
{
    const base::instant found = zone.to_utc(clock);
    if (zone.to_civil(found) == clock)
        return found;
    // Skipped: the clock passes it at once, somewhere in the day before what `to_utc` says.
    moment before = floor<minutes>(found) - days(1);
    moment after = floor<minutes>(found);
    while (after - before > minutes(1)) {
        const moment middle = before + (after - before) / 2;
        (zone.to_civil(middle) > clock ? after : before) = middle;
    }
    return after;
}

}  // namespace

day_clock::day_clock(const time_zone& zone, civil_day date) : zone_(&zone), date_(date)
{
    const auto offset_at = [&](days after) {
        const base::instant at{(date + after).time_since_epoch()};
        return floor<minutes>(zone.to_civil(at).time_since_epoch() - at.time_since_epoch());
    };
    const minutes before = offset_at(days(-2));
    if (before == offset_at(days(4)))
        offset_ = before;
}

moment day_clock::at(minutes past_midnight) const
{
    if (offset_)
        return moment{date_.time_since_epoch() + past_midnight - *offset_};
    return floor<minutes>(to_instant(*zone_, civil_time{date_} + past_midnight));
}

minutes day_clock::past_midnight(moment at) const
{
    if (offset_)
        return at.time_since_epoch() + *offset_ - date_.time_since_epoch();
    return floor<minutes>(zone_->to_civil(at) - civil_time{date_});
}

civil_day day_clock::date_of(moment at) const
{
    return date_ + floor<days>(past_midnight(at));
}

std::string clock_text(minutes past_midnight)
{
    const auto count = past_midnight.count();
    char text[64];
    if (count < 0) {
        const auto day = -floor<days>(past_midnight).count();
        const auto rest = count + day * 1440;
        std::snprintf(text, sizeof text, "-%ld %02ld:%02ld", static_cast<long>(day), rest / 60, rest % 60);
    } else {
        std::snprintf(text, sizeof text, "%02ld:%02ld", count / 60, count % 60);
    }
    return text;
}

}  // namespace gatehouse::model::attendance
