#include "ops/privacy.hpp"

#include "store/attendance/requests.hpp"
#include "store/faces.hpp"
#include "store/features.hpp"
#include "store/inbox.hpp"
#include "store/user_events.hpp"
#include "store/user_tokens.hpp"
#include "store/visits.hpp"

namespace gatehouse::ops {

std::optional<store::destroyed_key> erase_person(store::transaction& in, const model::person& who,
                                                 const author& by)
{
    store::forget_person(in, who.id, by.now);
    store::forget_host(in, who.id);
    store::drop_former_face(in, who.id);
    store::drop_features_of(in, who.id);
    store::drop_user_tokens(in, who.id);
    store::drop_events_of(in, who.id);
    store::empty_inbox(in, who.id);
    store::attendance::forget_reasons(in, who.id);
    auto key = store::destroy_person_key(in, who.organization, who.id, by.now);
    write_down(in, by, who.organization, "person.erase", who.id.value);
    return key;
}

}  // namespace gatehouse::ops
