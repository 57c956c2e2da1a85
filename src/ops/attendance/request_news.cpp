#include "ops/attendance/request_news.hpp"

#include "store/inbox.hpp"
#include "store/people.hpp"

#include <array>
#include <set>

namespace gatehouse::ops::attendance {
namespace {

namespace rules = model::attendance;
using store::attendance::kept_request;

// By asked_kind and by approval_state.
constexpr std::array<std::string_view, 6> kinds{"补卡", "请假", "出差", "外勤", "加班", "调班"};
constexpr std::array<std::string_view, 6> states{"审批中", "已通过", "已拒绝", "已退回", "已撤回", "已撤销"};

std::string title_of(const kept_request& about, request_letter what)
{
    const std::string kind(kinds[static_cast<std::size_t>(about.way.kind)]);
    switch (what) {
    case request_letter::to_decide: return (about.way.withdrawing ? "待审批撤回：" : "待审批：") + kind;
    case request_letter::reminder: return "催办：" + kind;
    case request_letter::still_waits: return "仍待审批：" + kind;
    case request_letter::copy: return "抄送：" + kind;
    case request_letter::outcome: break;
    }
    return kind + std::string(states[static_cast<std::size_t>(about.way.state)]);
}

}  // namespace

void tell(store::transaction& in, const kept_request& about, request_letter what,
          const std::vector<model::person_id>& whom, base::instant now)
{
    std::set<model::person_id> to;
    for (const model::person_id each : whom)
        if (each && store::find_person(in.sql, each))
            to.insert(each);
    if (to.empty())
        return;
    const auto who = store::find_person(in.sql, about.way.person);
    model::inbox_item letter;
    letter.organization = about.organization;
    letter.title = title_of(about, what);
    letter.content = (who ? who->name + "：" : "") + about.words;
    letter.created_at = now;
    const auto item = store::insert_inbox_item(in, letter);
    for (const model::person_id each : to)
        store::put_in_inbox(in, item, each);
}

std::vector<model::person_id> asked_now(const kept_request& about)
{
    std::vector<model::person_id> found;
    if (const rules::approval_level* const level = about.way.current())
        for (const rules::approval_step& each : level->steps)
            if (each.state == rules::step_state::open)
                found.push_back(each.approver);
    return found;
}

}  // namespace gatehouse::ops::attendance
