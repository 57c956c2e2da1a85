#include "api/device_state.hpp"

#include "api/page.hpp"
#include "store/holdings.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace gatehouse::api {

// What a machine may hold of a person, and what it was told last.
struct held_item {
    bool holds = false;
    std::vector<std::string> features;
    std::optional<store::sending_state> state;
    bool is_removal = false;
    std::optional<base::instant> since;
    std::optional<base::instant> sent_at;
    std::optional<base::instant> confirmed_at;
    std::optional<base::instant> until;
};

struct device_person_item {
    model::person_id person;
    std::optional<std::string> name;
    bool should_hold = false;
    std::vector<std::string> wanted_features;
    held_item held;
};

struct device_state_item {
    model::device_id device;
    std::optional<model::organization_id> organization;
    std::int64_t should_hold = 0;
    std::int64_t confirmed = 0;
    std::int64_t under_way = 0;
    std::int64_t missing = 0;
    std::int64_t surplus = 0;
    std::optional<std::int64_t> said_stamp;
    std::optional<base::instant> said_at;
    std::vector<device_person_item> people;
    std::optional<std::string> next;
};

struct person_device_item {
    model::device_id device;
    std::string external;
    std::string name;
    bool should_hold = false;
    held_item held;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::held_item> = std::tuple{
    field{"holds", &api::held_item::holds, presence::required,
          "Whether it may hold anything of the person: until it confirmed a removal it may.", "true"},
    field{"features", &api::held_item::features, presence::required,
          "What it may hold, in the vendor's words: `fp`, `fa`, `card`.", R"(["fp"])"},
    field{
        "state", &api::held_item::state, presence::required,
        "Of what was sent last: `on_its_way`: about to be sent; `sent`; `arrived`: the machine acknowledged "
        "the message; `confirmed`: it said that it has it. Null: nothing was ever sent.",
        "confirmed"},
    field{"is_removal", &api::held_item::is_removal, presence::required,
          "Whether what was sent last was that it remove the person.", "false"},
    field{"since", &api::held_item::since, presence::required,
          "When it was first sent something. RFC 3339, UTC.", "2026-05-28T08:00:00Z"},
    field{"sent_at", &api::held_item::sent_at, presence::required,
          "When it was sent something last. RFC 3339, UTC.", "2026-05-28T08:00:00Z"},
    field{"confirmed_at", &api::held_item::confirmed_at, presence::required,
          "When it confirmed what was sent last. RFC 3339, UTC.", "2026-05-28T08:00:00Z"},
    field{"until", &api::held_item::until, presence::required,
          "Where it holds nothing any more: when it confirmed that. RFC 3339, UTC.", "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::device_person_item> =
    std::tuple{field{"person_id", &api::device_person_item::person, presence::required, "Who.", "1"},
               field{"name", &api::device_person_item::name, presence::required,
                     "Their name; null once it was erased.", "王小明"},
               field{"should_hold", &api::device_person_item::should_hold, presence::required,
                     "Whether the machine should hold them: they are of its organization.", "true"},
               field{"wanted_features", &api::device_person_item::wanted_features, presence::required,
                     "The features that are known of them, and what was last sent to any machine of the "
                     "organization.",
                     R"(["fp"])"},
               field{"held", &api::device_person_item::held, presence::required, "What it holds of them."}};

template <>
inline constexpr auto fields_of<api::device_state_item> =
    std::tuple{field{"device_id", &api::device_state_item::device, presence::required, "The machine.", "1"},
               field{"organization_id", &api::device_state_item::organization, presence::required,
                     "Whose it is; null: nobody's.", "1"},
               field{"should_hold", &api::device_state_item::should_hold, presence::required,
                     "How many people it should hold.", "120"},
               field{"confirmed", &api::device_state_item::confirmed, presence::required,
                     "How many of those it confirmed, as they were sent last.", "118"},
               field{"under_way", &api::device_state_item::under_way, presence::required,
                     "How many of those were sent and are not confirmed.", "1"},
               field{"missing", &api::device_state_item::missing, presence::required,
                     "How many of those it holds nothing of.", "1"},
               field{"surplus", &api::device_state_item::surplus, presence::required,
                     "How many others it may still hold.", "0"},
               field{"said_stamp", &api::device_state_item::said_stamp, presence::required,
                     "The `update_time` up to which it last said that it has the people.", "1780000000000"},
               field{"said_at", &api::device_state_item::said_at, presence::required,
                     "When it said so. RFC 3339, UTC.", "2026-05-28T08:00:00Z"},
               field{"people", &api::device_state_item::people, presence::required,
                     "One page of those whom it should hold or may hold, by their ids."},
               field{"next", &api::device_state_item::next, presence::required,
                     "Cursor of the next page; null at the end."}};

template <>
inline constexpr auto fields_of<api::person_device_item> = std::tuple{
    field{"device_id", &api::person_device_item::device, presence::required, "The machine.", "1"},
    field{"external_id", &api::person_device_item::external, presence::required, "What it connects with.",
          "DL3785W_1234567890"},
    field{"name", &api::person_device_item::name, presence::required, "Its name.", "东门"},
    field{"should_hold", &api::person_device_item::should_hold, presence::required,
          "Whether it should hold the person.", "false"},
    field{"held", &api::person_device_item::held, presence::required, "What it holds of the person."}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

held_item item_of(const store::holding& from)
{
    return {from.holds,
            from.features,
            from.state,
            from.is_removal,
            from.since,
            from.sent_at,
            from.state == store::sending_state::confirmed ? from.confirmed_at : std::nullopt,
            from.until};
}

// Who should be there, and who may be.
struct roll {
    std::map<std::int64_t, store::holding> held;  // by person
    std::set<std::int64_t> wanted;
};

roll call_roll(const reading& in, const model::device& of)
{
    roll made;
    for (store::holding& each : store::holdings_of(in.sql, of.id))
        made.held.emplace(each.person.value, std::move(each));
    if (of.organization)
        for (const model::person_id each : store::people_to_hold(in.sql, of.organization))
            made.wanted.insert(made.wanted.end(), each.value);
    return made;
}

void count(const roll& all, device_state_item& into)
{
    into.should_hold = static_cast<std::int64_t>(all.wanted.size());
    for (const std::int64_t person : all.wanted) {
        const auto found = all.held.find(person);
        const bool is_there = found != all.held.end() && found->second.holds && !found->second.is_removal;
        if (!is_there)
            ++into.missing;
        else if (found->second.state == store::sending_state::confirmed)
            ++into.confirmed;
        else
            ++into.under_way;
    }
    for (const auto& [person, holding] : all.held)
        into.surplus += holding.holds && !all.wanted.contains(person) ? 1 : 0;
}

// Those of the roll behind `after`; one who is of another organization only where the caller sees it.
std::vector<device_person_item> people_on(const roll& all, const reading& in, const caller& by,
                                          const model::device& of, std::int64_t after, std::int64_t most)
{
    std::vector<device_person_item> found;
    auto held = all.held.upper_bound(after);
    auto wanted = all.wanted.upper_bound(after);
    while (static_cast<std::int64_t>(found.size()) < most &&
           (held != all.held.end() || wanted != all.wanted.end())) {
        const bool is_wanted = wanted != all.wanted.end() &&
                               (held == all.held.end() || *wanted <= held->first);
        const bool is_held = held != all.held.end() && (!is_wanted || held->first == *wanted);
        device_person_item item;
        item.person = {is_wanted ? *wanted : held->first};
        item.should_hold = is_wanted;
        if (is_held)
            item.held = item_of(held->second);
        if (is_wanted)
            ++wanted;
        if (is_held)
            ++held;
        const auto known = store::find_person_ever(in.sql, item.person);
        if (!known || !by.sees(known->organization))
            continue;
        if (!known->name.empty())
            item.name = known->name;
        item.wanted_features = is_wanted ? store::known_features(in.sql, of.organization, item.person)
                                         : std::vector<std::string>{};
        found.push_back(std::move(item));
    }
    return found;
}

base::result<device_state_item> read_state(const reading& in, const call<page_query, nothing>& asked)
{
    const auto device = device_of(in, asked);
    if (!device)
        return device.error();
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    const model::device& of = (*device)->what;
    device_state_item made;
    made.device = of.id;
    if (of.organization)
        made.organization = of.organization;
    const roll all = call_roll(in, of);
    count(all, made);
    if (const auto said = store::last_said(in.sql, of.id)) {
        made.said_stamp = said->stamp;
        made.said_at = said->at;
    }
    auto people = page_of(people_on(all, in, asked.by, of, *after, asked.query.limit + 1), asked.query,
                          [](const device_person_item& last) { return last.person.value; });
    made.people = std::move(people.items);
    made.next = std::move(people.next);
    return made;
}

// Also of one who left.
base::result<page<person_device_item>> list_person_devices(const reading& in,
                                                           const call<page_query, nothing>& asked)
{
    const auto who = asked.id<model::person_id>(0);
    const auto known = store::find_person_ever(in.sql, who);
    if (!known || !asked.by.sees(known->organization))
        return base::error{base::errc::not_found};
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    const auto wanted = store::people_to_hold(in.sql, known->organization);
    const bool is_here = std::binary_search(
        wanted.begin(), wanted.end(), who,
        [](model::person_id a, model::person_id b) { return a.value < b.value; });
    std::vector<person_device_item> found;
    for (const store::holding& each : store::holdings_of(in.sql, who)) {
        const auto* const device = store::find_device(in.sql, in.index, each.device);
        if (!device || each.device.value <= *after)
            continue;
        found.push_back({each.device, device->what.external, device->what.name,
                         is_here && device->what.organization == known->organization, item_of(each)});
    }
    return page_of(std::move(found), asked.query,
                   [](const person_device_item& last) { return last.device.value; });
}

}  // namespace

std::span<const endpoint::route> device_state_routes()
{
    static constexpr std::array table{
        read<read_state>("read_device_state", "/api/v1/devices/{device}/state", endpoint::right::see,
                         "Whom a machine should hold, what it was sent and what it confirmed."),
        read<list_person_devices>(
            "list_person_devices", "/api/v1/people/{person}/devices", endpoint::right::see,
            "The machines that were sent something of a person, also of one who left: which "
            "still hold it, and until when the others did."),
    };
    return table;
}

}  // namespace gatehouse::api
