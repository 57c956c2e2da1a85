// What concerns one person: schedule, punches, approvals.
#include "model/attendance/cases/blocks.hpp"

namespace gatehouse::model::attendance::cases {
namespace {

void read_swap(statement& line, clerk_case& into)
{
    swap_day swap;
    swap.date = line.date();
    if (line.accept("with")) {
        swap.with = line.date();
    } else {
        line.expect("gets");
        swap.gets = read_plan(line, into);
    }
    into.person.swaps.push_back(swap);
}

// The other instant at which the zone's clock shows the same, where there is one.
bool comes_twice(const time_zone& zone, civil_time clock)
{
    const base::instant first = zone.to_utc(clock);
    for (const minutes later : {minutes(30), minutes(60), minutes(120)})
        if (zone.to_civil(first + later) == clock)
            return true;
    return false;
}

std::chrono::seconds read_offset(statement& line)
{
    std::string_view word = line.take();
    const bool west = word.starts_with('-');
    if (west || word.starts_with('+'))
        word.remove_prefix(1);
    const auto value = clerk::read_time(word);
    if (!value)
        line.fail("\"" + std::string(word) + "\" is no offset");
    return west ? -*value : *value;
}

void read_clock(statement& line, punch& into)
{
    if (line.accept("?"))
        into.clock_unknown = true;
    else
        into.device_ahead = minutes(line.number());
}

punch read_punch(statement& line, civil_day date, const clerk_case& from)
{
    const civil_time clock = civil_time{date} + line.time_of_day();
    const time_zone& zone = *from.group.zone;
    punch made;
    made.device_time = zone.to_utc(clock);
    made.clock_unknown = comes_twice(zone, clock);
    while (!line.at_end() && line.peek() != ",") {
        if (line.accept("in")) {
            made.way = direction::in;
        } else if (line.accept("out")) {
            made.way = direction::out;
        } else if (line.accept("clock")) {
            read_clock(line, made);
        } else if (line.accept("received")) {
            made.received = read_instant(line, from);
        } else if (line.accept("offset")) {
            made.device_time = base::instant{clock.time_since_epoch() - read_offset(line)};
            made.clock_unknown = false;
        } else {
            line.fail("\"" + std::string(line.peek()) + "\" marks no punch");
        }
    }
    made.fingerprint = std::to_string(base::to_milliseconds(made.device_time)) + "/" +
                       std::to_string(static_cast<int>(made.way)) + "/" +
                       std::to_string(made.device_ahead.count());
    return made;
}

}  // namespace

void read_schedule(statement& line, clerk_case& into)
{
    if (line.accept("swap")) {
        read_swap(line, into);
    } else if (line.accept("joined")) {
        into.person.joined = line.date();
    } else if (line.accept("left")) {
        into.person.left = line.date();
    } else if (line.accept("works")) {
        line.expect("since");
        into.works_since = line.date();
    } else {
        override_day day;
        day.date = line.date();
        day.what = read_plan(line, into);
        day.decided = base::instant{std::chrono::milliseconds(into.person.overrides.size())};
        if (line.accept("in")) {
            day.zone = time_zone::find(line.take());
            if (!day.zone)
                line.fail("there is no such zone");
        }
        into.person.overrides.push_back(day);
    }
    line.end();
}

void read_punches(statement& line, clerk_case& into)
{
    if (line.accept("phone")) {
        read_phone(line, into);
        return;
    }
    civil_day date = line.date();
    do {
        if (line.date_is_next())
            date = line.date();
        into.punches.push_back(read_punch(line, date, into));
        into.punches.back().id = into.punches.size();
    } while (line.accept(","));
    line.end();
}

void read_phone(statement& line, clerk_case& into)
{
    phone_punch made;
    made.at = read_instant(line, into);
    while (!line.at_end()) {
        if (line.accept("wifi")) {
            made.wifi = access_point{std::string(line.take()), std::string(line.take())};
        } else if (line.accept("gps")) {
            made.gps = gps_fix{line.decimal(), line.decimal(), 0};
            line.expect("accuracy");
            made.gps->accuracy = line.decimal();
        } else if (line.accept("ble")) {
            beacon_seen seen;
            seen.id = line.take();
            seen.signal = static_cast<int>(line.number());
            made.ble = seen;
        } else if (line.accept("mock")) {
            made.mock = true;
        } else if (line.accept("auto")) {
            made.automatic = true;
        } else {
            line.end();
        }
    }
    into.phones.push_back(std::move(made));
}

void read_approval(statement& line, clerk_case& into)
{
    request made = clerk::read_request(line);
    made.id = into.requests.size() + 1;
    if (line.accept("waiting"))
        made.state = request_state::waiting;
    else if (line.accept("refused"))
        made.state = request_state::refused;
    else if (line.accept("withdrawn"))
        made.state = request_state::withdrawn;
    if (line.accept("decided"))
        made.decided = read_instant(line, into);
    line.end();
    into.requests.push_back(std::move(made));
}

}  // namespace gatehouse::model::attendance::cases
