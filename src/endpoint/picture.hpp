// A kept picture as an answer.
#pragma once

#include "base/result.hpp"
#include "endpoint/services.hpp"
#include "net/http.hpp"
#include "store/pictures.hpp"

#include <optional>
#include <string>

namespace gatehouse::endpoint {

struct picture_bytes {
    std::string type;
    std::string bytes;
};

// Its bytes; not_found where there is none, or its key or file is gone.
base::result<picture_bytes> open_picture(store::connection& sql, const services& with,
                                         const std::optional<store::stored_picture>& what);
net::reply picture_reply(const picture_bytes& what, std::string_view cache_control);
// The document's responses of it.
void write_picture_success(base::json_writer& json, unsigned status);

}  // namespace gatehouse::endpoint
