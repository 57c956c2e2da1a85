// What was shown to readers: interned once per organization, its text sealed and erasable.
#pragma once

#include "store/transaction.hpp"

#include <optional>

namespace gatehouse::store {

enum class presented_kind : std::uint8_t { card, phone };

// A text as shown. `canonical` is what equality goes by, `original` what the operator recognises.
struct shown {
    model::organization_id organization;
    std::string canonical;
    std::string original;
    base::digest digest;
    presented_kind kind = presented_kind::card;
};

shown shown_card(const keyring& keys, model::organization_id organization, std::string_view canonical,
                 std::string_view original);

// A person who opens by telephone shows the number that they are known by.
shown shown_phone(const keyring& keys, model::organization_id organization, std::string_view phone);

std::optional<model::presented_id> find_presented(connection& sql, const base::digest& digest);
model::presented_id intern(transaction& in, const shown& what, base::instant now);

// As intern(), and `what` is from now on how the text is written: who hands the card out knows it best.
model::presented_id intern_as_written(transaction& in, const shown& what, base::instant now);

// The original text, or nothing where it was erased. `digest` and `sealed` are the row's columns.
std::optional<std::string> original_text(connection& sql, const keyring& keys, model::presented_id of);
std::optional<std::string> open_presented(const keyring& keys, std::string_view digest,
                                          std::string_view sealed);

}  // namespace gatehouse::store
