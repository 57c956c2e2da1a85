#include "store/user_tokens.hpp"

namespace gatehouse::store {
namespace {

constexpr statement insert{
    "insert_user_token", "INSERT INTO user_token (digest, person, client, ends_at) VALUES (?1, ?2, ?3, ?4)"};
constexpr statement drop_most{
    "drop_most_user_tokens",
    "DELETE FROM user_token WHERE digest IN (SELECT digest FROM user_token WHERE person = ?1 ORDER BY "
    "ends_at DESC LIMIT -1 OFFSET ?2)"};
constexpr statement find{"find_user_token",
                         "SELECT person, client, ends_at FROM user_token WHERE digest = ?1"};
constexpr statement drop_all{"drop_user_tokens", "DELETE FROM user_token WHERE person = ?1"};

}  // namespace

void put_user_token(transaction& in, const base::digest& shown, const user_token& what, std::int64_t most)
{
    in.sql.run(drop_most, {what.person.value, most - 1});
    in.sql.run(insert, {blob{shown.view()}, what.person.value, std::string_view(what.client),
                        base::to_milliseconds(what.ends_at)});
}

std::optional<user_token> find_user_token(connection& sql, const base::digest& shown)
{
    return sql.first(find, {blob{shown.view()}}, [](const row& at) {
        return user_token{{at.integer(0)}, std::string(at.text(1)), at.time(2)};
    });
}

std::int64_t drop_user_tokens(transaction& in, model::person_id whose)
{
    return in.sql.run(drop_all, {whose.value});
}

}  // namespace gatehouse::store
