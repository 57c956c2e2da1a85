#include "ops/attendance/request_outcome.hpp"

#include "model/attendance/clerk/asking_words.hpp"
#include "ops/attendance/leave.hpp"
#include "ops/attendance/request_news.hpp"
#include "store/attendance/days.hpp"

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using rules::approval_state;
using sa::kept_request;
using std::chrono::days;

// As far as claims reach into each other.
constexpr days reach{2};

void touch_days(store::transaction& in, const kept_request& of)
{
    sa::touch(in, of.way.person, of.first - reach, of.last + reach);
    if (of.way.colleague)
        sa::touch(in, of.way.colleague, of.first - reach, of.last + reach);
}

void end_it(store::transaction& in, kept_request& now_is, bool counted, const author& by)
{
    now_is.ended_at = by.now;
    if (const std::string leave = leave_of(now_is); !leave.empty())
        give_back(in, now_is, leave, by);  // [A-101][A-108]
    if (counted)
        touch_days(in, now_is);
}

}  // namespace

std::string leave_of(const kept_request& of)
{
    return of.way.kind == rules::asked_kind::leave ? rules::clerk::read_asked(of.words).what.leave_type : "";
}

void keep_step(store::transaction& in, const kept_request& before, kept_request& now_is,
               std::string_view action, model::person_id who, const author& by)
{
    const bool changed = before.way.state != now_is.way.state;
    if (changed && now_is.way.state == approval_state::approved) {
        now_is.decided_at = by.now;
        if (const std::string leave = leave_of(now_is); !leave.empty())
            charge(in, now_is, leave, by);
        touch_days(in, now_is);
    } else if (changed && now_is.way.state != approval_state::waiting) {
        end_it(in, now_is, before.way.state == approval_state::approved, by);
    }
    const auto* const was = before.way.current();
    const auto* const is = now_is.way.current();
    const auto asked = asked_now(now_is);
    const bool turns = is && (!was || was->number != is->number || asked_now(before) != asked);
    if (turns)
        now_is.told_at = by.now;
    sa::update_request(in, now_is);
    if (turns)
        tell(in, now_is, request_letter::to_decide, asked, by.now);
    if (changed) {
        tell(in, now_is, request_letter::outcome,
             {now_is.way.person, now_is.way.applicant, now_is.way.colleague}, by.now);
        tell(in, now_is, request_letter::copy, sa::copies_of(in.sql, now_is.id), by.now);
    }
    difference change;
    change.show("state", model::name_of(before.way.state), model::name_of(now_is.way.state));
    if (who)
        change.show("by", "", std::to_string(who.value));
    write_down(in, by, now_is.organization, action, now_is.id, change, now_is.way.person);
}

}  // namespace gatehouse::ops::attendance
