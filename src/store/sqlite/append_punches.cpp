#include "base/assert.hpp"
#include "store/sqlite/sqlite_connection.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

namespace gatehouse::store::sqlite {
namespace {

std::string insert_of(std::size_t rows)
{
    std::string sql = "INSERT INTO punch (number, device_second, organization, presented, source, method, "
                      "device, device_millisecond, correction, received_at, marks, door) VALUES ";
    for (std::size_t i = 0; i < rows; ++i)
        sql.append(i == 0 ? "" : ", ").append("(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    return sql.append(
        " ON CONFLICT (device_second, organization, presented, source, method, door, device) DO NOTHING");
}

class punch_insert {
public:
    explicit punch_insert(std::size_t count) : rows(count), sql_(insert_of(count)), by{"insert_punch", sql_}
    {}
    punch_insert(const punch_insert&) = delete;
    punch_insert& operator=(const punch_insert&) = delete;

    const std::size_t rows;

private:
    const std::string sql_;

public:
    const statement by;
};

// The longest that takes no more than `rows`.
const punch_insert& insert_of_at_most(std::size_t rows)
{
    static const std::array<punch_insert, 4> all{punch_insert(64), punch_insert(16), punch_insert(4),
                                                 punch_insert(1)};
    return *std::find_if(all.begin(), all.end(), [rows](const auto& each) { return each.rows <= rows; });
}

constexpr statement find_punch{
    "find_punch", "SELECT number FROM punch WHERE device_second = ?1 AND organization = ?2 AND "
                  "presented = ?3 AND source = ?4 AND method = ?5 AND door = ?6 AND device = ?7"};
constexpr statement note_block{"note_punch_block", "INSERT INTO punch_block (organization, block) "
                                                   "VALUES (?1, ?2) ON CONFLICT DO NOTHING"};
constexpr statement take_back_punches{"take_back_punches", "DELETE FROM punch WHERE number >= ?1"};

std::int64_t second_of(const model::punch& p)
{
    return std::chrono::floor<std::chrono::seconds>(p.device_time).time_since_epoch().count();
}

}  // namespace

// Whether each of them was new.
bool sqlite_connection::insert_punches(const statement& by, std::span<const model::punch> punches,
                                       std::int64_t first)
{
    sqlite3_stmt* const insert = prepared(by);
    const in_use guard(insert);
    int place = 0;
    for (const model::punch& p : punches) {
        const auto second = std::chrono::floor<std::chrono::seconds>(p.device_time);
        for (const std::int64_t column :
             {first++, second.time_since_epoch().count(), p.organization.value, p.presented.value,
              p.source.value, static_cast<std::int64_t>(p.method), p.device.value,
              std::int64_t{(p.device_time - second).count()},
              std::int64_t{(p.corrected_time - p.device_time).count()}, base::to_milliseconds(p.received_at),
              std::int64_t{p.marks}, p.door.value})
            sqlite3_bind_int64(insert, ++place, column);
    }
    const int code = sqlite3_step(insert);
    if (code != SQLITE_DONE)
        throw_failure(handle_, code, by.name);
    return sqlite3_changes64(handle_) == static_cast<std::int64_t>(punches.size());
}

// Many rows by one statement cost half of what they cost one by one. Where some of them stand already, which
// is seldom, the others are taken back and each goes alone: numbers have no gaps.
std::int64_t sqlite_connection::append_punches(std::span<const model::punch> punches,
                                               model::punch_number first, std::span<punch_outcome> outcomes)
{
    std::int64_t next = first.value;
    const auto append_alone = [&](std::size_t i) {
        if (insert_punches(insert_of_at_most(1).by, punches.subspan(i, 1), next)) {
            outcomes[i] = {model::punch_number{next++}, false};
            return;
        }
        const model::punch& p = punches[i];
        const auto number = this->first(find_punch,
                                        {second_of(p), p.organization.value, p.presented.value,
                                         p.source.value, static_cast<std::int64_t>(p.method), p.door.value,
                                         p.device.value},
                                        [](const row& at) { return at.integer(0); });
        GATEHOUSE_ASSERT(number.has_value());
        outcomes[i] = {model::punch_number{*number}, true};
    };
    for (std::size_t from = 0; from < punches.size();) {
        const punch_insert& insert = insert_of_at_most(punches.size() - from);
        const std::size_t end = from + insert.rows;
        if (insert.rows > 1 && insert_punches(insert.by, punches.subspan(from, insert.rows), next)) {
            for (; from < end; ++from)
                outcomes[from] = {model::punch_number{next++}, false};
            continue;
        }
        if (insert.rows > 1)
            run(take_back_punches, {next});
        for (; from < end; ++from)
            append_alone(from);
    }
    note_blocks(punches, outcomes);
    return next - first.value;
}

// Once a batch for each organization in it: the row stands already but for one punch in a thousand.
void sqlite_connection::note_blocks(std::span<const model::punch> punches,
                                    std::span<const punch_outcome> outcomes)
{
    std::vector<std::pair<std::int64_t, std::int64_t>> noted;
    for (std::size_t i = 0; i < punches.size(); ++i) {
        const std::pair block{punches[i].organization.value, outcomes[i].number.value / 1024};
        if (outcomes[i].repeat || std::find(noted.begin(), noted.end(), block) != noted.end())
            continue;
        noted.push_back(block);
        run(note_block, {block.first, block.second});
    }
}

}  // namespace gatehouse::store::sqlite
