#include "store/guest_photos.hpp"

namespace gatehouse::store {
namespace {

constexpr statement put{"put_guest_photo", "UPDATE guest SET photo = ?2 WHERE id = ?1"};
constexpr statement named{"guest_photos_named",
                          "SELECT DISTINCT photo FROM guest WHERE visit = ?1 AND photo IS NOT NULL"};
constexpr statement unname{"unname_guest_photos", "UPDATE guest SET photo = NULL WHERE visit = ?1"};
// One file may be the photo of guests of several visits.
constexpr statement drop{"drop_guest_photo",
                         "DELETE FROM picture WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM "
                         "guest WHERE photo = ?1)"};
constexpr statement of_visit{
    "guest_photos_of",
    "SELECT g.id, p.id, p.data_key, p.digest, p.type FROM guest g JOIN picture p ON p.id = g.photo "
    "JOIN data_key k ON k.id = p.data_key WHERE g.visit = ?1 AND k.wrapped IS NOT NULL ORDER BY g.place"};
constexpr statement find{"find_guest_photo",
                         "SELECT p.data_key, p.digest, p.type FROM picture p WHERE p.data_key = ?1 AND "
                         "p.digest = ?2 AND EXISTS (SELECT 1 FROM guest g WHERE g.photo = p.id)"};

stored_picture picture_from(const row& at, int first)
{
    return {
        {at.integer(first)}, base::digest::from(at.text(first + 1)).value(), std::string(at.text(first + 2))};
}

}  // namespace

void put_guest_photo(transaction& in, model::guest_id of, const prepared_picture& what, base::instant now)
{
    in.sql.run(put, {of.value, name_picture(in, what, now).value});
}

void drop_guest_photos(transaction& in, model::visit_id of)
{
    const auto photos = in.sql.all(named, {of.value}, [](const row& at) { return at.integer(0); });
    if (photos.empty())
        return;
    in.sql.run(unname, {of.value});
    for (const std::int64_t each : photos)
        in.sql.run(drop, {each});
}

std::vector<guest_photo> guest_photos_of(connection& sql, model::visit_id of)
{
    return sql.all(of_visit, {of.value}, [](const row& at) {
        return guest_photo{{at.integer(0)}, {at.integer(1)}, picture_from(at, 2)};
    });
}

std::optional<stored_picture> find_guest_photo(connection& sql, model::data_key_id key,
                                               const base::digest& digest)
{
    return sql.first(find, {key.value, blob{digest.view()}},
                     [](const row& at) { return picture_from(at, 0); });
}

}  // namespace gatehouse::store
