// Stretches of time in whole minutes, and sets of them: all counting of attendance is done on these.
#pragma once

#include <chrono>
#include <vector>

namespace gatehouse::model::attendance {

using std::chrono::minutes;
using moment = std::chrono::sys_time<std::chrono::minutes>;  // an instant whose seconds were dropped

// Half open.
struct span {
    moment from;
    moment to;

    minutes length() const { return to > from ? to - from : minutes{}; }
    bool holds(moment at) const { return from <= at && at < to; }
    bool operator==(const span&) const = default;
};

// Disjoint, in order, none of them empty.
class span_set {
public:
    span_set() = default;
    span_set(span one) { add(one); }
    span_set(moment from, moment to) { add({from, to}); }

    void add(span more);
    const std::vector<span>& parts() const { return parts_; }
    bool empty() const { return parts_.empty(); }
    minutes total() const;
    bool holds(moment at) const;
    // Of a set that is not empty.
    moment first() const { return parts_.front().from; }
    moment last() const { return parts_.back().to; }

    span_set before(moment at) const;
    span_set since(moment at) const;
    // The first, and the last, so many minutes of it.
    span_set head(minutes many) const;
    span_set tail(minutes many) const;

    friend span_set operator|(span_set a, const span_set& b);
    friend span_set operator&(const span_set& a, const span_set& b);
    friend span_set operator-(const span_set& a, const span_set& b);
    bool operator==(const span_set&) const = default;

private:
    std::vector<span> parts_;
};

}  // namespace gatehouse::model::attendance
