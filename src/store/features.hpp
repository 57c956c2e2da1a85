// What machines read off people to know them by, under each person's own key; when such a thing is expected,
// and which machines were given it.
#pragma once

#include "model/named.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

using feature_id = model::identifier<struct feature_noun>;

enum class feature_state : std::uint8_t { aside, current, superseded };

struct feature_row {
    feature_id id;
    model::organization_id organization;
    model::person_id person;
    std::string type;  // fp, fa, pass, card, identity
    feature_state state = feature_state::aside;
    std::optional<model::device_id> device;  // where it was read
    std::optional<model::app_id> app;        // that brought it
    base::instant since;
    std::optional<base::instant> until;  // when another took its place
};

// Nothing is kept where the person's key was destroyed. One that is current: there must be no other.
std::optional<feature_id> insert_feature(transaction& in, const feature_row& what, std::string_view text,
                                         base::instant now);
std::optional<feature_row> find_feature(connection& sql, feature_id id);
std::optional<feature_row> current_feature(connection& sql, model::person_id whose, std::string_view type);
// Oldest first, behind `after`.
std::vector<feature_row> features_of(connection& sql, model::person_id whose, std::int64_t after,
                                     std::int64_t most);
// Empty where it does not open any more.
std::string feature_value(connection& sql, const keyring& keys, feature_id id);
// It is current, and what was is superseded; of a type so many of those stay, the newest.
inline constexpr std::int64_t superseded_most = 16;
void make_current(transaction& in, const feature_row& what, base::instant now);
void drop_feature(transaction& in, feature_id id);

void put_enrolment(transaction& in, model::person_id who, model::device_id at, std::string_view type,
                   base::instant ends_at);
// Whether one is open; it is over then.
bool end_enrolment(transaction& in, model::person_id who, model::device_id at, std::string_view type,
                   base::instant now);

struct feature_sending {
    model::person_id person;
    model::device_id device;
    std::string type;
    model::app_id app;  // the last
    base::instant first_at;
    base::instant last_at;
    bool consented = false;  // when it was sent last
    std::string machine{};   // what the device connects with
};
void note_sending(transaction& in, const feature_sending& what);
std::vector<feature_sending> sendings_of(connection& sql, model::person_id whose);

// Features and what is expected; which machines were given one stays. Whether there was a feature.
bool drop_features_of(transaction& in, model::person_id whose);

}  // namespace gatehouse::store

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<store::feature_state>{"aside", "current",
                                                                                        "superseded"};

}  // namespace gatehouse::model
