// Where a phone may punch: access points, fences, beacons. Attendance rules §13.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace gatehouse::model::attendance {

struct wifi_place {
    std::string bssid;  // five bytes of it stand for all radios of one access point
    std::string ssid;
    bool ssid_enough = false;
};

struct fence {
    double latitude = 0;
    double longitude = 0;
    double radius = 0;  // metres
};

struct beacon {
    std::string id;
    int least_signal = -75;  // dBm
};

struct phone_rules {
    std::vector<wifi_place> wifi;
    std::vector<fence> fences;
    std::vector<beacon> beacons;
    double worst_accuracy = 100;  // metres
    int means_needed = 1;
    bool without_shift = true;    // on a date without shift

    bool allowed() const { return !wifi.empty() || !fences.empty() || !beacons.empty(); }
};

}  // namespace gatehouse::model::attendance
