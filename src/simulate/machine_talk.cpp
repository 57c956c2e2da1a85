// A simulated machine's messages, and how it answers what comes down.
#include "base/bytes.hpp"
#include "simulate/day.hpp"
#include "simulate/machine.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>

namespace gatehouse::simulate {
namespace {

using namespace std::chrono_literals;
namespace json = boost::json;

constexpr auto patience = 30s;  // after which a machine sends again

constexpr int control = 200;
constexpr int log_upload = 201;
constexpr int firmware_notice = 202;
constexpr int organization_notice = 203;
constexpr int app_notice = 204;
constexpr int login_notice = 205;
constexpr int to_app = 300;
constexpr int to_device = 301;
constexpr int no_log = 201;
constexpr int unbound = 107;

std::string text_in(const json::object& of, std::string_view name)
{
    const auto* const found = of.if_contains(name);
    if (found && found->is_int64())
        return std::to_string(found->get_int64());
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::int64_t number_in(const json::object& of, std::string_view name)
{
    const auto* const found = of.if_contains(name);
    return found && found->is_int64() ? found->get_int64() : -1;
}

json::object object_in(const json::object& of, std::string_view name)
{
    const auto* const found = of.if_contains(name);
    return found && found->is_object() ? found->get_object() : json::object{};
}

}  // namespace

void simulated_machine::connect(mqtt_line& line)
{
    constexpr int server_unavailable = 3;
    while (!stop_.stop_requested()) {
        const int outcome = line.connect();
        if (outcome == 0) {
            ++connections_;
            return;
        }
        if (outcome > 0 && outcome != server_unavailable)
            throw no_day(own_.identifier + " is not let in: CONNACK " + std::to_string(outcome));
        sleep_unless_stopped(stop_, 500ms);
    }
}

std::string simulated_machine::message(int action, std::string_view to, const json::object& data)
{
    json::object made{{"mid", life_ + "-" + std::to_string(++sent_)},
                      {"from", own_.identifier},
                      {"to", to},
                      {"time", std::chrono::floor<std::chrono::seconds>(clock_now()).count()},
                      {"action", action}};
    if (!data.empty())
        made["data"] = data;
    return json::serialize(made);
}

std::string simulated_machine::checkin_message(const checkins& seen)
{
    json::array users;
    for (const simulated_checkin& each : seen)
        users.push_back(json::object{
            {"user_id", std::to_string(each.person)}, {"feature_type", each.type}, {"time", each.second}});
    return message(
        to_app, place_.office.app,
        {{"cmd", "checkin"}, {"org_id", std::to_string(place_.organization)}, {"users", std::move(users)}});
}

bool simulated_machine::deliver(const std::string& message)
{
    while (!stop_.stop_requested()) {
        judge_.count(&machine_tally::messages);
        if (line_->is_acknowledged(line_->send(message), patience)) {
            judge_.count(&machine_tally::acknowledged);
            return true;
        }
        if (!sleep_unless_stopped(stop_, 200ms))
            break;
        line_->leave();
        connect(*line_);
    }
    return false;
}

bool simulated_machine::deliver(const std::string& message, const checkins& seen)
{
    const bool is_taken = deliver(message);
    if (is_taken)
        judge_.acknowledged(seen);
    return is_taken;
}

std::optional<json::object> simulated_machine::ask(int action, const json::object& data,
                                                   std::initializer_list<int> due)
{
    const std::string text = message(action, "system", data);
    awaited_ = life_ + "-" + std::to_string(sent_);
    reply_.reset();
    const bool came = deliver(text) && serve(patience, [this] { return reply_.has_value(); });
    awaited_.clear();
    if (stop_.stop_requested() && !came)
        return std::nullopt;
    if (!came) {
        judge_.count(&machine_tally::unanswered);
        return std::nullopt;
    }
    const std::int64_t code = number_in(*reply_, "code");
    if (std::find(due.begin(), due.end(), code) != due.end())
        return std::exchange(reply_, std::nullopt);
    judge_.wrong(own_.identifier + " " + text, "code " + std::to_string(*due.begin()),
                 json::serialize(*reply_));
    return std::nullopt;
}

bool simulated_machine::serve(std::chrono::milliseconds time, const std::function<bool()>& is_done)
{
    const auto until = std::chrono::steady_clock::now() + time;
    while (!is_done()) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until -
                                                                       std::chrono::steady_clock::now());
        if (left <= 0ms)
            return false;
        if (const auto text = line_->next(left))
            take(*text);
        else if (!line_->is_connected() || stop_.stop_requested())
            return is_done();
    }
    return true;
}

void simulated_machine::take(const std::string& text)
{
    boost::system::error_code fault;
    const json::value read = json::parse(text, fault);
    const auto* const came = fault ? nullptr : read.if_object();
    if (!came || number_in(*came, "action") < 0)
        return judge_.wrong(own_.identifier, "a message", text);
    const std::string mid = text_in(*came, "mid");
    const json::object data = object_in(*came, "data");
    const auto reply = [&](json::object said) {
        json::object made{{"mid", mid},
                          {"from", own_.identifier},
                          {"to", text_in(*came, "from")},
                          {"time", std::chrono::floor<std::chrono::seconds>(clock_now()).count()},
                          {"action", came->at("action")},
                          {"data", std::move(said)}};
        if (deliver(json::serialize(made)))
            ++orders_;
    };
    switch (came->at("action").as_int64()) {
    case control: return reply({{"code", 0}, {"msg", ""}, {"cmd", text_in(data, "cmd")}, {"result", "ok"}});
    case log_upload: return reply({{"code", no_log}, {"msg", "no log is kept"}});
    case firmware_notice: wants_firmware_ = true; return;
    case organization_notice:
    case app_notice:
    case login_notice: return;
    case to_app: return take_refusal(data);
    case to_device: return take_from_app(data);
    default:
        if (!awaited_.empty() && mid == awaited_)
            reply_ = data;
    }
}

// What is for apps is refused only where there is none.
void simulated_machine::take_refusal(const json::object& data)
{
    if (number_in(data, "code") != 0 && (!place_.office.app.empty() || number_in(data, "code") != unbound))
        judge_.wrong(own_.identifier + ", a message to its app", "nothing", json::serialize(data));
}

void simulated_machine::take_from_app(const json::object& data)
{
    const std::string command = text_in(data, "cmd");
    if (command == "user_update")
        ask_for_people();
    else if (command == "user_sync")
        hold(data.contains("payload") ? data.at("payload") : json::value());
    else if (command == "feature_input")
        enrol(object_in(data, "payload"));
}

void simulated_machine::ask_for_people()
{
    deliver(message(
        to_app, place_.office.app,
        {{"cmd", "user_sync"}, {"payload", json::object{{"size", 100}, {"update_time", held_stamp_}}}}));
}

// The seed's list, or the later object with a stamp; whoever came is asked for what is newer.
void simulated_machine::hold(const json::value& payload)
{
    const auto* const object = payload.if_object();
    const auto* const users = object ? object->if_contains("users") : &payload;
    if (!users || !users->is_array() || users->get_array().empty())
        return;
    if (object)
        held_stamp_ = std::max(held_stamp_, number_in(*object, "update_time"));
    ask_for_people();
}

void simulated_machine::enrol(const json::object& payload)
{
    const std::string user = text_in(payload, "user_id");
    const bool is_face = text_in(payload, "feature_type") == "fa";
    if (deliver(message(to_app, place_.office.app,
                        {{"cmd", is_face ? "fa_input" : "fp_input"},
                         {"payload", json::object{{"user_id", user},
                                                  {is_face ? "fa_data" : "fp_data",
                                                   base::encode_base64(own_.identifier)}}}})))
        enrolled_.insert(user);
}

}  // namespace gatehouse::simulate
