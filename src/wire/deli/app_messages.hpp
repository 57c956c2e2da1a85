// What apps and devices are told of what was done (4xx, 203, 204), written of what is known when it leaves
// (spec/deli-cloud.md §7.1, §9).
#pragma once

#include "ops/app_round.hpp"
#include "store/device_notices.hpp"
#include "wire/deli/envelope.hpp"

namespace gatehouse::wire::deli {

// All fields are sent. A device's message keeps its mid, its time and its data to the letter (R-23,
//
envelope message_of(const ops::app_letter& what);

// 203 or 204. `compat_v10`: with 1.0's name of the app's id.
std::string notice_of(const store::index& known, const store::device_notice& what, bool compat_v10,
                      base::instant now);

}  // namespace gatehouse::wire::deli
