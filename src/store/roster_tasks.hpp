// What is to be done yet for deeds that take a whole school, or to take them back: in slices, so that it goes
// on where it stood, also after a crash.
#pragma once

#include "store/external_ids.hpp"

#include <optional>

namespace gatehouse::store {

// `ids`: the platform's ids of the school's people end; `take`: they end themselves, with the classes;
// `restore`: what ended comes back.
enum class task_stage : std::uint8_t { ids, take, restore };

}  // namespace gatehouse::store

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<store::task_stage>{"ids", "take",
                                                                                     "restore"};

}  // namespace gatehouse::model

namespace gatehouse::store {

struct roster_task {
    model::roster_deed_id deed;
    model::client_id client;
    model::organization_id organization;
    task_stage stage = task_stage::ids;
    std::int64_t upto = 0;      // row of the newest id that is meant; later ones stay
    std::int64_t position = 0;  // the last row, or person, that was dealt with
};

// In the place of the deed's other.
void put_task(transaction& in, const roster_task& what);
void drop_task(transaction& in, model::roster_deed_id deed);
std::optional<roster_task> find_task(connection& sql, model::roster_deed_id deed);
// The deed of the oldest; not of those that an undoing run takes back.
std::optional<model::roster_deed_id> next_task(connection& sql);
// Whether this id of somebody in the organization is about to end: then by which deed.
std::optional<model::roster_deed_id> ends_soon(connection& sql, model::client_id client,
                                               model::organization_id home, std::int64_t external_row);

}  // namespace gatehouse::store
