#include "simulate/workplace.hpp"

#include "simulate/day.hpp"
#include "simulate/provision.hpp"

#include <algorithm>
#include <map>

namespace gatehouse::simulate {
namespace {

namespace json = boost::json;

constexpr long ok = 200;
constexpr long made = 201;
constexpr long done = 204;

[[noreturn]] void give_up(office_line& over, const std::string& what, const std::optional<line_answer>& came)
{
    throw no_day(what + ": " + (came ? text_of(*came) : over.fault()));
}

line_answer must(office_line& over, const std::string& what, std::optional<line_answer> came,
                 std::initializer_list<long> due)
{
    if (!came || std::find(due.begin(), due.end(), came->status) == due.end())
        give_up(over, what, came);
    return *std::move(came);
}

void must_list(office_line& over, const std::string& target,
               const std::function<bool(const json::object&)>& each)
{
    const auto end = over.list(target, each);
    if (!end.is_whole)
        give_up(over, target, end.fault);
}

// As a machine asks it itself: ssl where a certificate is trusted for it.
std::string ask_where(office_line& over, bool is_tls)
{
    const auto answer = must(over, "/access_list", over.ask("/access_list"), {ok});
    for (const auto& each : answer.body.at("MQTT").as_array())
        if (std::string_view(each.as_string()).starts_with(is_tls ? "ssl://" : "tcp://"))
            return std::string(each.as_string());
    throw no_day(std::string("the server has no address for machines over ") + (is_tls ? "TLS" : "TCP"));
}

std::string own_identifier(const workplace& place, std::uint64_t seed, std::size_t which)
{
    return place.model + "_S" + std::to_string(seed) + "-" + std::to_string(which + 1);
}

struct registered {
    std::int64_t number = 0;
    std::int64_t organization = 0;
    json::array apps;
};

std::map<std::string, registered, std::less<>> read_devices(office_line& over)
{
    std::map<std::string, registered, std::less<>> known;
    must_list(over, "/api/v1/devices", [&known](const json::object& item) {
        const auto& home = item.at("organization_id");
        known[std::string(item.at("identifier").as_string())] = {
            item.at("id").as_int64(), home.is_int64() ? home.get_int64() : 0, item.at("apps").as_array()};
        return true;
    });
    return known;
}

void place_machine(office_line& over, const workplace& place, placed_machine& machine,
                   const json::array& apps)
{
    const std::string& id = machine.identifier;
    const auto entered = must(over, "registering " + id,
                              over.tell("POST", "/api/v1/devices", {{"identifier", id}}), {made});
    machine.number = entered.body.at("id").as_int64();
    const std::string target = "/api/v1/devices/" + std::to_string(machine.number);
    must(over, "binding " + id,
         over.tell("PUT", target + "/organization", {{"organization_id", place.organization}}), {ok, done});
    for (const auto& app : apps)
        must(over, "binding " + id + " to an app",
             over.tell("PUT", target + "/apps/" + std::to_string(app.as_int64()), {}), {ok, done});
}

void place_machines(office_line& over, workplace& place, const workplace_size& size)
{
    place.machines.resize(std::min(place.machines.size(), size.machines));
    const auto known = read_devices(over);
    const auto first = known.find(place.machines.front().identifier);
    if (first == known.end() || first->second.organization == 0)
        throw no_day("the server does not know " + place.machines.front().identifier +
                     " as bound: was it given this provisioning file?");
    place.organization = first->second.organization;
    for (std::size_t i = place.machines.size(); i < size.machines; ++i)
        place.machines.push_back({own_identifier(place, size.seed, i)});
    for (placed_machine& each : place.machines) {
        const auto found = known.find(each.identifier);
        if (found != known.end() && found->second.organization != place.organization)
            throw no_day(each.identifier + " stands elsewhere");
        if (found != known.end())
            each.number = found->second.number;
        else
            place_machine(over, place, each, first->second.apps);
    }
}

void place_people(office_line& over, workplace& place, const workplace_size& size)
{
    const std::string target = "/api/v1/organizations/" + std::to_string(place.organization) + "/people";
    std::map<std::string, std::int64_t, std::less<>> known;
    must_list(over, target, [&known](const json::object& item) {
        if (const auto* const own = item.at("number").if_string())
            known.emplace(*own, item.at("id").as_int64());
        return true;
    });
    for (std::size_t i = 1; i <= size.people; ++i) {
        const std::string own = "S" + std::to_string(size.seed) + "-" + std::to_string(i);
        const auto found = known.find(own);
        place.people.push_back(found != known.end() ? found->second
                                                    : must(over, "registering a person",
                                                           over.tell("POST", target,
                                                                     {{"name", "员工" + std::to_string(i)},
                                                                      {"number", own},
                                                                      {"role", "employee"}}),
                                                           {made})
                                                          .body.at("id")
                                                          .as_int64());
    }
}

}  // namespace

workplace choose_workplace(const std::string& provision)
{
    const ops::provision_file file = read_provision(provision);
    const auto device = std::find_if(file.devices.begin(), file.devices.end(),
                                     [](const auto& each) { return each.organization.has_value(); });
    if (device == file.devices.end())
        throw no_day(provision + " has no device that is bound to an organization");
    const auto product = std::find_if(file.products.begin(), file.products.end(),
                                      [&](const auto& each) { return each.model == device->model(); });
    if (product == file.products.end())
        throw no_day(provision + " does not have the product of " + device->id);
    const auto key = std::find_if(file.api_keys.begin(), file.api_keys.end(), [](const auto& each) {
        return each.scope == store::api_scope::admin && !each.organization;
    });
    if (key == file.api_keys.end())
        throw no_day(provision + " has no API key of scope admin");
    workplace place{{{}, {}, key->key}, {}, {}, product->model, product->type, product->key, {}};
    for (const auto& each : file.apps)
        if (!device->apps.empty() && each.id == device->apps.front()) {
            place.office.app = each.id;
            place.office.app_key = each.key;
            place.webhook = each.webhook;
        }
    for (const auto& each : file.devices)
        if (each.organization == device->organization && each.model() == product->model &&
            each.apps == device->apps)
            place.machines.push_back({each.id});
    return place;
}

void open_workplace(workplace& place, const workplace_size& size, const std::stop_token& stop)
{
    office_line over(place.office, stop);
    if (place.mqtt.empty())
        place.mqtt = ask_where(over, !place.office.certificate.empty());
    place_machines(over, place, size);
    place_people(over, place, size);
}

}  // namespace gatehouse::simulate
