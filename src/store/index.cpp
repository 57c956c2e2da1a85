#include "store/index.hpp"

#include <algorithm>

namespace gatehouse::store {

std::string client_key(std::string_view protocol, std::string_view identifier)
{
    std::string key;
    key.reserve(protocol.size() + 1 + identifier.size());
    return key.append(protocol).append("/").append(identifier);
}

std::string registered_key(model::client_id client, std::string_view external)
{
    return client_key(std::to_string(client.value), external);
}

const model::unit* find_unit(const organization_entry& of, model::unit_id id)
{
    const auto at = std::find_if(of.units.begin(), of.units.end(),
                                 [id](const auto& u) { return u.id == id; });
    return at == of.units.end() ? nullptr : &*at;
}

const model::door* find_door(const organization_entry& of, model::door_id id)
{
    const auto at = std::find_if(of.doors.begin(), of.doors.end(),
                                 [id](const auto& d) { return d.id == id; });
    return at == of.doors.end() ? nullptr : &*at;
}

const model::door* find_door(const organization_entry& of, std::string_view name)
{
    const auto at = std::find_if(of.doors.begin(), of.doors.end(),
                                 [name](const auto& d) { return d.name == name; });
    return at == of.doors.end() ? nullptr : &*at;
}

}  // namespace gatehouse::store
