// Keys of single owners, wrapped under the master key: destroying one makes unreadable all that hangs on it.
#pragma once

#include "store/transaction.hpp"

#include <optional>

namespace gatehouse::store {

enum class key_purpose : std::uint8_t {
    person,        // owner: the person
    tap_pictures,  // owner: the month, as year * 100 + month of the organization's calendar
};

struct data_key {
    model::data_key_id id;
    base::key bytes;
};

// The owner's key; made where there is none. Nothing when it was destroyed.
std::optional<data_key> data_key_of(transaction& in, key_purpose purpose, model::organization_id organization,
                                    std::int64_t owner, base::instant now);

// Only what stands already.
std::optional<data_key> find_data_key(connection& sql, const keyring& keys, model::data_key_id id);

bool is_key_alive(connection& sql, model::data_key_id id);

struct destroyed_key {
    model::data_key_id id;
    model::organization_id organization;
};

// A look at the tap picture keys, of which those of months before `month` (year * 100 + month) are due.
// Destroys what so many looks in a row found due.
std::vector<destroyed_key> destroy_due_tap_keys(transaction& in, std::int64_t month, std::int64_t looks,
                                                base::instant now);

// Nothing where there is none, or it was destroyed before.
std::optional<destroyed_key> destroy_person_key(transaction& in, model::organization_id home,
                                                model::person_id owner, base::instant now);

}  // namespace gatehouse::store
