#include "model/attendance/shift.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {
namespace {

constexpr minutes whole_day{1440};

void check_sections(const shift& what, std::vector<std::string>& refused)
{
    const std::vector<section>& all = what.sections;
    if (all.empty() || all.size() > 4) {
        refused.emplace_back("a shift has one to four sections [A-11]");
        return;
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].off <= all[i].on)
            refused.emplace_back("a section lasts at least one minute [A-11]");
        if (i + 1 < all.size() && all[i + 1].on < all[i].off)
            refused.emplace_back("sections stand in order and do not overlap [A-11]");
        if (all[i].cut && (i + 1 == all.size() || *all[i].cut < all[i].off || *all[i].cut > all[i + 1].on))
            refused.emplace_back("a cut lies in the gap after its section [A-29]");
    }
    if (all.back().off - all.front().on > whole_day)
        refused.emplace_back("from first on to last off are at most 24 hours [A-11]");
    if (all.front().on < minutes{} || all.front().on >= whole_day || all.back().off >= 2 * whole_day)
        refused.emplace_back("the first on lies before 24:00, the last off before 48:00 [A-11]");
}

void check_hours(const shift& what, std::vector<std::string>& refused)
{
    const minutes length = what.band.to - what.band.from;
    if (length <= minutes{} || length > whole_day)
        refused.emplace_back("a band lasts at most 24 hours [A-29]");
    if (what.need <= minutes{} || what.need > length)
        refused.emplace_back("what is needed fits into the band [A-29]");
    if (what.core && (what.core->from < what.band.from || what.core->to > what.band.to ||
                      what.core->to <= what.core->from))
        refused.emplace_back("the core lies inside the band [A-29]");
}

void check_breaks(const shift& what, std::vector<std::string>& refused)
{
    std::vector<clock_span> taken;
    for (const fixed_break& each : what.breaks)
        taken.push_back(each.between);
    for (const punched_break& each : what.punched_breaks) {
        taken.push_back(each.within);
        if (each.length > each.within.to - each.within.from)
            refused.emplace_back("a break fits into its range [A-29]");
    }
    std::sort(taken.begin(), taken.end(), [](auto& a, auto& b) { return a.from < b.from; });
    for (std::size_t i = 0; i < taken.size(); ++i) {
        const auto around = [&](const section& each) {
            return each.on <= taken[i].from && taken[i].to <= each.off;
        };
        const bool inside = what.hours ? what.band.from <= taken[i].from && taken[i].to <= what.band.to
                                       : std::any_of(what.sections.begin(), what.sections.end(), around);
        if (!inside || taken[i].to <= taken[i].from)
            refused.emplace_back("a break lies inside its section [A-29]");
        if (i > 0 && taken[i].from < taken[i - 1].to)
            refused.emplace_back("breaks do not overlap [A-29]");
    }
}

}  // namespace

clock_span shift::claim() const
{
    return hours ? band : clock_span{begin() - window_before, end() + window_after};
}

minutes shift::cut_after(std::size_t index) const
{
    const section& before = sections[index];
    return before.cut.value_or((before.off + sections[index + 1].on) / 2);
}

shift_findings check(const shift& what)
{
    shift_findings found;
    what.hours ? check_hours(what, found.refused) : check_sections(what, found.refused);
    check_breaks(what, found.refused);
    if (what.serious && *what.serious < what.grace_late)
        found.refused.emplace_back("serious lateness is at least the grace [A-29]");
    if (what.absent_late && what.serious && *what.absent_late < *what.serious)
        found.refused.emplace_back("absence is at least serious lateness [A-29]");
    for (const rounding& each : {what.round_in, what.round_out})
        if (each.step <= minutes{} || 60 % each.step.count() != 0)
            found.refused.emplace_back("a rounding divides the hour [A-21]");
    if (found.refused.empty() && what.claim().to - what.claim().from > minutes(30 * 60))
        found.warned.emplace_back("the claim lasts more than 30 hours [A-29]");
    return found;
}

bool claims_overlap_too_far(const shift& first, const shift& next)
{
    return first.claim().to - (next.claim().from + whole_day) > minutes(8 * 60);
}

minutes rounded(minutes clock, const rounding& how)
{
    const auto step = how.step.count();
    const auto over = (clock.count() % step + step) % step;  // a clock before midnight is below zero
    const auto down = clock.count() - over;
    switch (how.way) {
    case rounding_way::up: return minutes(over == 0 ? down : down + step);
    case rounding_way::down: return minutes(down);
    case rounding_way::nearest: return minutes(2 * over >= step ? down + step : down);
    case rounding_way::none: break;
    }
    return clock;
}

}  // namespace gatehouse::model::attendance
