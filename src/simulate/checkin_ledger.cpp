#include "simulate/checkin_ledger.hpp"

#include <array>
#include <iostream>
#include <utility>

namespace gatehouse::simulate {
namespace {

// What was found right is forgotten so many searches later; nothing repeats it then.
constexpr std::int64_t remembered = 100;

std::string_view type_of(std::string_view method)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> words{
        {{"fingerprint", "fp"}, {"face", "fa"}, {"card", "card"}, {"password", "pass"}}};
    for (const auto& [ours, theirs] : words)
        if (ours == method)
            return theirs;
    return method;
}

}  // namespace

void checkin_ledger::count(std::int64_t machine_tally::*what, std::int64_t how_many)
{
    const std::lock_guard hold(guard_);
    tally_.*what += how_many;
}

void checkin_ledger::wrong(std::string_view where, std::string_view due, std::string_view got)
{
    const std::lock_guard hold(guard_);
    ++tally_.wrong;
    std::cerr << "wrong: " + std::string(where) + ": due was " + std::string(due) + ", came " +
                     std::string(got) + "\n";
}

void checkin_ledger::report(const place& at, record& of, std::string_view due, const std::string& got)
{
    const auto& [second, device, person, type] = at;
    of.is_told = true;
    ++tally_.wrong;
    std::cerr << "wrong: check-in of person " + std::to_string(person) + " at device " +
                     std::to_string(device) + ", " + type + ", " + std::to_string(second) + ": due was " +
                     std::string(due) + ", came " + got + "\n";
}

void checkin_ledger::acknowledged(std::span<const simulated_checkin> what)
{
    const std::lock_guard hold(guard_);
    for (const simulated_checkin& each : what) {
        record& of = known_[{each.second, each.device, each.person, std::string(each.type)}];
        if (of.is_acknowledged) {
            ++tally_.repeats;
            continue;
        }
        of.is_acknowledged = true;
        of.clock_off = each.clock_off;
        of.search = search_;
        ++tally_.checkins;
        tally_.clock_off += each.clock_off ? 1 : 0;
    }
}

void checkin_ledger::begin_search(bool anew)
{
    const std::lock_guard hold(guard_);
    ++search_;
    if (anew)
        for (auto& [at, of] : known_)
            of.punches.clear();
}

void checkin_ledger::found(const found_punch& what)
{
    const std::lock_guard hold(guard_);
    const place at{what.second, what.device, what.person, std::string(type_of(what.method))};
    record& of = known_[at];
    if (of.punches.empty() && !of.is_acknowledged)
        of.search = search_;
    of.punches.insert(what.number);
    if (of.is_told)
        return;
    if (of.punches.size() > 1)
        report(at, of, "one punch", std::to_string(of.punches.size()));
    else if (of.is_acknowledged && of.clock_off != what.clock_off)
        report(at, of, of.clock_off ? "a clock that was off" : "a clock that was right", "the other");
}

void checkin_ledger::end_search()
{
    const std::lock_guard hold(guard_);
    for (auto& [at, of] : known_)
        if (of.is_acknowledged && of.punches.empty() && of.search < search_ && !of.is_told)
            report(at, of, "one punch: it was acknowledged", "none");
    std::erase_if(known_, [this](const auto& each) { return each.second.search + remembered < search_; });
}

machine_tally checkin_ledger::tally() const
{
    const std::lock_guard hold(guard_);
    return tally_;
}

}  // namespace gatehouse::simulate
