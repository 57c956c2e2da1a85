#include "api/device_state.hpp"
#include "api/page.hpp"
#include "api/punch_item.hpp"
#include "ops/arrivals.hpp"
#include "store/device_clocks.hpp"

#include <map>

namespace gatehouse::api {

struct completeness_item {
    model::device_id device;
    std::int64_t messages = 0;
    std::int64_t checkins = 0;
    std::optional<base::instant> first_at;
    std::optional<base::instant> last_at;
    std::optional<base::instant> last_checkin_at;
    std::int64_t repeated_messages = 0;
    std::int64_t repeated_checkins = 0;
    bool is_numbered = false;
    std::optional<std::int64_t> last_number;
    std::int64_t missing_numbers = 0;
    std::vector<store::number_gap> gaps;
    bool has_habit = false;
    std::optional<ops::silence> silence;
    std::vector<ops::silence> silences;
    std::optional<std::int64_t> clock_offset;
    std::optional<base::instant> clock_measured_at;
    std::optional<base::instant> clock_off_since;
};

// One who showed themselves again soon is shown once.
struct device_checkin_item {
    punch_item punch;
    std::vector<std::int64_t> repeats;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<store::number_gap> = std::tuple{
    field{"first", &store::number_gap::first, presence::required, "The first that is missing.", "7"},
    field{"last", &store::number_gap::last, presence::required, "The last that is missing.", "9"},
    field{"found_at", &store::number_gap::found_at, presence::required,
          "When the next one came. RFC 3339, UTC.", "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<ops::silence> = std::tuple{
    field{"from", &ops::silence::from, presence::required, "RFC 3339, UTC.", "2026-05-28T08:00:00Z"},
    field{"until", &ops::silence::until, presence::required, "RFC 3339, UTC.", "2026-05-28T09:00:00Z"},
    field{"expected", &ops::silence::expected, presence::required,
          "How many messages it usually sends in that time.", "24"}};

template <>
inline constexpr auto fields_of<api::completeness_item> = std::tuple{
    field{"device_id", &api::completeness_item::device, presence::required, "The machine.", "1"},
    field{"messages", &api::completeness_item::messages, presence::required, "How many messages came.",
          "1200"},
    field{"checkins", &api::completeness_item::checkins, presence::required,
          "How many check-ins they brought.", "1100"},
    field{"first_at", &api::completeness_item::first_at, presence::required,
          "When the first message came. RFC 3339, UTC.", "2026-05-01T08:00:00Z"},
    field{"last_at", &api::completeness_item::last_at, presence::required,
          "When the last message came. RFC 3339, UTC.", "2026-05-28T08:00:00Z"},
    field{"last_checkin_at", &api::completeness_item::last_checkin_at, presence::required,
          "When the last check-in came. RFC 3339, UTC.", "2026-05-28T08:00:00Z"},
    field{"repeated_messages", &api::completeness_item::repeated_messages, presence::required,
          "How many messages with check-ins brought nothing new.", "3"},
    field{"repeated_checkins", &api::completeness_item::repeated_checkins, presence::required,
          "How many check-ins came again.", "5"},
    field{"is_numbered", &api::completeness_item::is_numbered, presence::required,
          "Whether it counts its messages.", "true"},
    field{"last_number", &api::completeness_item::last_number, presence::required,
          "The last number it gave; null where it gives none.", "1300"},
    field{"missing_numbers", &api::completeness_item::missing_numbers, presence::required,
          "How many of its numbers never came.", "3"},
    field{"gaps", &api::completeness_item::gaps, presence::required,
          "The last fifty gaps, newest numbers first."},
    field{"has_habit", &api::completeness_item::has_habit, presence::required,
          "Whether it has been heard of for a week, so that a silence can be told.", "true"},
    field{"silence", &api::completeness_item::silence, presence::required,
          "Now, where it has been silent for longer than it usually is at this hour of the week."},
    field{"silences", &api::completeness_item::silences, presence::required, "Those of the last week."},
    field{"clock_offset", &api::completeness_item::clock_offset, presence::required,
          "Its clock less ours in seconds, at the last measurement; null: not known.", "0"},
    field{"clock_measured_at", &api::completeness_item::clock_measured_at, presence::required,
          "RFC 3339, UTC.", "2026-05-28T08:00:00Z"},
    field{"clock_off_since", &api::completeness_item::clock_off_since, presence::required,
          "Since when it is off by more than a minute; null: it is not. RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::device_checkin_item> =
    std::tuple{field{"punch", &api::device_checkin_item::punch, presence::required, "The last of them."},
               field{"repeats", &api::device_checkin_item::repeats, presence::required,
                     "Punches of the same person within a minute of the next one, newest first.", "[17]"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

constexpr std::int64_t gaps_shown = 50;
constexpr std::chrono::seconds near_within{60};

void put_clock(const model::clock_history& history, completeness_item& into)
{
    using std::chrono::seconds;
    if (history.empty() || !history.front().offset)
        return;
    const model::clock_span& now = history.front();
    into.clock_offset = std::chrono::duration_cast<seconds>(*now.offset).count();
    into.clock_measured_at = now.measured_at;
    if (*now.offset > model::tolerated_offset || -*now.offset > model::tolerated_offset)
        into.clock_off_since = now.since == base::instant{} ? now.measured_at : now.since;
}

base::result<completeness_item> read_completeness(const reading& in, const call<nothing, nothing>& asked)
{
    const auto device = device_of(in, asked);
    if (!device)
        return device.error();
    const model::device_id id = (*device)->what.id;
    const store::arrivals of = store::arrivals_of(in.sql, id);
    completeness_item made;
    made.device = id;
    made.messages = of.messages;
    made.checkins = of.checkins;
    made.first_at = of.first_at;
    made.last_at = of.last_at;
    made.last_checkin_at = of.last_checkin_at;
    made.repeated_messages = of.repeated_messages;
    made.repeated_checkins = of.repeated_checkins;
    made.gaps = store::gaps_of(in.sql, id, gaps_shown);
    made.is_numbered = of.steps >= ops::steps_of_a_count || !made.gaps.empty();
    made.last_number = of.last_number;
    made.missing_numbers = store::count_missing_numbers(in.sql, id);
    const auto now_hour = std::chrono::floor<store::hours>(asked.by.now.time_since_epoch());
    const auto counts = store::hours_of(in.sql, id, now_hour - ops::habit_looks_back);
    auto silences = ops::silences_of(counts, of, asked.by.now);
    made.has_habit = silences.has_habit;
    made.silence = silences.now;
    made.silences = std::move(silences.past);
    put_clock(store::clock_of(in.sql, id), made);
    return made;
}

// Each is near the next one of the same person: of a chain the last is shown.
base::result<page<device_checkin_item>> list_checkins(const reading& in,
                                                      const call<page_query, nothing>& asked)
{
    const auto device = device_of(in, asked);
    if (!device)
        return device.error();
    const auto before = position_of(asked.query);
    if (!before)
        return before.error();
    const model::device& of = (*device)->what;
    const auto punches = store::punches_of_device(in.sql, of.organization, of.id, *before, asked.query.limit);
    struct last_seen {
        std::size_t shown;
        base::instant at;
    };
    std::map<std::int64_t, last_seen> seen;  // by what they showed
    page<device_checkin_item> made;
    for (const store::device_punch& each : punches.found) {
        const auto found = seen.find(each.presented.value);
        const bool is_near = found != seen.end() && found->second.at - each.device_time <= near_within &&
                             each.device_time - found->second.at <= near_within;
        if (is_near) {
            made.items[found->second.shown].repeats.push_back(each.number);
            found->second.at = each.device_time;
        } else if (const auto punch = store::find_punch(in.sql, in.keys, {each.number})) {
            seen[each.presented.value] = {made.items.size(), each.device_time};
            made.items.push_back({item_of(*punch), {}});
        }
    }
    if (punches.next > 0)
        made.next = endpoint::cursor_of(punches.next);
    return made;
}

}  // namespace

std::span<const endpoint::route> completeness_routes()
{
    static constexpr std::array table{
        read<read_completeness>("read_device_completeness", "/api/v1/devices/{device}/completeness",
                                endpoint::right::see,
                                "What arrived of a machine, what did not, and how its clock goes."),
        read<list_checkins>(
            "list_device_checkins", "/api/v1/devices/{device}/checkins", endpoint::right::see,
            "The punches of a machine, newest first; those of one person within a minute of each "
            "other are shown as one. A page holds up to `limit` punches."),
    };
    return table;
}

}  // namespace gatehouse::api
