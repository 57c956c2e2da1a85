#include "endpoint/picture.hpp"

#include "base/json_writer.hpp"
#include "store/data_keys.hpp"

namespace gatehouse::endpoint {

base::result<picture_bytes> open_picture(store::connection& sql, const services& with,
                                         const std::optional<store::stored_picture>& what)
{
    const auto key = what ? store::find_data_key(sql, with.keys, what->key) : std::nullopt;
    auto bytes = key ? with.pictures.read(*key, what->digest) : std::nullopt;
    if (!bytes)
        return base::error{base::errc::not_found};
    return picture_bytes{what->type, std::move(*bytes)};
}

net::reply picture_reply(const picture_bytes& what, std::string_view cache_control)
{
    net::reply with;
    with.content_type = what.type == "image/png" ? "image/png" : "image/jpeg";
    with.headers.emplace_back("Cache-Control", cache_control);
    with.headers.emplace_back("Content-Disposition", "inline");
    with.body = what.bytes;
    return with;
}

void write_picture_success(base::json_writer& json, unsigned)
{
    json.name("200").open_object().name("description").text("The picture.").name("content").open_object();
    for (const std::string_view type : {"image/jpeg", "image/png"})
        json.name(type).open_object().close_object();
    json.close_object().close_object();
}

}  // namespace gatehouse::endpoint
