// Packets as tests write them.
#pragma once

#include "gateway/packet.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::gateway::test {

// "30 0001" and the like; spaces count for nothing.
inline std::string hex(std::string_view digits)
{
    std::string bytes;
    std::string pair;
    for (const char each : digits)
        if (each != ' ') {
            pair += each;
            if (pair.size() == 2) {
                bytes += static_cast<char>(std::stoi(pair, nullptr, 16));
                pair.clear();
            }
        }
    return bytes;
}

inline std::string written(const packet& what)
{
    std::string out;
    write_packet(out, what);
    return out;
}

// Empty where there is none.
inline std::string fault_of(std::string_view bytes)
{
    const auto read = read_packet(bytes);
    return read ? "" : read.error().message;
}

// The packets that stand in `bytes`, one behind the other; views point into it.
inline std::vector<packet> packets_in(std::string_view bytes)
{
    std::vector<packet> found;
    while (!bytes.empty()) {
        const auto length = packet_length(bytes, bytes.size());
        if (!length || !*length)
            break;
        found.push_back(read_packet(bytes.substr(0, **length)).value());
        bytes.remove_prefix(**length);
    }
    return found;
}

}  // namespace gatehouse::gateway::test
