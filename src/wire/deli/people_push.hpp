// A message goes down to a device; of one that says whom to hold, what becomes of it is noted.
#pragma once

#include "endpoint/services.hpp"
#include "wire/deli/app_calls.hpp"

namespace gatehouse::wire::deli {

// `sending`: what was written down of it (ops::record_sending); 0: nothing. False: it did not leave, the
// device is offline.
bool send_down(endpoint::services& with, down_message what, std::int64_t sending);

}  // namespace gatehouse::wire::deli
