#include "app/outgoing_accounts.hpp"

#include "store/durable_file.hpp"

#include <charconv>
#include <stdexcept>

namespace gatehouse::app {
namespace {

[[noreturn]] void refuse(std::string_view setting, std::string_view why)
{
    throw std::runtime_error(std::string(setting).append(": ").append(why));
}

// Scheme and host alone: what follows is the vendor's.
std::string url_of(std::string_view setting, std::string_view url)
{
    url = url.substr(0, url.find_last_not_of('/') + 1);
    const std::size_t scheme = url.starts_with("https://") ? 8 : url.starts_with("http://") ? 7 : 0;
    if (scheme == 0 || url.size() == scheme || url.find_first_of("/?#@ ", scheme) != std::string_view::npos)
        refuse(setting, "must be http:// or https:// and a host, perhaps with a port");
    return std::string(url);
}

ops::template_fields fields_of(std::string_view setting, const std::vector<std::string>& lines,
                               ops::template_fields standard)
{
    auto read = ops::read_template_fields(lines, std::move(standard));
    if (const auto* const fault = std::get_if<std::string>(&read))
        refuse(setting, *fault);
    return std::get<ops::template_fields>(std::move(read));
}

std::int64_t positive(std::string_view setting, std::int64_t value)
{
    if (value < 1)
        refuse(setting, "must be at least 1");
    return value;
}

}  // namespace

base::secret read_secret(std::string_view setting, const std::string& file)
{
    if (file.empty())
        refuse(setting, "names no file");
    const base::secret whole(store::read_whole(file));
    const std::string_view text = whole.reveal();
    base::secret line(text.substr(0, text.find_last_not_of(" \t\r\n") + 1));
    if (line.empty() || line.reveal().find('\n') != std::string_view::npos)
        refuse(setting, "the file must hold the secret in one line and nothing else");
    return line;
}

std::vector<std::int64_t> groups_of(const settings& chosen)
{
    std::vector<std::int64_t> groups;
    for (const std::string& each : chosen.koala_groups) {
        std::int64_t number = 0;
        const auto [end, failed] = std::from_chars(each.data(), each.data() + each.size(), number);
        if (failed != std::errc{} || end != each.data() + each.size() || number < 1)
            refuse("koala.groups", "\"" + each + "\" is no number of a group");
        groups.push_back(number);
    }
    return groups;
}

outgoing::wechat::account wechat_of(const settings& chosen)
{
    outgoing::wechat::account as;
    as.url = url_of("wechat.url", chosen.wechat_url);
    as.fields = fields_of("wechat.fields", chosen.wechat_fields, outgoing::wechat::standard_fields());
    as.app_id = chosen.wechat_app_id;
    if (!as.app_id.empty())
        as.app_secret = read_secret("wechat.app_secret", chosen.wechat_app_secret);
    return as;
}

outgoing::sms::account sms_of(const settings& chosen)
{
    outgoing::sms::account as;
    as.url = url_of("sms.url", chosen.sms_url);
    as.fields = fields_of("sms.fields", chosen.sms_fields, outgoing::sms::standard_fields());
    as.value_most = static_cast<std::size_t>(positive("sms.value_most", chosen.sms_value_most));
    if (chosen.sms_signature != "v2" && chosen.sms_signature != "v3")
        refuse("sms.signature", "must be v2 or v3");
    as.signature = chosen.sms_signature == "v3" ? outgoing::sms::signature_version::v3
                                                : outgoing::sms::signature_version::v2;
    as.key_id = chosen.sms_key_id;
    if (as.key_id.empty())
        return as;
    as.key = read_secret("sms.key", chosen.sms_key);
    as.sign_name = chosen.sms_sign_name;
    if (as.sign_name.empty())
        refuse("sms.sign_name", "must be set where sms.key_id is");
    return as;
}

std::array<ops::configured_way, 2> ways_of(const settings& chosen)
{
    return {ops::configured_way{model::channel_kind::wechat, !chosen.wechat_app_id.empty(),
                                positive("wechat.daily_each", chosen.wechat_daily_each),
                                positive("wechat.daily_all", chosen.wechat_daily_all)},
            ops::configured_way{model::channel_kind::sms, !chosen.sms_key_id.empty(),
                                positive("sms.daily_each", chosen.sms_daily_each),
                                positive("sms.daily_all", chosen.sms_daily_all)}};
}

}  // namespace gatehouse::app
