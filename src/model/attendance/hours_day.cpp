// A number of minutes within a band.
#include "model/attendance/day_input.hpp"
#include "model/attendance/overtime.hpp"
#include "model/attendance/phrases.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {
namespace {

class hours_day {
public:
    hours_day(const day_input& input, day_result& onto)
        : input_(input),
          onto_(onto),
          what_(*input.day->what),
          clock_(onto.clock()),
          taken_(what_.punched_breaks.size()),
          band_(clock_.at(what_.band)),
          core_(clock_.at(what_.core.value_or(what_.band)))
    {}

    void judge()
    {
        onto_.sums.planned = what_.need;
        read_day();
        breaks_ = unpaid_breaks(what_, clock_, taken_);
        cover_day();
        judge_core();
        count();
        overtime();
    }

private:
    void read_day()
    {
        breaks_ = unpaid_breaks(what_, clock_, taken_);
        field_ = field_work(input_.in_force, clock_);
        cover_ = cover_of(input_.in_force, clock_, span_set(band_) - breaks_, half());
        const span_set expected = span_set(core_) - breaks_ - cover_.all();
        effective_points points{core_.from, core_.to};
        if (!expected.empty())
            points = {expected.first(), expected.last()};
        std::vector<kept_punch> punches = input_.punches->kept;
        const reading_way way = input_.day->group->reading;
        if (way == reading_way::direction)
            take_directions(punches, {points});
        const corrected_points corrected = corrections_of(input_, 0, 1, onto_);
        section_query asked{0,
                            punches,
                            points,
                            what_.stay,
                            way,
                            what_.no_in && !corrected.in,
                            what_.no_out && !corrected.out,
                            corrected.in,
                            corrected.out,
                            {},
                            {}};
        for (const span& each : field_.parts()) {
            if (each.holds(points.on))
                asked.field_on = each;
            if (each.holds(points.off - minutes(1)))
                asked.field_off = each;
        }
        reading_ = read(asked, onto_);
        taken_ = take_inner(reading_, way, what_.punched_breaks, onto_);
        if (reading_.punched && asked.waive_in && !reading_.in) {
            reading_.in = edge{points.on, edge_source::presumed, nullptr};
            say(onto_.why, phrases::waived_in, std::string("1"));
        }
        if (reading_.punched && asked.waive_out && !reading_.out) {
            reading_.out = edge{points.off, edge_source::presumed, nullptr};
            say(onto_.why, phrases::waived_out, std::string("1"));
        }
        waive_in_ = asked.waive_in || asked.field_on;
        waive_out_ = asked.waive_out || asked.field_off;
        onto_.sections.push_back({core_.from, core_.to, reading_.in, reading_.out});
    }

    // Where the core, else the band, is divided.
    moment half() const
    {
        const span_set inside = span_set(core_) & breaks_;
        const moment middle = core_.from + core_.length() / 2;
        return inside.empty() ? middle : half_of({}, middle, false, inside);
    }

    void cover_day()
    {
        cover_ = cover_of(input_.in_force, clock_, span_set(band_) - breaks_, half());
        say_breaks(what_, taken_, onto_);
        say_cover(cover_, input_, onto_);
        // A half day is half of what is needed, whatever part of the band it is.
        for (const request* each : input_.in_force) {
            const bool morning = each->part == covered_part::morning;
            if (!each->touches(onto_.date) || (!morning && each->part != covered_part::afternoon))
                continue;
            const minutes half_need = morning ? (what_.need + minutes(1)) / 2 : what_.need / 2;
            minutes& sum = each->kind == request_kind::trip ? onto_.sums.trip
                                                            : onto_.sums.leave[each->leave_type];
            const span_set band = span_set(band_) - breaks_;
            sum += half_need - (morning ? band.before(half()) : band.since(half())).total();
            say(onto_.why, phrases::half_day, clock_fact{clock_.past_midnight(half())});
        }
        minutes rest = what_.need;
        for (auto& [type, many] : onto_.sums.leave) {
            many = std::clamp(many, minutes{}, rest);
            rest -= many;
        }
        onto_.sums.trip = std::clamp(onto_.sums.trip, minutes{}, rest);
        expected_ = rest - onto_.sums.trip;
    }

    // Late and early are marks beside the accounts, judged against the core only.
    void judge_core()
    {
        if (!what_.core || expected_ == minutes{} || (!reading_.in && !reading_.out))
            return;
        shift marks = what_;
        marks.absent_late.reset();
        marks.absent_early.reset();
        const span_set expected = span_set(core_) - breaks_ - cover_.all();
        day_result beside;
        beside.date = onto_.date;
        beside.zone = onto_.zone;
        const section_facts facts{
            0,         &marks,     expected, expected & field_, reading_.in, reading_.out, {},
            waive_in_, waive_out_, true,     input_.pending(),  {}};
        const section_account made = account(facts, beside);
        onto_.why.insert(onto_.why.end(), beside.why.begin(), beside.why.end());
        onto_.sums.late = made.late.total();
        onto_.sums.early = made.early.total();
        onto_.late_times = beside.late_times;
        onto_.seriously_late_times = beside.seriously_late_times;
        onto_.latenesses = beside.latenesses;
        onto_.early_times = beside.early_times;
        for (const status each : {status::late, status::seriously_late, status::early})
            if (beside.statuses.contains(each))
                onto_.statuses.insert(each);
        if (made.is_late)
            put_hint(hint_kind::in_by, expected.first() + what_.grace_late,
                     made.is_seriously_late ? status::seriously_late : status::late);
        if (made.is_early)
            put_hint(hint_kind::out_from, expected.last() - what_.grace_early, status::early);
    }

    void count()
    {
        if (reading_.in && reading_.out) {
            presence_ = span_set(counted(*reading_.in, what_.round_in, clock_),
                                 counted(*reading_.out, what_.round_out, clock_)) -
                        reading_.away - beyond_breaks(what_, taken_);
        }
        presence_ = presence_ | field_;
        in_band_ = (presence_ & span_set(band_)) - breaks_;
        accounts& sums = onto_.sums;
        if (input_.pending()) {
            sums.unproven = expected_;
            onto_.statuses.insert(status::pending);
            say(onto_.why, phrases::pending, clock_fact{clock_.past_midnight((*input_.claim)->closes)});
        } else if (expected_ == minutes{}) {
            say(onto_.why, phrases::nothing_expected, std::string("1"));
        } else if (!reading_.punched && field_.empty()) {
            sums.absent = expected_;
            onto_.statuses.insert(status::absent);
            say(onto_.why, phrases::hours_absent, expected_);
            put_hint(hint_kind::in_by, core_.from, status::absent);
            put_hint(hint_kind::out_from, core_.to, status::absent);
        } else if (reading_.punched && !(reading_.in && reading_.out)) {
            count_missing();
        } else {
            sums.worked = std::min(in_band_.total(), expected_);
            sums.shortfall = expected_ - sums.worked;
            say(onto_.why, phrases::hours_counted, in_band_.total(), expected_, sums.worked, sums.shortfall);
        }
        sums.field = std::min((field_ & in_band_).total(), sums.worked);
        if (sums.shortfall > minutes{}) {
            onto_.statuses.insert(status::short_);
            onto_.hints.push_back({hint_kind::more_minutes, 0, {}, {}, sums.shortfall, status::short_, true});
        }
    }

    void count_missing()
    {
        accounts& sums = onto_.sums;
        onto_.missing_times += !reading_.in + !reading_.out;
        if (!reading_.in)
            onto_.statuses.insert(status::missing_in);
        if (!reading_.out)
            onto_.statuses.insert(status::missing_out);
        sums.worked = std::min(in_band_.total(), expected_);  // what field work proves
        const minutes rest = expected_ - sums.worked;
        (what_.missing == missing_as::unproven ? sums.unproven
         : what_.missing == missing_as::absent ? sums.absent
                                               : sums.worked) += rest;
        if (sums.absent > minutes{})
            onto_.statuses.insert(sums.absent == expected_ ? status::absent : status::part_absent);
        say(onto_.why, phrases::hours_unproven, rest);
        if (reading_.in)
            put_hint(hint_kind::out_from,
                     std::max(core_.to, std::min(reading_.in->at + what_.need, band_.to)),
                     status::missing_out);
        else
            put_hint(hint_kind::in_by, core_.from, status::missing_in);
    }

    void put_hint(hint_kind kind, moment at, status mends)
    {
        onto_.hints.push_back({kind, 0, at, at, {}, mends, true});
    }

    void overtime()
    {
        if (input_.pending())
            return;
        overtime_facts facts = begin_overtime(input_, clock_);
        const span_set outside = presence_ - span_set(band_);
        const minutes over = std::max(in_band_.total() - expected_, minutes{});
        const span_set late_part = in_band_.tail(over);
        facts.planned = in_band_ - late_part;
        facts.at_end = late_part;
        facts.proven = late_part | outside;
        facts.worked = in_band_.head(onto_.sums.worked);
        count_overtime(facts, onto_);
    }

    const day_input& input_;
    day_result& onto_;
    const shift& what_;
    day_clock clock_;
    std::vector<std::optional<span>> taken_;
    span band_;
    span core_;
    span_set breaks_;
    cover cover_;
    span_set field_;
    section_reading reading_;
    bool waive_in_ = false;
    bool waive_out_ = false;
    minutes expected_{};
    span_set presence_;
    span_set in_band_;
};

}  // namespace

void judge_hours(const day_input& input, day_result& onto)
{
    hours_day(input, onto).judge();
}

}  // namespace gatehouse::model::attendance
