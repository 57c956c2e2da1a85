// What of machines' programs stands in the database; their bytes lie beside it (firmware_files.hpp).
#pragma once

#include "model/firmware.hpp"
#include "store/transaction.hpp"

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::store {

// Its name and its file are unique by the schema.
model::firmware insert_firmware(transaction& in, const model::firmware& what);
std::optional<model::firmware> find_firmware(connection& sql, model::firmware_id id);
std::optional<model::firmware> find_firmware(connection& sql, std::string_view name);
// Oldest first, ids above `after`.
std::vector<model::firmware> firmware_after(connection& sql, model::product_id of, std::int64_t after,
                                            std::int64_t most);
// What was published last; nothing where nothing ever was.
std::optional<model::firmware> offered_firmware(connection& sql, model::product_id of);
void publish_firmware(transaction& in, model::firmware_id which, base::instant now);
void delete_firmware(transaction& in, model::firmware_id which);
// The files of all of it.
void each_firmware_file(connection& sql, const std::function<void(const std::string&)>& visit);

}  // namespace gatehouse::store
