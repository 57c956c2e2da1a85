// Messages about visits: made in the transaction of the deed that they tell of.
#pragma once

#include "model/delivery.hpp"
#include "model/person.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

struct visit_message {
    model::organization_id organization;
    model::channel_id channel;
    model::visit_id visit;
    model::guest_id guest;  // none: for the host
    model::notice_kind notice = model::notice_kind::approval_reminder;
    std::optional<base::instant> due{};         // none: at once
    std::optional<std::string_view> dropped{};  // made only to be seen: why it is not sent
};

void insert_visit_delivery(transaction& in, const visit_message& what, base::instant now);
// Ends what is pending of one kind for a guest.
void drop_guest_deliveries(transaction& in, model::visit_id visit, model::guest_id guest,
                           model::notice_kind notice, std::string_view outcome);

// A guest as they were entered, of a deleted visit too.
struct entered_guest {
    std::string name;
    std::string phone;
    base::instant starts_at;
    base::instant ends_at;
    std::int64_t face_host_id = 0;
    std::string face_host;  // which gave it, and knows them still; empty: none that is known
};
std::optional<entered_guest> find_entered(connection& sql, model::guest_id guest);

// An entry at a face host whose removal the host has not confirmed: the newest message about it is no removal
// that was delivered.
struct held_entry {
    model::channel_id channel;
    model::visit_id visit;
};
// Those that name somebody, as whom the guest visits or by the guest's phone; way by way, each visit once.
std::vector<held_entry> held_entries(connection& sql, const model::person& who);

}  // namespace gatehouse::store
