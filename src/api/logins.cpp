#include "api/logins.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "ops/logins.hpp"

namespace gatehouse::api {

struct login_item {
    model::login_id id;
    std::string login;
    std::string role;
    std::optional<model::organization_id> organization;
    base::instant created_at;
};

struct login_input {
    std::string login;
    base::secret password;
    std::string role;
    std::optional<model::organization_id> organization;
};

struct login_change {
    std::optional<base::secret> password;
    std::optional<std::string> role;
    std::optional<std::optional<model::organization_id>> organization;
};

struct password_change {
    base::secret old_password;
    base::secret password;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

namespace {
constexpr constraint password_rule{8, 128, text_form::password};
constexpr std::string_view password_meaning = "8 to 128 bytes.";
constexpr std::string_view password_example = "correct horse battery";
}  // namespace

template <>
inline constexpr auto fields_of<api::login_item> = std::tuple{
    field{"id", &api::login_item::id, presence::required, "Identifies it.", "1"},
    field{"login", &api::login_item::login, presence::required, "What one logs in with.", "office"},
    field{"role",
          &api::login_item::role,
          presence::required,
          "What it may do.",
          "site_manager",
          {.one_of = store::login_roles}},
    field{"organization_id", &api::login_item::organization, presence::required,
          "The one organization that it is for; null: all.", "1"},
    field{"created_at", &api::login_item::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::login_input> = std::tuple{
    field{"login", &api::login_input::login, presence::required, "Unique in the server.", "office", {1, 64}},
    field{"password", &api::login_input::password, presence::required, password_meaning, password_example,
          password_rule},
    field{"role",
          &api::login_input::role,
          presence::required,
          "What it may do.",
          "auditor",
          {.one_of = store::login_roles}},
    field{"organization_id", &api::login_input::organization, presence::optional,
          "Needed for site_manager; never for operator."}};

template <>
inline constexpr auto fields_of<api::login_change> =
    std::tuple{field{"password", &api::login_change::password, presence::optional, password_meaning,
                     password_example, password_rule},
               field{"role",
                     &api::login_change::role,
                     presence::optional,
                     "What it may do.",
                     "auditor",
                     {.one_of = store::login_roles}},
               field{"organization_id", &api::login_change::organization, presence::optional,
                     "The one organization that it is for; null: all."}};

template <>
inline constexpr auto fields_of<api::password_change> =
    std::tuple{field{"old_password",
                     &api::password_change::old_password,
                     presence::required,
                     "The password so far.",
                     "staple battery horse",
                     {1, 128, text_form::password}},
               field{"password", &api::password_change::password, presence::required, password_meaning,
                     password_example, password_rule}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using base::errc;

login_item item_of(const store::login_row& from)
{
    return {from.id, from.login, from.role,
            from.organization ? std::optional{from.organization} : std::nullopt, from.created_at};
}

base::result<login_item> answer_of(const base::result<store::login_row>& outcome)
{
    if (!outcome)
        return outcome.error();
    return item_of(*outcome);
}

base::result<page<login_item>> list_logins(const reading& in, const call<page_query, nothing>& asked)
{
    return page_behind(
        asked.query,
        [&in](std::int64_t after, std::int64_t most) { return store::logins_after(in.sql, after, most); },
        item_of);
}

base::result<login_item> read_login(const reading& in, const call<nothing, nothing>& asked)
{
    const auto found = store::find_login(in.sql, asked.id<model::login_id>(0));
    if (!found)
        return base::error{errc::not_found};
    return item_of(*found);
}

base::result<std::string> hash_first(const preparing&, const call<nothing, login_input>& asked)
{
    return base::hash_password(asked.body.password);
}

base::result<login_item> create_login(store::transaction& in, const call<nothing, login_input>& asked,
                                      const std::string& hash)
{
    return answer_of(ops::create_login(
        in,
        {asked.body.login, hash, asked.body.role, asked.body.organization.value_or(model::organization_id{})},
        asked.by.author()));
}

base::result<std::optional<std::string>> hash_new(const preparing&, const call<nothing, login_change>& asked)
{
    if (!asked.body.password)
        return std::optional<std::string>{};
    return std::optional{base::hash_password(*asked.body.password)};
}

base::result<login_item> change_login(store::transaction& in, const call<nothing, login_change>& asked,
                                      const std::optional<std::string>& hash)
{
    ops::login_patch how{hash, asked.body.role, {}};
    if (asked.body.organization)
        how.organization = asked.body.organization->value_or(model::organization_id{});
    return answer_of(ops::change_login(in, asked.id<model::login_id>(0), how, asked.by.author()));
}

base::result<nothing> delete_login(store::transaction& in, const call<nothing, nothing>& asked)
{
    return silent(ops::delete_login(in, asked.id<model::login_id>(0), asked.by.author()));
}

struct checked_change {
    store::login_row whose;  // as the old password was checked
    std::string hash;
};

base::result<checked_change> check_old(const preparing& in, const call<nothing, password_change>& asked)
{
    const caller& by = asked.by;
    if (by.login.empty())
        return base::error{errc::not_permitted, "Only a login has a password."};
    const auto whose = ops::check_password(in.index, in.throttle,
                                           {by.login, asked.body.old_password, by.source, by.now});
    if (whose)
        return checked_change{*whose, base::hash_password(asked.body.password)};
    if (whose.error().code != errc::unauthenticated)
        return whose.error();
    return base::error{errc::malformed_input, {}, {{"/old_password", "is not this login's password"}}};
}

base::result<nothing> change_password(store::transaction& in, const call<nothing, password_change>& asked,
                                      const checked_change& how)
{
    const store::login_row* const standing = in.index.logins.find(how.whose.login);
    if (!standing || !(*standing == how.whose))
        return base::error{errc::conflict, "The login was changed meanwhile."};
    const auto done = ops::change_login(in, how.whose.id, {how.hash, {}, {}}, asked.by.author());
    return done ? base::result<nothing>(nothing{}) : done.error();
}

constexpr endpoint::needs administer = endpoint::right::administer;

}  // namespace

std::span<const endpoint::route> login_routes()
{
    static constexpr std::array table{
        read<list_logins>("list_logins", "/api/v1/logins", administer,
                          "The logins, oldest first; their passwords are never told."),
        prepared_write<hash_first, create_login>("create_login", net::verb::post, "/api/v1/logins",
                                                 administer, "Makes a login.", 201),
        read<read_login>("read_login", "/api/v1/logins/{login}", administer, "One login."),
        prepared_write<hash_new, change_login>(
            "change_login", net::verb::patch, "/api/v1/logins/{login}", administer,
            "Changes what is given, and leaves the rest as it is. What really "
            "changes ends the login's sessions."),
        write<delete_login>("delete_login", net::verb::delete_, "/api/v1/logins/{login}", administer,
                            "Deletes a login and ends its sessions; the last operator stays."),
        prepared_write<check_old, change_password>(
            "change_password", net::verb::put, "/api/v1/sessions/current/password", endpoint::right::see,
            "Changes the own password; every session of the login ends, this one too."),
    };
    return table;
}

}  // namespace gatehouse::api
