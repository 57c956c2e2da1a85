// The log of what devices sent, as received and sealed; kept for a month.
#pragma once

#include "model/device.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

inline constexpr std::chrono::days messages_kept{30};

// A message on its way in. What can be made off the writer's thread is made before.
struct message_draft {
    base::instant received_at;
    std::int64_t action = 0;
    std::int64_t digest = 0;
    std::string sealed;
    // Of whom it says first that it saw them, in seconds; 0: of nobody. The same whenever it is sent.
    std::int64_t about = 0;
    std::optional<std::int64_t> own_number{};  // where the device counts its messages
};

// `device`: what it connects with. `identity`: what two messages have in common that are one, sent twice.
message_draft draft_message(const keyring& keys, std::string_view device, base::instant received_at,
                            std::int64_t action, std::string_view text, std::string_view identity);

// When the device sent the same message last; nothing where it has not.
std::optional<base::instant> sent_before(connection& sql, model::device_id from, const message_draft& what);
// `apps`: the ids of those that it is for.
model::message_number insert_message(transaction& in, model::device_id from, const message_draft& what,
                                     const std::vector<model::app_id>& apps);

struct message_view {
    model::message_number number;
    base::instant received_at;
    std::int64_t action = 0;
    std::vector<model::app_id> apps;
    std::string text;
};
// Newest first, numbers below `before` (none: from the newest).
std::vector<message_view> messages_before(connection& sql, const keyring& keys, const model::device& of,
                                          model::message_number before, std::int64_t most);

// A message that is for apps, as those see it who follow the log.
struct logged_message {
    model::message_number number;
    model::device_id device;
    base::instant received_at;
    std::vector<model::app_id> apps;  // empty: for none
};
// In the order of the log, numbers above `after`.
std::vector<logged_message> messages_after(connection& sql, model::message_number after, std::int64_t most);
// Its text as received; nothing where it is gone. `device`: what it connects with.
std::optional<std::string> message_text(connection& sql, const keyring& keys, model::message_number number,
                                        std::string_view device);

// How many were removed, of the `most` oldest. The newest stays: the next number is made of its.
std::int64_t drop_old_messages(transaction& in, base::instant received_before, std::int64_t most);

}  // namespace gatehouse::store
