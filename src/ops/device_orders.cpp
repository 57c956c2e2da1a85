#include "ops/device_orders.hpp"

#include "base/bytes.hpp"
#include "store/device_orders.hpp"

namespace gatehouse::ops {

model::device_order give_order(store::transaction& in, const model::device& to, model::order_kind kind,
                               std::string asked, const author& by)
{
    constexpr std::size_t number_bytes = 16;
    const base::instant until = kind == model::order_kind::control ? by.now + command_within
                                                                   : by.now + log_within;
    auto made = store::insert_order(in, {{},
                                         to.id,
                                         kind,
                                         base::to_hex(base::random_bytes(number_bytes)),
                                         by.actor,
                                         by.now,
                                         until,
                                         std::move(asked)});
    write_down(in, by, to.organization, "device." + std::string(model::name_of(kind)), to.id.value);
    return made;
}

}  // namespace gatehouse::ops
