#include "store/index.hpp"

#include <algorithm>

namespace gatehouse::store {

std::string client_key(std::string_view protocol, std::string_view identifier)
{
    std::string key;
    key.reserve(protocol.size() + 1 + identifier.size());
    return key.append(protocol).append("/").append(identifier);
}

const model::unit* find_unit(const organization_entry& of, model::unit_id id)
{
    const auto at = std::find_if(of.units.begin(), of.units.end(),
                                 [id](const auto& u) { return u.id == id; });
    return at == of.units.end() ? nullptr : &*at;
}

}  // namespace gatehouse::store
