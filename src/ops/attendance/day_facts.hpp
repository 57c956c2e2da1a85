// All that a day is judged from, in words: what its digest is made of, and the case that tells it.
#pragma once

#include "base/crypto.hpp"
#include "ops/attendance/office.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ops::attendance {

// The words of an organization's rules.
class rule_words {
public:
    rule_words(store::connection& sql, model::organization_id home, std::string zone);

    // In force on that date, and before the first version the first; null: there are none.
    const std::vector<std::string>* of(store::attendance::rule_kind kind, const std::string& name,
                                       model::civil_day date) const;
    const std::string& zone() const { return zone_; }  // the organization's

private:
    struct version {
        model::civil_day since;
        std::optional<std::vector<std::string>> words;
    };
    std::string zone_;
    std::map<std::pair<store::attendance::rule_kind, std::string>, std::vector<version>> versions_;
};

// Dates that a case tells before and behind the day that is judged.
inline constexpr std::chrono::days plays_a_part{4};

// Whether a punch may play a part on a date: by the device's clock or as corrected. Three dates before and
// behind it, as UTC has them: a punch touches as many.
bool is_near(const rules::punch& what, model::civil_day date);

// One person's dates, from those before the first to those behind the last that is judged.
class day_facts {
public:
    day_facts(const rule_words& words, const case_file& of,
              const std::vector<store::attendance::assignment>& assigned,
              const std::vector<store::attendance::day_override>& set, model::civil_day first,
              model::civil_day last);

    const rules::scheduled_day& plan(model::civil_day date) const { return at(date).plan; }
    // When nothing that comes later can change the day but what came late.
    base::instant closes_at(model::civil_day date) const;
    // Whether a result depends on what time it is.
    bool is_open(model::civil_day date) const { return of_.of.now <= closes_at(date); }
    // Two days of the same digest have the same result.
    base::digest inputs(model::civil_day date) const;
    // Schedules what is planned for the dates around, so that what planned it need not be told.
    std::string told_as_case(const rules::day_result& day, std::string_view id) const;

private:
    struct dated {
        rules::scheduled_day plan;
        std::string group;
        std::string words;  // all that says what is planned, and how it is judged
    };
    const dated& at(model::civil_day date) const;
    void tell_rules(model::civil_day date, std::string& onto) const;
    void tell_schedule(model::civil_day date, std::string& onto) const;
    void tell_punches(model::civil_day date, std::string& onto) const;
    void tell_requests(model::civil_day date, std::string& onto) const;
    std::string zone_of(model::civil_day date) const;
    std::string shift_alias(model::civil_day date, model::civil_day of) const;

    const rule_words& words_;
    const case_file& of_;
    std::map<const model::time_zone*, std::string> zones_;  // of single days
    model::civil_day begin_;
    std::vector<dated> dates_;
};

// [[rule, English, Chinese], ...]
std::string trace_words(const rules::trace& why);

}  // namespace gatehouse::ops::attendance
