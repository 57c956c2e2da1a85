#include "ops/privacy.hpp"

#include "store/faces.hpp"
#include "store/visits.hpp"

namespace gatehouse::ops {

std::optional<store::destroyed_key> erase_person(store::transaction& in, const model::person& who,
                                                 const author& by)
{
    store::forget_person(in, who.id, by.now);
    store::forget_host(in, who.id);
    store::drop_former_face(in, who.id);
    auto key = store::destroy_person_key(in, who.organization, who.id, by.now);
    write_down(in, by, who.organization, "person.erase", who.id.value);
    return key;
}

}  // namespace gatehouse::ops
