// What a device sends and what goes back: 1xx to the platform, 300 to apps. Values in, values out; who
// carries them is the gateway's matter.
#pragma once

#include "ops/checkins.hpp"
#include "wire/deli/envelope.hpp"
#include "wire/deli/features.hpp"
#include "wire/deli/mapping.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::wire::deli {

struct device_options {
    bool compat_v10 = true;   // 1.0's names beside those of 1.1, where they do no harm
    bool ack_300 = false;     // a message to an app is answered when it was taken, too
    std::string downloads{};  // where firmware is fetched: http://HOST:PORT
};

// An up-link, decoded off the writer's thread.
struct device_message {
    std::string device;  // what it connected as
    envelope asked;
    std::optional<refusal> refused;        // what was found wrong without knowing anything
    std::string command;                   // of a 300
    std::optional<named_feature> feature;  // that it read off somebody
    ops::uplink kept;
    std::optional<std::int64_t> held_stamp{};  // of a `user_sync`
};
device_message read_uplink(const store::keyring& keys, const std::string& device, std::string_view payload,
                           base::instant now);

struct device_answer {
    std::vector<std::string> down;              // messages to the device, in this order, after the commit
    std::vector<store::punch_draft> punches{};  // to append
};
// On the writer, perhaps more than once. The device must stand in the index.
device_answer answer_uplink(store::transaction& in, const device_message& what, const device_options& how,
                            base::instant now);

}  // namespace gatehouse::wire::deli
