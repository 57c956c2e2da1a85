#include "ops/gate_passes.hpp"

#include <cstring>

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

}  // namespace

// What is no pass at all is one thing for the record, whatever it was.
found_code find_code(const store::index& in, const store::keyring& keys, const shown_code& what)
{
    const bool is_pass = model::is_pass_text(what.pass);
    found_code found{store::shown_pass(keys, what.organization, is_pass ? what.pass : "unreadable",
                                       is_pass ? "an unknown pass" : "no pass"),
                     std::nullopt};
    if (const model::pass* const held = in.passes.find(found.shown.digest))
        found.held = *held;
    return found;
}

bool may_be_former(const shown_code& what, const found_code& found)
{
    return !found.held && model::is_pass_text(what.pass);
}

judged_pass judge_pass(const store::index& in, const shown_code& what, const found_code& found)
{
    judged_pass judged;
    const std::optional<model::pass>& held = found.held;
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
        judged.draft.shown = found.shown;
    return judged;
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

// The digest is keyed: nobody outside can choose two that fall together.
gate_tries::try_tag gate_tries::tag_of(const base::digest& shown, const model::punch& made)
{
    constexpr try_tag spread = 0x9e3779b97f4a7c15;  // 2^64 over the golden ratio
    try_tag tag = 0;
    std::memcpy(&tag, shown.bytes.data(), sizeof tag);
    const auto second = std::chrono::floor<std::chrono::seconds>(made.received_at).time_since_epoch().count();
    tag ^= static_cast<try_tag>(second) * spread;
    tag = (tag ^ static_cast<try_tag>(made.door.value)) * spread;
    tag = (tag ^ static_cast<try_tag>(made.marks)) * spread;
    return (tag ^ tag >> 32U) | 1U << 31U;  // never that of an empty place
}

void gate_tries::remove(try_tag which)
{
    try_tag held = which;
    place_of(which).compare_exchange_strong(held, 0, std::memory_order_relaxed);
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
