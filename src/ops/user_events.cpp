#include "ops/user_events.hpp"

#include "base/json_writer.hpp"
#include "ops/app_news.hpp"
#include "ops/places.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace gatehouse::ops {
namespace {

// Degrees as text, at most `most` either way.
bool is_degrees(const std::string& text, double most)
{
    constexpr std::size_t longest = 24;
    if (text.empty() || text.size() > longest || text.find_first_not_of("0123456789.-") != std::string::npos)
        return false;
    char* end = nullptr;
    const double read = std::strtod(text.c_str(), &end);
    return end == text.c_str() + text.size() && std::isfinite(read) && std::abs(read) <= most;
}

}  // namespace

bool is_user_event(std::string_view event)
{
    return std::find(user_events.begin(), user_events.end(), event) != user_events.end();
}

base::result<void> check(const user_event& what)
{
    constexpr double pole = 90;
    constexpr double date_line = 180;
    const bool has_sid = what.event == "wifi" || what.event == "ble";
    const bool has_place = what.event == "gps";
    if (!is_user_event(what.event))
        return wrong("/event", "is no event of people");
    if (what.sid.has_value() != has_sid || (has_sid && what.sid->empty()))
        return wrong("/sid", "is needed of wifi and ble, and only there");
    if (what.latitude.has_value() != has_place || (has_place && !is_degrees(*what.latitude, pole)))
        return wrong("/lat", "is needed of gps, and only there: degrees, at most 90");
    if (what.longitude.has_value() != has_place || (has_place && !is_degrees(*what.longitude, date_line)))
        return wrong("/lng", "is needed of gps, and only there: degrees, at most 180");
    return {};
}

std::vector<std::string> happen(store::transaction& in, const model::person& who, const user_event& what,
                                const author& by)
{
    std::vector<std::string> told;
    for (const std::string& each : store::subscribers_of(in.sql, who.id, what.event)) {
        const auto* const app = store::find_app(in.index, each);
        if (!app || app->what.suspended || !store::is_installed(*app, who.organization))
            continue;
        announce(in, *app, who, what, by.now);
        told.push_back(each);
    }
    return told;
}

std::string data_of(const model::person& who, const user_event& what)
{
    std::string event_data;
    if (what.sid)
        base::json_writer(event_data).open_object().name("sid").text(*what.sid).close_object();
    else if (what.latitude && what.longitude)
        base::json_writer(event_data)
            .open_object()
            .name("lat")
            .text(*what.latitude)
            .name("lng")
            .text(*what.longitude)
            .close_object();
    std::string data;
    base::json_writer json(data);
    json.open_object().name("user_id").text(std::to_string(who.id.value));
    json.name("event").text(what.event).name("evt").text(what.event);
    if (!event_data.empty())
        json.name("event_data").raw(event_data).name("evt_data").raw(event_data);
    json.close_object();
    return data;
}

void announce(store::transaction& in, const store::app_entry& app, const model::person& who,
              const user_event& what, base::instant now)
{
    tell_app(in, app, model::app_news::user_event, data_of(who, what), nullptr, now, who.organization);
}

}  // namespace gatehouse::ops
