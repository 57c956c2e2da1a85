#include "model/organization.hpp"

#include "model/named.hpp"

namespace gatehouse::model {
namespace {

constexpr std::array<std::string_view, 3> organization_statuses{"open", "closed", "deleted"};
constexpr std::array<std::string_view, 2> card_kinds{"id", "ic"};
constexpr std::array<std::string_view, 3> unit_statuses{"active", "archived", "deleted"};

}  // namespace

std::string_view name_of(organization_status status)
{
    return organization_statuses[static_cast<std::size_t>(status)];
}

std::optional<organization_status> organization_status_from(std::string_view name)
{
    return from_name<organization_status>(organization_statuses, name);
}

std::string_view name_of(card_kind kind)
{
    return card_kinds[static_cast<std::size_t>(kind)];
}

std::optional<card_kind> card_kind_from(std::string_view name)
{
    return from_name<card_kind>(card_kinds, name);
}

std::string_view name_of(unit_status status)
{
    return unit_statuses[static_cast<std::size_t>(status)];
}

std::optional<unit_status> unit_status_from(std::string_view name)
{
    return from_name<unit_status>(unit_statuses, name);
}

}  // namespace gatehouse::model
