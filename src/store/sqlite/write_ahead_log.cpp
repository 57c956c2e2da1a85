#include "store/sqlite/write_ahead_log.hpp"

#include "store/connection.hpp"

#include <array>
#include <bit>
#include <optional>

namespace gatehouse::store::sqlite {
namespace {

constexpr std::size_t header_size = 32;
constexpr std::size_t frame_header_size = 24;
constexpr std::uint32_t magic = 0x377f0682;  // the lowest bit: checksums read the words as big-endian
constexpr std::uint32_t format = 3'007'000;

using header_bytes = std::array<char, header_size>;

std::uint32_t big_endian(const char* at)
{
    const auto* const b = reinterpret_cast<const unsigned char*>(at);
    return std::uint32_t{b[0]} << 24U | std::uint32_t{b[1]} << 16U | std::uint32_t{b[2]} << 8U | b[3];
}

std::uint32_t little_endian(const char* at)
{
    const auto* const b = reinterpret_cast<const unsigned char*>(at);
    return b[0] | std::uint32_t{b[1]} << 8U | std::uint32_t{b[2]} << 16U | std::uint32_t{b[3]} << 24U;
}

class checksum {
public:
    explicit checksum(bool big) : big_(big) {}

    void add(std::string_view words)
    {
        for (std::size_t at = 0; at < words.size(); at += 8) {
            first_ += word(words.data() + at) + second_;
            second_ += word(words.data() + at + 4) + first_;
        }
    }
    // Stored big-endian, whatever the order of the words that were added.
    bool is_at(const char* stored) const
    {
        return big_endian(stored) == first_ && big_endian(stored + 4) == second_;
    }

private:
    std::uint32_t word(const char* at) const { return big_ ? big_endian(at) : little_endian(at); }

    bool big_;
    std::uint32_t first_ = 0;
    std::uint32_t second_ = 0;
};

header_bytes header_of(const open_file& log)
{
    header_bytes bytes{};
    if (log.size() >= static_cast<std::int64_t>(header_size))
        log.read(bytes, 0);
    return bytes;
}

struct opened_log {
    std::int64_t page_size;
    std::string_view salts;
    checksum sum;
};

// Nothing where the log is empty or its first write did not come through: then no frame counts.
std::optional<opened_log> opened(const header_bytes& header)
{
    const std::uint32_t word = big_endian(header.data());
    if ((word & ~1U) != magic || big_endian(header.data() + 4) != format)
        return std::nullopt;
    opened_log log{big_endian(header.data() + 8), {header.data() + 16, 8}, checksum((word & 1U) != 0)};
    log.sum.add({header.data(), 24});
    const bool size_fits = std::has_single_bit(static_cast<std::uint64_t>(log.page_size)) &&
                           log.page_size >= 512 && log.page_size <= 65536;
    return size_fits && log.sum.is_at(header.data() + 24) ? std::optional{log} : std::nullopt;
}

// Where each page's last committed copy lies.
struct places {
    std::unordered_map<std::uint32_t, std::int64_t> of;
    std::int64_t page_count = 0;
};

places find_committed(const open_file& log, opened_log in)
{
    places committed;
    std::unordered_map<std::uint32_t, std::int64_t> pending;
    const std::int64_t frame_size = static_cast<std::int64_t>(frame_header_size) + in.page_size;
    std::string frame(static_cast<std::size_t>(frame_size), '\0');
    const std::int64_t end = log.size();
    for (std::int64_t at = header_size; at + frame_size <= end; at += frame_size) {
        log.read(frame, at);
        in.sum.add({frame.data(), 8});
        in.sum.add(std::string_view(frame).substr(frame_header_size));
        if (frame.compare(8, 8, in.salts) != 0 || !in.sum.is_at(frame.data() + 16))
            break;
        pending.insert_or_assign(big_endian(frame.data()), at + static_cast<std::int64_t>(frame_header_size));
        const std::uint32_t pages_after = big_endian(frame.data() + 4);
        if (pages_after == 0)
            continue;
        for (const auto& [page, place] : pending)
            committed.of.insert_or_assign(page, place);
        pending.clear();
        committed.page_count = pages_after;
    }
    return committed;
}

committed_pages loaded(const open_file& log, std::int64_t page_size, const places& from)
{
    committed_pages found{page_size, from.page_count, {}};
    found.pages.reserve(from.of.size());
    for (const auto& [page, place] : from.of) {
        std::string bytes(static_cast<std::size_t>(page_size), '\0');
        log.read(bytes, place);
        found.pages.emplace(page, std::move(bytes));
    }
    return found;
}

}  // namespace

committed_pages read_committed(const open_file& log)
{
    constexpr int tries = 16;
    for (int i = 0; i < tries; ++i) {
        const header_bytes before = header_of(log);
        committed_pages found;
        if (const auto in = opened(before))
            found = loaded(log, in->page_size, find_committed(log, *in));
        // A log that begins anew writes its header before any frame: the same header, so no frame of another
        // log was read.
        if (header_of(log) == before)
            return found;
    }
    throw failure("sqlite: the write-ahead log began anew each time it was read");
}

}  // namespace gatehouse::store::sqlite
