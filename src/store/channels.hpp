// Channels: rows, sealed secrets, and in the index which organizations have any that is active.
#pragma once

#include "model/channel.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <vector>

namespace gatehouse::store {

// The follower that makes deliveries of the punch log. It stands at the end of the log when the first channel
// of all becomes active, so that nobody is told of what was before.
inline constexpr std::string_view deliveries_follower = "deliveries";

model::channel_id insert_channel(transaction& in, const model::channel& what, const base::secret& secret);
// Everything but kind, owner and time of making. A deleted channel loses address and secret.
void update_channel(transaction& in, const model::channel& what);
void put_channel_secret(transaction& in, model::channel_id of, const base::secret& secret);

// Deleted ones are found by none of these but by their id.
std::optional<model::channel> find_channel(connection& sql, model::channel_id id);
std::optional<model::channel> find_webhook(connection& sql, model::organization_id organization,
                                           std::string_view address);
// An organization's own way of another kind, in whatever status.
std::optional<model::channel> find_way(connection& sql, model::organization_id organization,
                                       model::channel_kind kind);
std::optional<model::channel> find_channel_of(connection& sql, model::person_id person);
// An organization's own channels, or with none those of all; oldest first, ids above `after`.
std::vector<model::channel> webhooks_after(connection& sql, model::organization_id organization,
                                           model::channel_id after, std::int64_t limit);

// Nothing where the channel is deleted.
std::optional<base::secret> channel_secret(connection& sql, const keyring& keys, model::channel_id of);

void load_channels(connection& sql, index& into);

}  // namespace gatehouse::store
