// Month summary, payroll and month grid; ranks.
#include "ops/attendance/report_rows.hpp"
#include "ops/attendance/report_sums.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

using model::civil_day;
using store::attendance::member;

constexpr std::size_t people_a_page = 100;

// The people of a report, page by page.
class by_person {
public:
    explicit by_person(const report_frame& of) : of_(of) {}

    // False: those were the last.
    template <class Visit>
    bool page(Visit visit)
    {
        const auto all = of_.people->in_order();
        const std::size_t until = std::min(all.size(), next_ + people_a_page);
        for (; next_ < until; ++next_)
            visit(all[next_]);
        return next_ < all.size();
    }
    double progress() const
    {
        const std::size_t all = of_.people->in_order().size();
        return all == 0 ? 1 : static_cast<double>(next_) / static_cast<double>(all);
    }

private:
    const report_frame& of_;
    std::size_t next_ = 0;
};

class summary final : public row_source {
public:
    explicit summary(const report_frame& of) : of_(of), people_(of) {}

    bool page(store::connection& sql, const std::function<void(const record&)>& onto) override
    {
        if (!office_)
            office_.emplace(sql, of_.home, *of_.zone);
        const bool more = people_.page([&](const member& who) {
            const period_sums found = sums_of(sql, *office_, who.person, of_.first, of_.last);
            const bool is_adjusted = found.sums.lower_bound("adjust.") != found.sums.lower_bound("adjust/");
            if (found.days == 0 && !is_adjusted)
                return;
            const auto days = of_.fields->shows_as_days() || of_.kind == report_kind::grid
                                  ? store::attendance::days_of(sql, who.person, of_.first, of_.last)
                                  : std::vector<store::attendance::kept_day>{};
            const person_sums sums = sum_up(*of_.fields, found.sums, days);
            record made = of_.fields->blank();
            put(*of_.fields, sums, made);
            put_person(sql, of_, who, made);
            if (of_.kind == report_kind::grid)
                for (const auto& each : days)
                    made.cells[of_.fields->at(reports::date_text(each.day))] = sign_of(read(each).statuses);
            if (of_.kind == report_kind::summary) {
                made.cells[of_.fields->at("people")] = {};
                count(who, sums);
            }
            onto(made);
        });
        if (!more && of_.kind == report_kind::summary)
            total(onto);
        return more;
    }
    double progress() const override { return people_.progress(); }

private:
    struct totals {
        person_sums sums;
        std::int64_t people = 0;
    };

    void count(const member& who, const person_sums& sums)
    {
        const auto one = [&](totals& of) {
            add(of.sums, sums);
            ++of.people;
        };
        for (const model::unit_id unit : of_.people->upwards(who.unit))
            one(of_units_[unit]);
        one(of_all_);
    }
    void total(const std::function<void(const record&)>& onto)
    {
        const auto put_total = [&](const totals& what, std::string unit) {
            record made = of_.fields->blank();
            put(*of_.fields, what.sums, made);
            made.cells[of_.fields->at("person")] = std::string(of_.in == report_language::en ? "Total"
                                                                                             : "合计");
            made.cells[of_.fields->at("unit")] = std::move(unit);
            made.cells[of_.fields->at("people")] = what.people;
            onto(made);
        };
        for (const model::unit_id unit : of_.people->units())
            if (const auto found = of_units_.find(unit); found != of_units_.end())
                put_total(found->second, of_.people->unit_name(unit));
        if (of_all_.people)
            put_total(of_all_, {});
    }

    const report_frame& of_;
    by_person people_;
    std::optional<office> office_;
    std::map<model::unit_id, totals> of_units_;
    totals of_all_;
};

// The month before a whole month, else as many dates as the period has.
civil_day begin_of_period_before(civil_day first, civil_day last)
{
    const std::chrono::year_month_day begin{first};
    const std::chrono::year_month_day after{last + std::chrono::days(1)};
    const bool whole = begin.day() == std::chrono::day(1) && after.day() == std::chrono::day(1) &&
                       begin.year() / begin.month() + std::chrono::months(1) == after.year() / after.month();
    if (whole)
        return civil_day{(begin.year() / begin.month() - std::chrono::months(1)) / std::chrono::day(1)};
    return first - (last - first) - std::chrono::days(1);
}

bool is_ranked(report_kind kind, std::string_view item)
{
    switch (kind) {
    case report_kind::lateness: return item == "late";
    case report_kind::absence: return item == "absent";
    case report_kind::overtime: return item.starts_with("ot_");
    default: return item == "leave";
    }
}

// Everybody is looked at before the first row is known: a line of a few numbers each is held, not rows.
class ranks final : public row_source {
public:
    explicit ranks(const report_frame& of)
        : of_(of),
          people_(of),
          before_(begin_of_period_before(of.first, of.last))
    {}

    bool page(store::connection& sql, const std::function<void(const record&)>& onto) override
    {
        if (!sorted_) {
            if (people_.page([&](const member& who) { look_at(sql, who); }))
                return true;
            std::stable_sort(found_.begin(), found_.end(),
                             [](const line& a, const line& b) { return a.minutes > b.minutes; });
            sorted_ = true;
        }
        const std::size_t until = std::min(found_.size(), next_ + people_a_page);
        for (; next_ < until; ++next_)
            onto(row(sql));
        return next_ < found_.size();
    }
    double progress() const override { return people_.progress(); }

private:
    struct line {
        member who;
        std::int64_t days = 0;
        std::int64_t minutes = 0;
        std::int64_t before = 0;
    };

    void look_at(store::connection& sql, const member& who)
    {
        line made{who};
        for (const auto& day : store::attendance::days_of(sql, who.person, before_, of_.last)) {
            std::int64_t many = 0;
            each_value(read(day), [&](std::string_view name, std::int64_t minutes) {
                if (is_ranked(of_.kind, name))
                    many += minutes;
            });
            if (day.day < of_.first) {
                made.before += many;
            } else {
                made.minutes += many;
                made.days += many > 0;
            }
        }
        if (made.minutes || made.before)
            found_.push_back(made);
    }
    record row(store::connection& sql)
    {
        const line& what = found_[next_];
        if (next_ == 0 || what.minutes != found_[next_ - 1].minutes)
            rank_ = static_cast<std::int64_t>(next_) + 1;
        record made = of_.fields->blank();
        put_person(sql, of_, what.who, made);
        made.cells[of_.fields->at("rank")] = rank_;
        made.cells[of_.fields->at("days")] = what.days;
        made.cells[of_.fields->at("minutes")] = what.minutes;
        made.cells[of_.fields->at("before")] = what.before;
        made.cells[of_.fields->at("change")] = what.minutes - what.before;
        return made;
    }

    const report_frame& of_;
    by_person people_;
    civil_day before_;
    std::vector<line> found_;
    bool sorted_ = false;
    std::size_t next_ = 0;
    std::int64_t rank_ = 0;
};

}  // namespace

std::unique_ptr<row_source> sum_rows(const report_frame& of)
{
    return std::make_unique<summary>(of);
}

std::unique_ptr<row_source> rank_rows(const report_frame& of)
{
    return std::make_unique<ranks>(of);
}

}  // namespace gatehouse::ops::attendance
