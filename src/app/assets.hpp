// The files of `web/page/`, built into the program.
#pragma once

#include <span>
#include <string_view>

namespace gatehouse::app {

struct asset {
    std::string_view path;  // relative to the folder
    std::string_view content_type;
    std::string_view bytes;
};

std::span<const asset> assets();

}  // namespace gatehouse::app
