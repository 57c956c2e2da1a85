#include "base/assert.hpp"
#include "base/text.hpp"
#include "wire/deli/checkin.hpp"
#include "wire/deli/envelope.hpp"
#include "wire/deli/features.hpp"

#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    using namespace gatehouse;
    using namespace gatehouse::wire::deli;
    const auto read = read_message({reinterpret_cast<const char*>(data), size});
    if (read.fault)
        return 0;
    GATEHOUSE_ASSERT(!read.what.mid || read.what.mid->size() <= 64);
    const auto again = read_message(write_message(read.what));
    GATEHOUSE_ASSERT(!again.fault && again.what == read.what);
    if (!read.what.data)
        return 0;
    const raw_json body(*read.what.data);
    const checkin found = read_checkin(body);
    GATEHOUSE_ASSERT(found.rows.size() + found.unreadable <= body.text().size());
    for (const checkin_row& each : found.rows)
        GATEHOUSE_ASSERT(!each.user.empty() && base::is_valid_utf8(each.user) &&
                         base::is_valid_utf8(each.type));
    for (const named_feature& each : features_in_sync(body))
        GATEHOUSE_ASSERT(!each.user.empty() && each.value.empty());
    for (const std::string_view command : {"fp_input", "fa_input", "feature_input", "feature_collect"}) {
        const auto heard = feature_read(command, body);
        GATEHOUSE_ASSERT(!heard || (!heard->user.empty() && base::is_valid_utf8(heard->value)));
        const auto ordered = feature_asked_for(command, body);
        GATEHOUSE_ASSERT(!ordered || (!ordered->user.empty() && !ordered->type.empty()));
    }
    return 0;
}
