#include "model/credential.hpp"

#include "model/named.hpp"

namespace gatehouse::model {
namespace {

constexpr std::array<std::string_view, 4> credential_statuses{"active", "suspended", "lost", "revoked"};

}  // namespace

bool is_honoured(const credential& held, base::instant at)
{
    return held.status == credential_status::active && (!held.valid_from || at >= *held.valid_from) &&
           (!held.valid_until || at < *held.valid_until);
}

std::string_view name_of(credential_status status)
{
    return credential_statuses[static_cast<std::size_t>(status)];
}

std::optional<credential_status> credential_status_from(std::string_view name)
{
    return from_name<credential_status>(credential_statuses, name);
}

}  // namespace gatehouse::model
