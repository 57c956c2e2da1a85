#include "store/presented.hpp"

namespace gatehouse::store {
namespace {

constexpr statement find{"find_presented", "SELECT id FROM presented WHERE digest = ?1"};
constexpr statement insert{"insert_presented",
                           "INSERT INTO presented (organization, kind, digest, sealed_text, "
                           "created_at) VALUES (?1, 'card', ?2, ?3, ?4) RETURNING id"};

}  // namespace

shown shown_card(const keyring& keys, model::organization_id organization, std::string_view canonical,
                 std::string_view original)
{
    // The organization is the tag: the same card at two organizations is two digests, so that neither learns
    // of the other's.
    return {organization, std::string(canonical), std::string(original),
            base::keyed_digest(keys.presented, static_cast<std::uint64_t>(organization.value), canonical)};
}

std::optional<model::presented_id> find_presented(transaction& in, const base::digest& digest)
{
    return in.sql.first(find, {blob{digest.view()}},
                        [](const row& at) { return model::presented_id{at.integer(0)}; });
}

model::presented_id intern(transaction& in, const shown& what, base::instant now)
{
    if (const auto found = find_presented(in, what.digest))
        return *found;
    const std::string sealed = base::seal(in.keys.texts, what.original, what.digest.view());
    return {in.sql
                .first(insert,
                       {what.organization.value, blob{what.digest.view()}, blob{sealed},
                        base::to_milliseconds(now)},
                       [](const row& at) { return at.integer(0); })
                .value()};
}

std::optional<std::string> open_presented(const keyring& keys, std::string_view digest,
                                          std::string_view sealed)
{
    return base::open(keys.texts, sealed, digest);
}

}  // namespace gatehouse::store
