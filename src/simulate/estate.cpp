#include "simulate/estate.hpp"

#include "simulate/day.hpp"
#include "simulate/provision.hpp"

#include <boost/json/serialize.hpp>

#include <array>
#include <charconv>
#include <cstdio>

namespace gatehouse::simulate {
namespace {

constexpr int done = 0;
constexpr int community_exists = 1001;
constexpr int login_exists = 4008;
constexpr int door_exists = 4009;

line_answer ask(property_line& over, std::string_view name, const boost::json::object& body,
                std::initializer_list<int> due)
{
    auto answer = over.call(name, body, due);
    if (!answer)
        throw no_day(std::string(name) + " was not answered as it must be " + over.fault());
    return *std::move(answer);
}

void open_community(property_line& over, property_ledger& judge, simulated_community& home)
{
    const boost::json::object draft{{"name", home.name}, {"address", "模拟路1号"}, {"ic_id_mode", home.mode}};
    const auto id_in = [](const line_answer& from) {
        return std::string(from.body.at("data").at("org_id").as_string());
    };
    home.org_id = id_in(ask(over, "create_organization", draft, {done, community_exists}));
    for (const auto& again : {ask(over, "create_organization", draft, {community_exists}),
                              ask(over, "get_organization", {{"name", home.name}}, {done})})
        if (id_in(again) != home.org_id)
            judge.wrong("the id of " + home.name, home.org_id, text_of(again));
    for (const std::string& each : home.doors) {
        boost::json::object door = at(home);
        door["name"] = each;
        ask(over, "add_door", door, {done, door_exists});
    }
    const auto listed = ask(over, "get_doors", at(home), {done});
    if (listed.body.at("data").at("doors").as_array().size() != home.doors.size())
        judge.wrong("get_doors", std::to_string(home.doors.size()) + " doors", text_of(listed));
}

// As the document's examples: every second card is written in hex.
boost::json::value card_number(const simulated_resident& who)
{
    constexpr std::int64_t first = 100'000'000;
    constexpr std::int64_t cards_most = 10'000;  // of one resident
    const std::int64_t number = first + static_cast<std::int64_t>(who.number) * cards_most +
                                who.cards % cards_most;
    if (who.number % 2 == 0)
        return number;
    std::array<char, 17> hex{};
    std::snprintf(hex.data(), hex.size(), "0x%llX", static_cast<unsigned long long>(number));
    return boost::json::value(hex.data());
}

// Whether the member beside the card is the same number.
bool is_same_in_hex(const boost::json::value& card, std::string_view hex)
{
    if (card.is_string())
        return std::string_view(card.get_string()) == hex;
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(hex.data() + 2, hex.data() + hex.size(), number, 16);
    return error == std::errc{} && end == hex.data() + hex.size() && card.is_int64() &&
           number == static_cast<std::uint64_t>(card.get_int64());
}

}  // namespace

property_identity choose_property(const std::string& provision)
{
    for (const ops::provisioned_client& each : read_provision(provision).clients)
        if (each.protocol == "shankai")
            return {{}, {}, each.id, each.secret};
    throw no_day(provision + " has no ShanKai client");
}

void plan(simulated_estate& estate, std::size_t residents, std::size_t doors, std::uint64_t seed)
{
    constexpr std::array<std::string_view, 2> names{"模拟桃花园", "模拟梨花园"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        simulated_community home{std::string(names[i]) + std::to_string(seed), i == 0 ? "1" : "0"};
        for (std::size_t n = 1; n <= doors; ++n)
            home.doors.push_back(std::to_string(n) + "号门");
        estate.communities.push_back(std::move(home));
    }
    for (std::size_t i = 0; i < residents; ++i) {
        std::array<char, 12> mobile{};
        std::snprintf(mobile.data(), mobile.size(), "13900%06u", static_cast<unsigned>(i % 1'000'000));
        estate.residents.push_back(
            {&estate.communities[i % names.size()], i, 0, mobile.data(), "住户" + std::to_string(i + 1)});
    }
}

void open_estate(simulated_estate& estate, const property_identity& who, std::uint64_t seed,
                 const std::stop_token& stop)
{
    property_line over(who, estate.judge, stop);
    for (simulated_community& each : estate.communities)
        open_community(over, estate.judge, each);
    boost::json::object office = at(estate.communities.front());
    office["login"] = "office-" + std::to_string(seed);
    office["pass"] = "a simulated office";
    ask(over, "set_admin_user", office, {done, login_exists});
    ask(over, "set_admin_user", office, {login_exists});
    for (simulated_resident& each : estate.residents) {
        if (stop.stop_requested())
            return;
        if (each.is_ic()) {
            set_card(over, estate.judge, each);
            continue;
        }
        // An earlier day may have allotted it.
        const auto first = ask(over, "get_card_no", of(each), {done});
        each.card = first.body.at("data").at("card_no");
        get_card(over, estate.judge, each, false);
    }
}

boost::json::object at(const simulated_community& home)
{
    return {{"org_id", home.org_id}};
}

boost::json::object of(const simulated_resident& who)
{
    return {{"org_id", who.home->org_id}, {"mobile", who.mobile}, {"name", who.name}};
}

bool set_card(property_line& over, property_ledger& judge, simulated_resident& who)
{
    ++who.cards;
    boost::json::object wanted = of(who);
    wanted["card_no"] = who.card = card_number(who);
    if (!over.call("set_card_no", wanted, {done}))
        return false;
    judge.count(&property_tally::cards);
    return get_card(over, judge, who, false);
}

bool get_card(property_line& over, property_ledger& judge, simulated_resident& who, bool is_new)
{
    const auto answer = over.call("get_card_no", of(who), {done});
    if (!answer)
        return false;
    const auto& data = answer->body.at("data").as_object();
    const bool right = data.at("is_new") == (is_new ? "true" : "false") &&
                       (is_new || data.at("card_no") == who.card) &&
                       is_same_in_hex(data.at("card_no"), data.at("card_no_hex").as_string());
    if (!right)
        judge.wrong("get_card_no", is_new ? "a new card" : boost::json::serialize(who.card),
                    text_of(*answer));
    if (is_new) {
        judge.count(&property_tally::cards);
        who.card = data.at("card_no");
    }
    return right;
}

}  // namespace gatehouse::simulate
