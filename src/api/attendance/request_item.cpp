#include "api/attendance/request_item.hpp"

namespace gatehouse::api {
namespace {

std::optional<model::person_id> somebody(model::person_id who)
{
    return who ? std::optional(who) : std::nullopt;
}

}  // namespace

request_item item_of(const store::attendance::kept_request& from)
{
    request_item made;
    made.id = from.id;
    made.organization = from.organization;
    made.person = from.way.person;
    made.applicant = somebody(from.way.applicant);
    made.colleague = somebody(from.way.colleague);
    made.kind = from.way.kind;
    made.words = from.words;
    made.first = from.first;
    made.last = from.last;
    made.reason = from.reason;
    made.state = from.way.state;
    made.withdrawing = from.way.withdrawing;
    if (const auto* const level = from.way.current())
        made.level = level->number;
    else if (from.way.levels.empty() && from.level)
        made.level = *from.level;
    made.chain = from.chain.empty() ? "" : from.chain.front();
    made.filed_at = from.filed_at;
    made.decided_at = from.decided_at;
    made.ended_at = from.ended_at;
    return made;
}

whole_request whole_of(store::connection& sql, const store::keyring& keys,
                       const store::attendance::kept_request& from)
{
    whole_request made;
    made.request = item_of(from);
    for (const auto& each : store::attendance::steps_of(sql, keys, from.id))
        made.steps.push_back({each.level, each.purpose, each.what.approver, each.what.origin, each.what.state,
                              somebody(each.what.decided_by), each.what.at, each.what.comment, each.former});
    made.copies = store::attendance::copies_of(sql, from.id);
    return made;
}

}  // namespace gatehouse::api
