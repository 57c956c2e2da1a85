#include "ops/attendance/report_rows.hpp"

namespace gatehouse::ops::attendance {

std::unique_ptr<row_source> rows_of(const report_frame& of)
{
    switch (of.kind) {
    case report_kind::days: return day_rows(of);
    case report_kind::grid:
    case report_kind::summary:
    case report_kind::payroll: return sum_rows(of);
    case report_kind::faults:
    case report_kind::punches: return judged_rows(of);
    case report_kind::adjustments: return adjustment_rows(of);
    case report_kind::balance: return balance_rows(of);
    case report_kind::requests: return request_rows(of);
    case report_kind::lateness:
    case report_kind::absence:
    case report_kind::overtime:
    case report_kind::leave: return rank_rows(of);
    }
    return nullptr;
}

void put_person(store::connection& sql, const report_frame& of, const store::attendance::member& who,
                record& onto)
{
    auto known = store::attendance::name_of_member(sql, who.person);
    onto.cells[of.fields->at("person")] = std::move(known.name);
    onto.cells[of.fields->at("number")] = std::move(known.number);
    onto.cells[of.fields->at("unit")] = of.people->unit_name(who.unit);
}

void put_day(const report_frame& of, const store::attendance::kept_day& day, const rules::kept_result& what,
             record& onto)
{
    onto.cells[of.fields->at("date")] = day.day;
    onto.cells[of.fields->at("shift")] = day.shift.value_or("");
    onto.cells[of.fields->at("status")] = status_text(what.statuses, of.in);
    each_value(what, [&](std::string_view name, std::int64_t many) {
        if (const auto field = of.fields->find(name))
            onto.cells[*field] = many;
    });
    const auto put_point = [&](std::string name, std::size_t section, std::optional<rules::minutes> at) {
        const auto field = of.fields->find(section == 0 ? name : name + std::to_string(section + 1));
        if (field && at)
            onto.cells[*field] = rules::clock_text(*at);
    };
    for (std::size_t i = 0; i < what.sections.size(); ++i) {
        put_point("in", i, what.sections[i].in);
        put_point("out", i, what.sections[i].out);
    }
}

namespace {

// Date by date, those with a fault in front.
class day_list final : public row_source {
public:
    explicit day_list(const report_frame& of) : of_(of), day_(of.first) {}

    bool page(store::connection& sql, const std::function<void(const record&)>& onto) override
    {
        std::int64_t read_already = 0;
        while (day_ <= of_.last && read_already < a_page)
            read_already += some_of_a_day(sql, onto);
        return day_ <= of_.last;
    }
    double progress() const override
    {
        return static_cast<double>((day_ - of_.first).count()) /
               static_cast<double>((of_.last - of_.first).count() + 1);
    }

private:
    static constexpr std::int64_t a_page = 1000;

    // How many were read, one at least.
    std::int64_t some_of_a_day(store::connection& sql, const std::function<void(const record&)>& onto)
    {
        const auto found = store::attendance::days_on(sql, of_.home, day_, after_, a_page);
        for (const auto& each : found) {
            const auto* const who = of_.people->find(each.person);
            if (!who)
                continue;
            const rules::kept_result what = read(each);
            if (has_fault(what.statuses) != faults_)
                continue;
            record made = of_.fields->blank();
            put_person(sql, of_, *who, made);
            put_day(of_, each, what, made);
            onto(made);
        }
        if (std::ssize(found) == a_page) {
            after_ = found.back().person.value;
            return a_page;
        }
        after_ = 0;
        faults_ = !faults_;
        if (faults_)
            day_ += std::chrono::days(1);
        return std::ssize(found) + 1;
    }

    const report_frame& of_;
    model::civil_day day_;
    std::int64_t after_ = 0;
    bool faults_ = true;
};

}  // namespace

std::unique_ptr<row_source> day_rows(const report_frame& of)
{
    return std::make_unique<day_list>(of);
}

}  // namespace gatehouse::ops::attendance
