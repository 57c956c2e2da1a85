#include "simulate/property_line.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <iostream>

namespace gatehouse::simulate {
namespace {

constexpr int token_over = 4002;

// {"errcode": …, "errmsg": …, "data": {…}}: "ok" with 0 and only with it.
bool has_shape(const line_answer& answer)
{
    constexpr long ok = 200;
    const auto* const object = answer.body.if_object();
    const auto* const message = object ? object->if_contains("errmsg") : nullptr;
    const auto* const data = object ? object->if_contains("data") : nullptr;
    return answer.status == ok && message && message->is_string() &&
           (message->get_string() == "ok") == (answer.code() == 0) && (!data || data->is_object());
}

std::string list_of(std::initializer_list<int> codes)
{
    std::string text;
    for (const int code : codes)
        text.append(text.empty() ? "" : " or ").append(std::to_string(code));
    return text;
}

}  // namespace

void property_ledger::count(std::int64_t property_tally::*what)
{
    const std::lock_guard hold(guard_);
    ++(tally_.*what);
}

void property_ledger::wrong(std::string_view call, std::string_view due, std::string_view got)
{
    const std::lock_guard hold(guard_);
    ++tally_.wrong;
    std::cerr << "wrong answer to " << call << ": due was " << due << ", came " << got << '\n';
}

property_tally property_ledger::tally() const
{
    const std::lock_guard hold(guard_);
    return tally_;
}

property_line::property_line(const property_identity& who, property_ledger& judge, std::stop_token stop)
    : who_(who),
      judge_(judge),
      http_(who.url, who.certificate, std::move(stop))
{}

std::optional<line_answer> property_line::send(const http_line::request& what)
{
    auto answer = http_.send(what, std::chrono::seconds(10));
    if (!answer)
        judge_.count(&property_tally::unanswered);
    return answer;
}

bool property_line::take_token()
{
    std::string target = "/1.0/get_access_token?app_id=";
    escape(target, who_.client);
    target += "&secret=";
    escape(target, who_.secret.reveal());
    const auto answer = send({std::move(target)});
    if (!answer)
        return false;
    const auto* const data = answer->code() == 0 && has_shape(*answer)
                                 ? answer->body.get_object().if_contains("data")
                                 : nullptr;
    const auto* const token = data ? data->get_object().if_contains("access_token") : nullptr;
    if (!token || !token->is_string()) {
        judge_.wrong("get_access_token", "a token", text_of(*answer));
        return false;
    }
    token_ = token->get_string();
    return true;
}

std::optional<line_answer> property_line::call(std::string_view name, const boost::json::object& body,
                                               std::initializer_list<int> due)
{
    const std::string text = boost::json::serialize(body);
    for (const bool again : {true, false}) {
        if (token_.empty() && !take_token())
            return std::nullopt;
        std::string target = "/1.0/" + std::string(name) + "?access_token=";
        escape(target, token_);
        auto answer = send({std::move(target), "application/json", text});
        if (!answer)
            return std::nullopt;
        if (answer->code() == token_over && again) {
            token_.clear();
            continue;
        }
        if (std::find(due.begin(), due.end(), answer->code()) != due.end() && has_shape(*answer)) {
            judge_.count(&property_tally::calls);
            return answer;
        }
        judge_.wrong(std::string(name) + " " + text, list_of(due), text_of(*answer));
        break;
    }
    return std::nullopt;
}

}  // namespace gatehouse::simulate
