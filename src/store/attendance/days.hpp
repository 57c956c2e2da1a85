// What people's days became, and which must be computed anew.
#pragma once

#include "base/crypto.hpp"
#include "model/time_zone.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store::attendance {

struct touched_days {
    model::person_id person;
    model::civil_day first;
    model::civil_day last;
    std::int64_t stamp = 0;
};
// Both dates included; what was touched before stays touched.
void touch(transaction& in, model::person_id who, model::civil_day first, model::civil_day last);
std::vector<touched_days> next_touched(connection& sql, std::int64_t most);
// As long as nothing more was touched meanwhile.
void settle(transaction& in, const touched_days& what);

// In the words in which cases expect it: "late, leave"; "planned 480, worked 450, late 30, in 9:30, out
// 18:02".
struct kept_day {
    model::person_id person;
    model::civil_day day;
    model::organization_id organization;
    std::string statuses;
    std::string items;
    std::optional<std::string> shift;
    base::digest inputs{};
    base::instant computed_at{};
};
// Of a row with the columns of the table in their order.
kept_day kept_from(const row& at);
void put_day(transaction& in, const kept_day& what);
void drop_day(transaction& in, model::person_id who, model::civil_day day);
// By date, both included.
std::vector<kept_day> days_of(connection& sql, model::person_id who, model::civil_day first,
                              model::civil_day last);
// Of all people of the organization on one date, by person, behind `after`.
std::vector<kept_day> days_on(connection& sql, model::organization_id home, model::civil_day day,
                              std::int64_t after, std::int64_t most);

}  // namespace gatehouse::store::attendance
