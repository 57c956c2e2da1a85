#include "ops/client_registry.hpp"

#include "base/bytes.hpp"
#include "ops/card_rereading.hpp"
#include "ops/clients.hpp"
#include "ops/places.hpp"

namespace gatehouse::ops {
namespace {

using base::errc;

constexpr model::organization_id everywhere{};

base::error conflict(std::string why)
{
    return {errc::conflict, std::move(why)};
}

// Writes `after` over `before` where they differ.
store::client_row put(store::transaction& in, const store::client_row& before, store::client_row after,
                      const author& by)
{
    const auto changed = difference()
                             .compare("secret", before.secret, after.secret)
                             .compare("name", before.name, after.name)
                             .compare("card_format", before.card_format, after.card_format);
    if (changed.any()) {
        store::put_client(in, after);
        write_down(in, by, everywhere, "client.update", after.id.value, changed);
    }
    return after;
}

}  // namespace

base::result<store::client_row> create_client(store::transaction& in, const client_draft& what,
                                              const author& by)
{
    if (store::find_client(in.sql, what.protocol, what.identifier))
        return conflict("A client of this protocol has this identifier.");
    store::client_row made{
        what.protocol,
        what.identifier,
        client_secret_digest(in.keys, what.protocol, what.identifier, what.secret.reveal()),
        what.name,
        what.card_format,
        by.now};
    made.id = store::put_client(in, made);
    write_down(in, by, everywhere, "client.create", made.id.value);
    return *store::find_client(in.sql, made.id);
}

base::result<store::client_row> change_client(store::transaction& in, model::client_id id,
                                              const client_patch& how, const author& by)
{
    const auto before = store::find_client(in.sql, id);
    if (!before)
        return base::error{errc::not_found};
    store::client_row after = *before;
    after.name = how.name.value_or(before->name);
    after.card_format = how.card_format.value_or(before->card_format);
    if (after.card_format != before->card_format)
        if (auto read = reread_cards(in, id, after.card_format); !read)
            return read.error();
    return put(in, *before, after, by);
}

base::result<store::client_row> change_secret(store::transaction& in, model::client_id id,
                                              const base::secret& secret, const author& by)
{
    const auto before = store::find_client(in.sql, id);
    if (!before)
        return base::error{errc::not_found};
    store::client_row after = *before;
    after.secret = client_secret_digest(in.keys, before->protocol, before->identifier, secret.reveal());
    return put(in, *before, after, by);
}

base::result<void> end_client(store::transaction& in, model::client_id id, const author& by)
{
    const auto standing = store::find_client(in.sql, id);
    if (!standing)
        return base::error{errc::not_found};
    store::end_client(in, *standing, by.now);
    write_down(in, by, everywhere, "client.end", id.value);
    return {};
}

base::result<store::licence_row> create_licence(store::transaction& in, const licence_draft& what,
                                                const author& by)
{
    if (!store::find_client(in.sql, what.client))
        return base::error{errc::not_found};
    if (!in.index.organization(what.organization))
        return wrong("/organization_id", "is no organization");
    const base::digest code = licence_digest(in.keys, what.client, what.code.reveal());
    if (in.index.licences.find(code))
        return conflict("The client has a licence of this code.");
    const auto id = store::put_licence(in, what.client, what.organization, code, by.now);
    write_down(in, by, what.organization, "licence.create", id.value);
    return *store::find_licence(in.sql, id);
}

base::result<void> end_licence(store::transaction& in, model::licence_id id, const author& by)
{
    const auto standing = store::find_licence(in.sql, id);
    if (!standing)
        return base::error{errc::not_found};
    store::end_licence(in, *standing, by.now);
    write_down(in, by, standing->organization, "licence.end", id.value);
    return {};
}

std::string random_name()
{
    constexpr std::size_t bytes = 16;
    return base::to_hex(base::random_bytes(bytes));
}

}  // namespace gatehouse::ops
