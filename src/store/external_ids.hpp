// What a client calls a thing of ours. Rows end, they are not removed.
#pragma once

#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

enum class external_kind : std::uint8_t { organization, unit, person };

}  // namespace gatehouse::store

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<store::external_kind>{"organization",
                                                                                        "unit", "person"};

}  // namespace gatehouse::model

namespace gatehouse::store {

struct external_name {
    model::client_id client;
    external_kind kind;
    std::string external;
};

struct external_object {
    std::int64_t object = 0;
    bool linked = false;               // the operator said what the id means
    model::roster_deed_id ended_by{};  // of a former one: the deed that ended it
};

// What the client calls so now; what it called so last, if that ended at `since` or later.
std::optional<external_object> find_external(connection& sql, const external_name& what);
std::optional<external_object> find_former(connection& sql, const external_name& what, base::instant since);
// Ids of organizations stand in the index too.
void put_external(transaction& in, const external_name& what, std::int64_t object, bool linked = false);
void end_external(transaction& in, const external_name& what, model::roster_deed_id by, base::instant now);
// The client's units and people of one organization, by one deed.
void end_externals_of(transaction& in, model::client_id client, model::organization_id home,
                      model::roster_deed_id by, base::instant now);
// How many of them there are.
std::int64_t count_externals(connection& sql, model::client_id client, model::organization_id home);
// Those that the deed ended and whose ids mean nothing else by now hold again.
void restore_externals(transaction& in, model::roster_deed_id ended_by);
// The living names that the client has for a thing; the units or people that a deed ended.
std::vector<std::string> externals_of(connection& sql, model::client_id client, external_kind kind,
                                      std::int64_t object);
std::vector<std::int64_t> ended_by(connection& sql, model::roster_deed_id deed, external_kind kind);

// The id by which a client knows an organization that it registered.
void put_registered(transaction& in, model::client_id client, std::string_view external,
                    model::organization_id organization);
std::optional<std::string> registered_as(connection& sql, model::client_id client,
                                         model::organization_id organization);

void load_registered(connection& sql, index& into);

}  // namespace gatehouse::store
