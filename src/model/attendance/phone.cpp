#include "model/attendance/phone.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace gatehouse::model::attendance {
namespace {

using std::chrono::floor;

// Case and separators say nothing.
std::string bytes_of(std::string_view bssid)
{
    std::string kept;
    for (const char c : bssid) {
        if (c >= 'A' && c <= 'F')
            kept += static_cast<char>(c - 'A' + 'a');
        else if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))
            kept += c;
    }
    return kept;
}

phone_refusal judge_wifi(const access_point& seen, const phone_rules& rules)
{
    bool named = false;
    const std::string bytes = bytes_of(seen.bssid);
    for (const wifi_place& each : rules.wifi) {
        const std::string listed = bytes_of(each.bssid);
        const bool known = listed.size() == 10 ? bytes.size() == 12 && bytes.starts_with(listed)
                                               : bytes == listed;
        const bool same_name = !each.ssid.empty() && each.ssid == seen.ssid;
        if (known || (same_name && each.ssid_enough))
            return phone_refusal::none;
        named |= same_name;
    }
    return named ? phone_refusal::ssid_only : phone_refusal::wifi_unknown;
}

phone_refusal judge_gps(const gps_fix& fix, const phone_rules& rules)
{
    if (fix.accuracy > rules.worst_accuracy)
        return phone_refusal::accuracy_too_poor;
    phone_refusal found = phone_refusal::outside_fence;
    for (const fence& each : rules.fences) {
        const double away = great_circle(each.latitude, each.longitude, fix.latitude, fix.longitude);
        if (away + fix.accuracy <= each.radius)
            return phone_refusal::none;
        if (away - fix.accuracy <= each.radius)
            found = phone_refusal::fence_uncertain;
    }
    return found;
}

phone_refusal judge_ble(const beacon_seen& seen, const phone_rules& rules)
{
    const auto known = std::find_if(rules.beacons.begin(), rules.beacons.end(),
                                    [&](const beacon& each) { return each.id == seen.id; });
    if (known == rules.beacons.end() || !seen.identifier_valid)
        return phone_refusal::ble_unknown;
    if (seen.signal < known->least_signal)
        return phone_refusal::ble_weak;
    return seen.ago > std::chrono::seconds(30) ? phone_refusal::ble_stale : phone_refusal::none;
}

bool inside_window(const phone_punch& asked, const std::vector<scheduled_day>& days,
                   const std::vector<std::optional<claim>>& claims)
{
    const moment at = floor<minutes>(asked.at);
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (!claims[i] || at < claims[i]->opens || at > claims[i]->closes)
            continue;
        if (!asked.automatic || !days[i].what)
            return !asked.automatic;
        const day_clock clock = days[i].clock();
        if (at <= clock.at(days[i].what->begin()) + minutes(30) || at >= clock.at(days[i].what->end()))
            return true;
    }
    for (const scheduled_day& day : days) {
        const bool today = day.clock().at(day.group->boundary) <= at &&
                           at < day_clock(*day.zone, day.date + std::chrono::days(1)).at(day.group->boundary);
        if (today)
            return !day.what && !asked.automatic && day.group->phones.without_shift;
    }
    return false;
}

phone_decision judge_means(const phone_punch& asked, const phone_rules& rules)
{
    phone_decision made;
    std::optional<phone_refusal> first;
    int many = 0;
    const auto take = [&](std::string_view name, phone_refusal found) {
        if (found != phone_refusal::none) {
            first = first.value_or(found);
            return;
        }
        if (++many == 1)
            made.means = name;
    };
    if (asked.wifi)
        take("wifi", judge_wifi(*asked.wifi, rules));
    if (asked.gps)
        take("gps", judge_gps(*asked.gps, rules));
    if (asked.ble)
        take("ble", judge_ble(*asked.ble, rules));
    if (many >= rules.means_needed)
        return made;
    // Nothing, or too little, was shown: what the group asks for first is not proven.
    const phone_refusal unproven = !rules.wifi.empty()     ? phone_refusal::wifi_unknown
                                   : !rules.fences.empty() ? phone_refusal::fence_uncertain
                                                           : phone_refusal::ble_unknown;
    return {first.value_or(unproven), {}};
}

}  // namespace

double great_circle(double latitude, double longitude, double other_latitude, double other_longitude)
{
    constexpr double earth = 6'371'008.8;  // metres
    constexpr double degree = std::numbers::pi / 180;
    const double north = std::sin((other_latitude - latitude) * degree / 2);
    const double east = std::sin((other_longitude - longitude) * degree / 2);
    const double chord = north * north +
                         std::cos(latitude * degree) * std::cos(other_latitude * degree) * east * east;
    return 2 * earth * std::asin(std::min(1.0, std::sqrt(chord)));
}

phone_decision decide(const phone_punch& asked, const std::vector<scheduled_day>& days,
                      const std::vector<std::optional<claim>>& claims,
                      std::optional<base::instant> accepted_before)
{
    if (days.empty())
        return {phone_refusal::not_allowed, {}};
    const scheduled_day* today = &days.front();
    for (const scheduled_day& each : days)
        if (each.clock().at(minutes{}) <= asked.at)
            today = &each;
    if (!today->employed() || !today->group->phones.allowed() || !asked.consent)
        return {phone_refusal::not_allowed, {}};
    if (!inside_window(asked, days, claims))
        return {phone_refusal::outside_window, {}};
    if (accepted_before && asked.at - *accepted_before <= today->group->fold)
        return {phone_refusal::too_soon, {}};
    if (asked.mock)
        return {phone_refusal::mock_location, {}};
    if (asked.shared)
        return {phone_refusal::shared_phone, {}};
    return judge_means(asked, today->group->phones);
}

std::string_view name_of(phone_refusal why)
{
    static constexpr std::array<std::string_view, 14> names{
        "none",      "not_allowed",  "outside_window",    "too_soon",      "mock_location",   "shared_phone",
        "ssid_only", "wifi_unknown", "accuracy_too_poor", "outside_fence", "fence_uncertain", "ble_unknown",
        "ble_weak",  "ble_stale"};
    return names[static_cast<std::size_t>(why)];
}

}  // namespace gatehouse::model::attendance
