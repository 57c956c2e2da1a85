#include "ops/visitor_settings.hpp"

#include "store/visitor_site.hpp"

#include <boost/json/parse.hpp>

namespace gatehouse::ops {
namespace {

// A setting's member; empty where it is not there.
std::string text_of(const boost::json::value& setting, std::string_view name)
{
    const auto* const object = setting.if_object();
    const auto* const found = object ? object->if_contains({name.data(), name.size()}) : nullptr;
    return found && found->is_string() ? std::string(found->get_string()) : std::string();
}

boost::json::value read_setting(store::connection& sql, const store::keyring& keys, model::organization_id of,
                                std::string_view name)
{
    boost::json::error_code error;
    auto read = boost::json::parse(store::visitor_setting(sql, keys, of, name), error);
    return error ? boost::json::value() : read;
}

}  // namespace

std::optional<face_host> find_face_host(store::connection& sql, const store::keyring& keys,
                                        model::organization_id of)
{
    const auto setting = read_setting(sql, keys, of, "servers");
    face_host found{text_of(setting, "koala_ip"), text_of(setting, "koala_username"),
                    base::secret(text_of(setting, "koala_password"))};
    return found.address.empty() ? std::nullopt : std::optional(std::move(found));
}

std::string template_of(store::connection& sql, const store::keyring& keys, model::organization_id of,
                        model::notice_kind what, model::channel_kind by)
{
    std::string name(model::name_of(what));
    name.append(by == model::channel_kind::sms ? "_sms_id" : "_wechat_id");
    return text_of(read_setting(sql, keys, of, "templates"), name);
}

}  // namespace gatehouse::ops
