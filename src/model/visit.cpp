#include "model/visit.hpp"

#include "model/name_form.hpp"

#include <algorithm>

namespace gatehouse::model {
namespace {

struct day_bounds {
    base::instant from;
    base::instant until;
};

day_bounds day_of(base::instant now, const time_zone& zone)
{
    const auto day = std::chrono::floor<std::chrono::days>(zone.to_civil(now));
    return {zone.to_utc(civil_time{day}), zone.to_utc(civil_time{day + std::chrono::days(1)})};
}

std::chrono::milliseconds distance(base::instant a, base::instant b)
{
    return a > b ? a - b : b - a;
}

}  // namespace

std::optional<std::string_view> fault_of_times(base::instant starts_at, base::instant ends_at,
                                               base::instant now)
{
    if (starts_at >= ends_at)
        return "must be later than start_time";
    if (ends_at <= now)
        return "lies in the past";
    if (ends_at - starts_at > visit_most)
        return "is more than 30 days after start_time";
    return std::nullopt;
}

bool has_twins(const std::vector<guest>& guests)
{
    for (std::size_t i = 0; i < guests.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            if (guests[i].phone == guests[j].phone && is_same_name(guests[i].name, guests[j].name))
                return true;
    return false;
}

std::variant<visit_id, base::errc> choose_visit(std::span<const visit> of_phone, base::instant now,
                                                const time_zone& zone)
{
    const day_bounds today = day_of(now, zone);
    const visit* nearest = nullptr;
    base::errc refusal = base::errc::visit_none;
    // Who waits for a word is told so before who was refused, and who comes too late last.
    const auto otherwise = [&refusal](base::errc why) {
        constexpr std::array order{base::errc::visit_pending, base::errc::visit_cancelled,
                                   base::errc::pass_over, base::errc::visit_none};
        const auto rank = [&order](base::errc of) { return std::find(order.begin(), order.end(), of); };
        if (rank(why) < rank(refusal))
            refusal = why;
    };
    for (const visit& each : of_phone) {
        if (each.starts_at >= today.until || each.ends_at <= today.from)
            continue;
        if (each.ends_at <= now)
            otherwise(base::errc::pass_over);
        else if (each.status == visit_status::pending)
            otherwise(base::errc::visit_pending);
        else if (each.status != visit_status::authorised)
            otherwise(base::errc::visit_cancelled);
        else if (!nearest || distance(each.starts_at, now) < distance(nearest->starts_at, now))
            nearest = &each;
    }
    if (nearest)
        return nearest->id;
    return refusal;
}

std::optional<base::errc> refusal_of(const pass& shown, base::instant at)
{
    if (shown.is_cancelled)
        return base::errc::visit_cancelled;
    if (shown.is_signed_out || at >= shown.ends_at)
        return base::errc::pass_over;
    if (at < shown.starts_at - pass_lead)
        return base::errc::pass_early;
    return std::nullopt;
}

bool is_shown(const pass& held, base::instant at)
{
    const auto why = refusal_of(held, at);
    return !why || why == base::errc::pass_early;
}

bool is_pass_text(std::string_view text)
{
    constexpr std::size_t digits = 32;
    return text.size() == digits && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string pass_code(visit_id of, std::string_view pass)
{
    if (pass.empty())
        return {};
    return R"({"id": )" + std::to_string(of.value) + R"(,"qrcode":")" + std::string(pass) + R"("})";
}

bool stops(const blocked_visitor& entry, const guest& who)
{
    return (entry.phone && *entry.phone == who.phone) ||
           (entry.name && is_same_name(*entry.name, who.name)) ||
           std::any_of(entry.aliases.begin(), entry.aliases.end(),
                       [&who](const std::string& alias) { return is_same_name(alias, who.name); });
}

}  // namespace gatehouse::model
