#include "app/command_line.hpp"
#include "gateway/deli_host.hpp"

namespace {

std::unique_ptr<gatehouse::gateway::device_host> machines(gatehouse::endpoint::services& with)
{
    auto made = std::make_unique<gatehouse::gateway::deli_host>(with.writer, with.keys, with.clock,
                                                                gatehouse::gateway::deli_options{});
    with.devices = made.get();
    return made;
}

}  // namespace

int main(int argc, char** argv)
{
    return gatehouse::app::run(argc, argv, {}, machines);
}
