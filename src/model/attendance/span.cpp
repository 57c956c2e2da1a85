#include "model/attendance/span.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {

void span_set::add(span more)
{
    if (more.length() == minutes{})
        return;
    const auto from = std::find_if(parts_.begin(), parts_.end(),
                                   [&](const span& each) { return each.to >= more.from; });
    auto to = from;
    for (; to != parts_.end() && to->from <= more.to; ++to) {
        more.from = std::min(more.from, to->from);
        more.to = std::max(more.to, to->to);
    }
    parts_.insert(parts_.erase(from, to), more);
}

minutes span_set::total() const
{
    minutes sum{};
    for (const span& each : parts_)
        sum += each.length();
    return sum;
}

bool span_set::holds(moment at) const
{
    return std::any_of(parts_.begin(), parts_.end(), [&](const span& each) { return each.holds(at); });
}

span_set span_set::before(moment at) const
{
    span_set kept;
    for (const span& each : parts_)
        if (each.from < at)
            kept.parts_.push_back({each.from, std::min(each.to, at)});
    return kept;
}

span_set span_set::since(moment at) const
{
    span_set kept;
    for (const span& each : parts_)
        if (each.to > at)
            kept.parts_.push_back({std::max(each.from, at), each.to});
    return kept;
}

span_set span_set::head(minutes many) const
{
    span_set kept;
    for (const span& each : parts_) {
        if (many <= minutes{})
            break;
        const minutes taken = std::min(many, each.length());
        kept.parts_.push_back({each.from, each.from + taken});
        many -= taken;
    }
    return kept;
}

span_set span_set::tail(minutes many) const
{
    return *this - head(total() - many);
}

span_set operator|(span_set a, const span_set& b)
{
    for (const span& each : b.parts_)
        a.add(each);
    return a;
}

span_set operator&(const span_set& a, const span_set& b)
{
    span_set both;
    auto left = a.parts_.begin();
    auto right = b.parts_.begin();
    while (left != a.parts_.end() && right != b.parts_.end()) {
        both.add({std::max(left->from, right->from), std::min(left->to, right->to)});
        left->to < right->to ? ++left : ++right;
    }
    return both;
}

span_set operator-(const span_set& a, const span_set& b)
{
    span_set kept;
    for (span each : a.parts_) {
        for (const span& cut : b.parts_) {
            if (cut.to <= each.from || cut.from >= each.to)
                continue;
            kept.add({each.from, cut.from});
            each.from = std::min(cut.to, each.to);
        }
        kept.add(each);
    }
    return kept;
}

}  // namespace gatehouse::model::attendance
