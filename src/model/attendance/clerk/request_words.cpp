#include "model/attendance/clerk/rule_words.hpp"

namespace gatehouse::model::attendance::clerk {
namespace {

void read_span(statement& line, request& into)
{
    into.part = covered_part::clock;
    into.between.from = line.time();
    line.expect("to");
    into.between.to = line.time();
}

void read_covered(statement& line, request& into)
{
    into.first = line.date();
    into.last = into.first;
    if (line.accept("morning")) {
        into.part = covered_part::morning;
    } else if (line.accept("afternoon")) {
        into.part = covered_part::afternoon;
    } else if (line.accept("to")) {
        into.last = line.date();
        if (read_number(line.peek())) {
            into.allowance = line.count();
            line.expect("at");
            into.part = line.accept("start") ? covered_part::at_start : covered_part::at_end;
            if (into.part == covered_part::at_end)
                line.expect("end");
        }
    } else if (read_time(line.peek())) {
        read_span(line, into);
    }
}

void read_times(statement& line, request& into)
{
    into.first = line.date();
    into.last = into.first;
    read_span(line, into);
}

void read_correction(statement& line, request& into)
{
    into.kind = request_kind::correction;
    into.first = line.date();
    into.last = into.first;
    if (line.accept("section"))
        into.section = line.within(1, 4);
    into.in = line.accept("in");
    if (!into.in)
        line.expect("out");
    into.claimed = line.time();
}

}  // namespace

request read_request(statement& line)
{
    request made;
    if (line.accept("correction")) {
        read_correction(line, made);
    } else if (line.accept("leave")) {
        made.kind = request_kind::leave;
        made.leave_type = line.take();
        read_covered(line, made);
    } else if (line.accept("trip")) {
        made.kind = request_kind::trip;
        read_covered(line, made);
    } else if (line.accept("field")) {
        made.kind = request_kind::field;
        read_times(line, made);
    } else if (line.accept("overtime")) {
        made.kind = request_kind::overtime;
        read_times(line, made);
    } else {
        line.fail("\"" + std::string(line.peek()) + "\" begins no request");
    }
    return made;
}

}  // namespace gatehouse::model::attendance::clerk
