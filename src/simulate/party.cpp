#include "simulate/party.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>

namespace gatehouse::simulate {
namespace {

namespace json = boost::json;

constexpr int no_visit_today = -201;
constexpr int not_authorised = -202;
constexpr int refused = -203;
constexpr int unknown_pass = -207;

}  // namespace

void visit_ledger::count(std::int64_t visit_tally::*what)
{
    const std::lock_guard hold(guard_);
    ++(tally_.*what);
}

void visit_ledger::wrong(std::string_view call, int due, std::string_view got)
{
    const std::lock_guard hold(guard_);
    ++tally_.wrong;
    std::cerr << "wrong answer to " << call << ": due was " << due << ", came " << got << '\n';
}

visit_tally visit_ledger::tally() const
{
    const std::lock_guard hold(guard_);
    return tally_;
}

simulated_party::simulated_party(const reception_keys& who, visit_ledger& judge, double speed,
                                 std::uint64_t seed, std::stop_token stop)
    : who_(who),
      judge_(judge),
      stop_(stop),
      line_(who.url, who.certificate, std::move(stop)),
      speed_(speed),
      chance_(seed)
{}

void simulated_party::live()
{
    while (!stop_.stop_requested())
        visit();
}

// The `data` of an answer that is due; null where it is another, which is written down, or has none.
json::value simulated_party::call(const char* method, std::string target, const base::secret& key,
                                  const json::object& body, int due)
{
    const std::chrono::milliseconds pause(static_cast<std::int64_t>(1000 / speed_));
    if (!sleep_unless_stopped(stop_, pause))
        return nullptr;
    const std::string named = std::string(method) + " " + target;
    const auto answer = line_.send(
        {std::move(target), "application/json", json::serialize(body), method, std::string(key.reveal())},
        std::chrono::seconds(10));
    if (!answer) {
        judge_.count(&visit_tally::unanswered);
        return nullptr;
    }
    if (answer->code("code") != due) {
        judge_.wrong(named, due, text_of(*answer));
        return nullptr;
    }
    const auto* const data = answer->body.get_object().if_contains("data");
    return data ? *data : json::value(nullptr);
}

void simulated_party::pass(const json::value& signed_in, bool is_open)
{
    const auto* const of = signed_in.if_object();
    const auto* const code = of ? of->if_contains("qrcode") : nullptr;
    if (!code)
        return;
    call("POST", "/v1/visit/qrcode", who_.gate, {{"qrcode", *code}}, is_open ? 0 : refused);
    judge_.count(is_open ? &visit_tally::passages : &visit_tally::refusals);
}

void simulated_party::visit()
{
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                         std::chrono::system_clock::now().time_since_epoch())
                         .count();
    // A phone of its own for each visit, also when the day is played again.
    const std::uint64_t own = (chance_() + static_cast<std::uint64_t>(now)) % 10'000'000'000U;
    const std::string phone = std::to_string(20'000'000'000U + own);
    ++visits_;
    const json::object asked{{"subject_type", 1},
                             {"name", "访客" + std::to_string(visits_)},
                             {"phone", phone},
                             {"purpose", static_cast<std::int64_t>(chance_() % 5)},
                             {"come_from", "合作单位"},
                             {"proposer", phone},
                             {"interviewee", who_.host_name},
                             {"interviewee_phone", who_.host_phone},
                             {"start_time", now},
                             {"end_time", now + 600},
                             {"retinues", json::array{json::object{{"name", "同行"}, {"phone", phone}}}}};
    const json::object by_phone{{"phone", phone}};
    // Once: a kiosk at which many unknown phones are tried is made to wait.
    if (visits_ == 1)
        call("POST", "/v1/visit/signin", who_.kiosk, by_phone, no_visit_today);
    const json::value made = call("POST", "/v1/subject", who_.office, asked, 0);
    if (!made.is_object())
        return;
    judge_.count(&visit_tally::visits);
    call("POST", "/v1/visit/signin", who_.kiosk, by_phone, not_authorised);
    const std::string address = "/v1/auth/" + std::to_string(made.at("id").as_int64());
    call("PUT", address, who_.office, {}, 0);
    const json::value signed_in = call("POST", "/v1/visit/signin", who_.kiosk, by_phone, 0);
    if (!signed_in.is_object())
        return;
    pass(signed_in, true);
    pass(signed_in.at("retinues").at(0), true);
    call("POST", "/v1/visit/qrcode", who_.gate, {{"qrcode", std::string(32, '0')}}, unknown_pass);
    if (chance_() % 4 != 0)
        return;
    call("PUT", address, who_.office, {{"auth", 0}}, 0);
    pass(signed_in, false);
}

}  // namespace gatehouse::simulate
