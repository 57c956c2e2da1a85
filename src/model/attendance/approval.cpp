#include "model/attendance/approval.hpp"

#include "model/attendance/approvers.hpp"

#include <algorithm>
#include <utility>

namespace gatehouse::model::attendance {
namespace {

using purpose = level_purpose;

void pass_open(approval_level& of)
{
    for (approval_step& each : of.steps)
        if (each.state == step_state::open)
            each.state = step_state::passed;
}

void end(approval& of, approval_state now_is)
{
    of.state = now_is;
    of.withdrawing = false;
    for (approval_level& each : of.levels)
        pass_open(each);
}

bool is_approval(const approval_step& step)
{
    return step.state == step_state::approved || step.state == step_state::already;
}

// In person or by a deputy, and a deputy in person.
bool has_approved(const approval& of, person_id who, const approval_level& before)
{
    for (const approval_level& level : of.levels) {
        if (&level == &before)
            return false;
        if (level.purpose == purpose::approve)
            for (const approval_step& step : level.steps)
                if (step.state == step_state::approved && (step.approver == who || step.decided_by == who))
                    return true;
    }
    return false;
}

// Whether what was approved at it is enough.
void settle(approval_level& level)
{
    if (!level.all && std::any_of(level.steps.begin(), level.steps.end(), is_approval))
        pass_open(level);
}

// To the level that waits next; past the last one it is decided.
void advance(approval& of, base::instant now)
{
    while (approval_level* const level = of.current()) {
        if (!level->opened)
            level->opened = now;
        if (level->purpose == purpose::approve && !of.by.twice)
            for (approval_step& step : level->steps)
                if (step.state == step_state::open && has_approved(of, step.approver, *level))
                    step.state = step_state::already;
        settle(*level);
        if (level->waits())
            return;
    }
    end(of, of.withdrawing ? approval_state::withdrawn : approval_state::approved);
}

// Chains of deputies are followed once: a deputy's own deputy does not decide.
bool acts_for(const approval_desk& at, const approval& of, person_id who, person_id principal)
{
    return std::any_of(at.deputies->begin(), at.deputies->end(), [&](const deputy& each) {
        return each.acting == who && each.principal == principal && (!each.kind || *each.kind == of.kind) &&
               each.from <= at.today && (!each.until || at.today <= *each.until);
    });
}

approval_step* step_of(approval_level& level, person_id who)
{
    const auto found = std::find_if(level.steps.begin(), level.steps.end(),
                                    [&](const approval_step& each) { return each.approver == who; });
    return found == level.steps.end() ? nullptr : &*found;
}

// Of one level everybody decides once, be it for two: then what they decided. Else their own step, then the
// first open one of somebody for whom they act.
approval_step* step_for(approval_level& level, const approval& of, person_id who, const approval_desk& at)
{
    for (approval_step& each : level.steps)
        if (each.decided_by == who)
            return &each;
    approval_step* found = step_of(level, who);
    if (found && found->state == step_state::open)
        return found;
    for (approval_step& each : level.steps) {
        if (!acts_for(at, of, who, each.approver))
            continue;
        if (each.state == step_state::open)
            return &each;
        if (!found)
            found = &each;
    }
    return found;
}

approval_level* level_numbered(approval& of, int number)
{
    const auto found = std::find_if(of.levels.begin(), of.levels.end(),
                                    [&](const approval_level& each) { return each.number == number; });
    return found == of.levels.end() ? nullptr : &*found;
}

bool has_decided(const approval& of, person_id who)
{
    for (const approval_level& level : of.levels)
        for (const approval_step& step : level.steps)
            if (step.decided_by == who)
                return true;
    return false;
}

// Whether this person decides for others here: the colleague only says whether to take part.
bool may_act(const approval& of, const approval_level& level, person_id who, const approval_desk& at)
{
    return level.purpose == purpose::consent ? who == of.colleague : !at.barred(of, who);
}

// [A-142][A-143]
void carry_out(approval& of, approval_level& level, verdict what, base::instant now)
{
    if (what == verdict::approve)
        return advance(of, now);
    if (level.purpose == purpose::withdraw) {  // it stays what it was
        of.withdrawing = false;
        for (approval_level& each : of.levels)
            if (each.purpose == purpose::withdraw)
                pass_open(each);
        return;
    }
    end(of, what == verdict::refuse ? approval_state::refused : approval_state::returned);
}

step_state state_after(verdict what)
{
    switch (what) {
    case verdict::approve: return step_state::approved;
    case verdict::refuse: return step_state::refused;
    case verdict::send_back: break;
    }
    return step_state::returned;
}

}  // namespace

bool approval_level::waits() const
{
    return std::any_of(steps.begin(), steps.end(),
                       [](const approval_step& each) { return each.state == step_state::open; });
}

const approval_level* approval::current() const
{
    for (const approval_level& each : levels)
        if (each.waits() && (each.purpose == purpose::withdraw) == withdrawing)
            return &each;
    return nullptr;
}

approval_level* approval::current()
{
    return const_cast<approval_level*>(std::as_const(*this).current());
}

bool is_own(const approval& of, person_id who)
{
    return who == of.applicant || who == of.person || (of.colleague && who == of.colleague);
}

approval_answer file(approval& of, const approval_desk& at, const std::vector<person_id>& chosen)
{
    approval fresh = of;
    fresh.levels.clear();
    fresh.state = approval_state::waiting;
    fresh.withdrawing = false;
    auto choice = chosen.begin();
    if (fresh.colleague) {
        approval_level consent{++fresh.last_number, purpose::consent, false, {}, {}, {}};
        consent.steps.push_back({fresh.colleague, step_state::open, step_origin::colleague, {}, {}, {}});
        fresh.levels.push_back(std::move(consent));
    }
    for (std::size_t i = 0; i < fresh.by.levels.size(); ++i) {
        const chain_level& source = fresh.by.levels[i];
        approval_level level{++fresh.last_number, purpose::approve, source.all, i, {}, {}};
        if (source.way == approver_way::choice) {
            if (choice == chosen.end())
                return approval_answer::choice_missing;
            if (std::find(source.people.begin(), source.people.end(), *choice) == source.people.end())
                return approval_answer::choice_unknown;
            if (at.barred(fresh, *choice))
                return approval_answer::own;
            level.steps = resolve_among(fresh, {*choice}, at);
            ++choice;
        } else {
            level.steps = resolve(fresh, source, at);
        }
        if (level.steps.empty())
            return approval_answer::nobody;
        fresh.levels.push_back(std::move(level));
    }
    advance(fresh, at.now);
    of = std::move(fresh);
    return approval_answer::done;
}

approval_answer decide(approval& of, const approval_decision& made, const approval_desk& at)
{
    approval_level* const level = made.level ? level_numbered(of, *made.level) : of.current();
    if (!level) {
        if (made.level)
            return approval_answer::unknown_level;
        return has_decided(of, made.by) ? approval_answer::repeated : approval_answer::passed;
    }
    if (!may_act(of, *level, made.by, at))
        return approval_answer::own;  // as a deputy, too
    approval_step* const step = step_for(*level, of, made.by, at);
    if (!step)
        return !made.level && has_decided(of, made.by) ? approval_answer::repeated
                                                       : approval_answer::not_asked;
    if (step->state != step_state::open)  // the first wins
        return step->decided_by == made.by ? approval_answer::repeated : approval_answer::passed;
    if (level != of.current())
        return approval_answer::passed;
    step->state = state_after(made.what);
    step->decided_by = made.by;
    step->at = at.now;
    step->comment = made.comment;
    carry_out(of, *level, made.what, at.now);
    return approval_answer::done;
}

approval_answer transfer(approval& of, person_id from, person_id to, const std::string& comment,
                         const approval_desk& at)
{
    approval_level* const level = of.current();
    if (!level || level->purpose == purpose::consent)
        return approval_answer::passed;
    approval_step* const step = step_of(*level, from);
    if (!step)
        return approval_answer::not_asked;
    if (step->state == step_state::moved && step_of(*level, to))
        return approval_answer::repeated;
    if (step->state != step_state::open)
        return approval_answer::passed;
    if (at.barred(of, to))
        return approval_answer::own;
    if (to == from || at.people->gone.contains(to))
        return approval_answer::nobody;
    step->state = step_state::moved;
    step->at = at.now;
    step->comment = comment;
    if (approval_step* const there = step_of(*level, to)) {
        if (there->state == step_state::moved || there->state == step_state::left)
            there->state = step_state::open;  // given back
    } else {
        level->steps.push_back({to, step_state::open, step_origin::transfer, {}, {}, {}});
    }
    advance(of, at.now);
    return approval_answer::done;
}

approval_answer add_approver(approval& of, person_id by, person_id extra, bool before,
                             const approval_desk& at)
{
    approval_level* const level = of.current();
    if (!level || level->purpose == purpose::consent)
        return approval_answer::passed;
    const approval_step* const step = step_of(*level, by);
    if (!step)
        return approval_answer::not_asked;
    if (step->state != step_state::open)
        return approval_answer::passed;
    if (at.barred(of, extra))
        return approval_answer::own;
    if (at.people->gone.contains(extra))
        return approval_answer::nobody;
    approval_level more{++of.last_number, level->purpose, false, {}, {}, {}};
    more.steps.push_back({extra, step_state::open, step_origin::added, {}, {}, {}});
    of.levels.insert(of.levels.begin() + (level - of.levels.data()) + (before ? 0 : 1), std::move(more));
    advance(of, at.now);
    return approval_answer::done;
}

approval_answer withdraw(approval& of, person_id by, const approval_desk& at)
{
    if (by != of.applicant && by != of.person)
        return approval_answer::not_asked;
    if (of.withdrawing || of.state == approval_state::withdrawn)
        return approval_answer::repeated;
    if (of.state == approval_state::refused || of.state == approval_state::revoked)
        return approval_answer::passed;
    const bool decided = std::any_of(of.levels.begin(), of.levels.end(), [](const approval_level& level) {
        return level.purpose == purpose::approve &&
               std::any_of(level.steps.begin(), level.steps.end(), [](const approval_step& step) {
                   return step.state == step_state::approved || step.state == step_state::automatic;
               });
    });
    if (!decided || of.by.withdraw_freely || of.state == approval_state::returned) {
        end(of, approval_state::withdrawn);
        return approval_answer::done;
    }
    const std::size_t source = of.by.withdraw_by.value_or(of.by.levels.size() - 1);
    approval_level level{of.last_number + 1, purpose::withdraw, of.by.levels[source].all, source, {}, {}};
    level.steps = resolve(of, of.by.levels[source], at);
    if (level.steps.empty())
        return approval_answer::nobody;
    ++of.last_number;
    of.levels.push_back(std::move(level));
    of.withdrawing = true;
    advance(of, at.now);
    return approval_answer::done;
}

approval_answer revoke(approval& of, person_id by, const approval_desk& at)
{
    if (of.state == approval_state::revoked)
        return approval_answer::repeated;
    if (of.state != approval_state::approved)
        return approval_answer::passed;
    if (at.barred(of, by))
        return approval_answer::own;
    end(of, approval_state::revoked);
    return approval_answer::done;
}

approval_answer renew(approval& of, const approval_desk& at)
{
    approval fresh = of;
    bool changed = false;
    for (approval_level& level : fresh.levels) {
        bool lost = false;
        for (approval_step& step : level.steps)
            if (step.state == step_state::open && at.people->gone.contains(step.approver)) {
                step.state = step_state::left;
                lost = true;
            }
        if (!lost)
            continue;
        changed = true;
        if (level.purpose == purpose::consent) {
            end(of, approval_state::refused);  // nobody is left with whom to exchange
            return approval_answer::done;
        }
        const auto found = level.source ? resolve(fresh, fresh.by.levels[*level.source], at)
                                        : resolve_among(fresh, {}, at);
        for (const approval_step& each : found)
            if (!step_of(level, each.approver))
                level.steps.push_back(each);
        // A level that nobody approved does not pass because nobody is left.
        if (!level.waits() && std::none_of(level.steps.begin(), level.steps.end(), is_approval))
            return approval_answer::nobody;
    }
    if (!changed)
        return approval_answer::passed;
    of = std::move(fresh);
    advance(of, at.now);
    return approval_answer::done;
}

void approve_by_time(approval& of, const approval_desk& at)
{
    if (approval_level* const level = of.current()) {
        for (approval_step& each : level->steps)
            if (each.state == step_state::open) {
                each.state = step_state::automatic;
                each.at = at.now;
            }
        advance(of, at.now);
    }
}

}  // namespace gatehouse::model::attendance
