#include "store/presented.hpp"

#include <array>

namespace gatehouse::store {
namespace {

constexpr statement find{"find_presented", "SELECT id FROM presented WHERE digest = ?1"};
constexpr statement insert{"insert_presented",
                           "INSERT INTO presented (organization, kind, digest, sealed_text, "
                           "created_at) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id"};
constexpr statement rewrite{"rewrite_presented", "UPDATE presented SET sealed_text = ?2 WHERE id = ?1"};
constexpr statement text_of{"presented_text", "SELECT digest, sealed_text FROM presented WHERE id = ?1"};

constexpr std::array<std::string_view, 2> kinds{"card", "phone"};

// The organization is the tag: the same card at two organizations is two digests, so that neither learns of
// the other's.
base::digest digest_of(const keyring& keys, model::organization_id organization, std::string_view canonical)
{
    return base::keyed_digest(keys.presented, static_cast<std::uint64_t>(organization.value), canonical);
}

}  // namespace

shown shown_card(const keyring& keys, model::organization_id organization, std::string_view canonical,
                 std::string_view original)
{
    return {organization, std::string(canonical), std::string(original),
            digest_of(keys, organization, canonical)};
}

shown shown_phone(const keyring& keys, model::organization_id organization, std::string_view phone)
{
    // No card's canonical text begins like that.
    const std::string canonical = "phone:" + std::string(phone);
    return {organization, canonical, std::string(phone), digest_of(keys, organization, canonical),
            presented_kind::phone};
}

std::optional<model::presented_id> find_presented(connection& sql, const base::digest& digest)
{
    return sql.first(find, {blob{digest.view()}},
                     [](const row& at) { return model::presented_id{at.integer(0)}; });
}

model::presented_id intern(transaction& in, const shown& what, base::instant now)
{
    if (const auto found = find_presented(in.sql, what.digest))
        return *found;
    const std::string sealed = base::seal(in.keys.texts, what.original, what.digest.view());
    return {in.sql
                .first(insert,
                       {what.organization.value, kinds[static_cast<std::size_t>(what.kind)],
                        blob{what.digest.view()}, blob{sealed}, base::to_milliseconds(now)},
                       [](const row& at) { return at.integer(0); })
                .value()};
}

model::presented_id intern_as_written(transaction& in, const shown& what, base::instant now)
{
    const model::presented_id id = intern(in, what, now);
    if (original_text(in.sql, in.keys, id) != what.original)
        in.sql.run(rewrite, {id.value, blob{base::seal(in.keys.texts, what.original, what.digest.view())}});
    return id;
}

std::optional<std::string> original_text(connection& sql, const keyring& keys, model::presented_id of)
{
    std::optional<std::string> text;
    sql.each(text_of, {of.value}, [&](const row& at) {
        if (!at.is_null(1))
            text = open_presented(keys, std::string(at.text(0)), at.text(1));
    });
    return text;
}

std::optional<std::string> open_presented(const keyring& keys, std::string_view digest,
                                          std::string_view sealed)
{
    return base::open(keys.texts, sealed, digest);
}

}  // namespace gatehouse::store
