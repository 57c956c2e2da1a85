// What a day became: its status set, its accounts, who punched what for what, and why. Attendance rules §9.
#pragma once

#include "model/attendance/claims.hpp"

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::model::attendance {

// In the order in which a set of them is written.
enum class status {
    normal,
    late,
    seriously_late,
    early,
    away,
    short_,
    missing_in,
    missing_out,
    absent,
    part_absent,
    pending,
    leave,
    trip,
    field,
    corrected,
    overtime,
    rest,
    holiday,
    off,
    exempt,
    unpaired,
    clock_doubtful,
    not_employed,
};
std::string_view name_of(status what);

struct accounts {
    minutes planned{};
    minutes worked{};
    minutes late{};
    minutes early{};
    minutes away{};
    minutes shortfall{};
    minutes unproven{};
    minutes absent{};
    minutes trip{};
    minutes field{};  // part of worked
    std::array<minutes, 3> overtime{};
    std::map<std::string, minutes> leave;

    minutes on_leave() const;
    bool operator==(const accounts&) const = default;
};
// Every account that is not zero by the name a clerk reads: "late", "leave.annual", "ot_workday".
std::map<std::string, minutes> by_name(const accounts& of);
// Of a fixed shift, or of an hours shift.
bool balances(const accounts& of, bool hours);

enum class edge_source { punch, correction, field, presumed };

struct edge {
    moment at{};
    edge_source by = edge_source::punch;
    const punch* origin = nullptr;
    bool operator==(const edge&) const = default;
};

struct section_result {
    moment on{};  // as moved by flex
    moment off{};
    std::optional<edge> in;
    std::optional<edge> out;
};

enum class punch_role { in, out, leaving, back, break_start, break_end, presence, shown };

struct used_punch {
    const punch* origin = nullptr;
    moment at{};
    punch_role role = punch_role::in;
};

enum class hint_kind { in_by, out_from, leave, more_minutes, approve_overtime };

struct hint {
    hint_kind kind = hint_kind::in_by;
    std::size_t section = 0;
    moment from{};  // of in_by and out_from: the time
    moment to{};
    minutes more{};
    status mends = status::late;
    bool possible = true;  // a correction may still be asked for, the day is not locked
};

struct day_result {
    civil_day date;
    const time_zone* zone = nullptr;
    const shift* what = nullptr;
    schedule_source source = schedule_source::none;
    day_kind calendar = day_kind::plain;
    std::set<status> statuses;
    accounts sums;
    int late_times = 0;  // a serious one is counted too
    int seriously_late_times = 0;
    int early_times = 0;
    int missing_times = 0;
    int break_over = 0;
    int corrections = 0;
    std::vector<minutes> latenesses;  // one for each of late_times
    std::vector<section_result> sections;
    std::vector<used_punch> used;
    std::vector<left_out_punch> left_out;
    std::vector<std::uint64_t> requests;
    std::set<std::string> warnings;
    trace why;
    std::vector<hint> hints;
    minutes
        beyond{};  // what the comprehensive system sums over its period in place of daily overtime

    day_clock clock() const { return {*zone, date}; }
};

// "in by 13:30", or 「13:30 前上班打卡」.
std::string words(const hint& what, const day_clock& clock, language in);

}  // namespace gatehouse::model::attendance
