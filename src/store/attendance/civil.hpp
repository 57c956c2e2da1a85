// Civil days as the database has them: days since 1970-01-01.
#pragma once

#include "model/time_zone.hpp"
#include "store/connection.hpp"

namespace gatehouse::store::attendance {

inline std::int64_t number_of(model::civil_day date)
{
    return date.time_since_epoch().count();
}
inline model::civil_day day_from(std::int64_t number)
{
    return model::civil_day{std::chrono::days(number)};
}
inline value day_or_null(const std::optional<model::civil_day>& date)
{
    return date ? value{number_of(*date)} : value{nullptr};
}
inline std::optional<model::civil_day> maybe_day(const row& at, int column)
{
    return at.is_null(column) ? std::nullopt : std::optional{day_from(at.integer(column))};
}

}  // namespace gatehouse::store::attendance
