// A day result as our API shows it, and the spans of dates that are asked for.
#pragma once

#include "api/operation.hpp"
#include "ops/attendance/compute.hpp"

namespace gatehouse::api {

struct dates_query {
    std::optional<model::civil_day> from;
    std::optional<model::civil_day> to;
};
struct day_query {
    std::optional<model::civil_day> day;
};
struct span_of_dates {
    model::civil_day from;
    model::civil_day to;
};
// The calendar month of today where nothing is said; malformed_input where it is none, or longer than a year.
base::result<span_of_dates> dates_of(const std::optional<model::civil_day>& from,
                                     const std::optional<model::civil_day>& to, model::civil_day today);

struct points_item {
    std::optional<std::string> in;
    std::optional<std::string> out;
};
struct day_item {
    model::person_id person;
    model::civil_day day;
    std::vector<std::string> statuses;
    bool fault = false;
    std::optional<std::string> shift;
    std::string source;
    std::string calendar;
    endpoint::json_text minutes;
    endpoint::json_text counts;
    std::vector<points_item> points;
    std::vector<std::string> warnings;
    base::instant computed_at{};
};
day_item item_of(const store::attendance::kept_day& from);
// {"planned":480,"worked":450}
endpoint::json_text object_of(const std::map<std::string, model::attendance::minutes>& from);

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::dates_query> = std::tuple{
    field{"from", &api::dates_query::from, presence::optional, "The first date; of this month when left out.",
          "2026-03-01"},
    field{"to", &api::dates_query::to, presence::optional,
          "The last date, less than a year behind; the last of that month when left out.", "2026-03-31"}};

template <>
inline constexpr auto fields_of<api::day_query> = std::tuple{
    field{"day", &api::day_query::day, presence::optional, "The date; today when left out.", "2026-03-09"}};

template <>
inline constexpr auto fields_of<api::points_item> = std::tuple{
    field{"in", &api::points_item::in, presence::required,
          "On the clock of the day; 26:00 is 02:00 on the next date; null: missing, or none is asked.",
          "08:58"},
    field{"out", &api::points_item::out, presence::required, "Likewise.", "18:02"}};

template <>
inline constexpr auto fields_of<api::day_item> = [] {
    using m = api::day_item;
    return std::tuple{
        field{"person_id", &m::person, presence::required, "Whose day it is.", "1"},
        field{"day", &m::day, presence::required, "The date on which its shift begins.", "2026-03-09"},
        field{"statuses", &m::statuses, presence::required, "What it is, worst first.", R"(["late"])"},
        field{"fault", &m::fault, presence::required,
              "Late, early, away, short, missing a punch or absent: there is something to do about it.",
              "true"},
        field{"shift", &m::shift, presence::required, "Its name; null: none was planned.", "Day"},
        field{"source", &m::source, presence::required,
              "What planned it: override, swap, rotation, week or none.", "week"},
        field{"calendar", &m::calendar, presence::required,
              "What the calendar names the date: plain, holiday, rest or workday.", "plain"},
        field{"minutes", &m::minutes, presence::required, "By account; what is not named is zero.",
              R"({"planned":480,"worked":450,"late":30})"},
        field{
            "counts", &m::counts, presence::required,
            "late_times, seriously_late_times, early_times, missing_times, break_over, corrections; what is "
            "not named is zero.",
            R"({"late_times":1})"},
        field{"points", &m::points, presence::required, "Of each section."},
        field{"warnings", &m::warnings, presence::required, "What should be looked at."},
        field{"computed_at", &m::computed_at, presence::required, "When it was found so; RFC 3339, UTC.",
              "2026-03-09T14:00:01Z"}};
}();

}  // namespace gatehouse::endpoint
