#include "app/machines.hpp"

#include "gateway/deli_host.hpp"

namespace gatehouse::app {

std::unique_ptr<gateway::device_host> machines(endpoint::services& with)
{
    auto made = std::make_unique<gateway::deli_host>(with.writer, with.keys, with.clock,
                                                     gateway::deli_options{});
    with.devices = made.get();
    return made;
}

}  // namespace gatehouse::app
