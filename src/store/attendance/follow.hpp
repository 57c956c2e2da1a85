// What makes days be computed anew: attributions, the date, days that are over; and whose turn it is.
#pragma once

#include "store/attendance/days.hpp"

namespace gatehouse::store::attendance {

inline constexpr std::string_view punch_follower = "attendance_punches";
inline constexpr std::string_view attribution_follower = "attendance_attributions";
inline constexpr std::string_view date_follower = "attendance_date";

// Whether anybody stands under rules anywhere.
bool has_rules(connection& sql);

// Who had, or has now, punches that an attribution behind `after` is about, and when those lay: by the
// device's clock and as corrected.
struct moved_punches {
    model::person_id person;
    base::instant first;
    base::instant last;
};
struct moved {
    std::vector<moved_punches> found;
    std::int64_t until = 0;  // the log is read up to here
};
std::int64_t last_attribution(connection& sql);
moved attributions_behind(connection& sql, std::int64_t after, std::int64_t most);

// Gives everybody under rules who is not gone the dates from `first` to `last`, so many people behind
// `after`. The last one; 0: nobody is left.
std::int64_t touch_dates(transaction& in, model::civil_day first, model::civil_day last, std::int64_t after,
                         std::int64_t most);

// Days that are not over yet.
struct open_day {
    model::person_id person;
    model::civil_day day;
    base::instant closes_at;
};
void put_open_day(transaction& in, const open_day& what);
void drop_open_day(transaction& in, model::person_id who, model::civil_day day);
std::vector<open_day> open_days_of(connection& sql, model::person_id who);
// Which are over by then, by their time.
std::vector<open_day> closed_days(connection& sql, base::instant now, std::int64_t most);

// Whose days are to be computed, by id, behind `after`; and one person's.
std::vector<touched_days> touched_behind(connection& sql, std::int64_t after, std::int64_t most);
std::optional<touched_days> touched_of(connection& sql, model::person_id who);
// Only the rest is to be computed still, as long as nothing more was touched meanwhile.
void narrow(transaction& in, const touched_days& what, model::civil_day first);

}  // namespace gatehouse::store::attendance
