// A shift of sections, judged to.
#include "model/attendance/day_input.hpp"
#include "model/attendance/hints.hpp"
#include "model/attendance/overtime.hpp"
#include "model/attendance/phrases.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {
namespace {

constexpr minutes one_minute{1};

class fixed_day {
public:
    fixed_day(const day_input& input, day_result& onto)
        : input_(input),
          onto_(onto),
          what_(*input.day->what),
          clock_(onto.clock()),
          taken_(what_.punched_breaks.size())
    {}

    void judge()
    {
        plan_day(minutes{});
        cover_day();
        const span_set unmoved = planned_ - cover_.all();
        std::vector<effective_points> points;
        for (const span& each : sections_) {
            const span_set expected = unmoved & span_set(each);
            points.push_back(expected.empty() ? effective_points{each.from, each.to}
                                              : effective_points{expected.first(), expected.last()});
        }
        read_sections(points, unmoved);
        flex();
        plan_day(moved_);
        cover_day();
        say_breaks(what_, taken_, onto_);
        say_cover(cover_, input_, onto_);
        judge_sections();
        add_up();
        overtime();
    }

    former_day ended() const
    {
        former_day how;
        how.last_off = sections_.back().to;
        if (readings_.back().out && readings_.back().out->by != edge_source::presumed)
            how.out = readings_.back().out->at;
        how.day = input_.day;
        return how;
    }

private:
    void plan_day(minutes moved)
    {
        sections_.clear();
        planned_ = {};
        for (std::size_t i = 0; i < what_.sections.size(); ++i) {
            span each = clock_.at(clock_span{what_.sections[i].on, what_.sections[i].off});
            if (i == 0)
                each.from += moved;
            if (i + 1 == what_.sections.size())
                each.to += moved;
            sections_.push_back(each);
            planned_.add(each);
        }
        breaks_ = unpaid_breaks(what_, clock_, taken_);
        planned_ = planned_ - breaks_;
        if (!half_)
            half_ = half_of(planned_, sections_.front().to, sections_.size() > 1, breaks_);
    }

    void cover_day()
    {
        cover_ = cover_of(input_.in_force, clock_, planned_, *half_);
        field_ = field_work(input_.in_force, clock_);
    }

    bool on_leave(moment at) const
    {
        return std::any_of(cover_.leave.begin(), cover_.leave.end(),
                           [&](const auto& each) { return each.second.holds(at); });
    }

    void read_sections(const std::vector<effective_points>& points, const span_set& expected)
    {
        std::vector<kept_punch> punches = input_.punches->kept;
        const reading_way way = input_.day->group->reading;
        if (way == reading_way::direction)
            take_directions(punches, points);
        const auto given = divide(punches, what_, way, onto_);
        const std::size_t last = sections_.size() - 1;
        for (std::size_t i = 0; i <= last; ++i) {
            const corrected_points corrected = corrections_of(input_, i, last + 1, onto_);
            section_query asked{i,     given[i],     points[i],     what_.stay, way, false,
                                false, corrected.in, corrected.out, {},         {}};
            const bool free_in = what_.free_edge && on_leave(sections_[i].from);
            const bool free_out = what_.free_edge && on_leave(sections_[i].to - one_minute);
            asked.waive_in = !corrected.in && ((i == 0 && what_.no_in) || free_in);
            asked.waive_out = !corrected.out && ((i == last && what_.no_out) || free_out);
            if (free_in || free_out)
                say(onto_.why, phrases::waived_by_leave, std::to_string(i + 1));
            else if (asked.waive_in || asked.waive_out)
                say(onto_.why, phrases::waived_by_shift, std::to_string(i + 1));
            if (!(expected & span_set(sections_[i])).empty()) {
                for (const span& each : field_.parts()) {
                    if (each.holds(points[i].on))
                        asked.field_on = each;
                    if (each.holds(points[i].off - one_minute))
                        asked.field_off = each;
                }
            }
            section_reading found = read(asked, onto_);
            const auto taken = take_inner(found, way, what_.punched_breaks, onto_);
            for (std::size_t b = 0; b < taken.size(); ++b)
                if (taken[b])
                    taken_[b] = taken[b];
            readings_.push_back(std::move(found));
            queries_.push_back(std::move(asked));
        }
    }

    void flex()
    {
        if (what_.flex_late == minutes{} && what_.flex_early == minutes{})
            return;
        const moment on = sections_.front().from;
        const auto& in = readings_.front().in;
        const bool known = in && (in->by == edge_source::punch || in->by == edge_source::correction);
        if (!known || cover_.all().holds(on) || field_.holds(on)) {
            say(onto_.why, phrases::flex_stays);
            return;
        }
        moved_ = std::clamp(in->at - on, -what_.flex_early, what_.flex_late);
        say(onto_.why, phrases::flexed, clock_fact{clock_.past_midnight(in->at)}, moved_);
    }

    std::optional<moment> late_start()
    {
        const former_day& before = input_.before;
        if (!before.out || !before.last_off)
            return std::nullopt;
        const minutes later = *before.out - *before.last_off;
        const late_out_step* reached = nullptr;
        for (const late_out_step& each : what_.late_out)
            if (each.out <= later && (!reached || reached->out < each.out))
                reached = &each;
        if (!reached)
            return std::nullopt;
        const moment start = sections_.front().from + reached->start;
        say(onto_.why, phrases::after_late_out, later, clock_fact{clock_.past_midnight(start)});
        return start;
    }

    void presume(std::size_t i, const span_set& expected)
    {
        section_reading& found = readings_[i];
        const section_query& asked = queries_[i];
        const bool both = asked.waive_in && asked.waive_out;
        if (expected.empty() || (!found.punched && !both))
            return;
        if (asked.waive_in && !found.in) {
            found.in = edge{expected.first(), edge_source::presumed, nullptr};
            say(onto_.why, phrases::waived_in, std::to_string(i + 1));
        }
        if (asked.waive_out && !found.out) {
            found.out = edge{expected.last(), edge_source::presumed, nullptr};
            say(onto_.why, phrases::waived_out, std::to_string(i + 1));
        }
        found.punched = true;
    }

    void judge_sections()
    {
        const span_set all = planned_ - cover_.all();
        const span_set beyond = beyond_breaks(what_, taken_);
        const std::optional<moment> start = late_start();
        for (std::size_t i = 0; i < sections_.size(); ++i) {
            const span_set expected = all & span_set(sections_[i]);
            presume(i, expected);
            const section_reading& found = readings_[i];
            section_facts facts{i,
                                &what_,
                                expected,
                                expected & field_,
                                found.in,
                                found.out,
                                found.away | beyond,
                                queries_[i].waive_in,
                                queries_[i].waive_out,
                                found.punched,
                                input_.pending(),
                                {}};
            if (i == 0)
                facts.start = start;
            if (expected.empty()) {
                say(onto_.why, phrases::nothing_expected, std::to_string(i + 1));
            } else {
                say(onto_.why, phrases::expected, std::to_string(i + 1), shown(expected.first()),
                    shown(expected.last()));
                facts.waive_in |= field_.holds(expected.first());
                facts.waive_out |= field_.holds(expected.last() - one_minute);
            }
            const section_account made = account(facts, onto_);
            onto_.sums.late += made.late.total();
            onto_.sums.early += made.early.total();
            onto_.sums.away += made.away.total();
            onto_.sums.unproven += made.unproven.total();
            onto_.sums.absent += made.absent.total();
            worked_ = worked_ | made.worked;
            onto_.sums.field += (expected & field_).total();
            onto_.sections.push_back({sections_[i].from, sections_[i].to, found.in, found.out});
            hint_section({facts, made, moved_, i + 1 == sections_.size()}, onto_);
        }
    }

    void add_up()
    {
        accounts& sums = onto_.sums;
        sums.planned = planned_.total();
        sums.worked = worked_.total();
        const minutes expected = (planned_ - cover_.all()).total();
        if (sums.absent > minutes{})
            onto_.statuses.insert(sums.absent == expected ? status::absent : status::part_absent);
        if (sums.field > minutes{})
            say(onto_.why, phrases::in_field, sums.field);
        if (input_.pending()) {
            onto_.statuses.insert(status::pending);
            say(onto_.why, phrases::pending, shown((*input_.claim)->closes));
        }
    }

    void overtime()
    {
        if (input_.pending())
            return;
        overtime_facts facts = begin_overtime(input_, clock_);
        facts.planned = planned_;
        facts.worked = worked_;
        span_set away;
        std::optional<moment> first;
        std::optional<moment> last;
        for (const section_reading& each : readings_) {
            away = away | each.away;
            if (each.in && !first)
                first = counted(*each.in, what_.round_in, clock_);
            if (each.out)
                last = counted(*each.out, what_.round_out, clock_);
        }
        if (first && last)
            facts.proven = span_set(*first, *last) - away;
        facts.last_off = sections_.back().to;
        if (readings_.back().out)
            facts.at_end = span_set(sections_.back().to, *last) - away;
        if (readings_.front().in)
            facts.before_shift = span_set(*first, sections_.front().from) - away;
        count_overtime(facts, onto_);
    }

    clock_fact shown(moment at) const { return {clock_.past_midnight(at)}; }

    const day_input& input_;
    day_result& onto_;
    const shift& what_;
    day_clock clock_;
    std::vector<std::optional<span>> taken_;  // punched breaks, where they were
    std::vector<span> sections_;
    span_set breaks_;
    span_set planned_;
    std::optional<moment> half_;
    cover cover_;
    span_set field_;
    std::vector<section_reading> readings_;
    std::vector<section_query> queries_;
    minutes moved_{};
    span_set worked_;
};

}  // namespace

void judge_fixed(const day_input& input, day_result& onto, former_day& ended)
{
    fixed_day day(input, onto);
    day.judge();
    ended = day.ended();
}

}  // namespace gatehouse::model::attendance
