#include "outgoing/webhook/signature.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"

namespace gatehouse::outgoing::webhook {

std::string signature_of(const base::secret& key, std::string_view id, std::string_view timestamp,
                         std::string_view body)
{
    std::string text(id);
    text.append(".").append(timestamp).append(".").append(body);
    return "v1," + base::encode_base64(base::hmac_sha256(key.reveal(), text));
}

}  // namespace gatehouse::outgoing::webhook
