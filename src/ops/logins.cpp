#include "ops/logins.hpp"

#include "ops/places.hpp"

namespace gatehouse::ops {
namespace {

using base::errc;

constexpr std::string_view operator_role = "operator";

home_rule rule_of(std::string_view role)
{
    if (role == operator_role)
        return home_rule::none;
    return role == "auditor" ? home_rule::any : home_rule::one;
}

base::error throttled(std::chrono::seconds wait)
{
    return {errc::throttled, {}, {}, static_cast<unsigned>(wait.count())};
}

bool is_last_operator(const store::index& in, const store::login_row& who)
{
    bool others = false;
    in.logins.each([&](const std::string&, const store::login_row& each) {
        others = others || (each.role == operator_role && each.id != who.id);
    });
    return who.role == operator_role && !others;
}

base::error no_operator_left()
{
    return {errc::conflict, "It is the last operator: make another one first."};
}

}  // namespace

std::optional<base::error> blocked(throttle& guard, const password_attempt& tried)
{
    const auto wait = guard.blocked(passwords, tried.login, tried.source, tried.now);
    return wait ? std::optional{throttled(*wait)} : std::nullopt;
}

base::result<store::login_row> check_password(const store::index& in, throttle& guard,
                                              const password_attempt& tried)
{
    static const std::string nobody = base::hash_password(base::secret("nobody has this password"));
    if (auto wait = blocked(guard, tried))
        return *std::move(wait);
    const store::login_row* const known = in.logins.find(tried.login);
    if (base::password_matches(known ? known->password_hash : nobody, tried.password) && known)
        return *known;
    if (const auto wait = guard.failed(passwords, tried.login, tried.source, tried.now))
        return throttled(*wait);
    return base::error{errc::unauthenticated};
}

base::result<store::login_row> create_login(store::transaction& in, const login_draft& what, const author& by)
{
    if (auto allowed = check_home(in.index, what.organization, rule_of(what.role)); !allowed)
        return allowed.error();
    if (in.index.logins.find(what.login))
        return base::error{errc::conflict, "The login stands already."};
    store::login_row made{what.login, what.password_hash, what.role, what.organization, {}, by.now};
    made.id = store::put_login(in, made);
    write_down(in, by, made.organization, "login.create", made.id.value);
    return made;
}

base::result<store::login_row> change_login(store::transaction& in, model::login_id id,
                                            const login_patch& how, const author& by)
{
    const auto before = store::find_login(in.sql, id);
    if (!before)
        return base::error{errc::not_found};
    store::login_row after = *before;
    after.password_hash = how.password_hash.value_or(before->password_hash);
    after.role = how.role.value_or(before->role);
    after.organization = how.organization.value_or(before->organization);
    if (auto allowed = check_home(in.index, after.organization, rule_of(after.role)); !allowed)
        return allowed.error();
    if (after.role != operator_role && is_last_operator(in.index, *before))
        return no_operator_left();
    const auto changed = difference()
                             .compare("password", before->password_hash, after.password_hash)
                             .compare("role", before->role, after.role)
                             .compare("organization", before->organization, after.organization);
    if (changed.any()) {
        store::put_login(in, after);
        write_down(in, by, after.organization, "login.update", id.value, changed);
    }
    return after;
}

base::result<void> delete_login(store::transaction& in, model::login_id id, const author& by)
{
    const auto standing = store::find_login(in.sql, id);
    if (!standing)
        return base::error{errc::not_found};
    if (is_last_operator(in.index, *standing))
        return no_operator_left();
    store::delete_login(in, *standing);
    write_down(in, by, standing->organization, "login.delete", id.value);
    return {};
}

}  // namespace gatehouse::ops
