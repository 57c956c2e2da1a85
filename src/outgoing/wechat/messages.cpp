// What is said to WeChat, made of values alone.
#include "base/bytes.hpp"
#include "base/json_writer.hpp"
#include "base/legacy_digest.hpp"
#include "base/percent.hpp"
#include "outgoing/wechat/service_account.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::outgoing::wechat {
namespace {

struct limit_row {
    std::string_view key;
    std::size_t most;
};

// Fields of the newer templates, whose names begin so, may be that long; others have no limit worth knowing.
constexpr std::array limits{limit_row{"thing", 20}, limit_row{"character_string", 32}, limit_row{"phrase", 5},
                            limit_row{"name", 10}, limit_row{"const", 20}};
constexpr std::size_t longest = 200;

std::size_t most_of(std::string_view key)
{
    const auto known = std::find_if(limits.begin(), limits.end(),
                                    [key](const limit_row& row) { return key.starts_with(row.key); });
    return known != limits.end() ? known->most : longest;
}

}  // namespace

ops::template_fields standard_fields()
{
    using enum model::notice_kind;
    const auto fields = [](std::string_view first, std::string_view remark) {
        return std::vector<ops::template_field>{{"first", std::string(first)},
                                                {"keyword1", "{visitor_name}"},
                                                {"keyword2", "{start_time}"},
                                                {"keyword3", "{interviewee}"},
                                                {"remark", std::string(remark)}};
    };
    return {{approval_reminder, fields("您有新的访客申请", "请尽快审批")},
            {host_signin, fields("您的访客已签到", "{come_from}")},
            {approval_pass, fields("您的来访申请已通过", "请到达后签到")},
            {guest_signin, fields("签到成功", "请凭二维码通行")}};
}

std::string template_message(const account& as, const ops::notice& what, std::string_view id)
{
    std::string text;
    base::json_writer json(text);
    json.open_object().name("touser").text(what.recipient).name("template_id").text(what.template_id);
    if (!what.url.empty())
        json.name("url").text(what.url);
    json.name("client_msg_id").text(id).name("data").open_object();
    const auto fields = as.fields.find(what.kind);
    if (fields != as.fields.end())
        for (const ops::template_field& each : fields->second)
            json.name(each.key)
                .open_object()
                .name("value")
                .text(ops::shortened(ops::fill(each.pattern, what.words), most_of(each.key)))
                .close_object();
    json.close_object().close_object();
    return text;
}

std::string sign_page(std::string_view ticket, std::string_view nonce, std::int64_t timestamp,
                      std::string_view url)
{
    std::string text("jsapi_ticket=");
    text.append(ticket)
        .append("&noncestr=")
        .append(nonce)
        .append("&timestamp=")
        .append(std::to_string(timestamp));
    text.append("&url=").append(url.substr(0, url.find('#')));
    return base::to_hex(base::sha1(text));
}

std::string authorize_url(const account& as, std::string_view redirect, std::string_view scope,
                          std::string_view state)
{
    // The order of the parameters matters.
    return "https://open.weixin.qq.com/connect/oauth2/authorize?appid=" + base::percent_encoded(as.app_id) +
           "&redirect_uri=" + base::percent_encoded(redirect) +
           "&response_type=code&scope=" + base::percent_encoded(scope) +
           "&state=" + base::percent_encoded(state) + "#wechat_redirect";
}

}  // namespace gatehouse::outgoing::wechat
