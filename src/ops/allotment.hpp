// Card numbers that the server gives out itself.
#pragma once

#include "store/presented.hpp"

namespace gatehouse::ops {

// The largest number that every interface writes in decimal.
inline constexpr std::uint32_t allotted_most = 2'147'483'647;

// A random number from 1 on, as decimal text, that no organization of the server has ever seen: neither on a
// card nor in a tap. One that was given back is therefore never allotted again, though anybody may set it.
store::shown allot_card(store::transaction& in, model::organization_id home);

}  // namespace gatehouse::ops
