// Pictures: encrypted files beside the database, named in it. A file is on disk before the transaction that
// names it.
#pragma once

#include "model/picture_format.hpp"
#include "store/data_keys.hpp"

#include <filesystem>

namespace gatehouse::store {

// A picture whose file is on disk already, found again by a digest under its owner's key.
struct prepared_picture {
    model::organization_id organization;
    model::data_key_id key;
    base::digest digest;
    model::picture_type type = model::picture_type::jpeg;
    std::int64_t size = 0;
};

// image/jpeg, image/png
std::string_view media_type(model::picture_type type);

// Where a picture lies in the folder of pictures: KEY/DIGEST.
std::string name_of_picture(model::data_key_id key, const base::digest& digest);

class picture_files {
public:
    explicit picture_files(std::filesystem::path folder);

    // Encrypts and writes; the same picture under the same key is written once. Slow: two syncs.
    prepared_picture keep(model::organization_id organization, const data_key& under,
                          model::picture_type type, std::string_view bytes) const;
    // Nothing where the file is missing or does not open under the key.
    std::optional<std::string> read(const data_key& under, const base::digest& digest) const;

    // All that hangs on a destroyed key.
    void remove_all(model::data_key_id under) const;
    // Files older than `before` that `known` does not name: their transaction never came. How many were
    // removed.
    std::int64_t sweep(const std::function<bool(model::data_key_id, const base::digest&)>& known,
                       std::filesystem::file_time_type before) const;

private:
    std::filesystem::path folder_of(model::data_key_id key) const;

    std::filesystem::path folder_;
};

model::picture_id name_picture(transaction& in, const prepared_picture& what, base::instant now);

struct stored_picture {
    model::data_key_id key;
    base::digest digest;
    std::string type;  // image/jpeg, image/png
};
// The picture of a punch, where it is this organization's or `organization` is none.
std::optional<stored_picture> find_punch_picture(connection& sql, model::punch_number punch,
                                                 model::organization_id organization);

struct named_picture {
    model::data_key_id key;
    base::digest digest;
    std::int64_t size = 0;
};
// Every picture and face whose key is not destroyed, key by key; by pages, each a snapshot of its own.
void each_living_picture(connection& sql, const std::function<void(const named_picture&)>& visit);
bool is_named(connection& sql, model::data_key_id key, const base::digest& digest);

}  // namespace gatehouse::store
