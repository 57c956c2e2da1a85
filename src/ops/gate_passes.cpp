#include "ops/gate_passes.hpp"

namespace gatehouse::ops {
namespace {

using base::errc;
using model::punch_mark;

punch_mark mark_of(errc refusal)
{
    switch (refusal) {
    case errc::pass_early: return punch_mark::pass_early;
    case errc::pass_over: return punch_mark::pass_over;
    case errc::visit_cancelled: return punch_mark::visit_cancelled;
    default: return punch_mark::credential_unknown;
    }
}

// What is no pass at all is one thing for the record, whatever it was.
store::shown shown_of(const store::keyring& keys, const shown_code& what)
{
    const bool is_pass = model::is_pass_text(what.pass);
    return store::shown_pass(keys, what.organization, is_pass ? what.pass : "unreadable",
                             is_pass ? "an unknown pass" : "no pass");
}

}  // namespace

judged_pass judge_pass(const store::index& in, const store::keyring& keys, const shown_code& what,
                       const std::optional<model::pass>& former)
{
    judged_pass judged;
    store::shown shown = shown_of(keys, what);
    const model::pass* held = in.passes.find(shown.digest);
    if (!held && former)
        held = &*former;
    const store::organization_entry* const home = in.organization(what.organization);
    const bool is_open = home && home->what.status == model::organization_status::open;
    if (!held || (what.visit && *what.visit != held->visit))
        judged.refusal = errc::pass_unknown;
    else
        judged.refusal = model::refusal_of(*held, what.at);
    model::punch& punch = judged.draft.what;
    if (judged.refusal)
        punch.marks = punch.marks | mark_of(*judged.refusal);
    if (!is_open) {
        judged.refusal = judged.refusal.value_or(errc::pass_unknown);
        punch.marks = punch.marks | punch_mark::organization_closed;
    }
    punch.organization = what.organization;
    punch.method = model::punch_method::qr;
    punch.device_time = punch.corrected_time = punch.received_at = what.at;
    punch.door = what.door;
    if (held)
        punch.presented = held->presented;
    else
        judged.draft.shown = std::move(shown);
    return judged;
}

std::optional<base::digest> former_pass_of(const store::index& in, const store::keyring& keys,
                                           const shown_code& what)
{
    if (!model::is_pass_text(what.pass))
        return std::nullopt;
    const base::digest digest = shown_of(keys, what).digest;
    return in.passes.find(digest) ? std::nullopt : std::optional{digest};
}

std::vector<base::digest> passes_to_drop(const store::index& in, base::instant now)
{
    std::vector<base::digest> over;
    in.passes.each([&over, now](const base::digest& digest, const model::pass& held) {
        if (held.ends_at <= now - pass_remembered)
            over.push_back(digest);
    });
    return over;
}

bool unreadable_tries::is_first(model::door_id at, base::instant now)
{
    const base::instant second = std::chrono::floor<std::chrono::seconds>(now);
    const std::scoped_lock held(mutex_);
    const auto [known, is_new] = seconds_.try_emplace(at.value, second);
    if (!is_new && known->second == second)
        return false;
    known->second = second;
    return true;
}

const model::pass* find_shown_pass(const store::index& in, const store::keyring& keys, std::string_view text,
                                   base::instant at)
{
    if (!in.visitor_site || !model::is_pass_text(text))
        return nullptr;
    const auto* const held = in.passes.find(store::shown_pass(keys, in.visitor_site, text, "").digest);
    return held && model::is_shown(*held, at) ? held : nullptr;
}

}  // namespace gatehouse::ops
