// Pictures for simulated taps: small JPEG files made here, so that no real face is ever needed.
#pragma once

#include <cstdint>
#include <string>

namespace gatehouse::simulate {

// A drawn child of 128 by 128 pixels, about 1 KB, a baseline JPEG. The same `child` looks the same each day;
// every `moment` gives other bytes.
std::string draw_portrait(std::uint64_t child, std::uint64_t moment);

}  // namespace gatehouse::simulate
