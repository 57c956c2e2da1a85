#include "store/logins.hpp"

namespace gatehouse::store {
namespace {

constexpr statement upsert_login{
    "upsert_login",
    "INSERT INTO login (login, password_hash, role, organization, created_at) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (login) DO UPDATE SET password_hash = excluded.password_hash, role = excluded.role, "
    "organization = excluded.organization "
    "RETURNING login, password_hash, role, organization, id, created_at"};
constexpr statement delete_login_statement{"delete_login", "DELETE FROM login WHERE id = ?1"};
constexpr statement login_numbered{
    "login_numbered",
    "SELECT login, password_hash, role, organization, id, created_at FROM login WHERE id = ?1"};
constexpr statement logins_after_statement{
    "logins_after", "SELECT login, password_hash, role, organization, id, created_at FROM login "
                    "WHERE id > ?1 ORDER BY id LIMIT ?2"};
constexpr statement all_logins{"all_logins",
                               "SELECT login, password_hash, role, organization, id, created_at FROM login"};

login_row login_from(const row& at)
{
    return {std::string(at.text(0)), std::string(at.text(1)),
            std::string(at.text(2)), {at.maybe_integer(3).value_or(0)},
            {at.integer(4)},         base::from_milliseconds(at.integer(5))};
}

}  // namespace

model::login_id put_login(transaction& in, const login_row& what)
{
    const auto put = in.sql.first(upsert_login,
                                  {std::string_view(what.login), std::string_view(what.password_hash),
                                   std::string_view(what.role), or_none(what.organization),
                                   base::to_milliseconds(what.created_at)},
                                  login_from);
    in.index.logins.set(what.login, put.value());
    return put->id;
}

std::optional<login_row> find_login(connection& sql, model::login_id id)
{
    return sql.first(login_numbered, {id.value}, login_from);
}

std::vector<login_row> logins_after(connection& sql, std::int64_t id, std::int64_t most)
{
    return sql.all(logins_after_statement, {id, most}, login_from);
}

void delete_login(transaction& in, const login_row& what)
{
    in.sql.run(delete_login_statement, {what.id.value});
    in.index.logins.erase(what.login);
}

void load_logins(connection& sql, index& into)
{
    sql.each(all_logins, {}, [&into](const row& at) {
        login_row login = login_from(at);
        into.logins.set_unshared(login.login, login);
    });
}

}  // namespace gatehouse::store
