// What phones asked for and what became of it. What they showed is sealed under the person's own key.
#pragma once

#include "base/crypto.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store::attendance {

inline constexpr std::chrono::days phone_requests_kept{180};

struct phone_request {
    std::int64_t number = 0;
    model::organization_id organization;
    model::person_id person;
    base::instant at{};                       // the server's
    std::optional<base::instant> claimed_at;  // the phone's own
    std::optional<std::string> refusal;       // nothing: it was taken
    std::optional<std::string> means;         // by which it was proven
    std::optional<std::string> shown;         // in a clerk's words; nothing where it was erased
};
// What a phone calls itself; the same in every organization is another digest in each.
base::digest phone_digest(const keyring& keys, model::organization_id home, std::string_view phone);

std::int64_t insert_phone_request(transaction& in, const phone_request& what,
                                  const std::optional<base::digest>& phone);
// Newest first, below `before` (0: from the newest).
std::vector<phone_request> phone_requests_of(connection& sql, const keyring& keys, model::person_id who,
                                             std::int64_t before, std::int64_t most);
std::optional<base::instant> last_taken(connection& sql, model::person_id who);
// Whether somebody else asked by this phone since then.
bool is_shared(connection& sql, const base::digest& phone, model::person_id who, base::instant since);
// How many went, at most `most`.
std::int64_t drop_old_phone_requests(transaction& in, base::instant before, std::int64_t most);

}  // namespace gatehouse::store::attendance
