// The audit trail as lines of text, opened: what the tests of the deeds compare.
#pragma once

#include "support/store_room.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace gatehouse::support {

// "client 1: person.create person/2 of 1 {…}", oldest first, after the first `skipped`. Details under a
// person's key are opened with it.
inline std::vector<std::string> audit_of(store_room& from, std::size_t skipped = 0)
{
    constexpr std::size_t salt_size = 16;
    constexpr static store::statement all{
        "test_audit", "SELECT actor, action, object_kind, object, organization, commitment, data_key, "
                      "sealed_detail FROM change ORDER BY number"};
    const auto sql = from.database().reader();
    const auto keys = from.database().reader();  // a connection runs one statement at a time
    std::vector<std::string> lines;
    sql->each(all, {}, [&](const store::row& at) {
        const auto owner = at.is_null(6) ? std::nullopt
                                         : store::find_data_key(*keys, from.keys(), {at.integer(6)});
        const auto detail = base::open(owner ? owner->bytes : from.keys().texts, at.text(7), at.text(5));
        lines.push_back(std::string(at.text(0)) + ": " + std::string(at.text(1)) + " " +
                        std::string(at.text(2)) + "/" + std::to_string(at.integer(3)) + " of " +
                        std::to_string(at.integer(4)) + " " +
                        (detail ? detail->substr(salt_size) : "unreadable"));
    });
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(std::min(skipped, lines.size())));
    return lines;
}

}  // namespace gatehouse::support
