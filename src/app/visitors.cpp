#include "app/visitors.hpp"

#include "base/log.hpp"
#include "model/tap_time.hpp"

#include <stdexcept>

namespace gatehouse::app {
namespace {

[[noreturn]] void refuse(std::string_view setting, std::string_view why)
{
    throw std::runtime_error(std::string(setting).append(": ").append(why));
}

endpoint::compat_rule compat_of(const settings& chosen)
{
    endpoint::compat_rule rule;
    rule.from = read_networks("visitor.compat_from", chosen.visitor_compat_from);
    if (rule.from.empty())
        return rule;
    const auto since = model::read_rfc3339(chosen.visitor_compat_since + "T00:00:00Z");
    if (!since)
        refuse("visitor.compat_since", "must be a day such as 2026-05-28 where visitor.compat_from is set");
    rule.since = *since;
    rule.until = *since + endpoint::compat_life;
    const base::instant now = base::system_clock{}.now();
    if (now < rule.since || now >= rule.until)
        base::log(base::events::compat_over);
    return rule;
}

}  // namespace

std::vector<net::network> read_networks(std::string_view setting, const std::vector<std::string>& texts)
{
    std::vector<net::network> found;
    for (const std::string& each : texts) {
        const auto network = net::read_network(each);
        if (!network)
            refuse(setting, "\"" + each + "\" is no network such as 10.0.0.0/8");
        found.push_back(*network);
    }
    return found;
}

void set_up(endpoint::visiting& what, const settings& chosen)
{
    const auto phones = model::from_name<model::phone_check>(chosen.visitor_phone_check);
    if (!phones)
        refuse("visitor.phone_check", "must be length, mobile or off");
    if (chosen.visitor_time_format != "epoch" && chosen.visitor_time_format != "text")
        refuse("visitor.time_format", "must be epoch or text");
    const std::string_view url = chosen.public_url;
    if (!url.empty() && !url.starts_with("http://") && !url.starts_with("https://"))
        refuse("public_url", "must begin with http:// or https://");
    what.phones = *phones;
    what.times_as_text = chosen.visitor_time_format == "text";
    what.public_url = url.substr(0, url.find_last_not_of('/') + 1);
    what.outgoing_allow = read_networks("outgoing.allow", chosen.outgoing_allow);
    what.compat = compat_of(chosen);
}

}  // namespace gatehouse::app
