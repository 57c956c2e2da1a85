#include "ops/attendance/phone_punches.hpp"

#include "base/assert.hpp"
#include "ops/attendance/office.hpp"
#include "ops/checkins.hpp"
#include "ops/faces.hpp"
#include "store/attendance/phones.hpp"

#include <array>
#include <charconv>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using day_count = std::chrono::days;

constexpr std::chrono::minutes phone_clock_tolerated{5};

std::string decimal(double value, int places)
{
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed,
                                   places);
    return {text.data(), end.ptr};
}

// As cases tell it.
std::string words_of(const rules::phone_punch& shown)
{
    std::vector<std::string> words;
    if (shown.wifi)
        words.insert(words.end(), {"wifi", shown.wifi->bssid, shown.wifi->ssid});
    if (shown.gps)
        words.insert(words.end(), {"gps", decimal(shown.gps->latitude, 6), decimal(shown.gps->longitude, 6),
                                   "accuracy", decimal(shown.gps->accuracy, 0)});
    if (shown.ble)
        words.insert(words.end(), {"ble", shown.ble->id, std::to_string(shown.ble->signal)});
    if (shown.mock)
        words.emplace_back("mock");
    if (shown.automatic)
        words.emplace_back("auto");
    std::string line;
    for (const std::string& each : words)
        line.append(line.empty() ? "" : " ").append(each);
    return line;
}

struct around {
    std::vector<rules::scheduled_day> days;
    std::vector<std::optional<rules::claim>> claims;
};

around days_around(const case_file& of, model::civil_day date)
{
    std::vector<const rules::request*> in_force;
    for (const rules::request& each : of.of.requests)
        if (each.in_force(of.of.now))
            in_force.push_back(&each);
    around made;
    for (model::civil_day day = date - day_count(2); day <= date + day_count(1); day += day_count(1)) {
        made.days.push_back(rules::schedule(*of.book, of.person, day));
        made.claims.push_back(rules::claim_of(made.days.back(), in_force));
    }
    return made;
}

}  // namespace

phone_answer ask_by_phone(store::transaction& in, const phone_asked& what, const author& by)
{
    const auto* const home = in.index.organization(what.who.organization);
    GATEHOUSE_ASSERT(home != nullptr);
    const office at(in.sql, what.who.organization, *home->zone);
    const auto today = std::chrono::floor<day_count>(home->zone->to_civil(by.now));
    const auto file = open_case(in.sql, at, what.who.id, today, today, by.now);
    const around near = days_around(*file, today);

    rules::phone_punch shown = what.shown;
    shown.at = by.now;
    shown.consent = has_consent(in.sql, what.who.id, what.who.role, model::consent_purpose::location);
    std::optional<base::digest> phone;
    if (!what.phone.empty()) {
        phone = sa::phone_digest(in.keys, what.who.organization, what.phone);
        shown.shared = sa::is_shared(in.sql, *phone, what.who.id,
                                     home->zone->to_utc(model::civil_time{today}));
    }
    const auto before = sa::last_taken(in.sql, what.who.id);

    phone_answer made;
    made.at = by.now;
    made.decision = rules::decide(shown, near.days, near.claims, before);
    if (made.decision.refusal == rules::phone_refusal::too_soon)
        made.earlier = before;
    made.clock_doubtful = what.claimed_at &&
                          std::chrono::abs(*what.claimed_at - by.now) > phone_clock_tolerated;
    sa::phone_request kept;
    kept.organization = what.who.organization;
    kept.person = what.who.id;
    kept.at = by.now;
    kept.claimed_at = what.claimed_at;
    if (!made.decision.accepted())
        kept.refusal = rules::name_of(made.decision.refusal);
    else if (!made.decision.means.empty())
        kept.means = made.decision.means;
    kept.shown = words_of(shown);
    sa::insert_phone_request(in, kept, phone);
    if (made.decision.accepted())
        made.punch.push_back(punch_by_phone(in, what.who, by));
    return made;
}

}  // namespace gatehouse::ops::attendance
