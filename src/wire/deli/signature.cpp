#include "wire/deli/signature.hpp"

#include "base/bytes.hpp"
#include "base/legacy_digest.hpp"
#include "base/text.hpp"

#include <initializer_list>

namespace gatehouse::wire::deli {
namespace {

std::string hex_md5(std::initializer_list<std::string_view> parts)
{
    std::string joined;
    for (const std::string_view each : parts)
        joined += each;
    return base::to_hex(base::md5(joined));
}

}  // namespace

std::string device_password(std::string_view device, std::string_view model, const base::secret& product_key)
{
    return hex_md5({device, "-", model, "-", product_key.reveal()});
}

std::string message_signature(std::int64_t action, std::string_view from, std::string_view to,
                              const base::secret& app_key, std::int64_t time)
{
    return hex_md5({std::to_string(action), from, to, app_key.reveal(), std::to_string(time)});
}

std::string page_signature(std::string_view app, const base::secret& app_key, std::string_view nonce,
                           std::string_view timestamp, page_names as)
{
    if (as == page_names::service)
        return hex_md5({"noncestr=", nonce, "&serviceId=", app, "&serviceKey=", app_key.reveal(),
                        "&timestamp=", timestamp});
    return hex_md5(
        {"appId=", app, "&appKey=", app_key.reveal(), "&noncestr=", nonce, "&timestamp=", timestamp});
}

bool same_signature(std::string_view given, std::string_view right)
{
    const std::string folded = base::fold_case(given);
    if (folded.size() != right.size())
        return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < right.size(); ++i)
        difference |= static_cast<unsigned char>(folded[i]) ^ static_cast<unsigned char>(right[i]);
    return difference == 0;
}

}  // namespace gatehouse::wire::deli
