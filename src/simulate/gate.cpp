#include "simulate/gate.hpp"

#include <boost/json/serialize.hpp>

#include <cmath>

namespace gatehouse::simulate {
namespace {

constexpr int done = 0;
constexpr int door_unknown = 4010;
constexpr int may_not_pass = 4013;
constexpr std::int64_t nobody_s_card = 7;

}  // namespace

simulated_gate::simulated_gate(std::span<simulated_resident> residents, property_ledger& judge,
                               const property_identity& who, double speed, std::uint64_t seed,
                               std::stop_token stop)
    : residents_(residents),
      judge_(judge),
      stop_(stop),
      line_(who, judge, std::move(stop)),
      speed_(speed),
      chance_(seed)
{}

void simulated_gate::live()
{
    std::exponential_distribution<double> pause(speed_);
    auto due = std::chrono::steady_clock::now();
    while (!stop_.stop_requested() && !residents_.empty()) {
        due += std::chrono::milliseconds(std::llround(pause(chance_) * 1000));
        const auto wait = std::chrono::ceil<std::chrono::milliseconds>(due -
                                                                       std::chrono::steady_clock::now());
        if (wait.count() > 0 && !sleep_unless_stopped(stop_, wait))
            return;
        do_something();
    }
}

void simulated_gate::do_something()
{
    simulated_resident& who = residents_[chance_() % residents_.size()];
    const std::uint64_t lot = chance_() % 100;
    if (lot < 50)
        open_by_card(who);
    else if (lot < 70)
        open_by_mobile(who);
    else if (lot < 78)
        try_unknown_card(who);
    else if (lot < 82)
        try_unknown_door(who);
    else if (lot < 87 && who.is_ic())
        replace_card(who);
    else if (lot < 92)
        take_card_back(who);
    else
        read_records(who);
}

boost::json::object simulated_gate::door_of(const simulated_resident& who)
{
    boost::json::object made = at(*who.home);
    made["name"] = who.home->doors[chance_() % who.home->doors.size()];
    return made;
}

void simulated_gate::pass(boost::json::object door, const simulated_resident& who)
{
    const auto answer = line_.call("open_door", door, {done});
    if (!answer)
        return;
    judge_.count(&property_tally::openings);
    const auto* const record = answer->body.at("data").as_object().if_contains("record_id");
    if (!record || !record->is_string() || record->get_string().empty())
        judge_.wrong("open_door for " + who.name, "a record", text_of(*answer));
}

void simulated_gate::be_refused(boost::json::object door, const boost::json::value& card)
{
    door["card_no"] = card;
    if (line_.call("open_door", door, {may_not_pass}))
        judge_.count(&property_tally::refusals);
}

void simulated_gate::open_by_card(const simulated_resident& who)
{
    boost::json::object door = door_of(who);
    door["card_no"] = who.card;
    pass(std::move(door), who);
}

void simulated_gate::open_by_mobile(const simulated_resident& who)
{
    boost::json::object door = door_of(who);
    door["mobile"] = who.mobile;
    pass(std::move(door), who);
}

void simulated_gate::try_unknown_card(const simulated_resident& who)
{
    be_refused(door_of(who), nobody_s_card);
}

void simulated_gate::try_unknown_door(const simulated_resident& who)
{
    boost::json::object door = at(*who.home);
    door["name"] = "没有的门";
    door["card_no"] = who.card;
    line_.call("open_door", door, {door_unknown});
}

void simulated_gate::replace_card(simulated_resident& who)
{
    const boost::json::value former = who.card;
    if (!set_card(line_, judge_, who))
        return;
    be_refused(door_of(who), former);
    open_by_card(who);
}

void simulated_gate::take_card_back(simulated_resident& who)
{
    const boost::json::value former = who.card;
    if (!line_.call("del_user", of(who), {done}))
        return;
    be_refused(door_of(who), former);
    if (get_card(line_, judge_, who, true))
        open_by_card(who);
}

// An opening is in the records as soon as it is answered, however many there are.
void simulated_gate::read_records(const simulated_resident& who)
{
    boost::json::object door = door_of(who);
    door["mobile"] = who.mobile;
    const auto opened = line_.call("open_door", door, {done});
    if (!opened)
        return;
    judge_.count(&property_tally::openings);
    const auto& record = opened->body.at("data").at("record_id");
    boost::json::object page = at(*who.home);
    page["size"] = 100;
    constexpr int pages_most = 20;
    for (int i = 0; i < pages_most; ++i) {
        const auto answer = line_.call("get_records", page, {done});
        if (!answer)
            return;
        const auto& data = answer->body.at("data").as_object();
        for (const auto& each : data.at("records").as_array())
            if (each.at("record_id") == record) {
                if (each.at("opened") != "true" || each.at("name") != boost::json::string_view(who.name))
                    judge_.wrong("get_records", who.name + " passed", boost::json::serialize(each));
                return;
            }
        if (data.at("cursor").is_null())
            break;
        page["cursor"] = data.at("cursor");
    }
    judge_.wrong("get_records", "record " + boost::json::serialize(record), "none");
}

}  // namespace gatehouse::simulate
