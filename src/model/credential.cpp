#include "model/credential.hpp"

namespace gatehouse::model {

bool is_honoured(const credential& held, base::instant at)
{
    return held.status == credential_status::active && (!held.valid_from || at >= *held.valid_from) &&
           (!held.valid_until || at < *held.valid_until);
}

std::string_view name_of(credential_status status)
{
    return enumerator_names<credential_status>[static_cast<std::size_t>(status)];
}

std::optional<credential_status> credential_status_from(std::string_view name)
{
    return from_name<credential_status>(name);
}

}  // namespace gatehouse::model
