#include "ops/author.hpp"

namespace gatehouse::ops {

model::change_number write_down(store::transaction& in, const author& by, model::organization_id home,
                                std::string_view action, std::int64_t object, const difference& changed,
                                model::person_id about)
{
    const std::string kind(action.substr(0, action.find('.')));
    return store::record(in, {home, by.actor, std::string(action), kind, object, changed.detail(), about},
                         by.now);
}

}  // namespace gatehouse::ops
