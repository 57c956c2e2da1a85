#include "store/presented.hpp"

#include "base/remembered_digest.hpp"

#include <array>

namespace gatehouse::store {
namespace {

constexpr statement find{"find_presented", "SELECT id FROM presented WHERE digest = ?1"};
constexpr statement find_owner{
    "find_presented_owner",
    "SELECT p.id, (SELECT a.person FROM attribution a WHERE a.presented = p.id "
    "ORDER BY a.number DESC LIMIT 1) IS NOT NULL FROM presented p WHERE p.digest = ?1"};
constexpr statement insert{"insert_presented",
                           "INSERT INTO presented (organization, kind, digest, sealed_text, "
                           "created_at, read_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id"};
constexpr statement rewrite{"rewrite_presented", "UPDATE presented SET sealed_text = ?2 WHERE id = ?1"};
constexpr statement cards_of{
    "presented_cards", "SELECT id, digest, sealed_text, read_by FROM presented WHERE organization = ?1 AND "
                       "kind = 'card' ORDER BY id"};
constexpr statement read_by_statement{"organizations_read_by",
                                      "SELECT DISTINCT organization FROM presented WHERE read_by = ?1"};
constexpr statement rekey{"rekey_presented",
                          "UPDATE presented SET digest = ?2, sealed_text = ?3 WHERE id = ?1"};
constexpr statement text_of{"presented_text", "SELECT digest, sealed_text FROM presented WHERE id = ?1"};

constexpr std::array<std::string_view, 4> kinds{"card", "phone", "pass", "user"};

// The organization is the tag: the same card at two organizations is two digests, so that neither learns of
// the other's.
base::digest digest_of(const keyring& keys, model::organization_id organization, std::string_view canonical)
{
    return base::remembered_digest(keys.presented, static_cast<std::uint64_t>(organization.value),
                                   {canonical});
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

shown shown_pass(const keyring& keys, model::organization_id organization, std::string_view pass,
                 std::string_view meaning)
{
    const std::string canonical = "pass:" + std::string(pass);
    return {organization, canonical, std::string(meaning), digest_of(keys, organization, canonical),
            presented_kind::pass};
}

shown shown_user(const keyring& keys, model::organization_id organization, std::string_view user)
{
    const std::string canonical = "user:" + std::string(user);
    return {organization, canonical, std::string(user), digest_of(keys, organization, canonical),
            presented_kind::user};
}

std::optional<presented_owner> find_presented_owner(connection& sql, const base::digest& digest)
{
    return sql.first(find_owner, {blob{digest.view()}}, [](const row& at) {
        return presented_owner{{at.integer(0)}, at.integer(1) != 0};
    });
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
                        blob{what.digest.view()}, blob{sealed}, base::to_milliseconds(now),
                        id_or_null(what.read_by)},
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

std::vector<card_text> card_texts(connection& sql, const keyring& keys, model::organization_id of)
{
    std::vector<card_text> found;
    sql.each(cards_of, {of.value}, [&](const row& at) {
        card_text text{
            {at.integer(0)}, base::digest::from(at.text(1)).value(), {}, at.maybe_id<model::client_id>(3)};
        if (!at.is_null(2))
            text.original = open_presented(keys, at.text(1), at.text(2));
        found.push_back(std::move(text));
    });
    return found;
}

std::vector<model::organization_id> organizations_read_by(connection& sql, model::client_id reader)
{
    std::vector<model::organization_id> found;
    sql.each(read_by_statement, {reader.value},
             [&found](const row& at) { found.push_back({at.integer(0)}); });
    return found;
}

void rekey_presented(transaction& in, const std::vector<rekeyed_card>& which)
{
    // Two may change places: first out of each other's way.
    for (const rekeyed_card& each : which)
        in.sql.run(rekey,
                   {each.before.id.value, blob{base::random_bytes(each.digest.view().size())}, nullptr});
    for (const rekeyed_card& each : which) {
        const std::string sealed = each.before.original
                                       ? base::seal(in.keys.texts, *each.before.original, each.digest.view())
                                       : "";
        in.sql.run(rekey, {each.before.id.value, blob{each.digest.view()},
                           each.before.original ? value{blob{sealed}} : value{nullptr}});
    }
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
