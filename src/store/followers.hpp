// Where each follower of a log stands. A follower moves in the transaction of what it made of the log.
#pragma once

#include "store/transaction.hpp"

#include <optional>

namespace gatehouse::store {

// Nothing before its first move.
std::optional<std::int64_t> follower_position(connection& sql, std::string_view name);
void move_follower(transaction& in, std::string_view name, std::int64_t position);

}  // namespace gatehouse::store
