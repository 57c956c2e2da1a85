// The seam under which a database stands: named statements in the SQL that both engines accept, and the one
// call that must be fast. Nothing outside `store/<engine>` knows which engine it is.
#pragma once

#include "model/punch.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatehouse::store {

// Statements are constants; a connection keeps each prepared by its address. The name stands in errors.
struct statement {
    std::string_view name;
    std::string_view sql;
};

struct blob {
    std::string_view bytes;
};

using value = std::variant<std::nullptr_t, std::int64_t, std::string_view, blob>;

template <class Optional>
value or_null(const Optional& maybe)
{
    return maybe ? value{*maybe} : value{nullptr};
}

// The column of an id that 0 leaves empty.
template <class Id>
value or_none(Id id)
{
    return id ? value{id.value} : value{nullptr};
}

template <class Id>
value id_or_null(const std::optional<Id>& id)
{
    return id ? value{id->value} : value{nullptr};
}

inline value time_or_null(const std::optional<base::instant>& at)
{
    return at ? value{base::to_milliseconds(*at)} : value{nullptr};
}

// One row of a result; views are valid until the next row.
class row {
public:
    virtual ~row() = default;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view text(int column) const = 0;  // TEXT and BLOB alike

    std::optional<std::int64_t> maybe_integer(int column) const
    {
        return is_null(column) ? std::nullopt : std::optional{integer(column)};
    }
    std::optional<std::string> maybe_text(int column) const
    {
        return is_null(column) ? std::nullopt : std::optional{std::string(text(column))};
    }
    template <class Id>
    std::optional<Id> maybe_id(int column) const
    {
        return is_null(column) ? std::nullopt : std::optional{Id{integer(column)}};
    }
    base::instant time(int column) const { return base::from_milliseconds(integer(column)); }
    std::optional<base::instant> maybe_time(int column) const
    {
        return is_null(column) ? std::nullopt : std::optional{time(column)};
    }
};

// The world's faults. A `failure` voids the transaction it came in; `durability_lost` must end the process:
// after a failed fsync nobody knows what is on disk, so nothing may be acknowledged before a restart has read
// it again.
struct failure : std::runtime_error {
    using runtime_error::runtime_error;
};
struct constraint_violated : failure {
    using failure::failure;
};
struct durability_lost : std::runtime_error {
    using runtime_error::runtime_error;
};

struct punch_outcome {
    model::punch_number number;
    bool repeat = false;  // the same punch stood there already
};

class connection {
public:
    virtual ~connection() = default;

    // The number of rows changed.
    virtual std::int64_t run(const statement& what, std::initializer_list<value> arguments = {}) = 0;
    virtual void each(const statement& what, std::initializer_list<value> arguments,
                      const std::function<void(const row&)>& visit) = 0;

    // Several statements without arguments, for migrations.
    virtual void run_script(std::string_view sql) = 0;

    virtual void begin_write() = 0;
    virtual void begin_read() = 0;  // one snapshot until commit or rollback
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;  // also when the engine has rolled back by itself
    virtual bool in_transaction() const = 0;
    // Whether a row was touched since begin_write(), also by what was cut back to a savepoint.
    virtual bool has_written() const = 0;
    virtual void savepoint() = 0;
    virtual void release_savepoint() = 0;
    virtual void rollback_to_savepoint() = 0;

    // Inserts `punches`, numbering the new ones from `first`; a punch that stands already keeps its number.
    // Outcomes in order. Returns how many numbers were used.
    virtual std::int64_t append_punches(std::span<const model::punch> punches, model::punch_number first,
                                        std::span<punch_outcome> outcomes) = 0;

    // The first row's answer of `read`, if there is a row.
    template <class Read>
    auto first(const statement& what, std::initializer_list<value> arguments, Read read)
        -> std::optional<decltype(read(std::declval<const row&>()))>
    {
        std::optional<decltype(read(std::declval<const row&>()))> found;
        each(what, arguments, [&](const row& at) {
            if (!found)
                found = read(at);
        });
        return found;
    }

    // The first row's number, if there is a row.
    std::optional<std::int64_t> number(const statement& what, std::initializer_list<value> arguments = {})
    {
        return first(what, arguments, [](const row& at) { return at.integer(0); });
    }

    // The answers of `read` to every row.
    template <class Read>
    auto all(const statement& what, std::initializer_list<value> arguments, Read read)
        -> std::vector<decltype(read(std::declval<const row&>()))>
    {
        std::vector<decltype(read(std::declval<const row&>()))> found;
        each(what, arguments, [&](const row& at) { found.push_back(read(at)); });
        return found;
    }
};

// How a database is opened.
enum class access : std::uint8_t {
    serving,  // reads and writes, under the data folder's lock
    beside,   // reads only, while a server may be serving
    still,    // reads only what nobody writes, and leaves no trace: a backup's file
};

struct table_count {
    std::string table;
    std::int64_t rows = 0;
};

// One database. Connections are for one thread each.
class database {
public:
    virtual ~database() = default;
    virtual std::unique_ptr<connection> writer() = 0;
    // Work on it is interrupted when it lasts longer than its snapshot may live.
    virtual std::unique_ptr<connection> reader() = 0;
    // Brings what is committed into the main file, off the writer's thread. Bytes that wait in the log
    // afterwards.
    virtual std::int64_t checkpoint() = 0;
    // Bytes that wait in the log now.
    virtual std::int64_t log_size() const = 0;
    virtual std::string_view dialect() const = 0;

    // Hands one state of the whole database to `onto`, piece by piece from front to back, in which stands all
    // that was committed before the call. Others go on reading and writing; the log cannot begin anew
    // meanwhile, so a failure ends the copy once it is longer than `log_most` bytes.
    virtual void copy(const std::function<void(std::string_view)>& onto, std::int64_t log_most) = 0;
    // What is wrong with the engine's own structures and with references, a sentence each. May take long, and
    // ends with a failure once the log is longer than `log_most` bytes.
    virtual std::vector<std::string> faults(std::int64_t log_most) = 0;
    virtual std::vector<table_count> count_rows() = 0;
};

// Of the engine that the program was composed with.
using open_database = std::function<std::unique_ptr<database>(const std::filesystem::path&, access)>;

}  // namespace gatehouse::store
