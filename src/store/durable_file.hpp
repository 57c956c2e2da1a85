// Files that are there whole or not at all: written beside, synced, renamed, the directory synced.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace gatehouse::store {

// Mode 0600. Throws durability_lost when the disk refuses to sync, failure for every other fault of the disk.
void write_durably(const std::filesystem::path& file, std::string_view bytes);

// Makes the names in a folder durable.
void sync_folder(const std::filesystem::path& folder);

// Makes a folder and what is missing above it, all their names durable.
void make_folder(const std::filesystem::path& folder);

std::string read_whole(const std::filesystem::path& file);

// Holds the lock of a data folder until the process ends; throws when another process has it.
void lock_folder(const std::filesystem::path& folder);

}  // namespace gatehouse::store
