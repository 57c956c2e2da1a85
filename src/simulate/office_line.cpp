#include "simulate/office_line.hpp"

#include "base/bytes.hpp"
#include "base/legacy_digest.hpp"

#include <boost/json/serialize.hpp>

namespace gatehouse::simulate {
namespace {

using namespace std::chrono_literals;

constexpr auto patience = 10s;

}  // namespace

office_line::office_line(const office_identity& who, std::stop_token stop)
    : who_(who),
      http_(who.url, who.certificate, std::move(stop))
{}

std::optional<line_answer> office_line::ask(const std::string& target)
{
    return http_.send({target, nullptr, {}, nullptr, std::string(who_.key.reveal())}, patience);
}

std::optional<line_answer> office_line::tell(const char* method, const std::string& target,
                                             const boost::json::object& body)
{
    return http_.send(
        {target, "application/json", boost::json::serialize(body), method, std::string(who_.key.reveal())},
        patience);
}

std::optional<line_answer> office_line::call(int action, const std::string& to,
                                             const boost::json::object& data)
{
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const std::int64_t time = now.time_since_epoch().count();
    const std::string what = std::to_string(action);
    const std::string signature = base::to_hex(
        base::md5(what + who_.app + to + std::string(who_.app_key.reveal()) + std::to_string(time)));
    const boost::json::object message{
        {"from", who_.app}, {"to", to}, {"time", time}, {"action", action}, {"data", data}};
    return http_.send(
        {"/gateway", "application/json", boost::json::serialize(message), nullptr, {}, "sig: " + signature},
        patience);
}

office_line::list_end office_line::list(std::string target,
                                        const std::function<bool(const boost::json::object&)>& each)
{
    target += target.find('?') == std::string::npos ? "?limit=200" : "&limit=200";
    std::string cursor;
    for (;;) {
        auto answer = ask(target + cursor);
        const auto* const page = answer ? answer->body.if_object() : nullptr;
        const auto* const items = page ? page->if_contains("items") : nullptr;
        if (!items || !items->is_array())
            return {false, std::move(answer)};
        for (const auto& item : items->get_array())
            if (!each(item.as_object()))
                return {true, {}};
        const auto* const next = page->if_contains("next");
        if (!next || !next->is_string())
            return {true, {}};
        cursor = "&cursor=";
        escape(cursor, std::string_view(next->get_string()));
    }
}

}  // namespace gatehouse::simulate
