#include "ops/attendance/report_words.hpp"

#include "model/attendance/terms.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::ops::attendance {
namespace {

using rules::status;

constexpr std::array faulty{status::late,        status::seriously_late, status::early,       status::away,
                            status::short_,      status::missing_in,     status::missing_out, status::absent,
                            status::part_absent, status::unpaired};

struct sign {
    status what;
    std::string_view text;
};
constexpr std::array signs{sign{status::absent, "旷"},
                           sign{status::part_absent, "旷"},
                           sign{status::missing_in, "缺"},
                           sign{status::missing_out, "缺"},
                           sign{status::seriously_late, "迟"},
                           sign{status::late, "迟"},
                           sign{status::early, "退"},
                           sign{status::away, "●"},
                           sign{status::short_, "●"},
                           sign{status::unpaired, "●"},
                           sign{status::pending, "●"},
                           sign{status::clock_doubtful, "●"},
                           sign{status::leave, "假"},
                           sign{status::trip, "差"},
                           sign{status::overtime, "加"},
                           sign{status::normal, "√"},
                           sign{status::exempt, "√"},
                           sign{status::holiday, "节"},
                           sign{status::rest, "休"}};

}  // namespace

rules::kept_result read(const store::attendance::kept_day& what)
{
    return rules::read_day_words(what.statuses, what.items).value_or(rules::kept_result{});
}

void each_value(const rules::kept_result& of,
                const std::function<void(std::string_view name, std::int64_t many)>& visit)
{
    for (const auto& [name, many] : rules::by_name(of.sums))
        visit(name, many.count());
    const auto count = [&](std::string_view name, std::int64_t many) {
        if (many)
            visit(name, many);
    };
    count("leave", of.sums.on_leave().count());
    count("late_times", of.late_times);
    count("seriously_late_times", of.seriously_late_times);
    count("early_times", of.early_times);
    count("missing_times", of.missing_times);
    count("corrections", of.corrections);
}

bool has_fault(const std::set<status>& of)
{
    return std::any_of(faulty.begin(), faulty.end(), [&](status each) { return of.contains(each); });
}

std::string status_text(const std::set<status>& of, report_language in)
{
    if (in == report_language::en)
        return rules::status_words(of);
    std::string text;
    for (const status each : of)
        text.append(text.empty() ? "" : "、").append(rules::term_of(each, rules::language::chinese));
    return text;
}

std::string sign_of(const std::set<status>& of)
{
    const auto found = std::find_if(signs.begin(), signs.end(),
                                    [&](const sign& each) { return of.contains(each.what); });
    return found == signs.end() ? std::string{} : std::string(found->text);
}

std::string leave_name(std::string_view type, report_language in)
{
    return rules::leave_term(type,
                             in == report_language::en ? rules::language::english : rules::language::chinese);
}

}  // namespace gatehouse::ops::attendance
