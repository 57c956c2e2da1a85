#include "wire/beiliao/mapping.hpp"

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "model/phone.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace gatehouse::wire::beiliao {
namespace {

using base::errc;

constexpr std::array codes{
    code_row{errc::unauthenticated, 5001, "未授权第三方应用，请联系客服"},
    code_row{errc::throttled, 5001, "错误次数过多，请稍后重试"},
    code_row{errc::licence_unknown, 5002, "未授权幼儿园，请联系客服"},
    code_row{errc::unknown_action, 5100, "action 不存在，请检查 action 参数"},
    code_row{errc::organization_deleted, 5101, "授权幼儿园信息已删除"},
    code_row{errc::organization_closed, 5101, "授权幼儿园已关闭"},
    code_row{errc::malformed_input, 5102, "绑定数据格式错误，请认真检查数据"},
    code_row{errc::phone_invalid, 5103, "绑定数据错误，手机号码格式错误"},
    code_row{errc::name_invalid, 5104, "绑定数据错误，用户名长度错误，最大20个中文字符，不能为空"},
    code_row{errc::unit_unknown, 5105, "绑定数据错误，班级不存在或被删除或已经毕业归档"},
    code_row{errc::credential_unknown, 5106, "绑定数据错误，卡号未绑定或绑定已失效"},
    code_row{errc::missing_parameter, 5107, "参数缺失或为空"},
    code_row{errc::time_invalid, 5110, "time_kick 无法识别，或晚于当前时间10分钟以上"},
    code_row{errc::picture_invalid, 5111, "image_base64 无法识别，须为不超过2MiB的JPEG或PNG"},
    code_row{errc::internal, 5199, "服务器内部错误，请稍后重试"},
};

constexpr std::string_view printed_appid = "08560e99366c6653e9a408f154da734c";
constexpr std::string_view printed_appsecret = "c724f2d614aabc62376c94f67170c458";
constexpr std::string_view printed_authkid = "4b77d8e78c6ef930130170c13ee7ffc3";

constexpr std::size_t pairs_most = 100;
constexpr std::size_t name_most = 20;  // code points

base::error malformed(std::string_view why)
{
    return {errc::malformed_input, std::string(why)};
}

base::result<ops::account> read_pair(std::string_view phone, std::string_view name)
{
    if (!model::is_mainland_mobile(phone))
        return base::error{errc::phone_invalid, ""};
    if (name.empty() || !base::is_valid_utf8(name) || base::has_control(name) ||
        base::code_points(name) > name_most)
        return base::error{errc::name_invalid, ""};
    return ops::account{std::string(phone), std::string(name)};
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

bool is_printed_client(std::string_view appid, std::string_view appsecret)
{
    return appid == printed_appid || appsecret == printed_appsecret;
}

bool is_printed_licence(std::string_view authkid)
{
    return authkid == printed_authkid;
}

base::result<std::vector<ops::account>> read_pairs(std::string_view data)
{
    std::vector<std::pair<std::string_view, std::string_view>> fields;
    std::string_view rest = base::trim(data);
    if (rest.ends_with(';'))
        rest.remove_suffix(1);
    if (rest.empty())
        return malformed("data 为空");
    for (bool more = true; more;) {
        const std::size_t end = rest.find(';');
        more = end != std::string_view::npos;
        const std::string_view pair = rest.substr(0, end);
        rest = more ? rest.substr(end + 1) : std::string_view{};
        const std::size_t comma = pair.find(',');
        if (comma == std::string_view::npos || pair.find(',', comma + 1) != std::string_view::npos)
            return malformed("每个用户应为 手机号,名称");
        fields.emplace_back(base::trim(pair.substr(0, comma)), base::trim(pair.substr(comma + 1)));
        if (fields.size() > pairs_most)
            return malformed("一次最多100个用户");
    }
    std::vector<ops::account> accounts;
    accounts.reserve(fields.size());
    for (const auto& [phone, name] : fields) {
        auto account = read_pair(phone, name);
        if (!account)
            return account.error();
        accounts.push_back(std::move(*account));
    }
    return accounts;
}

std::optional<model::unit_id> read_class_id(std::string_view text)
{
    model::unit_id id;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id.value);
    const bool ours = error == std::errc{} && end == text.data() + text.size() && id.value > 0 &&
                      text.front() != '0';
    return ours ? std::optional{id} : std::nullopt;
}

std::optional<read_card> read_card_text(std::string_view text, model::card_format format)
{
    if (const auto number = model::read_card_number(text, format))
        return read_card{number->canonical, true};
    if (const auto as_text = model::read_card_number(text, model::card_format::text))
        return read_card{as_text->canonical, false};
    return std::nullopt;
}

std::optional<std::string> read_image_text(std::string_view text)
{
    return base::decode_base64_leniently(base::without_data_url_prefix(text));
}

}  // namespace gatehouse::wire::beiliao
