// What the back office has set for visitors, as those read it who tell of visits.
#pragma once

#include "base/secret.hpp"
#include "model/channel.hpp"
#include "model/delivery.hpp"
#include "store/transaction.hpp"

namespace gatehouse::ops {

struct face_host {
    std::string address;
    std::string user;
    base::secret password;
};

// Nothing where none is set.
std::optional<face_host> find_face_host(store::connection& sql, const store::keyring& keys,
                                        model::organization_id of);

// The vendor's template for a message by WeChat or SMS; empty where none is set.
std::string template_of(store::connection& sql, const store::keyring& keys, model::organization_id of,
                        model::notice_kind what, model::channel_kind by);

}  // namespace gatehouse::ops
