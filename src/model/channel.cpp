#include "model/channel.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace gatehouse::model {
namespace {

constexpr std::string_view secret_prefix = "whsec_";

}  // namespace

std::optional<std::string_view> fault_of_webhook_url(std::string_view text)
{
    constexpr std::size_t longest = 2048;
    if (text.size() > longest)
        return "must have at most 2048 characters";
    const auto url = boost::urls::parse_absolute_uri({text.data(), text.size()});
    if (!url ||
        (url->scheme_id() != boost::urls::scheme::http && url->scheme_id() != boost::urls::scheme::https))
        return "must be a URL that begins with http:// or https:// and has no fragment";
    if (url->encoded_host().empty())
        return "must name a host";
    if (url->has_userinfo())
        return "must hold no user name";
    if (url->has_port() && url->port_number() == 0)
        return "must name a port from 1 to 65535";
    return std::nullopt;
}

std::optional<base::secret> webhook_key(std::string_view secret)
{
    constexpr std::size_t shortest = 16;
    constexpr std::size_t longest = 64;
    if (!secret.starts_with(secret_prefix))
        return std::nullopt;
    const std::string_view text = secret.substr(secret_prefix.size());
    const auto bytes = base::decode_base64_leniently(text);
    if (!bytes || bytes->size() < shortest || bytes->size() > longest || base::encode_base64(*bytes) != text)
        return std::nullopt;
    return base::secret(*bytes);
}

base::secret random_webhook_secret()
{
    constexpr std::size_t size = 32;
    return base::secret(std::string(secret_prefix) + base::encode_base64(base::random_bytes(size)));
}

}  // namespace gatehouse::model
