// A punch as our API shows it, in a list and in the stream.
#pragma once

#include "api/messages.hpp"
#include "store/punches.hpp"

namespace gatehouse::api {

punch_item item_of(const store::punch_view& from);

}  // namespace gatehouse::api
