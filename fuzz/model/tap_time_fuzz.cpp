#include "model/tap_time.hpp"

#include "base/assert.hpp"

#include <cstdint>

// The first byte chooses the zone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace gatehouse::model;
    static const time_zone* const zones[] = {time_zone::find("Asia/Shanghai"),
                                             time_zone::find("America/New_York"),
                                             time_zone::find("Australia/Lord_Howe"), time_zone::find("UTC")};
    if (size == 0)
        return 0;
    const time_zone* const zone = zones[data[0] % 4];
    GATEHOUSE_ASSERT(zone);
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto at = read_tap_time(text, *zone);
    if (!at)
        return 0;
    const std::string written = rfc3339(*at);
    GATEHOUSE_ASSERT(written.ends_with('Z') && written.size() >= 20);
    GATEHOUSE_ASSERT(zone->to_utc(zone->to_civil(*at)) <= *at);
    const std::string seconds = epoch_seconds(*at);
    // Ten digits are epoch seconds in every zone.
    if (seconds.size() == 10 && seconds.front() != '-')
        GATEHOUSE_ASSERT(read_tap_time(seconds, *zone) == std::chrono::floor<std::chrono::seconds>(*at));
    return 0;
}
