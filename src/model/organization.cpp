#include "model/organization.hpp"

namespace gatehouse::model {

std::string_view name_of(organization_status status)
{
    return enumerator_names<organization_status>[static_cast<std::size_t>(status)];
}

std::optional<organization_status> organization_status_from(std::string_view name)
{
    return from_name<organization_status>(name);
}

std::string_view name_of(card_kind kind)
{
    return enumerator_names<card_kind>[static_cast<std::size_t>(kind)];
}

std::optional<card_kind> card_kind_from(std::string_view name)
{
    return from_name<card_kind>(name);
}

std::string_view name_of(unit_status status)
{
    return enumerator_names<unit_status>[static_cast<std::size_t>(status)];
}

std::optional<unit_status> unit_status_from(std::string_view name)
{
    return from_name<unit_status>(name);
}

}  // namespace gatehouse::model
