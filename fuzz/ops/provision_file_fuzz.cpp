#include "ops/provision_file.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace gatehouse;
    const auto read = ops::read_provision_file({reinterpret_cast<const char*>(data), size});
    if (const auto* const faults = std::get_if<std::vector<std::string>>(&read)) {
        GATEHOUSE_ASSERT(!faults->empty());
        for (const std::string& each : *faults)
            GATEHOUSE_ASSERT(each.starts_with('/'));
        return 0;
    }
    const auto& file = std::get<ops::provision_file>(read);
    for (const auto& each : file.organizations)
        GATEHOUSE_ASSERT(!each.key.empty() && !each.name.empty() && base::is_valid_utf8(each.name));
    for (const auto& each : file.clients)
        GATEHOUSE_ASSERT(!each.id.empty() && !each.secret.empty());
    for (const auto& each : file.licences)
        GATEHOUSE_ASSERT(!each.client.empty() && !each.organization.empty() && !each.code.empty());
    return 0;
}
