// Machines that stay connected.
#pragma once

#include "api/operation.hpp"
#include "store/devices.hpp"

namespace gatehouse::api {

// not_found where there is none, or it is not the caller's to see: one that is bound to nobody is the
// server's own.
base::result<store::device_entry> device_of(store::connection& sql, const store::index& in, const caller& by,
                                            model::device_id id);

std::span<const endpoint::route> device_routes();

}  // namespace gatehouse::api
