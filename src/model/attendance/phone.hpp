// Whether a phone's punch is accepted to. The request's time is the server's.
#pragma once

#include "model/attendance/claims.hpp"

namespace gatehouse::model::attendance {

struct access_point {
    std::string bssid;
    std::string ssid;
};

struct gps_fix {
    double latitude = 0;
    double longitude = 0;
    double accuracy = 0;  // radius that holds 68 %, metres
};

struct beacon_seen {
    std::string id;
    int signal = 0;  // dBm
    std::chrono::seconds ago{};
    bool identifier_valid = true;  // of a machine whose identifier rolls
};

struct phone_punch {
    base::instant at{};
    std::optional<access_point> wifi;
    std::optional<gps_fix> gps;
    std::optional<beacon_seen> ble;
    bool mock = false;
    bool shared = false;  // somebody else punched with this phone today
    bool automatic = false;
    bool consent = true;
};

enum class phone_refusal {
    none,
    not_allowed,
    outside_window,
    too_soon,
    mock_location,
    shared_phone,
    ssid_only,
    wifi_unknown,
    accuracy_too_poor,
    outside_fence,
    fence_uncertain,
    ble_unknown,
    ble_weak,
    ble_stale,
};
std::string_view name_of(phone_refusal why);

struct phone_decision {
    phone_refusal refusal = phone_refusal::none;
    std::string means;  // "wifi", "gps", "ble", where accepted

    bool accepted() const { return refusal == phone_refusal::none; }
};

// `days` and their claims stand around the punch; `accepted_before`: the last accepted punch of this person.
phone_decision decide(const phone_punch& asked, const std::vector<scheduled_day>& days,
                      const std::vector<std::optional<claim>>& claims,
                      std::optional<base::instant> accepted_before);

double great_circle(double latitude, double longitude, double other_latitude, double other_longitude);

}  // namespace gatehouse::model::attendance
