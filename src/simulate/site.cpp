#include "simulate/site.hpp"

#include "simulate/provision.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace gatehouse::simulate {
namespace {

using namespace std::chrono_literals;

line_answer ask(line& over, std::string_view action, const line::fields& parameters)
{
    auto answer = over.call(action, parameters, 10s);
    if (!answer)
        throw no_day("no answer from the server: " + over.fault());
    if (answer->code() != 0)
        throw no_day(std::string(action) + " was refused: " + boost::json::serialize(answer->body));
    return *std::move(answer);
}

std::vector<std::string> fetch_classes(line& over, const std::string& name, tap_ledger& judge)
{
    const line_answer answer = ask(over, "service/meta/get", {});
    std::vector<std::string> ids;
    try {
        const auto& data = answer.body.at("data");
        if (data.at("name").as_string() != name || data.at("status").as_int64() != 1)
            judge.wrong("service/meta/get", name + ", open", boost::json::serialize(answer.body));
        for (const auto& each : data.at("classes").as_array())
            ids.emplace_back(each.at("id").as_string());
    } catch (const std::exception&) {
        judge.wrong("service/meta/get", "name, status, classes", boost::json::serialize(answer.body));
    }
    if (ids.empty())
        throw no_day("the kindergarten has no class");
    return ids;
}

// Whether an account was known before: then an earlier run may have left taps with these cards.
bool bind_card(line& over, const simulated_child& child, const std::string& unit, tap_ledger& judge)
{
    std::string pairs;
    for (const simulated_guardian& each : child.told)
        pairs.append(each.phone).append(",").append(each.name).append(";");
    const line_answer answer = ask(over, "service/card/match",
                                   {{"cardnum", child.card}, {"classid", unit}, {"data", pairs}});
    bool known = false;
    boost::json::array due;
    const auto* const object = answer.body.as_object().at("data").if_object();
    const auto* const members = object && object->contains("members") ? object->at("members").if_array()
                                                                      : nullptr;
    for (std::size_t i = 0; i < child.told.size(); ++i) {
        const auto* const row = members && i < members->size() ? (*members)[i].if_object() : nullptr;
        const auto* const registered = row ? row->if_contains("registered") : nullptr;
        const bool made = registered && registered->is_bool() && registered->get_bool();
        known = known || !made;
        due.push_back({{"phone", child.told[i].phone}, {"name", child.told[i].name}, {"registered", made}});
    }
    const boost::json::value whole{{"cardnum", child.card}, {"members", due}};
    if (answer.body.at("data") != whole)
        judge.wrong("service/card/match", boost::json::serialize(whole), boost::json::serialize(answer.body));
    return known;
}

}  // namespace

chosen_site choose_site(const std::string& provision)
{
    const ops::provision_file from = read_provision(provision);
    for (const ops::provisioned_licence& licence : from.licences) {
        const auto client = std::find_if(
            from.clients.begin(), from.clients.end(),
            [&licence](const auto& each) { return each.id == licence.client && each.protocol == "beiliao"; });
        const auto home = std::find_if(
            from.organizations.begin(), from.organizations.end(),
            [&licence](const auto& each) { return each.key == licence.organization; });
        if (client == from.clients.end() || home == from.organizations.end() ||
            home->status != model::organization_status::open)
            continue;
        const auto printed = client->card_format == model::card_format::unset ? model::card_format::decimal
                                                                              : client->card_format;
        return {{"", client->id, client->secret, licence.code}, home->name, home->time_zone, printed};
    }
    throw no_day(provision + " has no Beiliao client with a licence for an open kindergarten");
}

void open_site(simulated_site& site, const chosen_site& chosen, const std::stop_token& stop)
{
    line over(chosen.who, stop);
    const auto units = fetch_classes(over, chosen.name, site.taps);
    bool known = false;
    for (std::size_t i = 0; i < site.children.size() && !stop.stop_requested(); ++i)
        known = bind_card(over, site.children[i], units[i % units.size()], site.taps) || known;
    site.opened = std::chrono::duration_cast<std::chrono::seconds>(
                      std::chrono::system_clock::now().time_since_epoch())
                      .count();
    site.taps.open(site.opened, known);
}

}  // namespace gatehouse::simulate
