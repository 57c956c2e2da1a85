#include "ops/channels.hpp"

#include "base/json_writer.hpp"
#include "store/changes.hpp"
#include "store/channels.hpp"
#include "store/deliveries.hpp"

namespace gatehouse::ops {
namespace {

using base::errc;
using model::channel_status;

constexpr std::int64_t webhooks_most = 100;  // of one organization

base::error wrong_url(std::string_view why)
{
    return {errc::malformed_input, {}, {{"/url", std::string(why)}}, {}};
}

void write_down(store::transaction& in, std::string_view action, const model::channel& what, const author& by)
{
    std::string detail;
    base::json_writer(detail)
        .open_object()
        .name("address")
        .text(what.address)
        .name("status")
        .text(name_of(what.status))
        .close_object();
    store::record(in,
                  {what.organization, by.actor, std::string(action), "channel", what.id.value, detail,
                   what.person.value_or(model::person_id{})},
                  by.now);
}

model::channel insert(store::transaction& in, model::channel what, const base::secret& secret,
                      const author& by)
{
    what.created_at = by.now;
    what.id = store::insert_channel(in, what, secret);
    write_down(in, "channel.create", what, by);
    return what;
}

// Whether the organization may have one more webhook, at this address.
base::result<void> find_room(store::transaction& in, const channel_draft& what)
{
    if (store::find_webhook(in.sql, what.organization, what.url))
        return base::error{errc::conflict, "the organization has a webhook at this URL"};
    const auto all = store::webhooks_after(in.sql, what.organization, {}, webhooks_most);
    if (static_cast<std::int64_t>(all.size()) >= webhooks_most)
        return base::error{errc::conflict, "the organization has 100 webhooks, the most there may be"};
    return {};
}

}  // namespace

base::result<opened_channel> open_channel(store::transaction& in, const channel_draft& what, const author& by)
{
    if (const auto fault = model::fault_of_webhook_url(what.url))
        return wrong_url(*fault);
    if (what.person) {
        if (const auto former = store::find_channel_of(in.sql, *what.person))
            change_channel(in, *former, {{}, channel_status::deleted}, by).value();
    } else if (const auto room = find_room(in, what); !room) {
        return room.error();
    }
    model::channel made;
    made.organization = what.organization;
    made.person = what.person;
    made.address = what.url;
    const base::secret secret = model::random_webhook_secret();
    return opened_channel{insert(in, made, secret, by), secret};
}

base::result<model::channel> change_channel(store::transaction& in, const model::channel& before,
                                            const channel_patch& how, const author& by)
{
    model::channel after = before;
    if (how.url && *how.url != before.address) {
        if (const auto fault = model::fault_of_webhook_url(*how.url))
            return wrong_url(*fault);
        if (!before.person && store::find_webhook(in.sql, before.organization, *how.url))
            return base::error{errc::conflict, "the organization has a webhook at this URL"};
        after.address = *how.url;
        after.operator_allowed = false;
    }
    after.status = how.status.value_or(before.status);
    if (after.status == channel_status::active)
        after.disabled_reason.reset();
    if (after.address == before.address && after.status == before.status)
        return before;
    store::update_channel(in, after);
    write_down(in, after.status == channel_status::deleted ? "channel.delete" : "channel.update", after, by);
    return after;
}

opened_channel rotate_secret(store::transaction& in, const model::channel& of, const author& by)
{
    const base::secret fresh = model::random_webhook_secret();
    store::put_channel_secret(in, of.id, fresh);
    write_down(in, "channel.rotate_secret", of, by);
    return {of, fresh};
}

void declare_webhook(store::transaction& in, const declared_webhook& what, const author& by)
{
    const auto known = store::find_webhook(in.sql, what.organization, what.url);
    if (!known) {
        model::channel made;
        made.organization = what.organization;
        made.address = what.url;
        made.status = what.status;
        made.operator_allowed = true;
        if (what.status != channel_status::deleted)
            insert(in, made, what.secret, by);
        return;
    }
    const auto secret = store::channel_secret(in.sql, in.keys, known->id);
    if (!secret || secret->reveal() != what.secret.reveal()) {
        store::put_channel_secret(in, known->id, what.secret);
        write_down(in, "channel.rotate_secret", *known, by);
    }
    if (known->status == what.status && known->operator_allowed)
        return;
    model::channel after = *known;
    after.status = what.status;
    after.operator_allowed = true;
    if (after.status == channel_status::active)
        after.disabled_reason.reset();
    store::update_channel(in, after);
    write_down(in, after.status == channel_status::deleted ? "channel.delete" : "channel.update", after, by);
}

model::delivery send_again(store::transaction& in, const model::delivery& what, const author& by)
{
    store::send_again(in, what.id, by.now);
    std::string detail;
    base::json_writer(detail)
        .open_object()
        .name("message")
        .text(what.message)
        .name("before")
        .text(name_of(what.state))
        .close_object();
    store::record(in, {what.organization, by.actor, "delivery.resend", "delivery", what.id.value, detail, {}},
                  by.now);
    return store::find_delivery(in.sql, what.message).value();
}

}  // namespace gatehouse::ops
