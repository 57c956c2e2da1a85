// Reads the fields of one packet. After the first fault every field is empty, and the fault stays.
#pragma once

#include "base/text.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gatehouse::gateway {

class packet_reader {
public:
    explicit packet_reader(std::string_view bytes) : bytes_(bytes) {}

    // Empty: none.
    std::string_view fault() const { return fault_; }
    bool has_more() const { return fault_.empty() && !bytes_.empty(); }

    void require(bool holds, std::string_view otherwise)
    {
        if (!holds && fault_.empty())
            fault_ = otherwise;
    }

    std::uint8_t byte()
    {
        const std::string_view taken = take(1);
        return taken.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(taken[0]);
    }

    std::uint16_t number()
    {
        const std::string_view taken = take(2);
        if (taken.empty())
            return 0;
        return static_cast<std::uint16_t>(static_cast<std::uint8_t>(taken[0]) << 8U |
                                          static_cast<std::uint8_t>(taken[1]));
    }

    // A length of two bytes, and as many bytes.
    std::string_view binary() { return take(number()); }

    // The same as text (1.5.3): UTF-8 without surrogates and U+0000; U+FEFF stays where it stands.
    std::string_view text()
    {
        const std::string_view taken = binary();
        require(base::is_valid_utf8(taken), "a text is not UTF-8");
        require(taken.find('\0') == std::string_view::npos, "a text has U+0000");
        return taken;
    }

    std::string_view rest() { return take(bytes_.size()); }
    void skip_rest() { bytes_ = {}; }

private:
    std::string_view take(std::size_t count)
    {
        require(bytes_.size() >= count, "the packet ends too early");
        if (!fault_.empty())
            return {};
        const std::string_view taken = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return taken;
    }

    std::string_view bytes_;
    std::string_view fault_;
};

}  // namespace gatehouse::gateway
