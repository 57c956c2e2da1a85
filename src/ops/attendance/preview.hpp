// What a rule would change if it were decided: days are judged as they are and as they would be;
// nothing is written.
#pragma once

#include "base/result.hpp"
#include "model/attendance/day_words.hpp"
#include "ops/attendance/office.hpp"

#include <map>
#include <optional>
#include <set>

namespace gatehouse::ops::attendance {

inline constexpr std::size_t preview_changes_most = 100;
// Days of people that are judged at most; what lies behind is cut off.
inline constexpr std::int64_t preview_days_most = 400'000;

struct changed_day {
    model::person_id person;
    model::civil_day day;
    rules::kept_result before;
    rules::kept_result after;
};

struct preview_findings {
    std::int64_t people = 0;  // that the rule is about
    std::int64_t days = 0;    // of theirs that were judged
    std::int64_t changed_people = 0;
    std::int64_t changed_days = 0;
    rules::accounts before;  // of all of them together
    rules::accounts after;
    std::vector<changed_day> first;  // by person and date
    std::vector<std::string> warnings;
    bool cut = false;

    // By the names of accounts: before, after.
    std::map<std::string, std::pair<rules::minutes, rules::minutes>> sums() const;
};

class preview {
public:
    // `proposed` has words.
    preview(store::attendance::rule_version proposed, const model::time_zone& zone, model::civil_day first,
            model::civil_day last, base::instant now);

    // Judges some more people on this snapshot; whether there are more. malformed_input, as decide_rule().
    base::result<bool> go_on(store::connection& sql);
    const preview_findings& found() const { return found_; }

private:
    base::result<void> open(store::connection& sql);
    bool is_about(const std::vector<store::attendance::assignment>& assigned,
                  const std::vector<store::attendance::day_override>& set) const;
    void judge_one(store::connection& sql, model::person_id who);
    void compare(model::person_id who, const std::vector<rules::day_result>& before,
                 const std::vector<rules::day_result>& after);

    store::attendance::rule_version proposed_;
    const model::time_zone* zone_;
    model::civil_day first_;
    model::civil_day last_;
    base::instant now_;
    std::optional<office> before_;
    std::optional<office> after_;
    std::set<std::pair<store::attendance::rule_kind, std::string>>
        users_;                // groups and rotations it is about
    std::int64_t behind_ = 0;  // the last person who was judged
    preview_findings found_;
};

}  // namespace gatehouse::ops::attendance
