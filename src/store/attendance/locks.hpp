// Locked periods of attendance: what stands in them is changed no more, what it would have become is booked.
#pragma once

#include "model/time_zone.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store::attendance {

struct period_lock {
    std::int64_t id = 0;
    model::organization_id organization;
    std::optional<model::unit_id> unit;  // with those below it; nothing: everybody
    model::civil_day first;
    model::civil_day last;
    base::instant locked_at{};
    std::string actor{};
    std::optional<base::instant> unlocked_at{};
};

// Whether that day of theirs is locked.
bool is_locked(connection& sql, model::person_id who, model::civil_day day);
// Of everybody, whoever they are: an organization's own lock.
bool is_locked_for_all(connection& sql, model::organization_id home, model::civil_day day);
// First and last date of each, by date.
struct locked_days {
    model::civil_day first;
    model::civil_day last;
    std::int64_t lock = 0;
};
std::vector<locked_days> locks_on(connection& sql, model::person_id who);

// With all who belong there now, former people too; whoever came from a unit where those days are locked
// already stays with that lock.
std::int64_t insert_lock(transaction& in, const period_lock& what);
// Who was locked is open again; what was booked about their days is void.
void lift_lock(transaction& in, const period_lock& what, base::instant now);
std::optional<period_lock> find_lock(connection& sql, std::int64_t id);
// In force or lifted, oldest first.
std::vector<period_lock> locks_of(connection& sql, model::organization_id home, std::int64_t after,
                                  std::int64_t most);
// Whether a lock of everybody, of the unit, or of one above or below it is in force on one of the dates.
bool has_locked(connection& sql, model::organization_id home, const std::optional<model::unit_id>& unit,
                model::civil_day first, model::civil_day last);
// Whether one of those whom the lock holds is locked on a later date.
bool has_later_lock(connection& sql, const period_lock& what);

// Days, by person and date, that are unproven, or not computed or not over: what stands in the way of a lock.
struct lock_obstacle {
    model::person_id person;
    model::civil_day day;
    bool pending = false;  // else unproven
};
std::vector<lock_obstacle> obstacles(connection& sql, model::organization_id home,
                                     const std::optional<model::unit_id>& unit, model::civil_day first,
                                     model::civil_day last, std::int64_t most);

// Whose words are to be kept still, by lock.
struct wordless {
    std::int64_t lock = 0;
    model::person_id person;
    model::civil_day first;
    model::civil_day last;
    base::instant locked_at{};
};
std::vector<wordless> next_wordless(connection& sql, std::int64_t most);
void put_words(transaction& in, model::person_id who, model::civil_day day, std::string_view words);
void finish_words(transaction& in, const wordless& what);
// Of a day that is locked; nothing: it is not, or its words are not kept yet.
std::optional<std::string> words_of(connection& sql, model::person_id who, model::civil_day day);

struct adjustment {
    std::int64_t id = 0;
    model::organization_id organization;
    model::person_id person;
    model::civil_day day;        // that it is about
    model::civil_day booked_on;  // the first date of the first open period
    std::string minutes{};       // "worked 480, unproven -480"
    std::string statuses{};      // what the day would be now
    std::string items{};
    std::string why{};  // as words of a locked day
    base::instant booked_at{};
};
std::int64_t insert_adjustment(transaction& in, const adjustment& what);
// That are not void; booked on those dates, or about them; oldest first.
std::vector<adjustment> adjustments_of(connection& sql, model::person_id who, model::civil_day booked_from,
                                       model::civil_day booked_until);
std::vector<adjustment> adjustments_about(connection& sql, model::person_id who, model::civil_day day);
std::vector<adjustment> adjustments_in(connection& sql, model::organization_id home,
                                       model::civil_day booked_from, model::civil_day booked_until,
                                       std::int64_t after, std::int64_t most);

}  // namespace gatehouse::store::attendance
