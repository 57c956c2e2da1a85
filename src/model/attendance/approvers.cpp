#include "model/attendance/approvers.hpp"

#include <algorithm>
#include <span>

namespace gatehouse::model::attendance {
namespace {

std::vector<approval_step> steps_from(const approval& of, std::span<const person_id> wanted,
                                      step_origin origin, const approval_desk& at)
{
    std::vector<approval_step> made;
    for (const person_id each : wanted) {
        const bool known = std::any_of(made.begin(), made.end(),
                                       [&](const approval_step& step) { return step.approver == each; });
        if (!known && !at.barred(of, each) && !at.people->gone.contains(each))
            made.push_back({each, step_state::open, origin, {}, {}, {}});
    }
    return made;
}

// From that lead on upward, at the top to the administrators.
std::vector<approval_step> above(const approval& of, std::size_t from, const approval_desk& at)
{
    for (std::size_t i = from; i < at.people->leads.size(); ++i)
        if (auto found = steps_from(of, at.people->leads[i], step_origin::next_lead, at); !found.empty())
            return found;
    return steps_from(of, at.people->administrators, step_origin::administrator, at);
}

std::span<const person_id> wanted_by(const chain_level& level, const staff& people)
{
    switch (level.way) {
    case approver_way::lead: {
        const auto up = static_cast<std::size_t>(level.up - 1);
        return up < people.leads.size() ? std::span(people.leads[up]) : std::span<const person_id>();
    }
    case approver_way::head: {
        const auto found = people.heads.find(level.unit);
        return found == people.heads.end() ? std::span<const person_id>() : std::span(found->second);
    }
    case approver_way::role: {
        const auto found = people.roles.find(level.role);
        return found == people.roles.end() ? std::span<const person_id>() : std::span(found->second);
    }
    case approver_way::people:
    case approver_way::choice: break;
    }
    return level.people;
}

}  // namespace

std::vector<approval_step> resolve(const approval& of, const chain_level& level, const approval_desk& at)
{
    auto found = steps_from(of, wanted_by(level, *at.people), step_origin::chain, at);
    if (!found.empty())
        return found;
    return above(of, level.way == approver_way::lead ? static_cast<std::size_t>(level.up) : 0, at);
}

std::vector<approval_step> resolve_among(const approval& of, const std::vector<person_id>& wanted,
                                         const approval_desk& at)
{
    auto found = steps_from(of, wanted, step_origin::chain, at);
    return found.empty() ? above(of, 0, at) : found;
}

}  // namespace gatehouse::model::attendance
