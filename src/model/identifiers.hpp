// The ids of the model's nouns: distinct types over integers that fit 53 bits.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace gatehouse::model {

template <class Noun>
struct identifier {
    std::int64_t value = 0;

    friend auto operator<=>(const identifier&, const identifier&) = default;
    // Ids are counted from 1; 0 is "none".
    explicit operator bool() const { return value != 0; }
};

using organization_id = identifier<struct organization_noun>;
using unit_id = identifier<struct unit_noun>;
using person_id = identifier<struct person_noun>;
using relation_id = identifier<struct relation_noun>;
using client_id = identifier<struct client_noun>;
using licence_id = identifier<struct licence_noun>;
using api_key_id = identifier<struct api_key_noun>;
using login_id = identifier<struct login_noun>;
using credential_id = identifier<struct credential_noun>;
using presented_id = identifier<struct presented_noun>;
using device_id = identifier<struct device_noun>;
using door_id = identifier<struct door_noun>;
using picture_id = identifier<struct picture_noun>;
using data_key_id = identifier<struct data_key_noun>;
using punch_number = identifier<struct punch_noun>;
using channel_id = identifier<struct channel_noun>;
using delivery_id = identifier<struct delivery_noun>;
using link_id = identifier<struct link_noun>;
using consent_id = identifier<struct consent_noun>;
using roster_run_id = identifier<struct roster_run_noun>;
using roster_deed_id = identifier<struct roster_deed_noun>;
using visit_id = identifier<struct visit_noun>;
using guest_id = identifier<struct guest_noun>;
using nda_id = identifier<struct nda_noun>;
using invitation_id = identifier<struct invitation_noun>;
using blocked_visitor_id = identifier<struct blocked_visitor_noun>;
using product_id = identifier<struct product_noun>;
using app_id = identifier<struct app_noun>;
using message_number = identifier<struct message_noun>;
using change_number = identifier<struct change_noun>;

}  // namespace gatehouse::model

template <class Noun>
struct std::hash<gatehouse::model::identifier<Noun>> {
    std::size_t operator()(const gatehouse::model::identifier<Noun>& id) const noexcept
    {
        return static_cast<std::size_t>(id.value);
    }
};
