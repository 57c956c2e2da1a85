#include "ops/invitations.hpp"

#include "base/bytes.hpp"
#include "ops/visits.hpp"
#include "ops/wechat_bindings.hpp"
#include "store/people.hpp"

namespace gatehouse::ops {
namespace {

using base::errc;

base::digest digest_of(const store::keyring& keys, std::string_view token)
{
    return store::secret_digest(keys, store::secret_kind::token, "invitation", token);
}

// Of the staff, and known by a phone: a visit names its host by one.
base::result<model::person> find_host(store::connection& sql, const model::invitation& of)
{
    auto host = store::find_person(sql, of.host);
    if (!host || host->organization != of.organization || !is_staff(*host) || !host->phone)
        return base::error{errc::person_unknown};
    return *std::move(host);
}

}  // namespace

base::result<sent_invitation> invite(store::transaction& in, const model::invitation& what, const author& by)
{
    if (const auto fault = model::fault_of_times(what.starts_at, what.ends_at, by.now))
        return base::error{errc::malformed_input, "ends_at " + std::string(*fault)};
    if (auto host = find_host(in.sql, what); !host)
        return host.error();
    constexpr std::size_t bytes = 16;
    sent_invitation made{what, base::to_hex(base::random_bytes(bytes))};
    made.what.created_at = by.now;
    made.what = store::insert_invitation(in, made.what, digest_of(in.keys, made.token));
    write_down(in, by, what.organization, "invitation.create", made.what.id.value);
    return made;
}

std::optional<model::invitation> find_open_invitation(store::connection& sql, const store::keyring& keys,
                                                      std::string_view token, base::instant now)
{
    auto found = model::is_pass_text(token) ? store::find_invitation(sql, digest_of(keys, token))
                                            : std::nullopt;
    if (found && (found->visit || found->ends_at <= now))
        found.reset();
    return found;
}

base::result<model::visit> accept_invitation(store::transaction& in, const model::invitation& what,
                                             std::vector<model::guest> guests, std::string_view come_from,
                                             base::instant now)
{
    const auto host = find_host(in.sql, what);
    if (!host)
        return host.error();
    model::visit draft;
    draft.organization = what.organization;
    draft.proposer = draft.interviewee_phone = *host->phone;
    draft.interviewee = host->name;
    draft.purpose = what.purpose;
    draft.remark = what.remark;
    draft.come_from = come_from;
    draft.starts_at = what.starts_at;
    draft.ends_at = what.ends_at;
    draft.guests = std::move(guests);
    const author by{"invitation " + std::to_string(what.id.value), now};
    auto made = apply_for_visit(in, {std::move(draft), true}, by);
    if (made)
        store::put_invited_visit(in, what.id, made->id);
    return made;
}

void withdraw_invitation(store::transaction& in, const model::invitation& what, const author& by)
{
    store::delete_invitation(in, what.id);
    write_down(in, by, what.organization, "invitation.delete", what.id.value);
}

}  // namespace gatehouse::ops
