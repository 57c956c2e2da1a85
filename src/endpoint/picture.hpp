// A kept picture as an answer of our own API.
#pragma once

#include "api/caller.hpp"
#include "store/pictures.hpp"

#include <string>

namespace gatehouse::api {

struct picture_bytes {
    std::string type;
    std::string bytes;
};

// Its bytes; not_found where there is none, or its key or file is gone.
base::result<picture_bytes> open_picture(store::connection& sql, const endpoint::services& with,
                                         const std::optional<store::stored_picture>& what);
net::reply answer_picture(const base::result<picture_bytes>& outcome, std::string_view cache_control);
// The document's responses of it.
void write_picture_success(base::json_writer& json, unsigned status);

}  // namespace gatehouse::api
