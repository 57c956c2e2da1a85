// How many messages a day may be made for one recipient and for all: counted in the store, so that neither a
// restart nor a second server spends more.
#pragma once

#include "model/channel.hpp"
#include "model/time_zone.hpp"
#include "store/transaction.hpp"

#include <string_view>

namespace gatehouse::store {

// One more for the phone, by the channel's budget on the day that it is in the zone. False: it is used up.
bool take_from_budget(transaction& in, const model::channel& of, std::string_view phone,
                      const model::time_zone& zone, base::instant now);

}  // namespace gatehouse::store
