// Where things lie in a data folder, and so in a backup too.
#pragma once

#include <filesystem>
#include <string_view>

namespace gatehouse::store {

inline constexpr std::string_view database_name = "gatehouse.db";
inline constexpr std::string_view master_key_name = "keys/master";
inline constexpr std::string_view pictures_name = "pictures";
inline constexpr std::string_view firmware_name = "firmware";
inline constexpr std::string_view reports_name = "reports";  // made anew when they are wanted: in no backup
inline constexpr std::string_view lock_name = "lock";
// There while a restore is under way: what stands beside it is not complete.
inline constexpr std::string_view restoring_name = "restoring";

// Throws failure.
void refuse_half_restored(const std::filesystem::path& folder);

}  // namespace gatehouse::store
