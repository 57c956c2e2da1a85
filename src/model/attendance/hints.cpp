#include "model/attendance/hints.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {
namespace {

void hint_leave(const span_set& missed, status mends, std::size_t section, day_result& onto)
{
    for (const span& each : missed.parts())
        onto.hints.push_back({hint_kind::leave, section, each.from, each.to, {}, mends, true});
}

}  // namespace

void hint_section(const hint_facts& about, day_result& onto)
{
    const section_facts& facts = about.facts;
    const section_account& made = about.made;
    if (facts.expected.empty())
        return;
    const shift& what = *facts.what;
    // The first on moves on arrival, as far as it may, unless something else covers it.
    const moment first = onto.clock().at(what.sections[facts.index].on) +
                         (facts.index == 0 ? about.moved : minutes{});
    const bool may_move = facts.index == 0 && facts.expected.first() == first && !facts.field.holds(first);
    const bool moves_off = about.last && may_move;
    const moment on = facts.start.value_or(facts.expected.first());
    const moment off = facts.expected.last() - what.grace_early;
    const auto put = [&](hint_kind kind, moment at, status mends) {
        onto.hints.push_back({kind, facts.index, at, at, {}, mends, true});
    };
    minutes more = may_move ? what.flex_late - about.moved : minutes{};
    if (made.is_late || made.absent_by_late)
        put(hint_kind::in_by, on + more + what.grace_late,
            made.is_seriously_late ? status::seriously_late : status::late);
    if (made.missing_in || made.no_proof) {
        // Not so late that the shift moves past a known out.
        if (moves_off && facts.out)
            more = std::clamp(facts.out->at - off, minutes{}, more);
        put(hint_kind::in_by, on + more + what.grace_late,
            made.no_proof ? status::absent : status::missing_in);
    }
    if (made.missing_out || made.no_proof)
        put(hint_kind::out_from, off + (moves_off && made.no_proof ? more : minutes{}),
            made.no_proof ? status::absent : status::missing_out);
    // An out at another time may make an arrival known, which moves the shift.
    if (made.is_early || made.absent_by_early)
        put(hint_kind::out_from, off + (moves_off && !facts.in ? what.flex_late : minutes{}), status::early);
    hint_leave(made.late_missed, status::late, facts.index, onto);
    hint_leave(made.early_missed, status::early, facts.index, onto);
    hint_leave(made.away, status::away, facts.index, onto);
}

void mark_possible(std::vector<hint>& hints, bool correction_allowed, bool locked)
{
    for (hint& each : hints) {
        const bool correction = each.kind == hint_kind::in_by || each.kind == hint_kind::out_from;
        each.possible = !locked && (!correction || correction_allowed);
    }
}

}  // namespace gatehouse::model::attendance
