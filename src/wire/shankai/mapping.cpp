#include "wire/shankai/mapping.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "model/card_number.hpp"
#include "model/tap_time.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

namespace gatehouse::wire::shankai {
namespace {

using base::errc;

constexpr std::array codes{
    code_row{errc::organization_exists, 1001, "单位已注册"},
    code_row{errc::malformed_input, 4000, "请求参数不正确"},
    code_row{errc::missing_parameter, 4000, "缺少参数"},
    code_row{errc::unknown_action, 4000, "接口不存在，或请求方式不正确"},
    code_row{errc::unauthenticated, 4001, "appid不存在或secret密码不正确"},
    code_row{errc::token_unknown, 4002, "access_token缺失、不正确或已经过期"},
    code_row{errc::person_unknown, 4004, "手机号找不到对应的用户"},
    code_row{errc::organization_unknown, 4005, "单位不存在"},
    code_row{errc::card_number_invalid, 4006,
             "卡号输入不正确，10进制为1到2147483647，16进制以0x开头，不超过22个字节"},
    code_row{errc::card_number_fixed, 4007, "ID卡模式不能设置卡号"},
    code_row{errc::login_exists, 4008, "帐号已存在"},
    code_row{errc::door_exists, 4009, "该门禁已添加"},
    code_row{errc::door_unknown, 4010, "该门不存在"},
    code_row{errc::person_elsewhere, 4011, "该用户在本小区没有开通权限"},
    code_row{errc::card_number_taken, 4012, "该卡号已被本小区其他用户使用"},
    code_row{errc::credential_unknown, 4013, "不能通行：该卡或手机号在本小区没有通行权限"},
    code_row{errc::credential_lost, 4013, "不能通行：该卡已挂失"},
    code_row{errc::credential_suspended, 4013, "不能通行：该卡已停用"},
    code_row{errc::internal, -1, "系统异常"},
};

constexpr std::int64_t decimal_most = 2'147'483'647;
constexpr std::size_t hex_text_most = 22;
constexpr std::string_view hex_prefix = "0x";

std::optional<std::int64_t> read_integer(std::string_view text)
{
    std::int64_t number = 0;
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return digits && error == std::errc{} ? std::optional{number} : std::nullopt;
}

std::optional<std::int64_t> integer_of(const endpoint::scalar& given)
{
    if (const auto* const number = std::get_if<std::int64_t>(&given))
        return *number;
    const auto* const text = std::get_if<std::string>(&given);
    return text ? read_integer(*text) : std::nullopt;
}

bool is_hex_card(std::string_view text)
{
    const std::string_view digits = text.substr(std::min(hex_prefix.size(), text.size()));
    return text.starts_with(hex_prefix) && text.size() <= hex_text_most && !digits.empty() &&
           digits.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos &&
           digits.find_first_not_of('0') != std::string_view::npos;
}

// 0x1E240 of a card that is a number; empty for any other text.
std::string hex_of(std::string_view original)
{
    const auto number = model::read_card_number(original, model::card_format::unset);
    if (!number || !number->canonical.starts_with("n:"))
        return {};
    std::string digits = number->canonical.substr(2);
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    for (char& c : digits)
        if (c >= 'a' && c <= 'f')
            c = static_cast<char>(c - 'a' + 'A');
    return std::string(hex_prefix) + (digits.empty() ? "0" : digits);
}

std::string_view reason_of(model::punch_marks marks)
{
    constexpr std::array reasons{
        std::pair{model::punch_mark::credential_lost, errc::credential_lost},
        std::pair{model::punch_mark::credential_suspended, errc::credential_suspended},
    };
    for (const auto& [mark, why] : reasons)
        if (model::has(marks, mark))
            return code_row_of(why).sentence;
    return marks == 0 ? "" : code_row_of(errc::credential_unknown).sentence;
}

}  // namespace

std::span<const code_row> code_rows()
{
    return codes;
}

const code_row& code_row_of(errc what)
{
    const auto found = std::find_if(codes.begin(), codes.end(),
                                    [what](const code_row& r) { return r.what == what; });
    return found == codes.end() ? codes.back() : *found;
}

base::error faulty(std::string_view field, std::string_view why)
{
    return {errc::malformed_input, std::string(field).append(" ").append(why)};
}

base::result<model::card_kind> read_card_kind(const endpoint::scalar& mode)
{
    const auto number = integer_of(mode);
    const auto* const text = std::get_if<std::string>(&mode);
    if (!number || *number > 1 || *number < 0 || (text && text->size() != 1))
        return faulty("ic_id_mode", "must be 0 or 1");
    return *number == 0 ? model::card_kind::id : model::card_kind::ic;
}

base::result<card_text> read_card_no(const endpoint::scalar& given)
{
    const auto* const text = std::get_if<std::string>(&given);
    std::string original;
    if (text && is_hex_card(*text)) {
        original = *text;
    } else {
        const auto number = integer_of(given);
        if (!number || *number < 1 || *number > decimal_most)
            return base::error{errc::card_number_invalid};
        original = std::to_string(*number);
    }
    const auto read = model::read_card_number(original, model::card_format::unset);
    if (!read)
        return base::error{errc::card_number_invalid};
    return card_text{read->canonical, std::move(original)};
}

card_answer write_card(std::string_view original, bool is_new)
{
    card_answer answer;
    const auto number = read_integer(original);
    const std::string hex = hex_of(original);
    if (number && *number <= decimal_most)
        answer.card_no = *number;
    else if (number && !hex.empty())
        answer.card_no = hex;
    else
        answer.card_no = std::string(original);
    answer.card_no_hex = hex;
    answer.is_new = is_new ? "true" : "false";
    return answer;
}

base::result<base::instant> read_time(std::string_view field, const endpoint::scalar& given,
                                      const model::time_zone& zone)
{
    const auto* const number = std::get_if<std::int64_t>(&given);
    const auto* const text = std::get_if<std::string>(&given);
    const std::string written = number ? std::to_string(*number) : text ? *text : std::string{};
    auto at = model::read_tap_time(written, zone);
    if (!at)
        at = model::read_rfc3339(written);
    if (!at)
        return faulty(field, "must be epoch seconds or YYYY-MM-DD HH:MM:SS");
    return *at;
}

base::result<std::int64_t> read_size(const endpoint::scalar& given)
{
    const auto size = integer_of(given);
    if (!size || *size < 1 || *size > records_most)
        return faulty("size", "must be 1 to 100");
    return *size;
}

record_item write_record(const store::punch_view& from, const model::time_zone& zone)
{
    const model::punch& what = from.punch.what;
    const bool by_phone = what.method == model::punch_method::phone;
    record_item item;
    item.record_id = std::to_string(from.punch.number.value);
    item.time = model::civil_text(what.corrected_time, zone);
    item.door_id = std::to_string(what.door.value);
    item.door_name = from.door_name;
    item.method = by_phone ? std::string_view("mobile") : model::name_of(what.method);
    const std::string shown = from.shown.value_or("");
    item.card_no = by_phone ? "" : shown;
    item.mobile = by_phone ? shown : from.person_phone;
    item.name = from.person_name;
    item.opened = what.marks == 0 ? "true" : "false";
    item.reason = reason_of(what.marks);
    return item;
}

std::string make_org_id()
{
    constexpr std::size_t bytes = 20;
    return "o" + base::encode_base64url(base::random_bytes(bytes));
}

model::door_id read_door_id(std::string_view text)
{
    const auto number = read_integer(text);
    return number && std::to_string(*number) == text ? model::door_id{*number} : model::door_id{};
}

}  // namespace gatehouse::wire::shankai
