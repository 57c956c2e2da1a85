// What an operator has one machine do: asked once, answered or not.
#pragma once

#include "model/device.hpp"
#include "model/firmware.hpp"
#include "ops/author.hpp"

namespace gatehouse::ops {

// How long an answer is waited for: a command's, and that of a log that is sent elsewhere.
inline constexpr std::chrono::seconds command_within{30};
inline constexpr std::chrono::minutes log_within{30};

// `asked`: JSON, as it is kept. Who sends it to the machine does so after the commit.
model::device_order give_order(store::transaction& in, const model::device& to, model::order_kind kind,
                               std::string asked, const author& by);

}  // namespace gatehouse::ops
