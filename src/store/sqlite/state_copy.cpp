#include "store/sqlite/state_copy.hpp"

#include "store/connection.hpp"
#include "store/sqlite/sqlite_connection.hpp"
#include "store/sqlite/write_ahead_log.hpp"

#include <algorithm>
#include <memory>
#include <new>

namespace gatehouse::store::sqlite {
namespace {

constexpr std::int64_t piece_most = std::int64_t{1} << 17U;

void execute(sqlite3* handle, const char* sql)
{
    if (sqlite3_exec(handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        throw_failure(handle, sqlite3_extended_errcode(handle), sql);
}

// While it lives, no checkpoint writes a page into the main file that is newer than its beginning.
class reading {
public:
    explicit reading(sqlite3* handle) : handle_(handle)
    {
        execute(handle, "BEGIN");
        try {
            execute(handle, "SELECT count(*) FROM sqlite_schema");  // BEGIN alone takes no snapshot
        } catch (...) {
            end();
            throw;
        }
    }
    ~reading() { end(); }
    reading(const reading&) = delete;
    reading& operator=(const reading&) = delete;

private:
    void end() { sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr); }

    sqlite3* handle_;
};

// For reads past the system's cache, which want whole blocks.
class block_buffer {
public:
    static constexpr std::size_t block = 4096;

    std::span<char> of(std::size_t bytes) { return {bytes_.get(), (bytes + block - 1) / block * block}; }

private:
    struct free_it {
        void operator()(char* bytes) const { ::operator delete (bytes, std::align_val_t{block}); }
    };

    std::unique_ptr<char, free_it> bytes_{
        static_cast<char*>(::operator new (static_cast<std::size_t>(piece_most), std::align_val_t{block}))};
};

std::int64_t page_size_of(const descriptor& main, block_buffer& into)
{
    const std::span<char> header = into.of(block_buffer::block);
    main.read_at(header, 0);
    const std::int64_t size = std::int64_t{static_cast<unsigned char>(header[16])} << 8U |
                              static_cast<unsigned char>(header[17]);
    return size == 1 ? 65536 : size;
}

void lay_over(std::span<char> piece, std::int64_t first_page, const committed_pages& newer)
{
    const auto page_size = static_cast<std::size_t>(newer.page_size);
    for (std::size_t at = 0; at < piece.size(); at += page_size) {
        const auto found = newer.pages.find(static_cast<std::uint32_t>(first_page++));
        if (found != newer.pages.end())
            std::copy(found->second.begin(), found->second.end(),
                      piece.begin() + static_cast<std::ptrdiff_t>(at));
    }
}

}  // namespace

void copy_state(sqlite3* handle, const descriptor& main, const std::function<void(std::string_view)>& onto,
                std::int64_t log_most)
{
    const reading held(handle);
    const open_file log = open_file::log_of(handle);
    block_buffer piece;
    committed_pages newer = read_committed(log);
    const std::int64_t page_size = page_size_of(main, piece);
    if (newer.page_count == 0)
        newer = {page_size, main.size() / page_size, {}};
    if (newer.page_size != page_size)
        throw failure("sqlite: the log has other pages than the database");

    const std::int64_t pages_a_piece = piece_most / page_size;
    for (std::int64_t done = 0; done < newer.page_count; done += pages_a_piece) {
        if (log.size() > log_most)
            throw failure("the database's log grew past " + std::to_string(log_most) +
                          " bytes meanwhile: try again when less comes in");
        const std::int64_t pages = std::min(pages_a_piece, newer.page_count - done);
        const auto bytes = static_cast<std::size_t>(pages * page_size);
        main.read_at(piece.of(bytes), done * page_size);
        const std::span<char> now = piece.of(bytes).first(bytes);
        lay_over(now, done + 1, newer);
        onto({now.data(), now.size()});
    }
}

}  // namespace gatehouse::store::sqlite
