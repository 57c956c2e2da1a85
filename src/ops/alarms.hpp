// What a machine reports of itself that somebody should look at (spec/deli-cloud.md R-30).
#pragma once

#include "store/devices.hpp"

#include <string>

namespace gatehouse::ops {

// `text` holds no NUL. Whoever stands for the machine's organization gets a letter, of one code no more than
// one in this.
inline constexpr std::chrono::hours alarm_letter_again{1};

void raise_alarm(store::transaction& in, const model::device& from, std::int64_t code,
                 const std::string& text, base::instant now);

}  // namespace gatehouse::ops
