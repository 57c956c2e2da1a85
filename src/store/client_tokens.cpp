#include "store/client_tokens.hpp"

namespace gatehouse::store {
namespace {

constexpr statement insert{"insert_client_token",
                           "INSERT INTO client_token (digest, client, secret_digest, issued_at, ends_at) "
                           "VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr statement extend{"extend_client_token", "UPDATE client_token SET ends_at = ?2 WHERE digest = ?1"};
constexpr statement drop_over{"drop_client_tokens",
                              "DELETE FROM client_token WHERE ends_at <= ?1 RETURNING digest"};
constexpr statement drop_oldest{
    "drop_oldest_client_tokens",
    "DELETE FROM client_token WHERE digest IN (SELECT digest FROM client_token WHERE client = ?1 "
    "ORDER BY issued_at DESC, digest LIMIT -1 OFFSET ?2) RETURNING digest"};
constexpr statement all{"all_client_tokens",
                        "SELECT t.digest, c.protocol, c.identifier, t.secret_digest, t.ends_at, t.client "
                        "FROM client_token t JOIN client c ON c.id = t.client"};

}  // namespace

void put_client_token(transaction& in, const base::digest& shown, const token_entry& what, base::instant now)
{
    in.sql.run(insert, {blob{shown.view()}, what.client.value, blob{what.secret.view()},
                        base::to_milliseconds(now), base::to_milliseconds(what.ends_at)});
    in.index.client_tokens.set(shown, what);
}

void extend_client_token(transaction& in, const base::digest& shown, base::instant ends_at)
{
    in.sql.run(extend, {blob{shown.view()}, base::to_milliseconds(ends_at)});
    token_entry extended = *in.index.client_tokens.find(shown);
    extended.ends_at = ends_at;
    in.index.client_tokens.set(shown, extended);
}

void drop_client_tokens(transaction& in, model::client_id client, std::int64_t most, base::instant now)
{
    const auto forget = [&in](const row& at) {
        in.index.client_tokens.erase(base::digest::from(at.text(0)).value());
    };
    in.sql.each(drop_over, {base::to_milliseconds(now)}, forget);
    in.sql.each(drop_oldest, {client.value, most}, forget);
}

void load_client_tokens(connection& sql, index& into)
{
    sql.each(all, {}, [&into](const row& at) {
        into.client_tokens.set_unshared(base::digest::from(at.text(0)).value(),
                                        {client_key(at.text(1), at.text(2)),
                                         {at.integer(5)},
                                         base::digest::from(at.text(3)).value(),
                                         at.time(4)});
    });
}

}  // namespace gatehouse::store
