// Whom a report is about, in the order in which it names them: by unit of the tree, then as they came.
#pragma once

#include "store/attendance/report_rows.hpp"

#include <map>
#include <optional>
#include <span>

namespace gatehouse::ops::attendance {

class report_people {
public:
    // Of all units or, with `within`, of one and those below it.
    report_people(const store::organization_entry& home, std::optional<model::unit_id> within);

    // By id, page after page; then `arrange`, once.
    void add(std::span<const store::attendance::member> page);
    void arrange();

    // Nothing where the report is not about them.
    const store::attendance::member* find(model::person_id who) const;
    std::span<const store::attendance::member> in_order() const { return in_order_; }
    // With those above it: "一部 / 二组"; empty: in no unit.
    std::string unit_name(model::unit_id unit) const;
    // The unit and those above it, as far as the report goes.
    std::vector<model::unit_id> upwards(model::unit_id unit) const;
    // In the order of the report.
    std::vector<model::unit_id> units() const;

private:
    struct place {
        model::unit_id parent;
        std::string name;
        std::size_t rank = 0;
    };

    std::map<model::unit_id, place> units_;
    bool whole_;
    std::vector<store::attendance::member> by_id_;
    std::vector<store::attendance::member> in_order_;
};

}  // namespace gatehouse::ops::attendance
