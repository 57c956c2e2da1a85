#include "ops/attendance/report_people.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

// A tree that somebody made a ring of ends here.
constexpr int deepest = 64;

std::string path_of(const store::organization_entry& home, model::unit_id unit)
{
    std::string path;
    const model::unit* at = store::find_unit(home, unit);
    for (int depth = 0; at && depth < deepest; ++depth) {
        path.insert(0, path.empty() ? "" : " / ").insert(0, at->name);
        at = at->parent ? store::find_unit(home, *at->parent) : nullptr;
    }
    return path;
}

bool lies_within(const store::organization_entry& home, model::unit_id unit, model::unit_id within)
{
    const model::unit* at = store::find_unit(home, unit);
    for (int depth = 0; at && depth < deepest; ++depth) {
        if (at->id == within)
            return true;
        at = at->parent ? store::find_unit(home, *at->parent) : nullptr;
    }
    return false;
}

}  // namespace

report_people::report_people(const store::organization_entry& home, std::optional<model::unit_id> within)
    : whole_(!within)
{
    std::vector<std::pair<std::string, model::unit_id>> order;
    for (const model::unit& each : home.units) {
        if (within && !lies_within(home, each.id, *within))
            continue;
        std::string path = path_of(home, each.id);
        order.emplace_back(path, each.id);
        units_[each.id] = {each.parent.value_or(model::unit_id{}), std::move(path), 0};
    }
    std::sort(order.begin(), order.end());
    for (std::size_t i = 0; i < order.size(); ++i)
        units_[order[i].second].rank = i + 1;
}

void report_people::add(std::span<const store::attendance::member> page)
{
    for (const store::attendance::member& each : page)
        if (whole_ || units_.contains(each.unit))
            by_id_.push_back(each);
}

void report_people::arrange()
{
    in_order_ = by_id_;
    const auto rank = [this](const store::attendance::member& of) {
        const auto found = units_.find(of.unit);
        return found == units_.end() ? 0 : found->second.rank;
    };
    std::stable_sort(in_order_.begin(), in_order_.end(),
                     [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
}

const store::attendance::member* report_people::find(model::person_id who) const
{
    const auto found = std::lower_bound(
        by_id_.begin(), by_id_.end(), who,
        [](const auto& each, model::person_id id) { return each.person < id; });
    return found == by_id_.end() || found->person != who ? nullptr : &*found;
}

std::string report_people::unit_name(model::unit_id unit) const
{
    const auto found = units_.find(unit);
    return found == units_.end() ? std::string{} : found->second.name;
}

std::vector<model::unit_id> report_people::upwards(model::unit_id unit) const
{
    std::vector<model::unit_id> found;
    for (auto at = units_.find(unit); at != units_.end() && found.size() < deepest;
         at = units_.find(at->second.parent))
        found.push_back(at->first);
    return found;
}

std::vector<model::unit_id> report_people::units() const
{
    std::vector<model::unit_id> all(units_.size());
    for (const auto& [id, what] : units_)
        all[what.rank - 1] = id;
    return all;
}

}  // namespace gatehouse::ops::attendance
