// Photos of guests, as they came with the application: pictures under the key of the month in which the visit
// ends, so that they go with that month's.
#pragma once

#include "model/visit.hpp"
#include "store/pictures.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

void put_guest_photo(transaction& in, model::guest_id of, const prepared_picture& what, base::instant now);
// Nothing opens them any more; their files go with the next sweep.
void drop_guest_photos(transaction& in, model::visit_id of);

struct guest_photo {
    model::guest_id guest;
    model::picture_id id;
    stored_picture file;
};
// In the order of the guests; those whose key is destroyed are gone.
std::vector<guest_photo> guest_photos_of(connection& sql, model::visit_id of);
// Whether a picture is a guest's photo: image/jpeg or image/png.
std::optional<stored_picture> find_guest_photo(connection& sql, model::data_key_id key,
                                               const base::digest& digest);

}  // namespace gatehouse::store
