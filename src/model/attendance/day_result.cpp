#include "model/attendance/day_result.hpp"

namespace gatehouse::model::attendance {

std::string_view name_of(status what)
{
    static constexpr std::array<std::string_view, 23> names{
        "normal",     "late",        "seriously_late", "early",          "away",        "short",
        "missing_in", "missing_out", "absent",         "part_absent",    "pending",     "leave",
        "trip",       "field",       "corrected",      "overtime",       "rest",        "holiday",
        "off",        "exempt",      "unpaired",       "clock_doubtful", "not_employed"};
    return names[static_cast<std::size_t>(what)];
}

minutes accounts::on_leave() const
{
    minutes sum{};
    for (const auto& [type, many] : leave)
        sum += many;
    return sum;
}

std::map<std::string, minutes> by_name(const accounts& of)
{
    std::map<std::string, minutes> all{{"planned", of.planned},
                                       {"worked", of.worked},
                                       {"late", of.late},
                                       {"early", of.early},
                                       {"away", of.away},
                                       {"short", of.shortfall},
                                       {"unproven", of.unproven},
                                       {"absent", of.absent},
                                       {"trip", of.trip},
                                       {"field", of.field},
                                       {"ot_workday", of.overtime[0]},
                                       {"ot_rest", of.overtime[1]},
                                       {"ot_holiday", of.overtime[2]}};
    for (const auto& [type, many] : of.leave)
        all["leave." + type] = many;
    std::erase_if(all, [](const auto& each) { return each.second == minutes{}; });
    return all;
}

bool balances(const accounts& of, bool hours)
{
    const minutes shared = of.worked + of.unproven + of.absent + of.on_leave() + of.trip;
    const minutes sum = hours ? shared + of.shortfall : shared + of.late + of.early + of.away;
    for (const auto& [name, many] : by_name(of))
        if (many < minutes{})
            return false;
    return of.planned == sum && of.worked <= of.planned;
}

std::string words(const hint& what, const day_clock& clock, language in)
{
    const std::string from = clock_text(clock.past_midnight(what.from));
    const std::string to = clock_text(clock.past_midnight(what.to));
    const bool english = in == language::english;
    switch (what.kind) {
    case hint_kind::in_by: return english ? "in by " + from : from + " 前上班打卡";
    case hint_kind::out_from: return english ? "out from " + from : from + " 后下班打卡";
    case hint_kind::leave: return english ? "leave " + from + " to " + to : from + "–" + to + " 请假";
    case hint_kind::more_minutes: {
        const std::string more = std::to_string(what.more.count());
        return english ? more + " more minutes" : "还差 " + more + " 分钟";
    }
    case hint_kind::approve_overtime: break;
    }
    return english ? "approve overtime " + from + " to " + to : "批准 " + from + "–" + to + " 加班";
}

}  // namespace gatehouse::model::attendance
