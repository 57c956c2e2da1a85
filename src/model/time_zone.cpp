#include "model/time_zone.hpp"

#include <date/tz.h>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

namespace gatehouse::model {
namespace {

const date::time_zone& zone_in(const void* held)
{
    return *static_cast<const date::time_zone*>(held);
}

const date::time_zone* locate(const std::string& name)
{
    date::get_tzdb();  // outside the try: that there is no database is no fault of the name
    // The machine's own setting lies among the zones; it is not the name of one.
    if (name == "localtime")
        return nullptr;
    try {
        const date::time_zone* const zone = date::locate_zone(name);
        zone->get_info(date::sys_seconds{});  // reads the zone's file
        return zone;
    } catch (const std::runtime_error&) {
        return nullptr;  // how the library says "unknown"
    }
}

}  // namespace

const time_zone* time_zone::find(std::string_view name)
{
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<const time_zone>, std::less<>> known;
    const std::scoped_lock held(mutex);
    const auto found = known.find(name);
    if (found != known.end())
        return found->second.get();
    std::string wanted(name);
    const date::time_zone* const zone = locate(wanted);
    if (!zone)
        return nullptr;
    std::unique_ptr<const time_zone> made(new time_zone(zone));
    return known.emplace(std::move(wanted), std::move(made)).first->second.get();
}

civil_time time_zone::to_civil(base::instant at) const
{
    return civil_time{zone_in(zone_).to_local(at).time_since_epoch()};
}

base::instant time_zone::to_utc(civil_time at) const
{
    const date::local_time<std::chrono::milliseconds> local{at.time_since_epoch()};
    const date::local_info facts = zone_in(zone_).get_info(local);
    // In a gap, and where a reading comes twice, the offset that held before counts.
    return base::instant{local.time_since_epoch() - facts.first.offset};
}

}  // namespace gatehouse::model
