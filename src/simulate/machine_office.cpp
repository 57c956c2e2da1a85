// What the office and the app have a simulated machine do, each time held against what is known of it then.
#include "simulate/machine.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace gatehouse::simulate {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr auto patience = 10s;
constexpr long ok = 200;
constexpr long made = 201;

}  // namespace

const json::object* simulated_machine::good(std::string_view what, const std::optional<line_answer>& answer,
                                            long status)
{
    if (!answer) {
        judge_.count(&machine_tally::unanswered);
        return nullptr;
    }
    const auto* const object = answer->body.if_object();
    if (answer->status == status && object)
        return object;
    judge_.wrong(what, std::to_string(status), text_of(*answer));
    return nullptr;
}

bool simulated_machine::push(const json::object& data)
{
    const std::string what = "500 to " + own_.identifier;
    const auto answer = office_.call(500, own_.identifier, data);
    if (!good(what, answer, ok))
        return false;
    if (answer->code("code") == 0)
        return true;
    judge_.wrong(what + " " + json::serialize(data), "code 0", text_of(*answer));
    return false;
}

// Waits for what comes down. What was lost with a connection nobody sends again.
bool simulated_machine::reached(std::string_view what, const std::function<bool()>& is_there)
{
    const std::uint64_t before = connections_;
    if (serve(patience, is_there))
        return true;
    if (stop_.stop_requested() || before != connections_ || !line_->is_connected())
        judge_.count(&machine_tally::unanswered);
    else
        judge_.wrong(std::string(what) + " to " + own_.identifier, "a message", "none");
    return false;
}

void simulated_machine::expect(std::string_view what, std::int64_t machine_tally::*counted,
                               const std::function<bool()>& is_known)
{
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!is_known()) {
        if (stop_.stop_requested())
            return judge_.count(&machine_tally::unanswered);
        if (std::chrono::steady_clock::now() >= until)
            return judge_.wrong(std::string(what) + " of " + own_.identifier, "that it is known", "nothing");
        serve(100ms, [] { return false; });
    }
    judge_.count(counted);
}

void simulated_machine::carry_out_an_order()
{
    const std::string target = "/api/v1/devices/" + std::to_string(own_.number) + "/orders";
    const std::int64_t before = orders_;
    const auto answer = office_.tell("POST", target, {{"command", "reboot"}});
    const auto* const order = good("an order", answer, made);
    if (!order)
        return;
    const std::string number = std::to_string(order->at("id").as_int64());
    if (reached("an order", [&] { return orders_ > before; }))
        expect("the answer to an order", &machine_tally::orders, [&] {
            const auto now = office_.ask(target + "/" + number);
            const auto* const of = now && now->status == ok ? now->body.if_object() : nullptr;
            return of && of->at("state") == "answered" && of->at("answer").at("code") == 0;
        });
}

// Of one person, once: it is kept for ever.
void simulated_machine::read_a_finger()
{
    const std::int64_t person = place_.people[own_.number % place_.people.size()];
    const std::string user = std::to_string(person);
    if (enrolled_.contains(user) ||
        !push(
            {{"cmd", "feature_input"}, {"payload", json::object{{"user_id", user}, {"feature_type", "fp"}}}}))
        return;
    if (reached("feature_input", [&] { return enrolled_.contains(user); }))
        expect("a finger", &machine_tally::features, [&] {
            bool is_kept = false;
            office_.list("/api/v1/people/" + user + "/features", [&](const json::object& item) {
                is_kept = item.at("device_id") == own_.number && item.at("type") == "fp" &&
                          item.at("state") != "aside";
                return !is_kept;
            });
            return is_kept;
        });
}

void simulated_machine::hold_somebody()
{
    const std::int64_t person = place_.people[chance_() % place_.people.size()];
    const std::int64_t stamp = std::max(clock_now().count(), held_stamp_ + 1);
    const json::object user{{"user_id", std::to_string(person)}, {"name", "员工"}, {"fp", "RlA="}};
    if (!push({{"cmd", "user_sync"},
               {"payload", json::object{{"update_time", stamp}, {"users", json::array{user}}}}}))
        return;
    if (reached("user_sync", [&] { return held_stamp_ >= stamp; }))
        expect("a person held", &machine_tally::pushes, [&] {
            bool is_confirmed = false;
            office_.list(
                "/api/v1/people/" + std::to_string(person) + "/devices", [&](const json::object& item) {
                    const auto& held = item.at("held");
                    is_confirmed = is_confirmed || (item.at("device_id") == own_.number && held.is_object() &&
                                                    held.at("state") == "confirmed");
                    return !is_confirmed;
                });
            return is_confirmed;
        });
}

}  // namespace gatehouse::simulate
