#include "model/attendance/reading.hpp"

#include "model/attendance/phrases.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {
namespace {

clock_fact shown(const day_result& onto, moment at)
{
    return {onto.clock().past_midnight(at)};
}

std::string number(std::size_t index)
{
    return std::to_string(index + 1);
}

void use(day_result& onto, const kept_punch& which, punch_role role)
{
    onto.used.push_back({which.origin, which.at, role});
}

void leave_out(day_result& onto, const kept_punch& which, left_out_reason why)
{
    onto.left_out.push_back({which.origin, which.at, why});
    if (why == left_out_reason::between)
        say(onto.why, phrases::inner_between, shown(onto, which.at));
    else if (why == left_out_reason::replaced)
        say(onto.why, phrases::replaced, shown(onto, which.at));
    say(onto.why, phrases::left_out, shown(onto, which.at), std::string(name_of(why)));
}

bool nearer_on(moment at, const effective_points& points)  // or equally near
{
    return std::chrono::abs(at - points.on) <= std::chrono::abs(at - points.off);
}

edge of(const kept_punch& which)
{
    return {which.at, edge_source::punch, which.origin};
}

class section_reader {
public:
    section_reader(const section_query& asked, day_result& onto) : asked_(asked), onto_(onto) {}

    section_reading read()
    {
        const auto& all = asked_.punches;
        found_.punched = !all.empty() || asked_.corrected_in || asked_.corrected_out;
        if (asked_.corrected_in || asked_.corrected_out)
            read_corrected();
        else if (all.empty())
            return found_;
        else if (asked_.way == reading_way::direction)
            read_directions();
        else if (asked_.waive_in || asked_.waive_out)
            read_waived();
        else
            read_pair();
        return found_;
    }

private:
    void take(std::optional<std::size_t> in, std::optional<std::size_t> out)
    {
        const auto& all = asked_.punches;
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (i == in) {
                found_.in = of(all[i]);
                use(onto_, all[i], punch_role::in);
            } else if (i == out) {
                found_.out = of(all[i]);
                use(onto_, all[i], punch_role::out);
            } else if (in && out && i > *in && i < *out) {
                found_.inner.push_back(all[i]);
            } else {
                const bool outside = asked_.way == reading_way::direction && in && out;
                leave_out(onto_, all[i], outside ? left_out_reason::unpaired : left_out_reason::between);
            }
        }
    }

    bool is_pair() const
    {
        const auto& all = asked_.punches;
        if (all.size() < 2)
            return false;
        const minutes apart = all.back().at - all.front().at;
        if (apart >= asked_.stay)
            return true;
        say(onto_.why, phrases::stay_decides, number(asked_.index), apart, asked_.stay);
        return nearer_on(all.front().at, asked_.points) && !nearer_on(all.back().at, asked_.points);
    }

    void read_waived()
    {
        const std::size_t last = asked_.punches.size() - 1;
        if (asked_.waive_in && asked_.waive_out)
            take({}, {});
        else if (asked_.waive_in)
            take({}, last);
        else
            take(0, {});
    }

    void read_pair()
    {
        const auto& all = asked_.punches;
        const std::size_t last = all.size() - 1;
        if (is_pair()) {
            take(0, last);
            say(onto_.why, phrases::pair, number(asked_.index), shown(onto_, all.front().at),
                shown(onto_, all.back().at));
            return;
        }
        const bool after_field = asked_.field_on && all.back().at > asked_.field_on->from;
        const bool before_field = asked_.field_off && all.front().at < asked_.field_off->to;
        if (after_field && before_field)
            take({}, {});
        else if (after_field)
            take({}, last);
        else if (before_field)
            take(0, {});
        else
            read_one();
        if (after_field) {
            found_.in = edge{asked_.field_on->to, edge_source::field, nullptr};
            say(onto_.why, phrases::field_in, number(asked_.index), shown(onto_, asked_.field_on->to));
        }
        if (before_field) {
            found_.out = edge{asked_.field_off->from, edge_source::field, nullptr};
            say(onto_.why, phrases::field_out, number(asked_.index), shown(onto_, asked_.field_off->from));
        }
    }

    void read_one()
    {
        const auto& all = asked_.punches;
        if (nearer_on(all.front().at, asked_.points)) {
            take(0, {});
            say(onto_.why, phrases::only_in, number(asked_.index), shown(onto_, all.front().at));
        } else {
            take({}, all.size() - 1);
            say(onto_.why, phrases::only_out, number(asked_.index), shown(onto_, all.back().at));
        }
    }

    void read_directions()
    {
        const auto& all = asked_.punches;
        std::optional<std::size_t> in;
        std::optional<std::size_t> out;
        for (std::size_t i = 0; i < all.size() && !asked_.waive_in && !in; ++i)
            if (all[i].way == direction::in)
                in = i;
        for (std::size_t i = in.value_or(0); i < all.size() && !asked_.waive_out; ++i)
            if (all[i].way == direction::out)
                out = i;
        take(in, out);
        say(onto_.why, phrases::direction_in, number(asked_.index));
        if (in && out)
            say(onto_.why, phrases::pair, number(asked_.index), shown(onto_, all[*in].at),
                shown(onto_, all[*out].at));
        else if (in && !asked_.waive_out)
            say(onto_.why, phrases::only_in, number(asked_.index), shown(onto_, all[*in].at));
        else if (out && !asked_.waive_in)
            say(onto_.why, phrases::only_out, number(asked_.index), shown(onto_, all[*out].at));
    }

    bool speaks(const kept_punch& which, direction way) const
    {
        return asked_.way != reading_way::direction || which.way == way;
    }

    void read_corrected()
    {
        const auto& all = asked_.punches;
        std::optional<std::size_t> other;
        if (asked_.corrected_in) {
            found_.in = edge{*asked_.corrected_in, edge_source::correction, nullptr};
            say(onto_.why, phrases::corrected, number(asked_.index), shown(onto_, *asked_.corrected_in));
        }
        if (asked_.corrected_out) {
            found_.out = edge{*asked_.corrected_out, edge_source::correction, nullptr};
            say(onto_.why, phrases::corrected, number(asked_.index), shown(onto_, *asked_.corrected_out));
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            const moment at = all[i].at;
            if (!found_.out && !asked_.waive_out && speaks(all[i], direction::out) && at > found_.in->at &&
                (at >= found_.in->at + asked_.stay || !nearer_on(at, asked_.points)))
                other = i;
            if (!asked_.corrected_in && !asked_.waive_in && !other && speaks(all[i], direction::in) &&
                at < found_.out->at && (at <= found_.out->at - asked_.stay || nearer_on(at, asked_.points)))
                other = i;
        }
        for (std::size_t i = 0; i < all.size(); ++i)
            if (i == other)
                use(onto_, all[i], found_.in ? punch_role::out : punch_role::in);
            else
                leave_out(onto_, all[i], left_out_reason::replaced);
        if (other)
            (found_.in ? found_.out : found_.in) = of(all[*other]);
    }

    const section_query& asked_;
    day_result& onto_;
    section_reading found_;
};

// Who was out, and came back: by the reading.
void take_away(section_reading& from, reading_way way, const std::vector<kept_punch>& inner, day_result& onto)
{
    if (way == reading_way::first_last) {
        for (const kept_punch& each : inner)
            leave_out(onto, each, left_out_reason::between);
        return;
    }
    std::optional<kept_punch> left;
    for (const kept_punch& each : inner) {
        const bool out = way == reading_way::alternate ? !left : each.way == direction::out;
        if (out == left.has_value() || (way == reading_way::direction && each.way == direction::none)) {
            leave_out(onto, each, left_out_reason::between);
        } else if (out) {
            left = each;
        } else {
            from.away.add({left->at, each.at});
            use(onto, *left, punch_role::leaving);
            use(onto, each, punch_role::back);
            say(onto.why, phrases::inner_away, shown(onto, left->at), shown(onto, each.at));
            left.reset();
        }
    }
    if (!left)
        return;
    if (way == reading_way::alternate)
        say(onto.why, phrases::inner_odd, shown(onto, left->at));
    leave_out(onto, *left,
              way == reading_way::alternate ? left_out_reason::unpaired : left_out_reason::between);
}

}  // namespace

void take_directions(std::vector<kept_punch>& punches, const std::vector<effective_points>& points)
{
    for (kept_punch& each : punches) {
        if (each.way != direction::none || points.empty())
            continue;
        minutes on = minutes::max();
        minutes off = minutes::max();
        for (const effective_points& one : points) {
            on = std::min(on, std::chrono::abs(each.at - one.on));
            off = std::min(off, std::chrono::abs(each.at - one.off));
        }
        each.way = on <= off ? direction::in : direction::out;
    }
}

std::vector<std::vector<kept_punch>> divide(const std::vector<kept_punch>& punches, const shift& what,
                                            reading_way way, day_result& onto)
{
    const day_clock clock = onto.clock();
    const std::size_t many = what.hours ? 1 : what.sections.size();
    std::vector<std::vector<kept_punch>> given(many);
    std::vector<std::vector<kept_punch>> gaps(many);
    for (const kept_punch& each : punches) {
        std::size_t index = 0;
        while (index + 1 < many && each.at >= clock.at(what.sections[index + 1].on) &&
               each.at > clock.at(what.sections[index].off))
            ++index;
        const bool in_gap = index + 1 < many && each.at > clock.at(what.sections[index].off);
        (in_gap ? gaps : given)[index].push_back(each);
    }
    std::vector<std::vector<kept_punch>> sections = given;
    for (std::size_t i = 0; i + 1 < many; ++i) {
        const auto& gap = gaps[i];
        for (std::size_t k = 0; k < gap.size(); ++k) {
            const moment cut = clock.at(what.cut_after(i));
            bool later = gap[k].at > cut;
            if (way == reading_way::direction && gap[k].way != direction::none)
                later = gap[k].way == direction::in;
            else if (gap.size() > 1 && k > 0 && k + 1 < gap.size()) {
                leave_out(onto, gap[k], left_out_reason::between);
                continue;
            } else if (gap.size() > 1)
                later = k > 0;
            else
                say(onto.why, phrases::by_cut, shown(onto, gap[k].at), clock_fact{what.cut_after(i)});
            say(onto.why, phrases::earlier_section, shown(onto, gap[k].at), number(later ? i + 1 : i));
            sections[later ? i + 1 : i].push_back(gap[k]);
        }
    }
    for (auto& each : sections)
        std::stable_sort(each.begin(), each.end(), [](auto& a, auto& b) { return a.at < b.at; });
    return sections;
}

section_reading read(const section_query& asked, day_result& onto)
{
    return section_reader(asked, onto).read();
}

std::vector<std::optional<span>> take_inner(section_reading& of, reading_way way,
                                            const std::vector<punched_break>& breaks, day_result& onto)
{
    const day_clock clock = onto.clock();
    std::vector<kept_punch> inner = of.inner;
    std::vector<std::optional<span>> taken(breaks.size());
    for (std::size_t b = 0; b < breaks.size(); ++b) {
        const span range = clock.at(breaks[b].within);
        const auto inside = [&](const kept_punch& each) {
            return range.from <= each.at && each.at <= range.to;
        };
        std::vector<kept_punch> own;
        std::copy_if(inner.begin(), inner.end(), std::back_inserter(own), inside);
        if (own.size() < 2)
            continue;
        std::erase_if(inner, inside);
        taken[b] = span{own.front().at, own.back().at};
        use(onto, own.front(), punch_role::break_start);
        use(onto, own.back(), punch_role::break_end);
        for (std::size_t i = 1; i + 1 < own.size(); ++i)
            leave_out(onto, own[i], left_out_reason::between);
        say(onto.why, phrases::break_punched, shown(onto, own.front().at), shown(onto, own.back().at));
    }
    take_away(of, way, inner, onto);
    return taken;
}

}  // namespace gatehouse::model::attendance
