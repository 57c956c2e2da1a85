#include "model/attendance/cases/blocks.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace gatehouse::model::attendance::cases {
namespace {

bool is_point(std::string_view name)
{
    static constexpr std::array<std::string_view, 8> names{"in",  "out",  "in2", "out2",
                                                           "in3", "out3", "in4", "out4"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_amount(std::string_view name, bool of_month)
{
    static constexpr std::array<std::string_view, 16> of_day{
        "planned",    "worked",     "late",        "early",        "away",       "short",
        "unproven",   "absent",     "trip",        "field",        "ot_workday", "ot_rest",
        "ot_holiday", "late_times", "early_times", "missing_times"};
    static constexpr std::array<std::string_view, 7> of_months{
        "planned_days", "attended_days", "seriously_late_times", "late_charged",
        "absent_days",  "trip_days",     "corrections"};
    const auto among = [&](const auto& names) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    return among(of_day) || (name.starts_with("leave.") && name.size() > 6) ||
           (of_month && (among(of_months) || name.starts_with("adjust.")));
}

expected_item read_item(statement& line, bool of_month)
{
    expected_item item;
    if (line.accept("left")) {
        line.expect("out");
        if (line.accept("none")) {
            item.kind = item_kind::none_left_out;
            return item;
        }
        item.kind = item_kind::left_out;
        item.clock = line.time();
        item.name = line.take();
        return item;
    }
    if (line.accept("why")) {
        item.kind = item_kind::why;
        const std::string_view rule = line.take();
        const auto number = rule.starts_with("A-") ? clerk::read_number(rule.substr(2)) : std::nullopt;
        if (!number)
            line.fail("\"" + std::string(rule) + "\" is no rule");
        item.rule = static_cast<int>(*number);
        return item;
    }
    if (line.accept("hint")) {
        item.kind = item_kind::hint;
        item.name = line.rest();
        return item;
    }
    item.name = line.take();
    if (is_point(item.name)) {
        item.kind = item_kind::point;
        if (!line.accept("none"))
            item.clock = line.time();
        return item;
    }
    if (!is_amount(item.name, of_month))
        line.fail("\"" + item.name + "\" is nothing to expect here");
    item.hundredths = std::lround((of_month ? line.decimal() : static_cast<double>(line.number())) * 100);
    return item;
}

void read_items(statement& line, expectation& into)
{
    do {
        into.items.push_back(read_item(line, into.about == expected_about::month));
    } while (line.accept(","));
}

void read_statuses(statement& line, expectation& into)
{
    do {
        into.statuses.emplace_back(line.take());
        bool known = false;
        for (int i = 0; i <= static_cast<int>(status::not_employed); ++i)
            known |= name_of(static_cast<status>(i)) == into.statuses.back();
        if (!known)
            line.fail("\"" + into.statuses.back() + "\" is no status");
    } while (line.accept(","));
}

void read_head(statement& line, expectation& made, const clerk_case& from)
{
    if (line.accept("month")) {
        made.about = expected_about::month;
        made.date = civil_day{line.month() / 1};
    } else if (line.accept("locked")) {
        made.about = expected_about::locked_day;
        made.date = line.date();
        read_statuses(line, made);
    } else if (line.accept("adjust")) {
        made.about = expected_about::adjustment;
        made.date = line.date();
        read_items(line, made);
    } else if (line.accept("annual")) {
        made.about = expected_about::annual;
        made.date = civil_day{std::chrono::year(static_cast<int>(line.number())) / 1 / 1};
        line.expect("granted");
        made.items.push_back({item_kind::amount, "granted", line.number() * 100, {}, 0});
    } else if (line.accept("phone")) {
        made.about = expected_about::phone;
        made.phone_at = read_instant(line, from);
        made.phone_outcome = line.rest();
    } else {
        made.date = line.date();
        read_statuses(line, made);
    }
}

}  // namespace

void read_expectation(statement& line, std::size_t number, clerk_case& into)
{
    static constexpr std::array<std::string_view, 5> heads{"month", "locked", "adjust", "annual", "phone"};
    const bool head = line.date_is_next() ||
                      std::find(heads.begin(), heads.end(), line.peek()) != heads.end();
    if (head) {
        expectation made;
        made.line = number;
        read_head(line, made, into);
        into.expected.push_back(std::move(made));
    } else if (into.expected.empty()) {
        line.fail("\"" + std::string(line.peek()) + "\" belongs to no date");
    } else {
        read_items(line, into.expected.back());
    }
    line.end();
}

}  // namespace gatehouse::model::attendance::cases
