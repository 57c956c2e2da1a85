#include "ops/muster.hpp"

#include "store/people.hpp"

#include <map>

namespace gatehouse::ops {
namespace {

struct sighting {
    base::instant at;
    std::string door;
};

struct sightings {
    std::map<model::person_id, sighting> people;
    std::map<model::presented_id, sighting> passes;
};

template <class Id>
void see(std::map<Id, sighting>& in, Id who, const store::punch_view& where)
{
    const base::instant at = where.punch.what.corrected_time;
    const auto known = in.find(who);
    if (known == in.end() || known->second.at < at)
        in[who] = {at, where.door_name};
}

sightings look(store::connection& sql, const store::keyring& keys, model::organization_id of,
               base::instant since)
{
    constexpr std::int64_t page = 1000;
    sightings seen;
    std::int64_t before = 0;
    do {
        const auto found = store::find_punches(sql, keys, {of, {}, {}, since, {}}, before, page);
        for (const store::punch_view& each : found.found) {
            if (!model::was_accepted(each.punch.what.marks))
                continue;
            if (each.person)
                see(seen.people, *each.person, each);
            else if (each.punch.what.method == model::punch_method::qr)
                see(seen.passes, each.punch.what.presented, each);
        }
        before = found.next;
    } while (before != 0);
    return seen;
}

base::instant start_of_day(base::instant now, const model::time_zone& zone)
{
    return zone.to_utc(model::civil_time{std::chrono::floor<std::chrono::days>(zone.to_civil(now))});
}

}  // namespace

std::vector<present> call_the_roll(store::connection& sql, const store::keyring& keys,
                                   const store::organization_entry& of, base::instant now)
{
    constexpr std::chrono::hours overstaying{24};
    const sightings seen = look(sql, keys, of.what.id, start_of_day(now, *of.zone));
    std::vector<present> all;
    for (const auto& [id, last] : seen.people)
        if (const auto who = store::find_person(sql, id))
            all.push_back({who->role, who->name, who->phone.value_or(""), id, {}, "", last.door, last.at});
    for (const model::visit& each : store::visits_inside(sql, of.what.id, now - overstaying)) {
        const auto passes = store::passes_of(sql, each.id);
        for (std::size_t i = 0; i < each.guests.size(); ++i) {
            const model::guest& who = each.guests[i];
            present one{i == 0 ? "visitor" : "companion",
                        who.name,
                        who.phone,
                        {},
                        each.id,
                        each.interviewee,
                        "",
                        *each.signed_in_at};
            const auto pass = passes.find(who.id);
            const auto last = pass == passes.end() ? seen.passes.end() : seen.passes.find(pass->second);
            if (last != seen.passes.end()) {
                one.last_door = last->second.door;
                one.last_seen = last->second.at;
            }
            all.push_back(std::move(one));
        }
    }
    return all;
}

}  // namespace gatehouse::ops
