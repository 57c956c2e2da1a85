#include "ops/places.hpp"

namespace gatehouse::ops {

base::error wrong(std::string where, std::string why)
{
    return {base::errc::malformed_input, {}, {{std::move(where), std::move(why)}}};
}

base::result<void> check_home(const store::index& in, model::organization_id home, home_rule wanted)
{
    std::string_view fault;
    if (home && wanted == home_rule::none)
        fault = "must be left out: it is for the whole server";
    else if (home && !in.organization(home))
        fault = "is no organization";
    else if (!home && wanted == home_rule::one)
        fault = "is needed: it is for one organization";
    if (fault.empty())
        return {};
    return wrong("/organization_id", std::string(fault));
}

base::result<void> check_unit(const store::index& in, model::organization_id home,
                              const std::optional<model::unit_id>& unit)
{
    if (!unit)
        return {};
    const store::organization_entry* const of = in.organization(home);
    const model::unit* const found = of ? store::find_unit(*of, *unit) : nullptr;
    if (found && found->status == model::unit_status::active)
        return {};
    return wrong("/unit_id", "is no active unit of this organization");
}

}  // namespace gatehouse::ops
