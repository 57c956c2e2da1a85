#include "ops/visit_news.hpp"

#include "ops/visitor_settings.hpp"
#include "store/channels.hpp"
#include "store/message_budget.hpp"
#include "store/people.hpp"
#include "store/visit_deliveries.hpp"
#include "store/visitor_site.hpp"
#include "store/visits.hpp"

#include <algorithm>

namespace gatehouse::ops {
namespace {

using model::channel_kind;
using model::notice_kind;

std::optional<model::channel> find_active(store::transaction& in, model::organization_id of,
                                          channel_kind kind)
{
    auto found = store::find_way(in.sql, of, kind);
    if (found && found->status != model::channel_status::active)
        found.reset();
    return found;
}

// Whether there is such a way and a template for it.
bool send_by(store::transaction& in, channel_kind kind, const model::visit& of, model::guest_id guest,
             notice_kind what, base::instant now)
{
    const auto way = find_active(in, of.organization, kind);
    if (!way || template_of(in.sql, in.keys, of.organization, what, kind).empty())
        return false;
    store::visit_message message{of.organization, way->id, of.id, guest, what};
    const auto* const home = in.index.organization(of.organization);
    if (!home || !store::take_from_budget(in, *way, phone_for(in.sql, of, guest), *home->zone, now))
        message.dropped = "the day's messages to this phone are used up";
    store::insert_visit_delivery(in, message, now);
    return true;
}

void tell(store::transaction& in, const model::visit& of, model::guest_id guest, notice_kind what,
          base::instant now)
{
    const bool by_wechat = wechat_id_for(in.sql, of, guest) &&
                           send_by(in, channel_kind::wechat, of, guest, what, now);
    if (!by_wechat && !phone_for(in.sql, of, guest).empty())
        send_by(in, channel_kind::sms, of, guest, what, now);
}

// The way to the face host; made when there is first something to say.
model::channel_id face_host_way(store::transaction& in, model::organization_id of, base::instant now)
{
    if (const auto known = store::find_way(in.sql, of, channel_kind::koala))
        return known->id;
    model::channel made;
    made.organization = of;
    made.kind = channel_kind::koala;
    made.created_at = now;
    return store::insert_channel(in, made, base::secret());
}

// Into the face host now, and out of it at the visit's end.
void enter(store::transaction& in, const model::visit& of, model::guest_id guest, base::instant now)
{
    // They may have left before: what is still to be taken out stays now.
    store::drop_guest_deliveries(in, of.id, guest, notice_kind::face_removal, "the guest is back");
    const auto way = face_host_way(in, of.organization, now);
    store::insert_visit_delivery(in, {of.organization, way, of.id, guest, notice_kind::face_entry}, now);
    store::insert_visit_delivery(
        in, {of.organization, way, of.id, guest, notice_kind::face_removal, of.ends_at}, now);
}

}  // namespace

std::optional<std::string> wechat_id_for(store::connection& sql, const model::visit& of,
                                         model::guest_id guest)
{
    std::string id = guest ? of.applied_from
                           : store::wechat_id_of(sql, of.organization, of.host).value_or("");
    const auto bound = id.empty() ? std::nullopt : store::find_binding(sql, of.organization, id);
    if (!bound || bound->is_invalid || (guest && bound->phone != phone_for(sql, of, guest)))
        return std::nullopt;
    return id;
}

std::string phone_for(store::connection& sql, const model::visit& of, model::guest_id guest)
{
    if (!guest) {
        const auto host = store::find_person(sql, of.host);
        return host ? host->phone.value_or("") : std::string();
    }
    const auto found = std::find_if(of.guests.begin(), of.guests.end(),
                                    [guest](const model::guest& each) { return each.id == guest; });
    return found != of.guests.end() ? found->phone : std::string();
}

void tell_applied(store::transaction& in, const model::visit& of, base::instant now)
{
    if (of.status == model::visit_status::authorised)
        return tell_authorised(in, of, now);
    tell(in, of, {}, notice_kind::approval_reminder, now);
}

void tell_authorised(store::transaction& in, const model::visit& of, base::instant now)
{
    if (!of.guests.empty())
        tell(in, of, of.guests.front().id, notice_kind::approval_pass, now);
}

void tell_signed_in(store::transaction& in, const model::visit& of, base::instant now)
{
    const bool has_host = find_face_host(in.sql, in.keys, of.organization).has_value();
    for (const model::guest& each : of.guests) {
        tell(in, of, each.id, notice_kind::guest_signin, now);
        if (has_host)
            enter(in, of, each.id, now);
    }
    tell(in, of, {}, notice_kind::host_signin, now);
}

void tell_back(store::transaction& in, const model::visit& of, base::instant now)
{
    if (find_face_host(in.sql, in.keys, of.organization))
        for (const model::guest& each : of.guests)
            enter(in, of, each.id, now);
}

void tell_left(store::transaction& in, const model::visit& of, base::instant now)
{
    const auto way = store::find_way(in.sql, of.organization, channel_kind::koala);
    if (!way || !of.signed_in_at)
        return;
    for (const model::guest& each : of.guests) {
        store::drop_guest_deliveries(in, of.id, each.id, notice_kind::face_entry, "the guest is gone");
        store::drop_guest_deliveries(in, of.id, each.id, notice_kind::face_removal,
                                     "the guest is taken out before");
        store::insert_visit_delivery(
            in, {of.organization, way->id, of.id, each.id, notice_kind::face_removal}, now);
    }
}

void tell_by_sms(store::transaction& in, const model::delivery& of, base::instant now)
{
    const auto visit = store::find_visit(in.sql, nullptr, of.visit);
    if (visit && !phone_for(in.sql, *visit, of.guest).empty())
        send_by(in, channel_kind::sms, *visit, of.guest, of.notice, now);
}

void settle_ways(store::transaction& in, model::organization_id of, std::span<const configured_way> ways,
                 base::instant now)
{
    for (const configured_way& each : ways) {
        auto known = store::find_way(in.sql, of, each.kind);
        if (!known && !each.is_configured)
            continue;
        model::channel settled = known.value_or(model::channel{});
        settled.status = each.is_configured ? model::channel_status::active : model::channel_status::disabled;
        settled.disabled_reason.reset();
        if (!each.is_configured)
            settled.disabled_reason = "it is not configured";
        settled.daily_each = each.daily_each;
        settled.daily_all = each.daily_all;
        if (known) {
            store::update_channel(in, settled);
            continue;
        }
        settled.organization = of;
        settled.kind = each.kind;
        settled.created_at = now;
        store::insert_channel(in, settled, base::secret());
    }
}

}  // namespace gatehouse::ops
