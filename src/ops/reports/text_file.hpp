// A file that grows by small pieces.
#pragma once

#include "store/descriptor.hpp"

#include <fcntl.h>

#include <filesystem>
#include <string>
#include <string_view>

namespace gatehouse::ops::reports {

class text_file {
public:
    explicit text_file(const std::filesystem::path& file) : out_(file, O_WRONLY | O_CREAT | O_TRUNC, 0600) {}

    std::string& waiting() { return waiting_; }
    void flush_if_long()
    {
        constexpr std::size_t long_enough = std::size_t{64} << 10U;
        if (waiting_.size() >= long_enough)
            flush();
    }
    void flush()
    {
        out_.write(waiting_);
        waiting_.clear();
    }

private:
    store::descriptor out_;
    std::string waiting_;
};

}  // namespace gatehouse::ops::reports
