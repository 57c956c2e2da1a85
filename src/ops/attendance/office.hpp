// An organization's rules of attendance, read from its rows and ready to judge by.
#pragma once

#include "model/attendance/judge.hpp"
#include "store/attendance/people.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::ops::attendance {

namespace rules = model::attendance;

// What an organization decided: shifts by their place in the book, groups and rotations by name, its
// calendar.
class office {
public:
    office(store::connection& sql, model::organization_id home, const model::time_zone& zone);
    // As it would be if that were decided, too: for a preview. A bad statement is thrown.
    office(store::connection& sql, model::organization_id home, const model::time_zone& zone,
           const store::attendance::rule_version& proposed);

    model::organization_id home() const { return home_; }
    const model::time_zone& zone() const { return *zone_; }
    std::optional<std::size_t> shift_named(std::string_view name) const;
    const std::string& shift_name(std::size_t place) const { return names_.at(place); }
    const rules::calendar& days() const { return days_; }
    // Which group somebody is in on a date; empty: none.
    static std::string group_on(const std::vector<store::attendance::assignment>& assigned,
                                model::civil_day date);
    // As somebody's groups follow each other. Kept: people of one group share it.
    std::shared_ptr<const rules::rule_book> book_for(
        const std::vector<store::attendance::assignment>& assigned) const;
    // Of whoever is employed so, with what was set for single days.
    rules::person_schedule schedule_of(const std::vector<store::attendance::assignment>& assigned,
                                       const std::optional<store::attendance::employment>& employed,
                                       const std::vector<store::attendance::day_override>& days) const;
    rules::plan plan_of(const std::string& text) const;

private:
    struct dated_group {
        model::civil_day since;
        std::optional<rules::group_rules> what;  // nothing: it ended
    };
    struct dated_rotation {
        model::civil_day since;
        std::optional<rules::rotation> what;
    };

    void read(const std::vector<store::attendance::rule_version>& decided);
    void read_days(const std::vector<store::attendance::rule_version>& decided, std::size_t at);
    const rules::group_rules* group_rules_on(const std::string& name, model::civil_day date) const;

    model::organization_id home_;
    const model::time_zone* zone_;
    std::vector<std::string> names_;
    std::vector<rules::versions<rules::shift>> shifts_;
    std::map<std::string, std::vector<dated_group>> groups_;
    std::map<std::string, std::vector<dated_rotation>> rotations_;
    rules::calendar days_;
    mutable std::map<std::string, std::shared_ptr<const rules::rule_book>> books_;
};

// All that somebody's days from one date to another are judged from; the history points into the rest.
struct case_file {
    std::shared_ptr<const rules::rule_book> book;
    rules::person_schedule person;
    rules::history of;

    case_file() = default;
    case_file(const case_file&) = delete;
    case_file& operator=(const case_file&) = delete;
};
std::unique_ptr<case_file> open_case(store::connection& sql, const office& at, model::person_id who,
                                     model::civil_day first, model::civil_day last, base::instant now);

}  // namespace gatehouse::ops::attendance
