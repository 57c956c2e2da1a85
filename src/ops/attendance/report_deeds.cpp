#include "ops/attendance/report_deeds.hpp"

#include "ops/attendance/report_run.hpp"
#include "ops/places.hpp"

#include <charconv>

namespace gatehouse::ops::attendance {
namespace {

using base::errc;
namespace sa = store::attendance;

template <class Number>
bool read_digits(std::string_view text, Number& into)
{
    if (text.find_first_not_of("0123456789") != std::string_view::npos)
        return false;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), into);
    return read.ec == std::errc{} && read.ptr == text.data() + text.size();
}

struct period {
    std::optional<model::civil_day> first;
    std::optional<model::civil_day> last;
};

period read_period(const report_order& what, std::vector<base::fault>& faults)
{
    const period read{read_date(what.from), read_date(what.to)};
    if (!read.first)
        faults.push_back({"/from", "must be a date like 2026-03-01"});
    if (!read.last)
        faults.push_back({"/to", "must be a date like 2026-03-31"});
    if (read.first && read.last) {
        const auto most = longest(what.kind);
        if (*read.last < *read.first)
            faults.push_back({"/to", "must not be before the first date"});
        else if (*read.last - *read.first >= most)
            faults.push_back({"/to", "this report spans " + std::to_string(most.count()) + " dates at most"});
    }
    return read;
}

}  // namespace

std::optional<model::civil_day> read_date(std::string_view text)
{
    constexpr std::size_t length = 10;
    int year = 0;
    unsigned month = 0;
    unsigned day = 0;
    if (text.size() != length || text[4] != '-' || text[7] != '-' || !read_digits(text.substr(0, 4), year) ||
        !read_digits(text.substr(5, 2), month) || !read_digits(text.substr(8), day))
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                           std::chrono::day(day)};
    return date.ok() ? std::optional(model::civil_day{date}) : std::nullopt;
}

base::result<sa::report> ask_report(store::transaction& in, model::organization_id home,
                                    const report_order& what, const author& by)
{
    std::vector<base::fault> faults;
    const period dates = read_period(what, faults);
    for (base::fault& each : faults_of(what.kind, what.columns))
        faults.push_back(std::move(each));
    if (const auto unit = check_unit(in.index, home, what.unit); !unit)
        for (const base::fault& each : unit.error().faults)
            faults.push_back(each);
    if (!faults.empty()) {
        base::error refused{errc::malformed_input, "The report cannot be made so."};
        refused.faults = std::move(faults);
        return refused;
    }
    if (sa::open_reports(in.sql, home) >= open_reports_most)
        return base::error{errc::conflict, "Too many reports wait; cancel some, or try again later."};
    sa::report order;
    order.organization = home;
    order.kind = model::name_of(what.kind);
    order.first = *dates.first;
    order.last = *dates.last;
    order.unit = what.unit;
    order.format = model::name_of(what.format);
    order.language = model::name_of(what.language);
    order.has_head = what.head;
    order.columns = column_words(what.columns);
    order.asked_at = by.now;
    const sa::report made = sa::insert_report(in, order);
    difference changed;
    changed.show("kind", "", made.kind).show("from", "", what.from).show("to", "", what.to);
    changed.show_id("unit_id", {}, what.unit).show("format", "", made.format);
    write_down(in, by, home, "attendance_report.ask", made.id.value, changed);
    return made;
}

base::result<sa::report> cancel_report(store::transaction& in, const sa::report& what, const author& by)
{
    if (what.state != sa::report_state::waiting && what.state != sa::report_state::running)
        return base::error{errc::conflict, "It is over already."};
    sa::report ended = what;
    ended.state = sa::report_state::cancelled;
    ended.finished_at = by.now;
    sa::update_report(in, ended);
    difference changed;
    changed.show("state", model::name_of(what.state), model::name_of(ended.state));
    write_down(in, by, what.organization, "attendance_report.cancel", what.id.value, changed);
    return ended;
}

}  // namespace gatehouse::ops::attendance
