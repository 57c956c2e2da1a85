#include "ops/attendance/request_check.hpp"

#include "model/attendance/clerk/asking_words.hpp"
#include "ops/attendance/granted.hpp"
#include "store/attendance/locks.hpp"
#include "store/people.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::civil_day;
using rules::asked_kind;
using std::chrono::days;
using std::chrono::year_month_day;

constexpr days longest{370};

base::error refused(std::string why)
{
    return {base::errc::malformed_input, "That cannot be asked for.", {{"/words", std::move(why)}}};
}

// Whether the day lacks the punch that is to be corrected, of that section or, where none is said, at all.
bool is_missing(const rules::day_result& day, const rules::request& asked)
{
    if (day.sections.empty())
        return true;
    const auto last = static_cast<int>(day.sections.size());
    const int wanted = asked.section ? asked.section : asked.in ? 1 : last;
    if (wanted > last)
        return true;
    const rules::section_result& section = day.sections[static_cast<std::size_t>(wanted - 1)];
    return asked.in ? !section.in : !section.out;
}

base::result<void> check_correction(store::connection& sql, const office& at, const asked_about& what,
                                    base::instant now)
{
    const rules::request& asked = what.asked.what;
    const civil_day date = asked.first;
    const civil_day today = std::chrono::floor<days>(at.zone().to_civil(now));
    if (date > today)
        return refused("that day is still to come");
    if (what.by_administrator)
        return {};
    if (sa::is_locked(sql, what.who.id, date))
        return refused("that day is locked: an administrator may file it, and it becomes an adjustment");
    const auto of = open_case(sql, at, what.who.id, date, date, now);
    const auto results = rules::judge(of->of, date, date);
    const year_month_day day{date};
    const civil_day month{day.year() / day.month() / 1};
    const civil_day end{day.year() / day.month() / std::chrono::last};
    // One that is mended was asked for already.
    const auto used = sa::count_corrections(sql, what.who.id, month, end);
    const auto& limits = of->book->group.on(date).corrections;
    switch (
        rules::may_correct(limits, static_cast<int>(used), date, today, is_missing(results.front(), asked))) {
    case rules::correction_refusal::none: return {};
    case rules::correction_refusal::too_many:
        return refused("more than " + std::to_string(limits.a_month) + " corrections in that month [A-92]");
    case rules::correction_refusal::too_old:
        return refused("it is more than " + std::to_string(limits.days_back) + " days ago [A-92]");
    case rules::correction_refusal::not_missing: break;
    }
    return refused("that punch is not missing [A-92]");
}

bool rests_too_little(store::connection& sql, const office& at, model::person_id who,
                      const rules::swap_day& swap, base::instant now)
{
    const auto of = open_case(sql, at, who, swap.date - days(1), swap.with.value_or(swap.date) + days(1),
                              now);
    return rules::check_swap(*of->book, of->person, swap, {}).too_little_rest;
}

base::result<void> check_swap_of(store::connection& sql, const office& at, const asked_about& what,
                                 base::instant now)
{
    const rules::clerk::asked_words& asked = what.asked;
    const civil_day date = asked.what.first;
    std::vector<model::person_id> people{what.who.id};
    if (!asked.other_date) {
        const auto colleague = store::find_person(sql, asked.colleague);
        if (!colleague || colleague->organization != what.who.organization || colleague->id == what.who.id)
            return refused("there is no such colleague");
        people.push_back(colleague->id);
    }
    for (const model::person_id each : people)
        for (const civil_day day : {asked.what.first, asked.what.last})
            if (sa::is_locked(sql, each, day))
                return refused(model::date_text(day) + " is locked [A-32]");
    if (what.confirmed)
        return {};
    bool too_little = false;
    if (asked.other_date) {
        too_little = rests_too_little(sql, at, what.who.id, {date, asked.what.last, {}}, now);
    } else {
        const auto own = plan_of_colleague(sql, at, what.who.id, date);
        const auto theirs = plan_of_colleague(sql, at, asked.colleague, date);
        too_little = rests_too_little(sql, at, what.who.id, {date, {}, theirs}, now) ||
                     rests_too_little(sql, at, asked.colleague, {date, {}, own}, now);
    }
    if (too_little)
        return refused("that leaves less rest between two shifts than the group wants; it can be confirmed "
                       "[A-32]");
    return {};
}

}  // namespace

base::result<rules::clerk::asked_words> read_asked(std::string_view words)
{
    try {
        return rules::clerk::read_asked(words);
    } catch (const rules::clerk::bad_statement& e) {
        return refused(e.what());
    }
}

base::result<void> check_asked(store::connection& sql, const office& at, const asked_about& what,
                               base::instant now)
{
    const rules::request& asked = what.asked.what;
    if (asked.last < asked.first)
        return refused("it ends before it begins");
    if (asked.last - asked.first > longest)
        return refused("it lasts longer than a year");
    if (asked.part == rules::covered_part::clock && asked.between.to <= asked.between.from)
        return refused("it ends before it begins; a time after midnight is written 24:30");
    switch (what.asked.kind) {
    case asked_kind::correction: return check_correction(sql, at, what, now);
    case asked_kind::swap: return check_swap_of(sql, at, what, now);
    default: return {};
    }
}

}  // namespace gatehouse::ops::attendance
