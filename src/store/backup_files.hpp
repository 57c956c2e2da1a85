// The files of a backup held against its manifest.
#pragma once

#include "store/findings.hpp"
#include "store/manifest.hpp"

namespace gatehouse::store {

// Nothing, and a finding, where the manifest is missing or not as it was written.
std::optional<read_manifest> find_manifest(const std::filesystem::path& backup, findings& into);

// A finding for each file that is missing, changed or added.
void check_files(const std::filesystem::path& backup, const manifest& what, findings& into);

}  // namespace gatehouse::store
