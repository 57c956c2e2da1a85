#include "ops/attendance/request_care.hpp"

#include "model/attendance/waiting.hpp"
#include "ops/attendance/desk.hpp"
#include "ops/attendance/leave.hpp"
#include "ops/attendance/request_news.hpp"
#include "ops/attendance/request_outcome.hpp"
#include "ops/attendance/rule_deeds.hpp"
#include "ops/background.hpp"
#include "store/followers.hpp"
#include "store/people.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::person_id;
using rules::approval_answer;
using sa::kept_request;
using std::chrono::days;

constexpr std::int64_t a_slice = 10;
constexpr std::string_view server = "attendance";
constexpr std::string_view grants_follower = "attendance_grants";

// By their shift of today, where they have one; else from nine to six on weekdays.
bool is_at_work(store::transaction& in, const office& at, person_id who, base::instant now)
{
    const model::civil_time here = at.zone().to_civil(now);
    const model::civil_day date = std::chrono::floor<days>(here);
    const auto clock = std::chrono::floor<std::chrono::minutes>(here - date);
    const auto assigned = sa::assignments_of(in.sql, who);
    if (assigned.empty())
        return std::chrono::weekday(date).iso_encoding() <= 5 && clock >= std::chrono::hours(9) &&
               clock < std::chrono::hours(18);
    const auto of = open_case(in.sql, at, who, date, date, now);
    const auto day = rules::schedule(*of->book, of->person, date);
    return day.what && day.clock().at(day.what->begin()) <= now && now < day.clock().at(day.what->end());
}

bool is_somebody_at_work(store::transaction& in, model::organization_id home,
                         const std::vector<person_id>& people, base::instant now)
{
    const auto* const there = in.index.organization(home);
    if (!there)
        return false;
    const office at(in.sql, home, *there->zone);
    return std::any_of(people.begin(), people.end(),
                       [&](person_id each) { return is_at_work(in, at, each, now); });
}

// The nearest leads above who are not asked themselves.
std::vector<person_id> next_lead(const kept_request& of, const rules::staff& people,
                                 const std::vector<person_id>& asked)
{
    for (const auto& leads : people.leads) {
        const bool is_next = std::none_of(leads.begin(), leads.end(), [&](person_id each) {
            return rules::is_own(of.way, each) || std::find(asked.begin(), asked.end(), each) != asked.end();
        });
        if (is_next)
            return leads;
    }
    return {};
}

}  // namespace

void look_after_request(store::transaction& in, std::int64_t id, const author& by)
{
    const auto before = sa::find_whole_request(in.sql, in.keys, id);
    if (!before || !before->way.current())
        return;
    kept_request now_is = *before;
    const desk at(in.sql, in.index, now_is, {}, by.now);
    if (rules::renew(now_is.way, at.rules_stand_on()) == approval_answer::done)
        return keep_step(in, *before, now_is, "attendance_request.renew", {}, by);
    if (rules::is_due_by_time(now_is.way, leave_of(now_is), by.now)) {
        rules::approve_by_time(now_is.way, at.rules_stand_on());
        return keep_step(in, *before, now_is, "attendance_request.time", {}, by);
    }
    const auto asked = asked_now(now_is);
    const rules::reminder due = rules::due_reminder(now_is.way, now_is.told_at, by.now);
    if (due == rules::reminder::none || !is_somebody_at_work(in, now_is.organization, asked, by.now))
        return;
    now_is.told_at = by.now;
    sa::update_request(in, now_is);
    tell(in, now_is, request_letter::reminder, asked, by.now);
    if (due == rules::reminder::next_lead_too)
        tell(in, now_is, request_letter::still_waits, next_lead(now_is, at.people(), asked), by.now);
}

void look_after_requests(store::database& db, store::writer& writer, base::instant now)
{
    std::int64_t after = 0;
    const auto sql = db.reader();
    while (true) {
        const auto waiting = sa::requests_to_remind(*sql, now, after, a_slice);
        if (waiting.empty() || !run_behind(writer, [&](store::transaction& in) {
                for (const std::int64_t each : waiting)
                    look_after_request(in, each, {std::string(server), now});
            }))
            return;
        after = waiting.back();
    }
}

void grant_leave(store::database& db, store::writer& writer, base::instant now)
{
    const auto sql = db.reader();
    const std::int64_t today = std::chrono::floor<days>(now).time_since_epoch().count();
    if (store::follower_position(*sql, grants_follower).value_or(0) >= today)
        return;
    const auto index = writer.published();
    bool done = true;
    index->organizations.each([&](model::organization_id home, const auto&) {
        const model::civil_day date = today_in(*index, home, now);
        for (std::int64_t after = 0; done;) {
            const auto people = sa::people_under_rules(*sql, home, after, a_slice);
            if (people.empty())
                return;
            after = people.back().value;
            done = run_behind(writer, [&](store::transaction& in) {
                for (const person_id each : people)
                    if (const auto who = store::find_person(in.sql, each))
                        grant_due(in, *who, date, {std::string(server), now});
            });
        }
    });
    if (done)
        run_behind(writer, [&](store::transaction& in) { store::move_follower(in, grants_follower, today); });
}

}  // namespace gatehouse::ops::attendance
