#include "app/machines.hpp"

#include "app/outgoing_accounts.hpp"
#include "gateway/deli_host.hpp"
#include "store/firmware.hpp"

#include <stdexcept>

namespace gatehouse::app {
namespace {

gateway::deli_options options_of(const settings& chosen)
{
    for (const std::string& each : chosen.device_access_list)
        if (!each.starts_with("tcp://") && !each.starts_with("ssl://"))
            throw std::runtime_error("device.access_list: \"" + each + "\" is no tcp:// or ssl:// address");
    gateway::deli_options options;
    options.calls.compat_v10 = chosen.device_compat_v10;
    options.calls.ack_300 = chosen.device_ack_300;
    options.addresses = chosen.device_access_list;
    if (!chosen.device_ftp_user.empty())
        options.logs = {chosen.device_ftp_user,
                        read_secret("device.ftp_password", chosen.device_ftp_password)};
    return options;
}

}  // namespace

std::unique_ptr<gateway::device_host> machines(endpoint::services& with, const settings& chosen)
{
    auto made = std::make_unique<gateway::deli_host>(with.writer, with.keys, with.clock, options_of(chosen));
    with.devices = made.get();
    return made;
}

void sweep(const store::firmware_files& files, store::database& db)
{
    std::set<std::string> named;
    store::each_firmware_file(*db.reader(), [&named](const std::string& file) { named.insert(file); });
    files.sweep(named);
}

}  // namespace gatehouse::app
