// Programs that run on machines, and what an operator has a machine do.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"

#include <optional>
#include <string>

namespace gatehouse::model {

using firmware_id = identifier<struct firmware_noun>;
using device_order_id = identifier<struct device_order_noun>;

// force: a machine does nothing else until it has it. normal: it chooses an idle time.
enum class upgrade : std::uint8_t { normal, force };
template <>
inline constexpr std::array<std::string_view, 2> enumerator_names<upgrade>{"normal", "force"};

struct firmware {
    firmware_id id;
    product_id product;
    std::string version;
    model::upgrade upgrade = model::upgrade::normal;
    std::string name;  // MODEL-VERSION
    std::string file;  // in the folder of firmware
    std::int64_t size = 0;
    std::string md5;  // hex, lower case
    base::instant created_at;
    std::optional<base::instant> published_at{};  // never: machines do not hear of it
};

enum class order_kind : std::uint8_t { control, log_upload };
template <>
inline constexpr std::array<std::string_view, 2> enumerator_names<order_kind>{"control", "log_upload"};

struct device_order {
    device_order_id id;
    device_id device;
    order_kind kind = order_kind::control;
    std::string number;  // by which its answer is known
    std::string actor;   // as the audit trail names them
    base::instant asked_at;
    base::instant until;  // an answer is waited for
    std::string asked;    // JSON
    std::optional<base::instant> answered_at{};
    std::optional<std::string> answer{};  // JSON
};

}  // namespace gatehouse::model
