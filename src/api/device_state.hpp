// What machines should hold and hold, what arrived of what they sent, and how their clocks go, over our own
// API.
#pragma once

#include "api/operation.hpp"
#include "store/devices.hpp"

#include <span>

namespace gatehouse::api {

// The machine whose id is the first of the path; not_found where the caller does not see it. Stands in the
// index.
template <class Call>
base::result<const store::device_entry*> device_of(const reading& in, const Call& asked)
{
    const auto* const found = store::find_device(in.sql, in.index, asked.template id<model::device_id>(0));
    if (!found || !asked.by.sees(found->what.organization))
        return base::error{base::errc::not_found};
    return found;
}

std::span<const endpoint::route> device_state_routes();
std::span<const endpoint::route> completeness_routes();

}  // namespace gatehouse::api
