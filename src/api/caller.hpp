// Who calls our own API, and which organization they may see.
#pragma once

#include "base/result.hpp"
#include "endpoint/route.hpp"

namespace gatehouse::api {

struct reader {
    model::organization_id organization;  // none: all
};

// An API key or a session's token in `Authorization: Bearer`; in the lab profile nobody needs one, but a
// wrong one is refused there too. Reading needs the scope admin, site or read.
base::result<reader> find_reader(endpoint::services& with, const net::request& request);

net::reply refuse(const base::error& why);
net::reply refuse_errc(base::errc why);
net::reply refuse_request(unsigned status, std::string_view reason);

}  // namespace gatehouse::api
