#include "model/attendance/section_account.hpp"

#include "model/attendance/phrases.hpp"

namespace gatehouse::model::attendance {
namespace {

class section_accountant {
public:
    section_accountant(const section_facts& facts, day_result& onto)
        : facts_(facts),
          onto_(onto),
          clock_(onto.clock()),
          number_(std::to_string(facts.index + 1)),
          in_(facts.in),
          out_(facts.out)
    {}

    section_account divide()
    {
        if (facts_.expected.empty())
            return made_;
        if (!in_ && !out_ && !facts_.punched && !take_field_alone()) {
            made_.no_proof = true;
            give_absent();
        } else {
            judge_edges();
            give_rest();
        }
        if (facts_.pending)
            hold_back();
        made_.worked = facts_.expected - made_.late - made_.early - made_.away - made_.unproven -
                       made_.absent;
        add_up();
        return made_;
    }

private:
    bool take_field_alone()
    {
        if (facts_.field.empty())
            return false;
        in_ = edge{facts_.field.first(), edge_source::field, nullptr};
        out_ = edge{facts_.field.last(), edge_source::field, nullptr};
        say(onto_.why, phrases::field_alone, number_);
        return true;
    }

    void give_absent()
    {
        made_.absent = facts_.expected;
        if (!facts_.pending)
            say(onto_.why, phrases::absent, number_, made_.absent.total());
    }

    span_set presence(std::optional<moment> in, std::optional<moment> out) const
    {
        const moment from = in.value_or(facts_.expected.first());
        const moment to = out.value_or(facts_.expected.last());
        return (span_set(from, to) - facts_.away) | facts_.field;
    }

    void judge_edges()
    {
        std::optional<moment> in;
        std::optional<moment> out;
        std::optional<moment> counted_in;
        std::optional<moment> counted_out;
        if (in_) {
            in = in_->at;
            counted_in = counted(*in_, facts_.what->round_in, clock_);
            if (*in != *counted_in)
                say(onto_.why, phrases::rounded_in, shown(*in), shown(*counted_in));
        }
        if (out_) {
            out = out_->at;
            counted_out = counted(*out_, facts_.what->round_out, clock_);
            if (*out != *counted_out)
                say(onto_.why, phrases::rounded_out, shown(*out), shown(*counted_out));
        }
        const span_set truly = facts_.expected - presence(in, out);
        const span_set missed = facts_.expected - presence(counted_in, counted_out);
        const bool asks_in = in_ && !facts_.waive_in;
        const bool asks_out = out_ && !facts_.waive_out;
        const span_set late = asks_in ? missed.before(*counted_in) : span_set{};
        const span_set early = asks_out ? (missed - late).since(*counted_out) : span_set{};
        made_.away = missed - late - early;
        if (!missed.empty())
            say(onto_.why, phrases::missed, number_, late.total(), early.total(), made_.away.total());
        if (asks_in)
            settle_late(truly.before(*in), late);
        if (asks_out && made_.absent != facts_.expected)
            settle_early((truly - truly.before(in ? *in : facts_.expected.first())).since(*out), early);
    }

    // Forgiveness, then steps. `truly` decides, `late` counts.
    void settle_late(const span_set& truly, span_set late)
    {
        minutes many = truly.total();
        if (facts_.start) {
            const minutes before = truly.before(*facts_.start).total();
            many -= before;
            late = late.since(*facts_.start);
        }
        if (many == minutes{})
            return;
        const shift& what = *facts_.what;
        if (many <= what.grace_late) {
            say(onto_.why, phrases::forgiven_late, number_, many);
            say(onto_.why, phrases::forgiven, many);
            return;
        }
        if (what.from_grace && what.grace_late > minutes{}) {
            say(onto_.why, phrases::from_grace, number_, what.grace_late);
            late = late - late.head(what.grace_late);
        }
        if (what.absent_late && many > *what.absent_late && !facts_.pending) {
            say(onto_.why, phrases::absent_by_late, number_, many);
            give_absence(late);
            made_.absent_by_late = true;
            made_.late_missed = late;
            return;
        }
        made_.late = late;
        made_.late_missed = late;
        made_.is_late = true;
        made_.is_seriously_late = what.serious && many > *what.serious;
        say(onto_.why, made_.is_seriously_late ? phrases::seriously_late : phrases::late, number_,
            late.total());
    }

    void settle_early(const span_set& truly, span_set early)
    {
        const minutes many = truly.total();
        if (many == minutes{})
            return;
        const shift& what = *facts_.what;
        if (many <= what.grace_early) {
            say(onto_.why, phrases::forgiven_early, number_, many);
            say(onto_.why, phrases::forgiven, many);
            return;
        }
        if (what.from_grace && what.grace_early > minutes{}) {
            say(onto_.why, phrases::from_grace, number_, what.grace_early);
            early = early - early.tail(what.grace_early);
        }
        if (what.absent_early && many > *what.absent_early && !facts_.pending) {
            say(onto_.why, phrases::absent_by_early, number_, many);
            give_absence(early);
            made_.absent_by_early = true;
            made_.early_missed = early;
            return;
        }
        made_.early = early;
        made_.early_missed = early;
        made_.is_early = true;
        say(onto_.why, phrases::early, number_, early.total());
    }

    void give_absence(const span_set& missed)
    {
        if (!facts_.what->absent_section) {
            made_.absent = made_.absent | missed;
            return;
        }
        made_ = {};
        made_.absent = facts_.expected;
    }

    void give_rest()
    {
        if (made_.absent == facts_.expected)
            return;
        made_.missing_in = !in_ && !facts_.waive_in;
        made_.missing_out = !out_ && !facts_.waive_out;
        if (!made_.missing_in && !made_.missing_out)
            return;
        const span_set rest = facts_.expected - facts_.field - made_.late - made_.early - made_.absent -
                              forgiven_before_known();
        made_.away = {};
        if (facts_.pending)
            return;
        if (made_.missing_in)
            say(onto_.why, phrases::missing_in, number_);
        if (made_.missing_out)
            say(onto_.why, phrases::missing_out, number_);
        const missing_as how = facts_.what->missing;
        if (how == missing_as::unproven)
            made_.unproven = rest;
        else if (how == missing_as::absent)
            made_.absent = made_.absent | rest;
        say(onto_.why, phrases::missing_counts, rest.total(),
            std::string(how == missing_as::unproven ? "unproven"
                        : how == missing_as::absent ? "absent"
                                                    : "worked"));
    }

    // Forgiven minutes are worked, whatever else is unknown.
    span_set forgiven_before_known() const
    {
        span_set known;
        if (in_ && !facts_.waive_in)
            known = known | facts_.expected.before(counted(*in_, facts_.what->round_in, clock_));
        if (out_ && !facts_.waive_out)
            known = known | facts_.expected.since(counted(*out_, facts_.what->round_out, clock_));
        return known - made_.late - made_.early;
    }

    void hold_back()
    {
        const span_set late = made_.late;
        const bool is_late = made_.is_late;
        const bool serious = made_.is_seriously_late;
        made_ = {};
        made_.late = late;
        made_.late_missed = late;
        made_.is_late = is_late;
        made_.is_seriously_late = serious;
        made_.unproven = facts_.expected - late;
    }

    void add_up()
    {
        if (made_.is_late) {
            ++onto_.late_times;
            onto_.latenesses.push_back(made_.late.total());
            onto_.statuses.insert(made_.is_seriously_late ? status::seriously_late : status::late);
        }
        onto_.seriously_late_times += made_.is_seriously_late;
        onto_.early_times += made_.is_early;
        onto_.missing_times += made_.missing_in + made_.missing_out;
        if (made_.is_early)
            onto_.statuses.insert(status::early);
        if (!made_.away.empty())
            onto_.statuses.insert(status::away);
        if (made_.missing_in)
            onto_.statuses.insert(status::missing_in);
        if (made_.missing_out)
            onto_.statuses.insert(status::missing_out);
    }

    clock_fact shown(moment at) const { return {clock_.past_midnight(at)}; }

    const section_facts& facts_;
    day_result& onto_;
    day_clock clock_;
    std::string number_;
    std::optional<edge> in_;
    std::optional<edge> out_;
    section_account made_;
};

}  // namespace

section_account account(const section_facts& facts, day_result& onto)
{
    return section_accountant(facts, onto).divide();
}

moment counted(const edge& what, const rounding& how, const day_clock& clock)
{
    if (what.by != edge_source::punch && what.by != edge_source::correction)
        return what.at;
    const minutes shown = clock.past_midnight(what.at);
    return what.at + (rounded(shown, how) - shown);
}

}  // namespace gatehouse::model::attendance
