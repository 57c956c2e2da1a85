#include "wire/visitor/photos.hpp"

#include "base/bytes.hpp"
#include "endpoint/steps.hpp"
#include "model/picture_format.hpp"
#include "wire/visitor/document.hpp"
#include "wire/visitor/envelope.hpp"
#include "wire/visitor/mapping.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::wire::visitor {
namespace {

using base::errc;

constexpr std::string_view photos_path = "/static/upload/photo/";

bool is_given(const std::optional<std::string>& photo)
{
    return photo && !photo->empty();
}

base::result<std::optional<model::clean_picture>> read_photo(std::string_view field,
                                                             const std::optional<std::string>& given)
{
    if (!is_given(given))
        return std::optional<model::clean_picture>();
    const auto bytes = base::decode_base64_leniently(base::without_data_url_prefix(*given));
    if (!bytes)
        return faulty(field, "is no base64");
    auto read = model::read_picture(*bytes);
    if (const auto* const fault = std::get_if<model::picture_fault>(&read)) {
        constexpr std::array<std::string_view, 3> faults{"is no JPEG or PNG", "is larger than 2 MiB",
                                                         "has more than 25 megapixels"};
        return faulty(field, faults[static_cast<std::size_t>(*fault)]);
    }
    return std::optional(std::get<model::clean_picture>(std::move(read)));
}

// The main visitor's, then the companions', without what they say of others.
base::result<std::vector<std::optional<model::clean_picture>>> read_photos(const application_request& asked)
{
    std::vector<std::optional<model::clean_picture>> photos;
    auto main = read_photo("photo", asked.photo);
    if (!main)
        return main.error();
    photos.push_back(std::move(*main));
    if (asked.companions)
        for (const companion_request& each : *asked.companions) {
            auto photo = read_photo("the photo of a companion in retinues", each.photo);
            if (!photo)
                return photo.error();
            photos.push_back(std::move(*photo));
        }
    return photos;
}

net::reply no_photo()
{
    net::reply with = refused({errc::not_found});
    with.status = 404;
    return with;
}

// The digest of KEY/DIGEST.jpg, exactly as it was written.
std::optional<base::digest> read_digest(std::string_view file)
{
    const std::string_view hex = file.substr(0, file.find('.'));
    const std::string_view ending = file.substr(hex.size());
    const auto bytes = model::is_pass_text(hex) ? base::from_hex(hex) : std::nullopt;
    return bytes && (ending == ".jpg" || ending == ".png") ? base::digest::from(*bytes) : std::nullopt;
}

void serve_photo(endpoint::exchange&& of)
{
    const auto key = integer_of(std::string(of.path[0]));
    const auto digest = read_digest(of.path[1]);
    if (!key || !digest)
        return of.ask.answer(no_photo());
    endpoint::read(
        of.with, std::move(of.ask),
        [&with = of.with, key = model::data_key_id{*key},
         digest = *digest](store::connection& sql) -> base::result<net::reply> {
            const auto photo = store::find_guest_photo(sql, key, digest);
            const auto opens = photo ? store::find_data_key(sql, with.keys, photo->key) : std::nullopt;
            auto bytes = opens ? with.pictures.read(*opens, photo->digest) : std::nullopt;
            if (!bytes)
                return base::error{errc::not_found};
            net::reply made;
            made.content_type = photo->type == "image/png" ? "image/png" : "image/jpeg";
            made.headers.emplace_back("Cache-Control", "private, no-store");
            made.headers.emplace_back("X-Content-Type-Options", "nosniff");
            made.body = std::move(*bytes);
            return made;
        },
        [](const base::result<net::reply>& made) {
            if (made)
                return *made;
            return made.error().code == errc::not_found ? no_photo() : refused(made.error());
        });
}

constexpr std::array table{
    endpoint::route{"visitor_photo",
                    net::verb::get,
                    "/static/upload/photo/{key}/{file}",
                    endpoint::right::anyone,
                    0,
                    serve_photo,
                    refuse_request,
                    {"A guest's photo, by the address that an answer gave; gone with the visit.", 200}},
};

}  // namespace

bool has_photo(const application_request& asked)
{
    return is_given(asked.photo) ||
           (asked.companions &&
            std::any_of(asked.companions->begin(), asked.companions->end(),
                        [](const companion_request& each) { return is_given(each.photo); }));
}

base::result<kept_photos> keep_photos(endpoint::services& with, const caller& by,
                                      const application_request& asked)
{
    const auto photos = read_photos(asked);
    if (!photos)
        return photos.error();
    const auto index = with.writer.published();
    const store::organization_entry* const site = index->organization(by.site);
    if (!site)
        return base::error{errc::organization_unknown};
    const auto starts = read_time("start_time", asked.start_time, *site->zone);
    if (!starts)
        return starts.error();
    const auto ends = read_time("end_time", asked.end_time, *site->zone);
    if (!ends)
        return ends.error();
    // The key of a month that is over may be gone.
    if (const auto fault = model::fault_of_times(*starts, *ends, by.now))
        return faulty("end_time", *fault);
    const store::data_key key = with.picture_keys.of(by.site, *site->zone, *ends);
    kept_photos kept;
    for (const auto& each : *photos)
        kept.push_back(each ? std::optional(with.pictures.keep(by.site, key, each->type, each->bytes))
                            : std::nullopt);
    return kept;
}

std::string photo_address(const store::stored_picture& what, std::string_view public_url)
{
    return std::string(public_url)
        .append(photos_path)
        .append(store::name_of_picture(what.key, what.digest))
        .append(what.type == "image/png" ? ".png" : ".jpg");
}

std::span<const endpoint::route> photo_routes()
{
    return table;
}

}  // namespace gatehouse::wire::visitor
