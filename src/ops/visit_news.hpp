// Who is told of what becomes of a visit: deliveries made in the transaction of the deed, to go out behind
// its answer.
#pragma once

#include "model/channel.hpp"
#include "model/delivery.hpp"
#include "model/visit.hpp"
#include "store/transaction.hpp"

#include <span>

namespace gatehouse::ops {

// The host, that somebody waits for their word; of a visit that is authorised at once, the visitor.
void tell_applied(store::transaction& in, const model::visit& of, base::instant now);
void tell_authorised(store::transaction& in, const model::visit& of, base::instant now);
// The host; each guest, their pass; the face host, who may pass until the visit's end.
void tell_signed_in(store::transaction& in, const model::visit& of, base::instant now);
// The face host, that the guests of a visit that was refused and is authorised again pass again.
void tell_back(store::transaction& in, const model::visit& of, base::instant now);
// The face host, that the guests pass no more.
void tell_left(store::transaction& in, const model::visit& of, base::instant now);

// By SMS what could not be said by WeChat.
void tell_by_sms(store::transaction& in, const model::delivery& of, base::instant now);

// The WeChat id by which a person of a visit is reached: the host's own; a guest's where it applied for the
// visit and is bound to the guest's phone, which nobody else has proven.
std::optional<std::string> wechat_id_for(store::connection& sql, const model::visit& of,
                                         model::guest_id guest);
// Of the host as it is now, somebody else may have the one that was applied with; or of a guest. Empty where
// there is none.
std::string phone_for(store::connection& sql, const model::visit& of, model::guest_id guest);

// WeChat and SMS as the configuration has them: what it does not name is not made use of.
struct configured_way {
    model::channel_kind kind = model::channel_kind::wechat;
    bool is_configured = false;
    std::int64_t daily_each = 0;
    std::int64_t daily_all = 0;
};
void settle_ways(store::transaction& in, model::organization_id of, std::span<const configured_way> ways,
                 base::instant now);

}  // namespace gatehouse::ops
