// People and their relations over our own API.
#pragma once

#include "api/operation.hpp"
#include "store/people.hpp"

#include <span>

namespace gatehouse::api {

// The person whose id is the first of the path; not_found where the caller does not see them.
template <class Call>
base::result<model::person> person_of(store::connection& sql, const Call& asked)
{
    return visible(asked.by, store::find_person(sql, asked.template id<model::person_id>(0)));
}

std::span<const endpoint::route> person_routes();

}  // namespace gatehouse::api
