#include "store/data_keys.hpp"

#include "base/assert.hpp"

#include <array>
#include <stdexcept>

namespace gatehouse::store {
namespace {

constexpr statement find_by_owner{
    "find_data_key_of",
    "SELECT id, wrapped FROM data_key WHERE purpose = ?1 AND organization = ?2 AND owner = ?3"};
constexpr statement find_by_id{
    "find_data_key",
    "SELECT wrapped, purpose, organization, owner FROM data_key WHERE id = ?1 AND wrapped IS NOT NULL"};
constexpr statement insert{"insert_data_key",
                           "INSERT INTO data_key (organization, purpose, owner, wrapped, created_at) "
                           "VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id"};
constexpr statement count_looks{
    "count_looks_at_tap_keys",
    "UPDATE data_key SET looks_due = CASE WHEN owner < ?1 THEN looks_due + 1 ELSE 0 END "
    "WHERE purpose = 'tap_pictures' AND wrapped IS NOT NULL AND (owner < ?1 OR looks_due > 0)"};
constexpr statement destroy_due{
    "destroy_tap_keys",
    "UPDATE data_key SET wrapped = NULL, destroyed_at = ?2 WHERE purpose = 'tap_pictures' AND "
    "looks_due >= ?1 AND wrapped IS NOT NULL RETURNING id, organization"};

constexpr statement destroy_person{
    "destroy_person_key",
    "UPDATE data_key SET wrapped = NULL, destroyed_at = ?3 WHERE purpose = 'person' AND "
    "organization = ?1 AND owner = ?2 AND wrapped IS NOT NULL RETURNING id, organization"};

constexpr std::array<std::string_view, 2> purposes{"person", "tap_pictures"};

// Binds a wrapped key to its row, so that rows cannot be swapped.
std::string bound_to(std::string_view purpose, std::int64_t organization, std::int64_t owner)
{
    return std::string(purpose) + "/" + std::to_string(organization) + "/" + std::to_string(owner);
}

base::key unwrapped(const keyring& keys, std::string_view wrapped, const std::string& bound)
{
    const auto bytes = base::open(keys.wrapping, wrapped, bound);
    base::key_bytes raw{};
    if (!bytes || bytes->size() != raw.size())
        throw std::runtime_error("a data key does not open under this master key");
    std::copy(bytes->begin(), bytes->end(), reinterpret_cast<char*>(raw.data()));
    return base::key(raw);
}

}  // namespace

std::optional<data_key> data_key_of(transaction& in, key_purpose purpose, model::organization_id organization,
                                    std::int64_t owner, base::instant now)
{
    const std::string_view name = purposes[static_cast<std::size_t>(purpose)];
    const std::string bound = bound_to(name, organization.value, owner);
    bool stands = false;
    std::optional<data_key> found;
    in.sql.each(find_by_owner, {name, organization.value, owner}, [&](const row& at) {
        stands = true;
        if (!at.is_null(1))
            found = data_key{{at.integer(0)}, unwrapped(in.keys, at.text(1), bound)};
    });
    if (stands)
        return found;
    const base::key fresh = base::key::random();
    const std::string wrapped = base::seal(in.keys.wrapping, fresh.view(), bound);
    const auto id = in.sql.number(
        insert, {organization.value, name, owner, blob{wrapped}, base::to_milliseconds(now)});
    return data_key{{id.value()}, fresh};
}

std::optional<data_key> find_data_key(connection& sql, const keyring& keys, model::data_key_id id)
{
    return sql.first(find_by_id, {id.value}, [&](const row& at) {
        return data_key{id, unwrapped(keys, at.text(0), bound_to(at.text(1), at.integer(2), at.integer(3)))};
    });
}

bool is_key_alive(connection& sql, model::data_key_id id)
{
    return sql.first(find_by_id, {id.value}, [](const row&) { return true; }).has_value();
}

std::vector<destroyed_key> destroy_due_tap_keys(transaction& in, std::int64_t month, std::int64_t looks,
                                                base::instant now)
{
    std::vector<destroyed_key> gone;
    in.sql.run(count_looks, {month});
    in.sql.each(destroy_due, {looks, base::to_milliseconds(now)}, [&gone](const row& at) {
        gone.push_back({{at.integer(0)}, {at.integer(1)}});
    });
    return gone;
}

std::optional<destroyed_key> destroy_person_key(transaction& in, model::organization_id home,
                                                model::person_id owner, base::instant now)
{
    return in.sql.first(destroy_person, {home.value, owner.value, base::to_milliseconds(now)},
                        [](const row& at) {
                            return destroyed_key{{at.integer(0)}, {at.integer(1)}};
                        });
}

}  // namespace gatehouse::store
