// What ShanKai's calls do, as plain functions over decoded messages: `read_…` before any transaction, the
// rest in one.
#pragma once

#include "ops/communities.hpp"
#include "ops/passages.hpp"
#include "ops/residents.hpp"
#include "store/transaction.hpp"
#include "wire/shankai/mapping.hpp"
#include "wire/shankai/messages.hpp"

#include <optional>
#include <variant>

namespace gatehouse::wire::shankai {

struct caller {
    model::client_id client;
    base::instant now;

    ops::author author() const { return {"client " + std::to_string(client.value), now}; }
};

// The community of a call, as it is in the index of the moment: organization_unknown.
using found_community = base::result<const store::organization_entry*>;

struct create_order {
    std::string org_id;
    ops::community_draft what;
};
base::result<create_order> read_create(const create_request& asked);
base::result<ops::named_community> handle_create(store::transaction& in, const caller& by,
                                                 const create_order& order);

// organization_unknown where there is none.
using find_answer = std::variant<organization_answer, organizations_answer>;
base::result<find_answer> handle_find(store::connection& sql, const store::index& in, const caller& by,
                                      const find_request& asked);

struct update_order {
    std::string org_id;
    ops::community_patch how;
};
base::result<update_order> read_update(const update_request& asked);
base::result<ops::named_community> handle_update(store::transaction& in, const caller& by,
                                                 const update_order& order);

base::result<endpoint::nothing> handle_end(store::transaction& in, const caller& by,
                                           const organization_request& asked);

struct set_card_order {
    set_card_request asked;
    card_text card;
};
base::result<set_card_order> read_set_card(const set_card_request& asked);
base::result<endpoint::nothing> handle_set_card(store::transaction& in, const caller& by,
                                                const set_card_order& order);
base::result<ops::resident_card> handle_get_card(store::transaction& in, const caller& by,
                                                 const get_card_request& asked);
base::result<endpoint::nothing> handle_del_user(store::transaction& in, const caller& by,
                                                const user_request& asked);

// The password's length is in bytes.
base::result<void> check_admin(const admin_request& asked);
base::result<endpoint::nothing> handle_admin(store::transaction& in, const caller& by,
                                             const admin_request& asked, const std::string& password_hash);

base::result<door_answer> handle_add_door(store::transaction& in, const caller& by,
                                          const add_door_request& asked);
base::result<door_request> read_door(const door_request& asked);
base::result<endpoint::nothing> handle_del_door(store::transaction& in, const caller& by,
                                                const door_request& asked);
doors_answer handle_get_doors(const store::organization_entry& of);

base::result<ops::opening> read_open(const store::keyring& keys, const store::organization_entry& of,
                                     const caller& by, const open_request& asked);

base::result<store::passage_span> read_records(const store::organization_entry& of,
                                               const records_request& asked);
records_answer handle_records(store::connection& sql, const store::keyring& keys,
                              const store::organization_entry& of, store::passage_span asked);

}  // namespace gatehouse::wire::shankai
