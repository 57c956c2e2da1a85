#include "simulate/machine.hpp"

#include "base/bytes.hpp"
#include "base/legacy_digest.hpp"
#include "simulate/day.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace gatehouse::simulate {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr int ok = 0;
constexpr int nothing_there = 102;
constexpr auto wrong_by = 40min;
constexpr std::size_t upload_most = 20;  // check-ins of one message

constexpr int time_sync = 100;
constexpr int description = 101;
constexpr int device_query = 102;
constexpr int firmware_query = 103;
constexpr int alarm = 105;

mqtt_identity identity_of(const workplace& place, const placed_machine& own)
{
    const std::string text = own.identifier + "-" + place.model + "-" +
                             std::string(place.product_key.reveal());
    return {place.mqtt, place.office.certificate, own.identifier, place.model, base::to_hex(base::md5(text))};
}

}  // namespace

simulated_machine::simulated_machine(const workplace& place, std::size_t which, checkin_ledger& judge,
                                     double speed, std::uint64_t seed, std::stop_token stop)
    : place_(place),
      own_(place.machines[which]),
      judge_(judge),
      stop_(stop),
      chance_(seed),
      speed_(speed),
      has_bad_clock_(which % 3 == 2),
      office_(place.office, stop),
      line_(std::make_unique<mqtt_line>(identity_of(place, own_), stop)),
      spare_(std::make_unique<mqtt_line>(identity_of(place, own_), stop)),
      next_person_(which)
{
    life_ = std::to_string(clock_now().count());
}

void simulated_machine::live(std::int64_t days)
{
    for (std::int64_t lived = 0; !stop_.stop_requested() && (days == 0 || lived < days); ++lived)
        day();
}

void simulated_machine::leave()
{
    line_->leave();
    spare_->leave();
}

void simulated_machine::day()
{
    connect(*line_);
    if (has_bad_clock_)
        begin_with_a_wrong_clock();
    announce();
    work(6);
    if (!place_.office.app.empty()) {
        read_a_finger();
        hold_somebody();
    }
    carry_out_an_order();
    be_taken_over();
    work(6);
    go_offline();
    if (chance_() % 5 == 0)
        ask(alarm, {{"code", 202}, {"msg", "fingerprint sensor not responding"}}, {ok});
    work(4);
    line_->leave();
}

// It describes itself first, which shows its clock; what it sees then is of a time that the server corrects.
void simulated_machine::begin_with_a_wrong_clock()
{
    clock_ahead_ = wrong_by;
    if (!ask(description, {{"product_version", version_}}, {ok}))
        return;
    clock_off_ = true;
    upload(see_some(4));
    clock_off_ = false;
}

void simulated_machine::announce()
{
    if (ask(time_sync, {}, {ok}))
        clock_ahead_ = 0s;
    ask(description,
        {{"product_version", version_},
         {"properties", json::object{{"mac", "00:11:22:33:44:55"}, {"volume", "5"}}}},
        {ok});
    if (const auto known = ask(device_query, {}, {ok})) {
        const auto* const home = known->if_contains("organization");
        const auto* const id = home && home->is_object() ? home->get_object().if_contains("org_id") : nullptr;
        if (!id || *id != boost::json::string_view(std::to_string(place_.organization)))
            judge_.wrong("device query of " + own_.identifier, std::to_string(place_.organization),
                         json::serialize(*known));
        const auto* const newest = known->if_contains("product_version");
        wants_firmware_ = newest && newest->is_string() && newest->get_string() != version_;
    }
    if (std::exchange(wants_firmware_, false))
        if (const auto offered = ask(firmware_query, {}, {ok, nothing_there}))
            if (const auto* const newest = offered->if_contains("version"))
                version_ = newest->as_string();
    line_->subscribe(place_.type);
    line_->subscribe(place_.type + "/" + place_.model);
}

bool simulated_machine::pause()
{
    std::exponential_distribution<double> wait(speed_);
    const auto until = std::chrono::steady_clock::now() +
                       std::chrono::milliseconds(std::llround(wait(chance_) * 1000));
    serve(std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now()),
          [] { return false; });
    return !stop_.stop_requested();
}

void simulated_machine::work(int deeds)
{
    for (int i = 0; i < deeds && pause(); ++i) {
        const std::uint64_t lot = chance_() % 10;
        const checkins seen = see_some(lot < 6 ? 1 : 2 + chance_() % 10);
        upload(seen);
        const std::string again = checkin_message(seen);
        if (lot % 3 == 0)
            deliver(again, seen);  // in another message
        if (lot % 4 == 0)
            deliver(again, seen);  // the same once more
    }
}

void simulated_machine::go_offline()
{
    line_->leave();
    checkins kept;
    for (int i = 0; i < 4 && sleep_unless_stopped(stop_, 300ms); ++i) {
        const checkins more = see_some(upload_most / 2);
        kept.insert(kept.end(), more.begin(), more.end());
    }
    judge_.count(&machine_tally::offline, static_cast<std::int64_t>(kept.size()));
    connect(*line_);
    announce();
    upload(kept);
}

// A second connection of its own takes the place of the first, which had something on its way.
void simulated_machine::be_taken_over()
{
    const checkins seen = see_some(3);
    const std::string text = checkin_message(seen);
    judge_.count(&machine_tally::messages);
    const int on_its_way = line_->send(text);
    connect(*spare_);
    if (line_->is_acknowledged(on_its_way, 0ms)) {
        judge_.count(&machine_tally::acknowledged);
        judge_.acknowledged(seen);
    }
    line_->leave();
    std::swap(line_, spare_);
    judge_.count(&machine_tally::takeovers);
    deliver(text, seen);
}

std::chrono::milliseconds simulated_machine::clock_now() const
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch()) +
           clock_ahead_;
}

// A wrong clock sees passwords only: when its time comes, others are seen by other means.
simulated_checkin simulated_machine::see_somebody()
{
    constexpr std::array<std::string_view, 3> types{"fp", "fa", "card"};
    const std::int64_t second = std::chrono::floor<std::chrono::seconds>(clock_now()).count();
    return {own_.number, place_.people[next_person_++ % place_.people.size()], second,
            clock_off_ ? std::string_view("pass") : types[chance_() % types.size()], clock_off_};
}

simulated_machine::checkins simulated_machine::see_some(std::size_t count)
{
    checkins seen;
    for (std::size_t i = 0; i < std::min(count, place_.people.size()); ++i)
        seen.push_back(see_somebody());
    return seen;
}

void simulated_machine::upload(const checkins& seen)
{
    for (std::size_t at = 0; at < seen.size() && !stop_.stop_requested(); at += upload_most) {
        const auto from = seen.begin() + static_cast<std::ptrdiff_t>(at);
        const checkins part(from,
                            from + static_cast<std::ptrdiff_t>(std::min(upload_most, seen.size() - at)));
        judge_.count(&machine_tally::batches, part.size() > 1 ? 1 : 0);
        deliver(checkin_message(part), part);
    }
}

}  // namespace gatehouse::simulate
