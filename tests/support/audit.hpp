// The audit trail as lines of text, opened: what the tests of the deeds compare.
#pragma once

#include "store/changes.hpp"
#include "support/store_room.hpp"

#include <limits>
#include <string>
#include <vector>

namespace gatehouse::support {

// "client 1: person.create person/2 of 1 {…}", oldest first, after the first `skipped`.
inline std::vector<std::string> audit_of(store_room& from, std::size_t skipped = 0)
{
    const auto sql = from.database().reader();
    std::vector<std::string> lines;
    for (const auto& each :
         store::changes_before(*sql, from.keys(), {}, 0, std::numeric_limits<std::int64_t>::max()))
        lines.insert(lines.begin(), each.actor + ": " + each.action + " " + each.object_kind + "/" +
                                        std::to_string(each.object) + " of " +
                                        std::to_string(each.organization.value) + " " +
                                        each.detail.value_or("unreadable"));
    lines.erase(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(std::min(skipped, lines.size())));
    return lines;
}

}  // namespace gatehouse::support
