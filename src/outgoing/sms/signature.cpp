#include "outgoing/sms/signature.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "base/fingerprint.hpp"
#include "base/legacy_digest.hpp"
#include "base/percent.hpp"
#include "base/text.hpp"

namespace gatehouse::outgoing::sms {

std::string canonical(const parameters& of)
{
    std::string out;
    for (const auto& [name, value] : of) {
        out.append(out.empty() ? "" : "&").append(base::percent_encoded(name));
        out.append("=").append(base::percent_encoded(value));
    }
    return out;
}

std::string signature_v2(std::string_view method, const parameters& what, const base::secret& key)
{
    const std::string text = std::string(method) + "&%2F&" + base::percent_encoded(canonical(what));
    const base::secret under(std::string(key.reveal()) + "&");
    return base::encode_base64(base::hmac_sha1(under.reveal(), text));
}

std::string authorization_v3(std::string_view method, const parameters& query, const parameters& headers,
                             std::string_view body_sha256, std::string_view key_id, const base::secret& key)
{
    std::string lines;
    std::string names;
    for (const auto& [name, value] : headers) {
        lines.append(name).append(":").append(base::trim(value)).append("\n");
        names.append(names.empty() ? "" : ";").append(name);
    }
    const std::string asked = std::string(method) + "\n/\n" + canonical(query) + "\n" + lines + "\n" + names +
                              "\n" + std::string(body_sha256);
    const std::string text = "ACS3-HMAC-SHA256\n" + base::fingerprint_of(asked);
    return "ACS3-HMAC-SHA256 Credential=" + std::string(key_id) + ",SignedHeaders=" + names +
           ",Signature=" + base::to_hex(base::hmac_sha256(key.reveal(), text));
}

}  // namespace gatehouse::outgoing::sms
