// What stands once for a site's visitors: whose they are, what the back office has set, whose a WeChat id is,
// and who shall not come in.
#pragma once

#include "model/visit.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

void put_visitor_site(transaction& in, model::organization_id organization);
void load_visitor_site(connection& sql, index& into);

// Sealed; empty where nothing was set.
std::string visitor_setting(connection& sql, const keyring& keys, model::organization_id of,
                            std::string_view name);
void put_visitor_setting(transaction& in, model::organization_id of, std::string_view name,
                         std::string_view text);

struct wechat_binding {
    model::organization_id organization;
    std::string wechat_id;
    std::optional<model::person_id> person;  // an employee; a visitor where there is none
    std::string phone;  // the employee's as it is now, perhaps none; as a visitor gave it
    base::instant created_at;
    std::string nick{};  // of the WeChat profile, where it is known
    std::string avatar{};
    bool is_invalid = false;  // WeChat has nobody of that id
};

// An employee who is gone is bound no more.
std::optional<wechat_binding> find_binding(connection& sql, model::organization_id of,
                                           std::string_view wechat_id);
std::optional<std::string> wechat_id_of(connection& sql, model::organization_id of, model::person_id who);
// In the place of what stands for the WeChat id, and valid. An employee has one: another of theirs is deleted
// before.
void put_binding(transaction& in, const wechat_binding& what);
void delete_binding(transaction& in, const wechat_binding& what);
// Whether it was valid until now.
bool mark_binding_invalid(transaction& in, model::organization_id of, std::string_view wechat_id,
                          base::instant now);
// What WeChat says of them; it is forgotten with the binding.
void put_wechat_profile(transaction& in, model::organization_id of, std::string_view wechat_id,
                        std::string_view nick, std::string_view avatar);

// Which holds now; nothing where none was ever written.
std::optional<model::nda> current_nda(connection& sql, model::organization_id of);
model::nda insert_nda(transaction& in, const model::nda& what);

model::blocked_visitor insert_blocked(transaction& in, const model::blocked_visitor& what);
void delete_blocked(transaction& in, model::blocked_visitor_id id);
// At a start: what an earlier program wrote of the list is written in the form in which names are compared
// now.
void renew_blocked_words(connection& sql);
// Whether an entry stops one of them, as model::stops().
bool is_blocked(connection& sql, model::organization_id of, const std::vector<model::guest>& guests);
std::optional<model::blocked_visitor> find_blocked(connection& sql, model::blocked_visitor_id id);
// Oldest first.
std::vector<model::blocked_visitor> blocked_after(connection& sql, model::organization_id of,
                                                  std::int64_t after, std::int64_t most);

}  // namespace gatehouse::store
