#include "model/attendance/cases/clerk_case.hpp"
#include "model/attendance/leave_account.hpp"
#include "model/attendance/month.hpp"

#include <algorithm>
#include <cstdio>

namespace gatehouse::model::attendance::cases {
namespace {

using std::chrono::days;

// "Now" where a case names none: long afterwards.
constexpr base::instant long_afterwards{std::chrono::sys_days{std::chrono::year{2100} / 1 / 1}};

std::string plain_number(long hundredths)
{
    char text[40];
    if (hundredths % 100 == 0)
        std::snprintf(text, sizeof text, "%ld", hundredths / 100);
    else
        std::snprintf(text, sizeof text, "%.2f", static_cast<double>(hundredths) / 100);
    return text;
}

std::string joined(const std::vector<std::string>& words)
{
    std::string all;
    for (const std::string& each : words)
        all.append(all.empty() ? "" : ", ").append(each);
    return all;
}

class case_runner {
public:
    explicit case_runner(const clerk_case& what) : what_(what), people_(what.person)
    {
        for (const shift& each : what.shifts)
            book_.shifts.emplace_back(each);
        book_.group = versions<group_rules>(what.group);
        book_.days = versions<calendar>(what.days);
        past_.book = &book_;
        past_.person = &people_;
        past_.punches = what.punches;
        past_.requests = what.requests;
        past_.now = what.now.value_or(long_afterwards);
        decide_phones();
        outcome_ = {what.id, what.title, what.line, {}, {}, {}};
    }

    case_outcome run()
    {
        for (const expectation& each : what_.expected) {
            switch (each.about) {
            case expected_about::day: check_day(each, past_.now, date_text(each.date)); break;
            case expected_about::locked_day:
                check_day(each, lock(each).at, "locked " + date_text(each.date));
                break;
            case expected_about::month: check_month(each); break;
            case expected_about::adjustment: check_adjustment(each); break;
            case expected_about::annual: check_annual(each); break;
            case expected_about::phone: check_phone(each); break;
            }
        }
        if (what_.expected.empty())
            outcome_.differences.emplace_back("the case expects nothing");
        return std::move(outcome_);
    }

private:
    void decide_phones()
    {
        std::optional<base::instant> before;
        for (const phone_punch& each : what_.phones) {
            const civil_day date = std::chrono::floor<days>(what_.group.zone->to_civil(each.at));
            std::vector<scheduled_day> plans;
            std::vector<std::optional<claim>> claims;
            std::vector<const request*> in_force;
            for (const request& one : what_.requests)
                if (one.in_force(past_.now))
                    in_force.push_back(&one);
            for (int day = -3; day <= 1; ++day) {
                plans.push_back(schedule(book_, people_, date + days(day)));
                claims.push_back(claim_of(plans.back(), in_force));
            }
            const phone_decision made = decide(each, plans, claims, before);
            decisions_.emplace_back(each.at, made);
            if (!made.accepted())
                continue;
            before = each.at;
            punch kept;
            kept.id = past_.punches.size() + 1;
            kept.device_time = each.at;
            kept.fingerprint = "phone/" + std::to_string(base::to_milliseconds(each.at));
            past_.punches.push_back(kept);
        }
    }

    const period_lock& lock(const expectation& of)
    {
        static const period_lock none{};
        if (what_.lock)
            return *what_.lock;
        differ(date_text(of.date), "nothing is locked");
        return none;
    }

    day_result day_at(civil_day date, base::instant now) const
    {
        history then = past_;
        then.now = now;
        return with_punches_of_ours(judge(then, date, date).front());
    }

    // A result points into its history: here only its values are read on.
    static day_result with_punches_of_ours(day_result made)
    {
        for (used_punch& each : made.used)
            each.origin = nullptr;
        for (left_out_punch& each : made.left_out)
            each.origin = nullptr;
        for (section_result& each : made.sections) {
            if (each.in)
                each.in->origin = nullptr;
            if (each.out)
                each.out->origin = nullptr;
        }
        return made;
    }

    void differ(const std::string& about, const std::string& text)
    {
        outcome_.differences.push_back(about + ": " + text);
    }

    void compare(const std::string& about, const std::string& name, const std::string& wanted,
                 const std::string& got)
    {
        if (wanted != got)
            differ(about, name + " expected " + wanted + ", got " + got);
    }

    void check_day(const expectation& wanted, base::instant now, const std::string& about)
    {
        const day_result got = day_at(wanted.date, now);
        const std::size_t before = outcome_.differences.size();
        std::vector<std::string> statuses;
        for (const status each : got.statuses)
            statuses.emplace_back(name_of(each));
        compare(about, "status", joined(wanted.statuses), joined(statuses));
        std::map<std::string, minutes> amounts = by_name(got.sums);
        const std::map<std::string, int> counts{{"late_times", got.late_times},
                                                {"early_times", got.early_times},
                                                {"missing_times", got.missing_times}};
        for (const expected_item& each : wanted.items) {
            const auto count = counts.find(each.name);
            if (each.kind == item_kind::amount && count != counts.end()) {
                compare(about, each.name, plain_number(each.hundredths), std::to_string(count->second));
            } else if (each.kind == item_kind::amount) {
                compare(about, each.name, plain_number(each.hundredths),
                        std::to_string(amounts[each.name].count()));
                amounts.erase(each.name);
            } else {
                check_item(each, got, about);
            }
        }
        for (const auto& [name, many] : amounts)
            if (many != minutes{})
                compare(about, name, "0", std::to_string(many.count()));
        if (got.what && !balances(got.sums, got.what->hours))
            differ(about, "the accounts do not balance");
        for (const trace_step& each : got.why)
            outcome_.rules.insert(each.rule());
        if (outcome_.differences.size() > before)
            for (const trace_step& each : got.why)
                outcome_.trace += "  " + about + "  " + words(each, language::english) + "\n";
    }

    void check_item(const expected_item& wanted, const day_result& got, const std::string& about)
    {
        const day_clock clock = got.clock();
        std::vector<std::string> found;
        switch (wanted.kind) {
        case item_kind::point: {
            const auto shown = [&](const std::optional<edge>& at) {
                return at ? clock_text(clock.past_midnight(at->at)) : std::string("none");
            };
            const bool in = wanted.name.starts_with("in");
            const std::string number = wanted.name.substr(in ? 2 : 3);
            const std::size_t index = number.empty() ? 0 : static_cast<std::size_t>(number[0] - '1');
            std::optional<edge> at;
            if (index < got.sections.size())
                at = in ? got.sections[index].in : got.sections[index].out;
            compare(about, wanted.name, wanted.clock ? clock_text(*wanted.clock) : "none", shown(at));
            return;
        }
        case item_kind::left_out:
        case item_kind::none_left_out: {
            for (const left_out_punch& each : got.left_out)
                found.push_back(clock_text(clock.past_midnight(each.at)) + " " +
                                std::string(name_of(each.why)));
            const std::string text = wanted.clock ? clock_text(*wanted.clock) + " " + wanted.name : "none";
            const bool met = wanted.clock ? std::find(found.begin(), found.end(), text) != found.end()
                                          : found.empty();
            if (!met)
                compare(about, "left out", text, found.empty() ? "none" : joined(found));
            return;
        }
        case item_kind::why:
            if (std::none_of(got.why.begin(), got.why.end(),
                             [&](const trace_step& each) { return each.rule() == wanted.rule; }))
                differ(about, "no step of rule A-" + std::to_string(wanted.rule));
            return;
        case item_kind::hint:
            for (const hint& each : got.hints)
                found.push_back(words(each, clock, language::english));
            if (std::find(found.begin(), found.end(), wanted.name) == found.end())
                compare(about, "hint", wanted.name, found.empty() ? "none" : joined(found));
            return;
        case item_kind::amount: return;
        }
    }

    bool is_locked(civil_day date) const
    {
        return what_.lock && what_.lock->first <= date && date <= what_.lock->last;
    }

    std::map<std::string, minutes> adjustment_of(civil_day date) const
    {
        return adjustment(day_at(date, what_.lock->at).sums, {}, day_at(date, past_.now).sums);
    }

    void check_month(const expectation& wanted)
    {
        const civil_day first = wanted.date;
        const std::chrono::year_month_day begin{first};
        const civil_day last{begin.year() / begin.month() / std::chrono::last};
        std::vector<day_result> all;
        for (civil_day date = first; date <= last; date += days(1))
            all.push_back(day_at(date, is_locked(date) ? what_.lock->at : past_.now));
        month_facts facts;
        facts.group = &what_.group;
        for (const day_result& each : all)
            facts.days.push_back(&each);
        facts.standard = standard_hours(what_.days, first, last);
        columns got = summarize(facts).sums;
        // What a locked period owes is booked in the first open one.
        if (what_.lock && first == what_.lock->last + days(1))
            for (civil_day date = what_.lock->first; date <= what_.lock->last; date += days(1))
                for (const auto& [name, many] : adjustment_of(date))
                    got["adjust." + name] += many.count() * 100;
        const std::string about = "month " + date_text(first).substr(0, 7);
        for (const expected_item& each : wanted.items)
            compare(about, each.name, plain_number(each.hundredths), plain_number(got[each.name]));
    }

    void check_adjustment(const expectation& wanted)
    {
        const std::string about = "adjust " + date_text(wanted.date);
        if (!what_.lock) {
            differ(about, "nothing is locked");
            return;
        }
        std::map<std::string, minutes> got = adjustment_of(wanted.date);
        for (const expected_item& each : wanted.items) {
            compare(about, each.name, plain_number(each.hundredths), std::to_string(got[each.name].count()));
            got.erase(each.name);
        }
        for (const auto& [name, many] : got)
            compare(about, name, "0", std::to_string(many.count()));
    }

    void check_annual(const expectation& wanted)
    {
        const std::chrono::year year = std::chrono::year_month_day{wanted.date}.year();
        const int got = annual_leave(year, {what_.works_since, what_.person.joined, what_.person.left});
        compare("annual " + date_text(wanted.date).substr(0, 4), "granted",
                plain_number(wanted.items.front().hundredths), std::to_string(got));
    }

    void check_phone(const expectation& wanted)
    {
        const std::string about =
            "phone " + clock_text(std::chrono::floor<minutes>(
                           what_.group.zone->to_civil(wanted.phone_at).time_since_epoch() % days(1)));
        for (const auto& [at, decision] : decisions_) {
            if (at != wanted.phone_at)
                continue;
            const std::string got = decision.accepted() ? "accepted " + decision.means
                                                        : "refused " + std::string(name_of(decision.refusal));
            compare(about, "outcome", wanted.phone_outcome, got);
            return;
        }
        differ(about, "no phone punched then");
    }

    const clerk_case& what_;
    person_schedule people_;
    rule_book book_;
    history past_;
    std::vector<std::pair<base::instant, phone_decision>> decisions_;
    case_outcome outcome_;
};

}  // namespace

case_outcome run(const clerk_case& what)
{
    return case_runner(what).run();
}

}  // namespace gatehouse::model::attendance::cases
