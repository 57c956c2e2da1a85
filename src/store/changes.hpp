// The audit trail: what people and programs did here. Written unchained inside the transaction of the deed;
// one follower chains it behind.
#pragma once

#include "store/data_keys.hpp"

#include <string>
#include <vector>

namespace gatehouse::store {

struct change {
    model::organization_id organization;  // none: the server's own
    std::string actor;                    // "client 7", "operator admin", "provisioning"
    std::string action;                   // "credential.bind"
    std::string object_kind;
    std::int64_t object = 0;
    std::string detail;        // JSON; personal, hence sealed
    model::person_id about{};  // whose key seals the detail; none: the server's text key
};

model::change_number record(transaction& in, const change& what, base::instant now);

// A change as people read it.
struct change_view {
    model::change_number number;
    model::organization_id organization;  // none: the server's own
    base::instant at;
    std::string actor;
    std::string action;
    std::string object_kind;
    std::int64_t object = 0;
    std::optional<std::string> detail;  // JSON; nothing where it was erased
};

// What is empty, 0 or left out does not matter.
struct change_filter {
    model::organization_id organization;
    std::string actor;
    std::string action;
    std::string object_kind;
    std::int64_t object = 0;
    std::optional<base::instant> from;
    std::optional<base::instant> until;  // the first instant that is out
};

// Newest first, numbers below `before` (0: from the newest).
std::vector<change_view> changes_before(connection& sql, const keyring& keys, const change_filter& which,
                                        std::int64_t before, std::int64_t most);

// Chains up to `most` changes that follow the last chained one. How many were chained.
std::int64_t seal_changes(transaction& in, std::int64_t most);

struct chain_head {
    std::int64_t change = 0;  // the newest that is chained; 0: none
    std::string link;
};

chain_head newest_link(connection& sql);
std::int64_t last_change(connection& sql);

struct chain_check {
    std::int64_t changes = 0;
    std::int64_t sealed = 0;
    std::optional<std::int64_t> first_broken;  // the number of the first change that does not fit its link
};

// Goes through the log by pages, each a snapshot of its own: changes may come in meanwhile.
chain_check check_chain(connection& sql, const keyring& keys);

}  // namespace gatehouse::store
