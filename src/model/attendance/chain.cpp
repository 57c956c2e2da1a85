#include "model/attendance/chain.hpp"

#include <algorithm>
#include <tuple>

namespace gatehouse::model::attendance {
namespace {

bool matches(const chain& row, const chain_question& of)
{
    if (row.kind && *row.kind != of.kind)
        return false;
    if (!row.leave_type.empty() && row.leave_type != of.leave_type)
        return false;
    if ((row.over && !row.over->below(of.length)) || (row.up_to && row.up_to->below(of.length)))
        return false;
    if (row.unit && std::find(of.units.begin(), of.units.end(), row.unit) == of.units.end())
        return false;
    return row.group.empty() || row.group == of.group;
}

}  // namespace

chain choose_chain(std::vector<chain> decided, const chain_question& of)
{
    std::sort(decided.begin(), decided.end(), [](const chain& a, const chain& b) {
        return std::tie(a.order, a.name) < std::tie(b.order, b.name);
    });
    for (chain& each : decided)
        if (matches(each, of))
            return std::move(each);
    chain direct;
    direct.levels.emplace_back();
    return direct;
}

}  // namespace gatehouse::model::attendance
