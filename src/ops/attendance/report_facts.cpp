#include "ops/attendance/report_facts.hpp"

#include "model/tap_time.hpp"
#include "ops/attendance/compute.hpp"
#include "store/attendance/locks.hpp"
#include "store/attendance/rules.hpp"

#include <limits>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;

constexpr std::int64_t a_page = 2000;

// "shift Day #3": the versions that are in force on a date of the period.
std::string versions_of(store::connection& sql, const sa::report& what)
{
    constexpr std::size_t most = 40;
    const auto all = sa::rules_of(sql, what.organization);
    std::string text;
    std::size_t named = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        const sa::rule_version& each = all[i];
        const bool followed = i + 1 < all.size() && all[i + 1].kind == each.kind &&
                              all[i + 1].name == each.name;
        const bool over = followed && all[i + 1].since <= what.first;
        const bool about_days = each.kind != sa::rule_kind::chain && each.kind != sa::rule_kind::leave;
        if (each.since > what.last || over || !about_days || !each.words || ++named > most)
            continue;
        text.append(text.empty() ? "" : ", ")
            .append(model::name_of(each.kind))
            .append(" ")
            .append(each.name)
            .append(" #")
            .append(std::to_string(each.number));
    }
    return named > most ? text + ", +" + std::to_string(named - most) : text;
}

enum class locked { no, partly, wholly };

locked lock_of(store::connection& sql, const sa::report& what)
{
    for (const sa::period_lock& each :
         sa::locks_of(sql, what.organization, 0, std::numeric_limits<std::int64_t>::max()))
        if (!each.unlocked_at && (!each.unit || each.unit == what.unit) && each.first <= what.first &&
            what.last <= each.last)
            return locked::wholly;
    return sa::has_locked(sql, what.organization, what.unit, what.first, what.last) ? locked::partly
                                                                                    : locked::no;
}

std::string_view word_for(locked how, bool english)
{
    switch (how) {
    case locked::no: return english ? "open" : "未锁定";
    case locked::partly: return english ? "partly locked" : "部分锁定";
    case locked::wholly: return english ? "locked" : "已锁定";
    }
    return {};
}

}  // namespace

report_facts::report_facts(const sa::report& what, const report_people& people)
    : what_(what),
      people_(people),
      day_(what.first)
{}

bool report_facts::page(store::connection& sql)
{
    std::int64_t read_already = 0;
    while (day_ <= what_.last && read_already < a_page)
        read_already += some_of_a_day(sql);
    return day_ <= what_.last;
}

// How many were read, one at least.
std::int64_t report_facts::some_of_a_day(store::connection& sql)
{
    const auto found = sa::days_on(sql, what_.organization, day_, after_, a_page);
    for (const sa::kept_day& each : found) {
        if (!people_.find(each.person))
            continue;
        const rules::kept_result day = read(each);
        ++days_;
        pending_ += day.statuses.contains(rules::status::pending);
        unproven_ += day.sums.unproven > rules::minutes{};
        newest_ = std::max(newest_, each.computed_at);
        for (const auto& [type, many] : day.sums.leave)
            occurring_.insert("leave." + type);
    }
    if (std::ssize(found) == a_page) {
        after_ = found.back().person.value;
        return a_page;
    }
    after_ = 0;
    day_ += std::chrono::days(1);
    return std::ssize(found) + 1;
}

void report_facts::look_at_adjustments(store::connection& sql)
{
    std::int64_t after = 0;
    std::vector<sa::adjustment> found;
    do {
        found = sa::adjustments_in(sql, what_.organization, what_.first, what_.last, after, a_page);
        for (const sa::adjustment& each : found) {
            after = each.id;
            if (people_.find(each.person))
                for (const auto& [name, many] : read_minutes(each.minutes))
                    occurring_.insert("adjust." + name);
        }
    } while (std::ssize(found) == a_page);
}

double report_facts::progress() const
{
    return static_cast<double>((day_ - what_.first).count()) /
           static_cast<double>((what_.last - what_.first).count() + 1);
}

reports::table_head report_facts::head(store::connection& sql, report_kind kind, report_language in,
                                       const store::organization_entry& home, bool shown)
{
    look_at_adjustments(sql);
    const bool english = in == report_language::en;
    reports::table_head made{title_of(kind, in), {}, shown};
    const auto say = [&](const char* field, const char* name, const char* chinese, std::string text) {
        made.facts.push_back({field, english ? name : chinese, std::move(text)});
    };
    say("organization", "organization", "机构", home.what.name);
    if (what_.unit)
        say("unit", "unit", "部门", people_.unit_name(*what_.unit));
    say("period", "period", "期间", reports::date_text(what_.first) + " – " + reports::date_text(what_.last));
    say("zone", "zone", "时区", home.what.time_zone);
    say("rules", "rules", "规则版本", versions_of(sql, what_));
    // Of what the report says, not of when it was asked for: the same state makes the same file.
    say("computed_at", "computed at", "计算时间",
        newest_ == base::instant{} ? std::string{} : model::civil_text(newest_, *home.zone));
    say("state", "state", "状态", std::string(word_for(lock_of(sql, what_), english)));
    say("days", "days", "人日", std::to_string(days_));
    say("pending", "pending days", "未结束", std::to_string(pending_));
    say("unproven", "unproven days", "待核", std::to_string(unproven_));
    return made;
}

}  // namespace gatehouse::ops::attendance
