#include "wire/deli/orders.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "store/device_orders.hpp"
#include "wire/deli/mapping.hpp"
#include "wire/deli/raw_json.hpp"

namespace gatehouse::wire::deli {
namespace {

std::string data_of(const endpoint::device_command& what)
{
    std::string data;
    base::json_writer json(data);
    json.open_object().name("cmd").text(what.command);
    if (what.payload)
        json.name("payload").raw(*what.payload);
    json.close_object();
    return data;
}

std::string data_of(const endpoint::log_request& what, const ftp_login& login)
{
    std::string data;
    base::json_writer json(data);
    json.open_object().name("ftp_host").text(what.host).name("ftp_port").number(what.port);
    if (what.first_day)
        json.name("log_start").text(*what.first_day);
    if (what.last_day)
        json.name("log_end").text(*what.last_day);
    if (!login.user.empty())
        json.name("ftp_user").text(login.user).name("ftp_pass").text(login.password.reveal());
    json.close_object();
    return data;
}

envelope message_of(std::int64_t action, base::instant now)
{
    return {std::nullopt, std::string(platform), std::nullopt, seconds_of(now), action, std::nullopt};
}

}  // namespace

std::string order_message(const std::string& device, const endpoint::device_order& what,
                          const ftp_login& login, base::instant now)
{
    const auto* const command = std::get_if<endpoint::device_command>(&what);
    envelope made = message_of(command ? action::control : action::log_upload, now);
    made.to = device;
    if (command) {
        made.mid = command->number;
        made.data = data_of(*command);
    } else {
        const auto& log = std::get<endpoint::log_request>(what);
        made.mid = log.number;
        made.data = data_of(log, login);
    }
    return write_message(made);
}

std::string firmware_notice(std::string_view version, base::instant now)
{
    constexpr std::size_t number_bytes = 16;
    envelope made = message_of(action::firmware_notice, now);
    made.mid = base::to_hex(base::random_bytes(number_bytes));
    made.data.emplace();
    base::json_writer(*made.data).open_object().name("version").text(version).close_object();
    return write_message(made);
}

std::string firmware_topic(std::string_view type, std::string_view model)
{
    return std::string(type).append("/").append(model);
}

std::string firmware_address(std::string_view downloads, const model::firmware& what)
{
    return std::string(downloads).append("/fw/").append(what.name).append(".bin");
}

bool take_answer(store::transaction& in, model::device_id from, const envelope& said, base::instant now)
{
    const auto kind = said.action == action::control ? model::order_kind::control
                                                     : model::order_kind::log_upload;
    if (!said.mid || !said.data || !raw_json(*said.data).is_object())
        return false;
    return store::answer_order(in, from, kind, *said.mid, *said.data, now);
}

}  // namespace gatehouse::wire::deli
