#include "model/attendance/trace.hpp"

#include <cstdio>

namespace gatehouse::model::attendance {

std::string text_of(const fact& what, language in)
{
    if (const auto* const count = std::get_if<minutes>(&what))
        return std::to_string(count->count());
    if (const auto* const clock = std::get_if<clock_fact>(&what))
        return clock_text(clock->past_midnight);
    if (const auto* const date = std::get_if<civil_day>(&what))
        return date_text(*date);
    if (const auto* const term = std::get_if<term_fact>(&what))
        return in == language::english ? term->english : term->chinese;
    return std::get<std::string>(what);
}

std::string words(const trace_step& step, language in)
{
    const std::string_view form = in == language::english ? step.what->english : step.what->chinese;
    std::string made;
    for (std::size_t i = 0; i < form.size(); ++i) {
        if (form[i] == '{' && i + 2 < form.size() && form[i + 2] == '}') {
            const auto index = static_cast<std::size_t>(form[i + 1] - '0');
            made += text_of(step.facts.at(index), in);
            i += 2;
        } else {
            made += form[i];
        }
    }
    char rule[16];
    std::snprintf(rule, sizeof rule, " [A-%02d]", step.rule());
    return made + rule;
}

}  // namespace gatehouse::model::attendance
