// What was shown to readers: interned once per organization, its text sealed and erasable.
#pragma once

#include "store/transaction.hpp"

#include <optional>

namespace gatehouse::store {

// A text as shown. `canonical` is what equality goes by, `original` what the operator recognises.
struct shown {
    model::organization_id organization;
    std::string canonical;
    std::string original;
    base::digest digest;
};

shown shown_card(const keyring& keys, model::organization_id organization, std::string_view canonical,
                 std::string_view original);

std::optional<model::presented_id> find_presented(transaction& in, const base::digest& digest);
model::presented_id intern(transaction& in, const shown& what, base::instant now);

// The original text, or nothing where it was erased. `digest` and `sealed` are the row's columns.
std::optional<std::string> open_presented(const keyring& keys, std::string_view digest,
                                          std::string_view sealed);

}  // namespace gatehouse::store
