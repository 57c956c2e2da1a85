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
    std::int64_t row = 0;
};

// One row: what a client calls, or called, something.
struct external_row {
    std::int64_t row = 0;
    external_kind kind = external_kind::person;
    std::int64_t object = 0;
};

// What the client calls so now; what it called so last, if that ended at `since` or later.
std::optional<external_object> find_external(connection& sql, const external_name& what);
std::optional<external_object> find_former(connection& sql, const external_name& what, base::instant since);
// Ids of organizations stand in the index too.
void put_external(transaction& in, const external_name& what, std::int64_t object, bool linked = false);
void end_external(transaction& in, const external_name& what, model::roster_deed_id by, base::instant now);
void end_external(transaction& in, const external_row& what, model::roster_deed_id by, base::instant now);
// The client's units and people of one organization, by one deed; its units alone.
void end_externals_of(transaction& in, model::client_id client, model::organization_id home,
                      model::roster_deed_id by, base::instant now);
void end_externals_of_units(transaction& in, model::client_id client, model::organization_id home,
                            model::roster_deed_id by, base::instant now);
// How many of them there are.
std::int64_t count_externals(connection& sql, model::client_id client, model::organization_id home);
// What the client calls the organization's people behind `after`, by person; not by rows that came after
// `upto`.
std::vector<external_row> externals_of_people(connection& sql, model::client_id client,
                                              model::organization_id home, std::int64_t after,
                                              std::int64_t upto, std::int64_t most);
std::int64_t newest_external(connection& sql);
// Holds again; false where the id means something else by now.
bool restore_external(transaction& in, const external_row& what);
// The living names that the client has for a thing.
std::vector<std::string> externals_of(connection& sql, model::client_id client, external_kind kind,
                                      std::int64_t object);
// What a deed ended, behind the row `after`.
std::vector<external_row> ended_by(connection& sql, model::roster_deed_id deed, std::int64_t after,
                                   std::int64_t most);

// The id by which a client knows an organization that it registered.
void put_registered(transaction& in, model::client_id client, std::string_view external,
                    model::organization_id organization);
std::optional<std::string> registered_as(connection& sql, model::client_id client,
                                         model::organization_id organization);

void load_registered(connection& sql, index& into);

}  // namespace gatehouse::store
