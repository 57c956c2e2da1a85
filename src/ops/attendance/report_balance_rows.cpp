// What leave everybody has at the end of the period, and had before it.
#include "ops/attendance/leave.hpp"
#include "ops/attendance/report_rows.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

using model::civil_day;
using store::attendance::member;

// What was taken later, or asked for later dates, is not taken yet.
std::int64_t balance_on(rules::leave_account account, civil_day date)
{
    std::erase_if(account.charges, [date](const rules::leave_charge& each) { return each.date > date; });
    return account.balance(date);
}

class balances final : public row_source {
public:
    explicit balances(const report_frame& of) : of_(of) {}

    bool page(store::connection& sql, const std::function<void(const record&)>& onto) override
    {
        constexpr std::size_t a_page = 100;
        const auto all = of_.people->in_order();
        for (const std::size_t until = std::min(all.size(), next_ + a_page); next_ < until; ++next_)
            for (const std::string& leave : store::attendance::leaves_of(sql, all[next_].person))
                onto(row(sql, all[next_], leave));
        return next_ < all.size();
    }
    double progress() const override
    {
        const std::size_t all = of_.people->in_order().size();
        return all == 0 ? 1 : static_cast<double>(next_) / static_cast<double>(all);
    }

private:
    record row(store::connection& sql, const member& who, const std::string& leave) const
    {
        record made = of_.fields->blank();
        put_person(sql, of_, who, made);
        const auto account = store::attendance::account_of(
            store::attendance::leave_entries_of(sql, who.person, leave));
        const std::int64_t now = balance_on(account, of_.last);
        const std::int64_t before = balance_on(account, of_.first - std::chrono::days(1));
        const auto put = [&](std::string_view field, reports::cell what) {
            made.cells[of_.fields->at(field)] = std::move(what);
        };
        put("type", leave_name(leave, of_.in));
        if (const auto type = find_leave_type(sql, of_.home, leave, of_.last))
            put("counted_in", counted_in(type->unit));
        put("balance", now);
        put("before", before);
        put("change", now - before);
        return made;
    }
    std::string counted_in(rules::leave_unit unit) const
    {
        const bool english = of_.in == report_language::en;
        if (unit == rules::leave_unit::minute)
            return english ? "minutes" : "分钟";
        if (unit == rules::leave_unit::hour)
            return english ? "hours" : "小时";
        return english ? "days" : "天";
    }

    const report_frame& of_;
    std::size_t next_ = 0;
};

}  // namespace

std::unique_ptr<row_source> balance_rows(const report_frame& of)
{
    return std::make_unique<balances>(of);
}

}  // namespace gatehouse::ops::attendance
