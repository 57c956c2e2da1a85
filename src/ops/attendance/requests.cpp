#include "ops/attendance/requests.hpp"

#include "ops/attendance/desk.hpp"
#include "ops/attendance/leave.hpp"
#include "ops/attendance/request_check.hpp"
#include "ops/attendance/request_news.hpp"
#include "ops/attendance/request_outcome.hpp"
#include "ops/attendance/rule_check.hpp"
#include "ops/attendance/rule_deeds.hpp"
#include "store/people.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::person_id;
using rules::approval_answer;
using rules::approval_state;
using sa::kept_request;
using std::chrono::days;

base::error faulty(std::string_view where, std::string why)
{
    return {base::errc::malformed_input, "That cannot be done so.", {{std::string(where), std::move(why)}}};
}

// done, and what was done before already, are no errors.
std::optional<base::error> error_of(approval_answer what)
{
    using enum approval_answer;
    switch (what) {
    case done:
    case repeated:
    case passed: return std::nullopt;
    case own:
        return base::error{base::errc::not_permitted,
                           "Nobody decides about their own request, or one made for them [A-144]."};
    case not_asked: return base::error{base::errc::not_permitted, "They are not asked about this request."};
    case unknown_level: return faulty("/level", "there is no such level in this round");
    case choice_missing: return faulty("/chosen", "a level lets the person choose who decides [A-141]");
    case choice_unknown: return faulty("/chosen", "that one is not among those to choose from [A-141]");
    case nobody: break;
    }
    return base::error{base::errc::conflict, "There is nobody who could decide about it [A-144]."};
}

std::vector<rules::chain> chains_of(store::connection& sql, model::organization_id home,
                                    model::civil_day today)
{
    const auto decided = sa::rules_of(sql, home, sa::rule_kind::chain);
    std::vector<rules::chain> found;
    for (const sa::rule_version& each : decided)
        if (each.words && each.since <= today &&
            in_force(decided, sa::rule_kind::chain, each.name, today) == &each)
            found.push_back(rules::clerk::read_chain(each.name, *each.words));
    return found;
}

// As it stands now; the request keeps it.
void keep_chain(store::connection& sql, kept_request& onto, model::civil_day today)
{
    onto.chain = {onto.way.by.name};
    if (onto.way.by.name.empty()) {
        onto.chain.emplace_back("level any lead 1");
        return;
    }
    const auto decided = sa::rules_of(sql, onto.organization, sa::rule_kind::chain);
    const auto* const found = in_force(decided, sa::rule_kind::chain, onto.way.by.name, today);
    onto.chain.insert(onto.chain.end(), found->words->begin(), found->words->end());
}

// What a person's deed did to a request; nothing is kept where it did nothing.
template <class Deed>
base::result<kept_request> act(store::transaction& in, std::int64_t id, std::vector<person_id> about,
                               std::string_view action, const author& by, Deed deed)
{
    const auto before = sa::find_whole_request(in.sql, in.keys, id);
    if (!before)
        return base::error{base::errc::not_found};
    kept_request now_is = *before;
    const desk at(in.sql, in.index, now_is, about, by.now);
    for (const person_id each : about)
        if (at.people().gone.contains(each))
            return base::error{base::errc::not_permitted, "That is nobody of the organization."};
    const approval_answer answer = deed(now_is.way, at);
    if (auto why = error_of(answer))
        return *why;
    if (answer == approval_answer::done)
        keep_step(in, *before, now_is, action, about.empty() ? person_id{} : about.front(), by);
    return now_is;
}

struct filing {
    rules::clerk::asked_words asked;
    std::optional<rules::leave_type> leave;
    leave_extent extent;
};

rules::asked_length length_of(const filing& of)
{
    if (of.leave)
        return of.extent.length;
    const rules::request& what = of.asked.what;
    rules::asked_length made{what.between.to - what.between.from,
                             ((what.last - what.first).count() + 1) * 100};
    if (what.part == rules::covered_part::morning || what.part == rules::covered_part::afternoon)
        made.days = 50;
    if (what.part != rules::covered_part::clock)
        made.time = std::chrono::hours(24) * made.days / 100;
    return made;
}

base::result<filing> look_at(store::transaction& in, const office& at, const model::person& who,
                             const request_draft& what, const author& by)
{
    filing made;
    auto asked = read_asked(what.words);
    if (!asked)
        return asked.error();
    made.asked = std::move(*asked);
    if (what.by_administrator && what.reason.empty())
        return faulty("/reason", "what goes beyond the limits needs a reason [A-92]");
    if (const auto fine = check_asked(
            in.sql, at, {who, made.asked, what.words, 0, what.by_administrator, what.confirmed}, by.now);
        !fine)
        return fine.error();
    if (made.asked.kind == rules::asked_kind::leave) {
        const rules::request& leave = made.asked.what;
        made.leave = find_leave_type(in.sql, who.organization, leave.leave_type, leave.first);
        if (!made.leave)
            return faulty("/words", "there is no kind of leave \"" + leave.leave_type + "\"");
        const auto of = open_case(in.sql, at, who.id, leave.first, leave.last, by.now);
        made.extent = extent_of(*of, *made.leave, leave, by.now);
    }
    return made;
}

// Its chain, its steps, what it reserves. `onto` has an id where it is mended.
base::result<kept_request> send_on(store::transaction& in, const model::person& who, kept_request onto,
                                   const request_draft& what, const author& by)
{
    const auto* const home = in.index.organization(who.organization);
    if (!home)
        return base::error{base::errc::not_found};
    const model::civil_day today = today_in(in.index, who.organization, by.now);
    const office at(in.sql, who.organization, *home->zone);
    auto looked = look_at(in, at, who, what, by);
    if (!looked)
        return looked.error();
    const rules::request& asked = looked->asked.what;
    onto.words = what.words;
    onto.reason = what.reason;
    onto.first = asked.first;
    onto.last = asked.last;
    onto.filed_at = onto.told_at = by.now;
    onto.actor = by.actor;
    onto.way.kind = looked->asked.kind;
    onto.way.colleague = looked->asked.colleague;
    onto.way.by = rules::choose_chain(chains_of(in.sql, who.organization, today),
                                      {onto.way.kind, asked.leave_type, length_of(*looked),
                                       units_above(in.index, who),
                                       office::group_on(sa::assignments_of(in.sql, who.id), asked.first)});
    keep_chain(in.sql, onto, today);
    std::vector<person_id> about = what.chosen;
    about.push_back(onto.way.colleague);
    const desk seat(in.sql, in.index, onto, about, by.now);
    if (auto why = error_of(rules::file(onto.way, seat.rules_stand_on(), what.chosen)))
        return *why;
    if (onto.id)
        sa::update_request(in, onto);
    else
        onto.id = sa::insert_request(in, onto);
    if (looked->leave) {
        grant_due(in, who, today, by);
        if (const auto kept = reserve(in, onto, *looked->leave, looked->extent.charges, by); !kept)
            return kept.error();
    }
    for (const person_id each : what.copies)
        sa::put_copy(in, onto.id, each);
    tell(in, onto, request_letter::to_decide, asked_now(onto), by.now);
    tell(in, onto, request_letter::copy, what.copies, by.now);
    write_down(in, by, who.organization, "attendance_request.file", onto.id,
               difference().show("words", "", what.words), who.id);
    return onto;
}

std::optional<base::error> strangers(store::transaction& in, model::organization_id home,
                                     const request_draft& what)
{
    const auto is_stranger = [&](person_id each) {
        const auto found = store::find_person(in.sql, each);
        return !found || found->organization != home;
    };
    if (std::any_of(what.copies.begin(), what.copies.end(), is_stranger))
        return faulty("/copies", "somebody there is nobody of the organization");
    if (what.applicant && is_stranger(what.applicant))
        return faulty("/applicant_id", "that is nobody of the organization");
    return std::nullopt;
}

}  // namespace

base::result<kept_request> file_request(store::transaction& in, const model::person& who,
                                        const request_draft& what, const author& by)
{
    if (auto why = strangers(in, who.organization, what))
        return *why;
    kept_request made;
    made.organization = who.organization;
    made.way.person = who.id;
    made.way.applicant = what.applicant ? what.applicant : who.id;
    return send_on(in, who, std::move(made), what, by);
}

base::result<kept_request> mend_request(store::transaction& in, std::int64_t id, const request_draft& what,
                                        const author& by)
{
    auto found = sa::find_whole_request(in.sql, in.keys, id);
    const auto who = found ? store::find_person(in.sql, found->way.person) : std::nullopt;
    if (!who)
        return base::error{base::errc::not_found};
    if (auto why = strangers(in, who->organization, what))
        return *why;
    if (what.applicant && what.applicant != found->way.applicant)
        return faulty("/applicant_id", "who filed it stays who filed it");
    if (found->way.state != approval_state::returned)
        return base::error{base::errc::conflict, "Only what was returned is mended [A-143]."};
    found->ended_at.reset();
    return send_on(in, *who, std::move(*found), what, by);
}

base::result<kept_request> decide_request(store::transaction& in, std::int64_t id, const decision_draft& what,
                                          const author& by)
{
    return act(in, id, {what.approver}, "attendance_request.decide", by,
               [&](rules::approval& of, const desk& at) {
                   return rules::decide(of, {what.approver, what.level, what.what, what.comment},
                                        at.rules_stand_on());
               });
}

base::result<kept_request> withdraw_request(store::transaction& in, std::int64_t id, person_id who,
                                            const author& by)
{
    return act(in, id, {who}, "attendance_request.withdraw", by, [&](rules::approval& of, const desk& at) {
        return rules::withdraw(of, who, at.rules_stand_on());
    });
}

base::result<kept_request> revoke_request(store::transaction& in, std::int64_t id, person_id who,
                                          const author& by)
{
    return act(in, id, {who}, "attendance_request.revoke", by, [&](rules::approval& of, const desk& at) {
        const auto& those = at.people().administrators;
        if (std::find(those.begin(), those.end(), who) == those.end())
            return approval_answer::not_asked;
        return rules::revoke(of, who, at.rules_stand_on());
    });
}

base::result<kept_request> transfer_request(store::transaction& in, std::int64_t id, person_id from,
                                            person_id to, const std::string& comment, const author& by)
{
    return act(in, id, {from, to}, "attendance_request.transfer", by,
               [&](rules::approval& of, const desk& at) {
                   return rules::transfer(of, from, to, comment, at.rules_stand_on());
               });
}

base::result<kept_request> add_to_request(store::transaction& in, std::int64_t id, person_id approver,
                                          person_id extra, bool before, const author& by)
{
    return act(in, id, {approver, extra}, "attendance_request.add", by,
               [&](rules::approval& of, const desk& at) {
                   return rules::add_approver(of, approver, extra, before, at.rules_stand_on());
               });
}

base::result<void> copy_request(store::transaction& in, const kept_request& what, person_id to,
                                const author& by)
{
    const auto who = store::find_person(in.sql, to);
    if (!who || who->organization != what.organization)
        return faulty("/person_id", "that is nobody of the organization");
    sa::put_copy(in, what.id, to);
    tell(in, what, request_letter::copy, {to}, by.now);
    write_down(in, by, what.organization, "attendance_request.copy", what.id,
               difference().show("to", "", std::to_string(to.value)), what.way.person);
    return {};
}

}  // namespace gatehouse::ops::attendance
