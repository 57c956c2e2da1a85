#include "ops/api_keys.hpp"

#include "base/bytes.hpp"
#include "ops/clients.hpp"
#include "ops/places.hpp"

namespace gatehouse::ops {
namespace {

using base::errc;
using store::api_scope;

home_rule rule_of(api_scope scope)
{
    if (scope == api_scope::admin)
        return home_rule::none;
    return scope == api_scope::read ? home_rule::any : home_rule::one;
}

}  // namespace

base::result<store::api_key_row> create_api_key(store::transaction& in, const api_key_draft& what,
                                                const author& by)
{
    if (auto allowed = check_home(in.index, what.organization, rule_of(what.scope)); !allowed)
        return allowed.error();
    if (store::find_api_key(in.sql, what.name))
        return base::error{errc::conflict, "A key has this name."};
    store::api_key_row made{what.name, api_key_digest(in.keys, what.key.reveal()), what.scope,
                            what.organization, by.now};
    made.id = store::put_api_key(in, made);
    write_down(in, by, made.organization, "api_key.create", made.id.value);
    return made;
}

base::result<void> delete_api_key(store::transaction& in, model::api_key_id id, const author& by)
{
    const auto standing = store::find_api_key(in.sql, id);
    if (!standing)
        return base::error{errc::not_found};
    store::delete_api_key(in, *standing);
    write_down(in, by, standing->organization, "api_key.delete", id.value);
    return {};
}

std::string random_key()
{
    constexpr std::size_t bytes = 32;
    return base::encode_base64url(base::random_bytes(bytes));
}

}  // namespace gatehouse::ops
