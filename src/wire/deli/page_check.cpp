#include "wire/deli/page_check.hpp"

#include "base/json_writer.hpp"
#include "wire/deli/signature.hpp"

#include <algorithm>
#include <charconv>

namespace gatehouse::wire::deli {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$";
constexpr std::string_view digits = "0123456789";

// ^[A-Za-z_$][\w$.]{0,63}$
bool is_callback(std::string_view name)
{
    constexpr std::size_t longest = 64;
    return !name.empty() && name.size() <= longest && letters.find(name.front()) != std::string_view::npos &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return c == '.' || letters.find(c) != std::string_view::npos ||
                      digits.find(c) != std::string_view::npos;
           });
}

std::string_view message_of(code what)
{
    switch (what) {
    case code::ok: return "";
    case code::bad_request: return "appId, timestamp, noncestr and sign are needed";
    case code::expired: return "the signature is too old";
    case code::banned: return "the app is suspended";
    default: return "wrong signature";
    }
}

}  // namespace

code check_page(const store::index& in, const endpoint::form& asked, base::instant now)
{
    const std::string_view id = asked.find("appId").value_or("");
    const std::string_view stamp = asked.find("timestamp").value_or("");
    const std::string_view nonce = asked.find("noncestr").value_or("");
    const std::string_view sign = asked.find("sign").value_or("");
    std::int64_t time = 0;
    const auto [stopped, error] = std::from_chars(stamp.data(), stamp.data() + stamp.size(), time);
    if (id.empty() || nonce.empty() || sign.empty() || error != std::errc{} ||
        stopped != stamp.data() + stamp.size() || time < 0)
        return code::bad_request;
    const auto* const app = store::find_app(in, std::string(id));
    if (!app || !(same_signature(sign, page_signature(id, app->key, nonce, stamp)) ||
                  same_signature(sign, page_signature(id, app->key, nonce, stamp, page_names::service))))
        return code::wrong_signature;
    if (app->what.suspended)
        return code::banned;
    const base::instant at = read_time(time);
    return at < now - page_fresh_for || at > now + page_fresh_for ? code::expired : code::ok;
}

std::optional<page_answer> write_page_answer(code what, const endpoint::form& asked)
{
    const std::string number = std::to_string(static_cast<std::int64_t>(what));
    std::string body;
    base::json_writer json(body);
    json.open_object().name("code").text(number).name("msg").text(message_of(what));
    json.name("data").open_object().name("code").text(number).name("msg").text(message_of(what));
    json.close_object().close_object();
    const auto callback = asked.find("callback");
    if (!callback)
        return page_answer{"application/json", std::move(body)};
    if (!is_callback(*callback))
        return std::nullopt;
    // The comment in front: nothing that a caller chose begins the text.
    return page_answer{"application/javascript", "/**/" + std::string(*callback) + "(" + body + ");"};
}

}  // namespace gatehouse::wire::deli
