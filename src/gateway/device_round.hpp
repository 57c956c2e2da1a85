// What happens behind devices' connections: whoever went and did not come back is offline to its apps, and
// what was done with a device is told to it.
#pragma once

#include "endpoint/device_links.hpp"
#include "ops/round.hpp"
#include "store/writer.hpp"

#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::gateway {

// A device that comes back within this was not away (spec/deli-cloud.md R-13).
inline constexpr std::chrono::seconds away_after{5};
// After a start those that were online have as long to come back.
inline constexpr std::chrono::seconds away_after_start{60};

class device_round final : public ops::round {
public:
    device_round(store::writer& writer, const base::clock& clock, endpoint::device_links& devices,
                 bool compat_v10);

    // Its connection is over. Any thread.
    void left(const std::string& device);

    bool is_wanted() const override;
    bool pass() override;
    void finish(std::chrono::milliseconds) override {}

private:
    struct departure {
        base::instant due;
        std::string device;
    };

    void expect_back(const std::string& device, base::instant due);
    void note_absent(base::instant now);
    std::vector<std::string> take_absent(base::instant now);
    bool send_notices(base::instant now);

    store::writer& writer_;
    const base::clock& clock_;
    endpoint::device_links& devices_;
    bool compat_v10_;
    std::optional<std::uint64_t> seen_commits_;
    mutable std::mutex mutex_;
    std::deque<departure> departures_;                     // the first is due first
    std::unordered_map<std::string, base::instant> last_;  // of a device the last one, which alone counts
};

}  // namespace gatehouse::gateway
