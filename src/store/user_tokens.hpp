// What people's phones and the machines where they logged in show to apps: digests with an end.
#pragma once

#include "store/transaction.hpp"

#include <optional>
#include <string>

namespace gatehouse::store {

struct user_token {
    model::person_id person;
    std::string client;  // the phone or device that got it
    base::instant ends_at;
};
// Of a person at most `most` stay, those that end last.
void put_user_token(transaction& in, const base::digest& shown, const user_token& what, std::int64_t most);
std::optional<user_token> find_user_token(connection& sql, const base::digest& shown);
// How many there were.
std::int64_t drop_user_tokens(transaction& in, model::person_id whose);

}  // namespace gatehouse::store
