#include "store/followers.hpp"

namespace gatehouse::store {
namespace {

constexpr statement find{"follower_position", "SELECT position FROM follower WHERE name = ?1"};
constexpr statement move{"move_follower", "INSERT INTO follower (name, position) VALUES (?1, ?2) "
                                          "ON CONFLICT (name) DO UPDATE SET position = excluded.position"};

}  // namespace

std::optional<std::int64_t> follower_position(connection& sql, std::string_view name)
{
    return sql.number(find, {name});
}

void move_follower(transaction& in, std::string_view name, std::int64_t position)
{
    in.sql.run(move, {name, position});
}

}  // namespace gatehouse::store
