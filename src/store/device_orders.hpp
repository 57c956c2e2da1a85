// What operators had machines do, and what the machines answered; sealed, kept as long as messages are.
#pragma once

#include "model/firmware.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string_view>

namespace gatehouse::store {

model::device_order insert_order(transaction& in, const model::device_order& what);
// Nothing where it is another device's.
std::optional<model::device_order> find_order(connection& sql, const keyring& keys, model::device_id of,
                                              model::device_order_id id);
// The first answer stands. False: nothing that waits for one has this number.
bool answer_order(transaction& in, model::device_id of, model::order_kind kind, std::string_view number,
                  std::string_view answer, base::instant now);

// How many were removed, of the `most` oldest.
std::int64_t drop_old_orders(transaction& in, base::instant asked_before, std::int64_t most);

}  // namespace gatehouse::store
