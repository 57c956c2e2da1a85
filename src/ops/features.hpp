// What a machine reads off a person to know them by: taken where it was asked for, kept aside where it was
// not.
#pragma once

#include "base/result.hpp"
#include "model/device.hpp"
#include "model/person.hpp"
#include "ops/author.hpp"
#include "store/features.hpp"

#include <array>
#include <string>
#include <vector>

namespace gatehouse::ops {

inline constexpr std::array<std::string_view, 5> feature_types{"fp", "fa", "pass", "card", "identity"};
bool is_feature_type(std::string_view type);

inline constexpr std::size_t feature_most = std::size_t{256} << 10U;  // bytes of a value
inline constexpr std::size_t features_aside_most = 8;                 // of a person and a type: the newest
inline constexpr std::chrono::minutes enrolment_life{10};

// A feature of this person is expected from the device: for ten minutes, or until it comes.
void open_enrolment(store::transaction& in, const model::person& who, const model::device& at,
                    const std::string& type, const author& by);

struct brought_feature {
    model::person who;
    std::string type;
    std::string value;
    std::optional<model::device_id> device{};  // where it was read, as far as is known
    std::optional<model::app_id> app{};        // that reports it
};
// Current from now on where it was expected; else kept aside for the operator to decide. The value that is
// current already changes nothing.
void bring_feature(store::transaction& in, const brought_feature& what, const author& by);
// As the device itself sends it past us to an app: kept only where it was expected.
void overhear_feature(store::transaction& in, const brought_feature& what, const author& by);

// conflict where it is not kept aside.
base::result<void> accept_feature(store::transaction& in, const store::feature_row& what, const author& by);
base::result<void> discard_feature(store::transaction& in, const store::feature_row& what, const author& by);
// All of them, with their history.
void take_features(store::transaction& in, const model::person& who, const author& by);

// Whether it may be used: a finger or a face needs the consent to it.
bool is_usable(store::connection& sql, const model::person& who, std::string_view type);

// An app sends a feature to a machine.
void note_sending(store::transaction& in, const model::person& who, const std::string& type,
                  model::device_id to, model::app_id by, base::instant now);

}  // namespace gatehouse::ops
