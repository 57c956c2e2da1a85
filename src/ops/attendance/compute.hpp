// Days computed from one moment's state of the store, and what of them is to be written: results that
// changed, and what locked days would have become.
#pragma once

#include "ops/attendance/day_facts.hpp"
#include "store/attendance/follow.hpp"
#include "store/attendance/locks.hpp"

#include <memory>

namespace gatehouse::ops::attendance {

// Days of this date and before have results everywhere on earth; later ones have none yet.
model::civil_day last_date(base::instant now);

// Somebody's days as they are judged now, with all that they were judged from.
struct opened_days {
    model::organization_id home;
    std::unique_ptr<case_file> of;
    std::unique_ptr<day_facts> facts;
    std::vector<rules::day_result> results;  // first to last; they point into `of`
    std::vector<store::attendance::assignment> assigned;
    std::vector<store::attendance::day_override> set;

    // Whether there is a result at all: they are under rules there, and employed.
    bool has_result(model::civil_day date) const;
};

// For the life of one snapshot, and of the index.
class reckoner {
public:
    reckoner(store::connection& sql, const store::index& index, base::instant now);

    // Nothing: there is no such person, or their organization is gone. Throws where rules cannot be read.
    std::unique_ptr<opened_days> open(model::person_id who, model::civil_day first, model::civil_day last);
    // As it was then.
    std::unique_ptr<opened_days> open(model::person_id who, model::civil_day first, model::civil_day last,
                                      base::instant then);
    const office& office_of(model::organization_id home);

private:
    struct known {
        std::unique_ptr<office> at;
        std::unique_ptr<rule_words> words;
    };
    known* know(model::organization_id home);

    store::connection& sql_;
    const store::index& index_;
    base::instant now_;
    std::map<std::int64_t, known> known_;
};

// Time off for overtime of a rest day.
struct lieu_due {
    model::organization_id home;
    model::civil_day day;
    rules::minutes overtime{};
    base::instant at;
};

struct day_changes {
    store::attendance::touched_days what;
    std::vector<store::attendance::kept_day> put;
    std::vector<model::civil_day> dropped;
    std::vector<store::attendance::open_day> opened;
    std::vector<model::civil_day> closed;
    std::vector<store::attendance::adjustment> booked;
    std::vector<lieu_due> lieu;
    std::vector<store::attendance::locked_days> locks;  // by which it was decided
    std::optional<model::civil_day> rest;               // from here on it is to be computed still

    std::size_t rows() const
    {
        return put.size() + dropped.size() + opened.size() + booked.size() + lieu.size() + 1;
    }
};
day_changes compute(store::connection& sql, reckoner& by, const store::attendance::touched_days& what,
                    base::instant now);
// Nothing is written where a lock came between: then it is computed again.
void write(store::transaction& in, const day_changes& what);

// Why the days of a lock are what they are.
struct kept_words {
    store::attendance::wordless of;
    std::vector<std::pair<model::civil_day, std::string>> words;
};
kept_words say_why(store::connection& sql, reckoner& by, const store::attendance::wordless& of);
void write(store::transaction& in, const kept_words& what);

// "worked 480, unproven -480"
std::string minute_words(const std::map<std::string, rules::minutes>& of);
std::map<std::string, rules::minutes> read_minutes(std::string_view words);

}  // namespace gatehouse::ops::attendance
