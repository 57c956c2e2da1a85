#include "store/sqlite/sqlite_connection.hpp"

#include "base/assert.hpp"
#include "base/bytes.hpp"

#include <chrono>
#include <thread>

namespace gatehouse::store::sqlite {
namespace {

constexpr statement begin_write_statement{"begin_write", "BEGIN IMMEDIATE"};
constexpr statement begin_read_statement{"begin_read", "BEGIN"};
constexpr statement commit_statement{"commit", "COMMIT"};
constexpr statement rollback_statement{"rollback", "ROLLBACK"};
constexpr statement savepoint_statement{"savepoint", "SAVEPOINT job"};
constexpr statement release_statement{"release_savepoint", "RELEASE job"};
constexpr statement rollback_to_statement{"rollback_to_savepoint", "ROLLBACK TO job"};

constexpr std::chrono::seconds snapshot_life{2};
constexpr int instructions_between_looks = 10'000;

class statement_row final : public row {
public:
    explicit statement_row(sqlite3_stmt* at) : at_(at) {}
    bool is_null(int column) const override { return sqlite3_column_type(at_, column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(at_, column); }
    std::string_view text(int column) const override
    {
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(at_, column));
        return {bytes ? bytes : "", static_cast<std::size_t>(sqlite3_column_bytes(at_, column))};
    }

private:
    sqlite3_stmt* at_;
};

void bind(sqlite3_stmt* to, int place, const value& what)
{
    if (const auto* number = std::get_if<std::int64_t>(&what))
        sqlite3_bind_int64(to, place, *number);
    else if (const auto* text = std::get_if<std::string_view>(&what))
        sqlite3_bind_text64(to, place, text->data() ? text->data() : "", text->size(), SQLITE_STATIC,
                            SQLITE_UTF8);
    else if (const auto* bytes = std::get_if<blob>(&what))
        sqlite3_bind_blob64(to, place, bytes->bytes.data() ? bytes->bytes.data() : "", bytes->bytes.size(),
                            SQLITE_STATIC);
    else
        sqlite3_bind_null(to, place);
}

void bind_all(sqlite3_stmt* to, std::initializer_list<value> arguments)
{
    GATEHOUSE_ASSERT(static_cast<int>(arguments.size()) == sqlite3_bind_parameter_count(to));
    int place = 0;
    for (const value& argument : arguments)
        bind(to, ++place, argument);
}

// Immutable: neither locks nor a log, and no file is made beside it.
std::string still_uri(const std::filesystem::path& file)
{
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(file).string()) {
        if (c == '%' || c == '?' || c == '#')
            uri.append("%").append(base::to_hex({&c, 1}));
        else
            uri += c;
    }
    return uri + "?immutable=1";
}

bool only_reads(sqlite_connection::role as)
{
    return as == sqlite_connection::role::watcher || as == sqlite_connection::role::still;
}

void configure(sqlite3* handle, const char* sql)
{
    const int code = sqlite3_exec(handle, sql, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        throw_failure(handle, sqlite3_extended_errcode(handle), sql);
}

}  // namespace

void throw_failure(sqlite3* handle, int code, std::string_view during)
{
    std::string what = "sqlite: ";
    what.append(during).append(": ").append(sqlite3_errstr(code));
    if (handle)
        what.append(" (").append(sqlite3_errmsg(handle)).append(")");
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
        throw durability_lost(what);
    if ((code & 0xff) == SQLITE_CONSTRAINT)
        throw constraint_violated(what);
    throw failure(what);
}

sqlite_connection::sqlite_connection(const std::filesystem::path& file, role as)
{
    // Its count of memory costs a lock at each allocation, and nobody reads it. Refused where SQLite runs
    // already.
    [[maybe_unused]] static const int uncounted = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    const int flags = (only_reads(as) ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                      (as == role::writer ? SQLITE_OPEN_CREATE : 0) |
                      (as == role::still ? SQLITE_OPEN_URI : 0) | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const std::string name = as == role::still ? still_uri(file) : file.string();
    const int code = sqlite3_open_v2(name.c_str(), &handle_, flags, nullptr);
    if (code != SQLITE_OK) {
        sqlite3_close(handle_);
        throw_failure(nullptr, code, "open " + file.string());
    }
}

sqlite_connection::sqlite_connection(const std::filesystem::path& file, role as, bool sync_every_commit)
    : sqlite_connection(file, as)
{
    sqlite3_busy_timeout(handle_, 5000);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    // A plan is made once: otherwise what is bound may have a statement prepared anew at each run.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    configure(handle_, "PRAGMA temp_store = MEMORY");
    configure(handle_, as == role::writer ? "PRAGMA cache_size = -65536" : "PRAGMA cache_size = -8192");
    if (only_reads(as)) {
        sqlite3_progress_handler(handle_, instructions_between_looks, &sqlite_connection::step_aside,
                                 nullptr);
        return;
    }
    configure(handle_, "PRAGMA journal_mode = WAL");
    configure(handle_, sync_every_commit ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
    // Checkpoints are made by a thread of their own; the writer never stops for one in the middle of a batch.
    configure(handle_, "PRAGMA wal_autocheckpoint = 0");
    configure(handle_, "PRAGMA journal_size_limit = 67108864");
    configure(handle_, "PRAGMA foreign_keys = ON");
    configure(handle_, "PRAGMA secure_delete = ON");
    if (as == role::reader) {
        configure(handle_, "PRAGMA query_only = ON");
        sqlite3_progress_handler(handle_, instructions_between_looks, &sqlite_connection::deadline_passed,
                                 this);
    }
}

sqlite_connection::~sqlite_connection()
{
    for (const auto& [what, made] : statements_)
        sqlite3_finalize(made);
    sqlite3_close(handle_);
}

int sqlite_connection::step_aside(void*)
{
    std::this_thread::yield();
    return 0;
}

int sqlite_connection::deadline_passed(void* self)
{
    return std::chrono::steady_clock::now() > static_cast<sqlite_connection*>(self)->deadline_ ? 1 : 0;
}

sqlite3_stmt* sqlite_connection::prepared(const statement& what)
{
    const auto found = statements_.find(&what);
    if (found != statements_.end())
        return found->second;
    sqlite3_stmt* made = nullptr;
    const int code = sqlite3_prepare_v3(handle_, what.sql.data(), static_cast<int>(what.sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &made, nullptr);
    if (code != SQLITE_OK)
        throw_failure(handle_, code, what.name);
    statements_.emplace(&what, made);
    return made;
}

std::int64_t sqlite_connection::run(const statement& what, std::initializer_list<value> arguments)
{
    sqlite3_stmt* const made = prepared(what);
    const in_use guard(made);
    bind_all(made, arguments);
    const int code = sqlite3_step(made);
    if (code != SQLITE_DONE && code != SQLITE_ROW)
        throw_failure(handle_, code, what.name);
    return sqlite3_changes64(handle_);
}

void sqlite_connection::each(const statement& what, std::initializer_list<value> arguments,
                             const std::function<void(const row&)>& visit)
{
    sqlite3_stmt* const made = prepared(what);
    const in_use guard(made);
    bind_all(made, arguments);
    const statement_row at(made);
    int code = SQLITE_OK;
    while ((code = sqlite3_step(made)) == SQLITE_ROW)
        visit(at);
    if (code != SQLITE_DONE)
        throw_failure(handle_, code, what.name);
}

void sqlite_connection::execute(const statement& what)
{
    run(what, {});
}

void sqlite_connection::run_script(std::string_view sql)
{
    configure(handle_, std::string(sql).c_str());
}

void sqlite_connection::begin_write()
{
    execute(begin_write_statement);
    changes_before_ = sqlite3_total_changes64(handle_);
}

void sqlite_connection::begin_read()
{
    deadline_ = std::chrono::steady_clock::now() + snapshot_life;
    execute(begin_read_statement);
}

void sqlite_connection::commit()
{
    execute(commit_statement);
    deadline_ = std::chrono::steady_clock::time_point::max();
}

void sqlite_connection::rollback() noexcept
{
    deadline_ = std::chrono::steady_clock::time_point::max();
    if (in_transaction())
        sqlite3_exec(handle_, rollback_statement.sql.data(), nullptr, nullptr, nullptr);
    GATEHOUSE_ASSERT(!in_transaction());
}

bool sqlite_connection::in_transaction() const
{
    return sqlite3_get_autocommit(handle_) == 0;
}

bool sqlite_connection::has_written() const
{
    return sqlite3_total_changes64(handle_) != changes_before_;
}

void sqlite_connection::savepoint()
{
    execute(savepoint_statement);
}

void sqlite_connection::release_savepoint()
{
    execute(release_statement);
}

void sqlite_connection::rollback_to_savepoint()
{
    execute(rollback_to_statement);
    execute(release_statement);
}

}  // namespace gatehouse::store::sqlite
