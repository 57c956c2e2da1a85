// Programs of machines: taken in, offered, taken back.
#pragma once

#include "base/result.hpp"
#include "model/firmware.hpp"
#include "ops/author.hpp"
#include "store/products.hpp"

namespace gatehouse::ops {

// Whose bytes lie in the folder of firmware already.
struct firmware_draft {
    model::product_id product;
    std::string version;
    model::upgrade upgrade = model::upgrade::normal;
    std::string file;
    std::int64_t size = 0;
    std::string md5;
};

// A version stands in an address: 1 to 32 letters, digits, points, hyphens and underlines.
bool is_firmware_version(std::string_view text);

// not_found where there is no such product; malformed_input; conflict where the version, or one that would be
// fetched under the same name, stands. Machines do not hear of it yet.
base::result<model::firmware> add_firmware(store::transaction& in, const firmware_draft& what,
                                           const author& by);
// Machines of the product are offered this one from now on, whatever was published before.
base::result<model::firmware> publish_firmware(store::transaction& in, model::firmware_id id,
                                               const author& by);
// What it was, for who removes the file. Machines are offered what was published before it.
base::result<model::firmware> delete_firmware(store::transaction& in, model::firmware_id id,
                                              const author& by);

}  // namespace gatehouse::ops
