// A case in a clerk's words: the rules, what was punched and approved, and what the days must be.
#pragma once

#include "model/attendance/judge.hpp"
#include "model/attendance/phone.hpp"

#include <string>
#include <vector>

namespace gatehouse::model::attendance::cases {

enum class item_kind { amount, point, left_out, none_left_out, why, hint };

struct expected_item {
    item_kind kind = item_kind::amount;
    std::string
        name;  // "worked", "late_times", "leave.annual", "in2"; of left_out the reason, of a hint its words
    long hundredths = 0;           // of an amount
    std::optional<minutes> clock;  // of a point or a punch; nothing: none
    int rule = 0;
};

enum class expected_about { day, locked_day, month, adjustment, annual, phone };

struct expectation {
    expected_about about = expected_about::day;
    std::size_t line = 0;
    civil_day date;  // of a month its first day
    std::vector<std::string> statuses;
    std::vector<expected_item> items;
    base::instant phone_at{};
    std::string phone_outcome;  // "accepted gps", "refused outside_fence"
};

struct period_lock {
    civil_day first;
    civil_day last;
    base::instant at{};
};

struct clerk_case {
    std::string id;
    std::string title;
    std::size_t line = 0;
    std::vector<shift> shifts;
    group_rules group;
    attendance::calendar days;
    person_schedule person;
    std::vector<punch> punches;
    std::vector<request> requests;
    std::vector<phone_punch> phones;
    std::optional<civil_day> works_since;
    std::optional<base::instant> now;
    std::optional<period_lock> lock;
    std::vector<expectation> expected;
};

// Every case of a file, in order. Throws bad_statement, whose text begins with "<name>:<line>: ".
std::vector<clerk_case> read_cases(std::string_view name, std::string_view text);

struct case_outcome {
    std::string id;
    std::string title;
    std::size_t line = 0;
    std::vector<std::string> differences;  // "2026-03-09 late: expected 30, got 20"; none: passed
    std::string trace;                     // of the days that differ, in words
    std::set<int> rules;                   // that the trace of a named day has steps of

    bool passed() const { return differences.empty(); }
};

case_outcome run(const clerk_case& what);

}  // namespace gatehouse::model::attendance::cases
