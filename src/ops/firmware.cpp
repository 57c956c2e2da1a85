#include "ops/firmware.hpp"

#include "ops/places.hpp"
#include "store/firmware.hpp"

#include <algorithm>

namespace gatehouse::ops {
namespace {

using base::errc;

constexpr model::organization_id everywhere{};
constexpr std::size_t version_most = 32;

difference version_of(const model::firmware& what)
{
    difference shown;
    shown.show("version", "", what.version);
    return shown;
}

}  // namespace

bool is_firmware_version(std::string_view text)
{
    return !text.empty() && text.size() <= version_most && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
               c == '-' || c == '_';
    });
}

base::result<model::firmware> add_firmware(store::transaction& in, const firmware_draft& what,
                                           const author& by)
{
    const auto* const product = store::find_product(in.index, what.product);
    if (!product)
        return base::error{errc::not_found};
    if (!is_firmware_version(what.version))
        return wrong("/version", "must be 1 to 32 letters, digits, points, hyphens and underlines");
    const std::string name = product->what.model + "-" + what.version;
    if (store::find_firmware(in.sql, name))
        return base::error{errc::conflict, "Firmware of this version stands."};
    const auto made = store::insert_firmware(
        in, {{}, what.product, what.version, what.upgrade, name, what.file, what.size, what.md5, by.now});
    write_down(in, by, everywhere, "firmware.create", made.id.value, version_of(made));
    return made;
}

base::result<model::firmware> publish_firmware(store::transaction& in, model::firmware_id id,
                                               const author& by)
{
    auto found = store::find_firmware(in.sql, id);
    if (!found)
        return base::error{errc::not_found};
    store::publish_firmware(in, id, by.now);
    write_down(in, by, everywhere, "firmware.publish", id.value, version_of(*found));
    found->published_at = by.now;
    return *std::move(found);
}

base::result<model::firmware> delete_firmware(store::transaction& in, model::firmware_id id, const author& by)
{
    auto found = store::find_firmware(in.sql, id);
    if (!found)
        return base::error{errc::not_found};
    store::delete_firmware(in, id);
    write_down(in, by, everywhere, "firmware.delete", id.value, version_of(*found));
    return *std::move(found);
}

}  // namespace gatehouse::ops
