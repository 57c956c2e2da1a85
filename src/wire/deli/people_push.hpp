// A message with people goes to a device: written down, then sent, then answered.
#pragma once

#include "endpoint/services.hpp"
#include "wire/deli/app_calls.hpp"

namespace gatehouse::wire::deli {

// `reply`: how an answer leaves.
void push_people(endpoint::services& with, net::ticket ask, people_push what, base::instant now,
                 net::reply (*reply)(const gateway_reply&));

}  // namespace gatehouse::wire::deli
