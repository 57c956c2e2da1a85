// What was shown to readers: interned once per organization, its text sealed and erasable.
#pragma once

#include "store/transaction.hpp"

#include <optional>
#include <vector>

namespace gatehouse::store {

enum class presented_kind : std::uint8_t { card, phone, pass, user };

// A text as shown. `canonical` is what equality goes by, `original` what the operator recognises.
struct shown {
    model::organization_id organization;
    std::string canonical;
    std::string original;
    base::digest digest;
    presented_kind kind = presented_kind::card;
    std::optional<model::client_id> read_by{};  // in whose card_format
};

shown shown_card(const keyring& keys, model::organization_id organization, std::string_view canonical,
                 std::string_view original);

// A person who opens by telephone shows the number that they are known by.
shown shown_phone(const keyring& keys, model::organization_id organization, std::string_view phone);

// A guest's pass. What is kept of it to be read says whose it was and opens nothing.
shown shown_pass(const keyring& keys, model::organization_id organization, std::string_view pass,
                 std::string_view meaning);

// Somebody whom an attendance machine knows by a number of the organization's.
shown shown_user(const keyring& keys, model::organization_id organization, std::string_view user);

struct presented_owner {
    model::presented_id id;
    bool is_somebodys = false;  // by the newest attribution
};
std::optional<presented_owner> find_presented_owner(connection& sql, const base::digest& digest);
std::optional<model::presented_id> find_presented(connection& sql, const base::digest& digest);
model::presented_id intern(transaction& in, const shown& what, base::instant now);

// As intern(), and `what` is from now on how the text is written: who hands the card out knows it best.
model::presented_id intern_as_written(transaction& in, const shown& what, base::instant now);

struct card_text {
    model::presented_id id;
    base::digest digest;
    std::optional<std::string> original;  // nothing once it was erased
    std::optional<model::client_id> read_by;
};
std::vector<card_text> card_texts(connection& sql, const keyring& keys, model::organization_id of);
// Where there is a card text that this client's format read.
std::vector<model::organization_id> organizations_read_by(connection& sql, model::client_id reader);

// These texts go by other digests from now on: store::rekey_cards() moves their credentials too.
struct rekeyed_card {
    card_text before;
    base::digest digest;
};
void rekey_presented(transaction& in, const std::vector<rekeyed_card>& which);

// The original text, or nothing where it was erased. `digest` and `sealed` are the row's columns.
std::optional<std::string> original_text(connection& sql, const keyring& keys, model::presented_id of);
std::optional<std::string> open_presented(const keyring& keys, std::string_view digest,
                                          std::string_view sealed);

}  // namespace gatehouse::store
