#include "ops/author.hpp"

namespace gatehouse::ops {

void write_down(store::transaction& in, const author& by, model::organization_id home,
                std::string_view action, std::int64_t object, const difference& changed)
{
    const std::string kind(action.substr(0, action.find('.')));
    store::record(in, {home, by.actor, std::string(action), kind, object, changed.detail()}, by.now);
}

}  // namespace gatehouse::ops
