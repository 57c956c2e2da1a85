// Deliveries and their attempts: made behind the punch log, read by channel when they are due, by page when
// somebody looks.
#pragma once

#include "model/channel.hpp"
#include "model/delivery.hpp"
#include "store/punches.hpp"

#include <optional>
#include <span>
#include <vector>

namespace gatehouse::store {

// An accepted punch of the log; the others have nobody to be told.
struct logged_punch {
    model::punch_number number;
    model::organization_id organization;
    model::presented_id presented;
    base::instant corrected_time;
    base::instant received_at;
    bool accepted = false;
};

// In the order of the log.
std::vector<logged_punch> punches_after(connection& sql, std::int64_t position, std::int64_t limit);

// The active channels that are told of a punch: the organization's own, and those of the persons who are told
// of the credential. Only ones that stood when the punch came.
std::vector<model::channel_id> channels_of(connection& sql, const logged_punch& punch);

// "msg_…", never twice.
std::string random_message();

// False where this channel has a delivery of this punch already.
bool insert_delivery(transaction& in, const logged_punch& punch, model::channel_id to, base::instant now);

// A channel that has pending deliveries.
struct waiting_channel {
    model::channel_id id;
    model::channel_status status = model::channel_status::active;
    base::instant next_attempt;
};
std::vector<waiting_channel> waiting_channels(connection& sql);
std::int64_t pending_deliveries(connection& sql);

// Pending deliveries of a channel whose time has come, in the order in which they are to leave.
std::vector<model::delivery> due_deliveries(connection& sql, model::channel_id channel, base::instant now,
                                            std::int64_t limit);

// Writes down an attempt and what follows from it. A delivery that is not pending any more keeps its state.
void record_attempt(transaction& in, model::delivery_id of, const model::attempt& what,
                    const model::next_step& next);
// Ends a pending delivery without an attempt.
void end_delivery(transaction& in, model::delivery_id what, model::delivery_state as,
                  std::string_view outcome);
// Pending again, from the beginning of its schedule.
void send_again(transaction& in, model::delivery_id what, base::instant now);

struct delivery_filter {
    model::organization_id organization;  // none: all
    std::optional<model::delivery_state> state;
    model::punch_number punch;  // none: any
};
// Newest first, ids below `before` (none: from the newest).
std::vector<model::delivery> deliveries_before(connection& sql, const delivery_filter& which,
                                               model::delivery_id before, std::int64_t limit);
std::optional<model::delivery> find_delivery(connection& sql, std::string_view message);
// Oldest first.
std::vector<model::attempt> attempts_of(connection& sql, model::delivery_id of);

// Oldest first, ids above `after`: for clearing up.
std::vector<model::delivery> deliveries_after(connection& sql, model::delivery_id after, std::int64_t limit);
// Stays where it is the newest order to a face host to take a guest out, and that was not confirmed.
void remove_delivery(transaction& in, model::delivery_id what);

}  // namespace gatehouse::store
