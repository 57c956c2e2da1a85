// A table as it goes into a file: what stands at its head, typed columns, rows of cells. It knows nothing of
// what it is about.
#pragma once

#include "model/named.hpp"
#include "model/time_zone.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::ops::reports {

// How a column's cells are read and shown.
enum class measure : std::uint8_t {
    text,
    date,
    time,  // a moment, by the clock of a zone
    number,
    minutes,
    hours,  // cells hold minutes; two decimals are shown, half up
    days,   // cells hold hundredths; two decimals are shown
};

}  // namespace gatehouse::ops::reports

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 7> enumerator_names<ops::reports::measure>{
    "text", "date", "time", "number", "minutes", "hours", "days"};

}  // namespace gatehouse::model

namespace gatehouse::ops::reports {

struct column {
    std::string field;  // what programs read it by
    std::string name;   // what people read
    measure as = measure::text;
};

// Nothing: the cell is empty. A number in a column of days is hundredths, in one of hours minutes.
using cell = std::variant<std::monostate, std::string, std::int64_t, model::civil_day, model::civil_time>;

struct fact {
    std::string field;
    std::string name;
    std::string text;
};

struct table_head {
    std::string title;
    std::vector<fact> facts;
    bool shown = true;  // of files that are read by a program the first line may have to be the columns
};

// Minutes as hours in hundredths, half up.
std::int64_t hundredths_of_hours(std::int64_t minutes);
// "7.50", "-0.25".
std::string decimal_text(std::int64_t hundredths);
// "2026-03-09", "2026-03-09 08:58:30".
std::string date_text(model::civil_day date);
std::string time_text(model::civil_time at);
// As CSV and JSON write it; empty where the cell is.
std::string plain_text(const cell& what, measure as);
// "title; name: text; …" in one line.
std::string line_of(const table_head& head);

}  // namespace gatehouse::ops::reports
