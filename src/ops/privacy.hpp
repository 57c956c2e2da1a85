// What a person leaves when they are to be forgotten: rows without a name, and a key that is destroyed.
#pragma once

#include "ops/author.hpp"
#include "store/people.hpp"

#include <optional>

namespace gatehouse::ops {

// Of one who has ended. With the key go their pictures, their features and what the audit trail said of them;
// a backup that was taken before still holds both.
std::optional<store::destroyed_key> erase_person(store::transaction& in, const model::person& who,
                                                 const author& by);

}  // namespace gatehouse::ops
