#include "simulate/platform_line.hpp"

#include "simulate/day.hpp"

#include <boost/json/serialize.hpp>

#include <iostream>

namespace gatehouse::simulate {
namespace {

constexpr std::int64_t done = 200;

// What stands under `data` where the answer is done.
const boost::json::object* data_of(const line_answer& answer)
{
    const auto* const object = answer.body.if_object();
    const auto* const status = object ? object->if_contains("status") : nullptr;
    const auto* const data = object ? object->if_contains("data") : nullptr;
    const bool is_done = status && status->is_int64() && status->get_int64() == done;
    return is_done && data ? data->if_object() : nullptr;
}

}  // namespace

platform_line::platform_line(const platform_identity& who) : http_(who.url, who.certificate, {})
{
    boost::json::object body;
    body["appid"] = who.client;
    body["secret"] = std::string(who.secret.reveal());
    const auto answer = send("/v1/channel/token", body);
    const auto* const data = answer ? data_of(*answer) : nullptr;
    if (!data)
        throw no_day("no token: " + (answer ? text_of(*answer) : http_.fault()));
    token_ = data->at("access_token").as_string();
}

std::optional<line_answer> platform_line::send(std::string_view target, const boost::json::object& body)
{
    return http_.send({std::string(target), "application/json", boost::json::serialize(body)},
                      std::chrono::minutes(1));
}

boost::json::object platform_line::call(std::string_view name, boost::json::object body)
{
    body["access_token"] = token_;
    const auto answer = send("/v1/abutment/" + std::string(name), body);
    const auto* const data = answer ? data_of(*answer) : nullptr;
    if (data) {
        ++calls_;
        return *data;
    }
    ++wrong_;
    std::cerr << "wrong answer to " << name << ": " << (answer ? text_of(*answer) : http_.fault()) << '\n';
    return {};
}

}  // namespace gatehouse::simulate
