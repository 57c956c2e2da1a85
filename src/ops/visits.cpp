#include "ops/visits.hpp"

#include "ops/visit_news.hpp"
#include "ops/wechat_bindings.hpp"
#include "store/guest_photos.hpp"
#include "store/visitor_site.hpp"

#include <algorithm>

namespace gatehouse::ops {
namespace {

using base::errc;
using model::visit_status;

bool is_blocked(store::connection& sql, const model::visit& what)
{
    return store::is_blocked(sql, what.organization, what.guests);
}

// The one place where a visit's status changes.
void settle(store::transaction& in, const model::visit& before, visit_status status, std::string_view reason,
            std::string_view action, const author& by)
{
    model::visit after = before;
    after.status = status;
    after.reason = reason;
    store::update_visit(in, after);
    write_down(in, by, after.organization, action, after.id.value,
               difference()
                   .show("status", name_of(before.status), name_of(after.status))
                   .compare("reason", before.reason, after.reason));
    if (status != visit_status::authorised)
        return tell_left(in, after, by.now);
    tell_authorised(in, after, by.now);
    if (after.signed_in_at && !after.signed_out_at)
        tell_back(in, after, by.now);
}

}  // namespace

base::result<model::visit> apply_for_visit(store::transaction& in, const visit_draft& asked, const author& by)
{
    model::visit what = asked.what;
    if (const auto fault = model::fault_of_times(what.starts_at, what.ends_at, by.now))
        return base::error{errc::malformed_input, "end_time " + std::string(*fault)};
    if (what.guests.size() > model::companions_most + 1)
        return base::error{errc::malformed_input, "retinues must be at most 20"};
    if (model::has_twins(what.guests))
        return base::error{errc::malformed_input, "retinues name a guest twice"};
    const auto host = find_staff(in, what.organization, what.interviewee_phone);
    if (!host)
        return base::error{errc::person_unknown};
    if (is_blocked(in.sql, what))
        return base::error{errc::visitor_blocked};
    const bool by_host = asked.by_host && what.proposer == what.interviewee_phone;
    what.status = by_host ? visit_status::authorised : visit_status::pending;
    what.host = host->id;
    what.created_at = by.now;
    what = store::insert_visit(in, std::move(what));
    for (std::size_t i = 0; i < std::min(what.guests.size(), asked.photos.size()); ++i)
        if (asked.photos[i])
            store::put_guest_photo(in, what.guests[i].id, *asked.photos[i], by.now);
    if (host->unit)
        if (const auto* const unit = store::find_unit(*in.index.organization(what.organization), *host->unit))
            what.department = unit->name;
    write_down(in, by, what.organization, "visit.apply", what.id.value,
               difference().show("status", "", name_of(what.status)));
    tell_applied(in, what, by.now);
    return what;
}

base::result<void> authorise_visit(store::transaction& in, const model::visit& before, const author& by)
{
    if (before.status == visit_status::cancelled)
        return base::error{errc::visit_cancelled};
    if (is_blocked(in.sql, before))
        return base::error{errc::visitor_blocked};
    if (before.status != visit_status::authorised)
        settle(in, before, visit_status::authorised, "", "visit.authorise", by);
    return {};
}

base::result<void> refuse_visit(store::transaction& in, const model::visit& before, std::string_view reason,
                                const author& by)
{
    if (before.status == visit_status::cancelled)
        return base::error{errc::visit_cancelled};
    if (before.status != visit_status::refused || before.reason != reason)
        settle(in, before, visit_status::refused, reason, "visit.refuse", by);
    return {};
}

base::result<void> cancel_visit(store::transaction& in, const model::visit& before, const author& by)
{
    if (before.status != visit_status::cancelled)
        settle(in, before, visit_status::cancelled, before.reason, "visit.cancel", by);
    return {};
}

base::result<model::visit> sign_in(store::transaction& in, const store::organization_entry& at,
                                   const arrival& who, const author& by)
{
    // Wide enough for the day of any time zone; the rule looks again.
    constexpr std::chrono::hours around{48};
    const auto of_phone = store::visits_of_phone(in.sql, at.what.id, who.phone, by.now - around,
                                                 by.now + around);
    const auto chosen = model::choose_visit(of_phone, by.now, *at.zone);
    if (const auto* const refusal = std::get_if<errc>(&chosen))
        return base::error{*refusal};
    model::visit what = store::find_visit(in.sql, &in.keys, std::get<model::visit_id>(chosen)).value();
    if (is_blocked(in.sql, what))
        return base::error{errc::visitor_blocked};
    if (!what.signed_in_at || what.signed_out_at) {
        if (const auto nda = store::current_nda(in.sql, at.what.id); nda && !nda->text.empty()) {
            if (what.nda != nda->id && who.agreed != nda->id)
                return base::error{errc::nda_missing};
            what.nda = nda->id;
        }
        what.signed_in_at = by.now;
        what.signed_out_at.reset();
        store::give_passes(in, what, by.now);
        store::update_visit(in, what);
        write_down(in, by, what.organization, "visit.sign_in", what.id.value);
        tell_signed_in(in, what, by.now);
    }
    return what;
}

base::result<void> sign_out(store::transaction& in, const model::visit& before, const author& by)
{
    if (!before.signed_in_at || before.signed_out_at)
        return base::error{errc::conflict, "They are not inside."};
    model::visit after = before;
    after.signed_out_at = by.now;
    store::update_visit(in, after);
    write_down(in, by, after.organization, "visit.sign_out", after.id.value);
    tell_left(in, after, by.now);
    return {};
}

model::nda put_nda(store::transaction& in, model::organization_id of, std::string_view text, const author& by)
{
    if (const auto standing = store::current_nda(in.sql, of); standing && standing->text == text)
        return *standing;
    model::nda made = store::insert_nda(in, {{}, of, std::string(text), by.now});
    write_down(in, by, of, "nda.create", made.id.value);
    return made;
}

void delete_visit(store::transaction& in, const model::visit& before, const author& by)
{
    store::delete_visit(in, before, by.now);
    store::drop_guest_photos(in, before.id);
    write_down(in, by, before.organization, "visit.delete", before.id.value);
    tell_left(in, before, by.now);
}

base::result<model::blocked_visitor> block_visitor(store::transaction& in, const model::blocked_visitor& what,
                                                   const author& by)
{
    if (!what.name && !what.phone && what.aliases.empty())
        return base::error{errc::malformed_input, "A name, a phone or an alias is needed."};
    model::blocked_visitor made = what;
    made.created_at = by.now;
    made = store::insert_blocked(in, made);
    write_down(in, by, made.organization, "blocked_visitor.create", made.id.value);
    model::visit_id refused;
    for (const store::expected_guest& each : store::guests_not_over(in.sql, made.organization, by.now)) {
        if (each.visit == refused || !stops(made, each.who))
            continue;
        refused = each.visit;
        settle(in, store::find_visit(in.sql, nullptr, refused).value(), visit_status::refused, "blocked",
               "visit.refuse", by);
    }
    return made;
}

void unblock_visitor(store::transaction& in, const model::blocked_visitor& what, const author& by)
{
    store::delete_blocked(in, what.id);
    write_down(in, by, what.organization, "blocked_visitor.delete", what.id.value);
}

}  // namespace gatehouse::ops
