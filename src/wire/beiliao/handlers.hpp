// What Beiliao's three actions do, as plain functions over decoded messages.
#pragma once

#include "ops/punches.hpp"
#include "store/transaction.hpp"
#include "wire/beiliao/mapping.hpp"
#include "wire/beiliao/messages.hpp"

namespace gatehouse::wire::beiliao {

// Who calls, for which kindergarten, when.
struct caller {
    model::client_id client;
    model::card_format card_format = model::card_format::unset;
    model::organization_id organization;
    const model::time_zone* zone = nullptr;
    base::instant now;
};

meta_answer handle_meta(const store::organization_entry& of);

// What a match asks for, read before any transaction.
struct match_order {
    caller by;
    ops::bind_order what;
    std::string cardnum;
};
base::result<match_order> read_match(const caller& by, const store::keyring& keys,
                                     const match_request& asked);
base::result<match_answer> handle_match(store::transaction& in, const match_order& order);

// The tap of a kick without its picture. Its time and its card text can be read, or it is no tap.
base::result<ops::tap> read_kick(const caller& by, const store::keyring& keys, const kick_request& asked);
kick_answer answer_kick(const store::punch_outcome& outcome);

}  // namespace gatehouse::wire::beiliao
