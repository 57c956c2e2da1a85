#include "ops/muster.hpp"

#include "store/sightings.hpp"

#include <unordered_map>

namespace gatehouse::ops {

std::vector<present> call_the_roll(store::connection& sql, model::organization_id of, base::instant now)
{
    constexpr std::chrono::hours lately{24};
    std::vector<present> all;
    std::unordered_map<std::int64_t, store::sighting> passes;
    for (const store::sighting& each : store::last_sightings(sql, of, now - lately)) {
        if (each.person)
            all.push_back({each.role, each.name, each.phone, each.person, {}, "", each.door, each.at});
        else
            passes.emplace(each.presented.value, each);
    }
    for (const store::guest_inside& each : store::guests_inside(sql, of)) {
        present one{each.is_main ? "visitor" : "companion",
                    each.name,
                    each.phone,
                    {},
                    each.visit,
                    each.interviewee,
                    "",
                    each.signed_in_at};
        // What they passed before they signed in was another time that they came.
        const auto see = [&one](const std::string& door, base::instant at) {
            if (at < one.last_seen)
                return;
            one.last_door = door;
            one.last_seen = at;
        };
        if (each.last_seen)
            see(each.last_door, *each.last_seen);
        if (const auto last = passes.find(each.presented.value); last != passes.end())
            see(last->second.door, last->second.at);
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace gatehouse::ops
