// Where news of taps goes: organizations' webhooks and people's channels, each change with its entry in the
// audit trail; and messages that are to be sent again.
#pragma once

#include "base/result.hpp"
#include "model/channel.hpp"
#include "model/delivery.hpp"
#include "ops/roster.hpp"

namespace gatehouse::ops {

// The secret is shown this once.
struct opened_channel {
    model::channel what;
    base::secret secret;
};

struct channel_draft {
    model::organization_id organization;
    std::optional<model::person_id> person;
    std::string url;
};

// malformed_input, with the place, where the URL is none of a webhook. conflict where the organization has a
// webhook at this URL, or has 100 of them. A person's new channel takes the place of the one before.
base::result<opened_channel> open_channel(store::transaction& in, const channel_draft& what,
                                          const author& by);

// What is left out stays as it is. A URL that came this way is not the operator's: it must lie in public.
struct channel_patch {
    std::optional<std::string> url;
    std::optional<model::channel_status> status;
};
base::result<model::channel> change_channel(store::transaction& in, const model::channel& before,
                                            const channel_patch& how, const author& by);
opened_channel rotate_secret(store::transaction& in, const model::channel& of, const author& by);

// A webhook as the provisioning file declares it: its host is allowed wherever it lies. Applied again it
// changes nothing.
struct declared_webhook {
    model::organization_id organization;
    std::string url;
    base::secret secret;
    model::channel_status status = model::channel_status::active;
};
void declare_webhook(store::transaction& in, const declared_webhook& what, const author& by);

// From the beginning of its schedule, whatever became of it before; the message keeps its id.
model::delivery send_again(store::transaction& in, const model::delivery& what, const author& by);

}  // namespace gatehouse::ops
