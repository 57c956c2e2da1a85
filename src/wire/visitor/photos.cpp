#include "wire/visitor/photos.hpp"

#include "base/bytes.hpp"
#include "model/picture_format.hpp"
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

}  // namespace gatehouse::wire::visitor
