#include "ops/known_cards.hpp"

namespace gatehouse::ops {

base::digest known_cards::place_of(model::organization_id home, std::string_view phone) const
{
    return store::shown_phone(keys_, home, phone).digest;
}

std::optional<std::string> known_cards::find(const store::index& in, model::organization_id home,
                                             std::string_view phone) const
{
    const base::digest place = place_of(home, phone);
    const model::person_id* const who = in.phones.find(place);
    const auto* const borne = who ? in.borne.find(*who) : nullptr;
    if (!borne)
        return std::nullopt;
    const std::scoped_lock held(mutex_);
    const auto found = answered_.find(place);
    if (found == answered_.end() || found->second.who != *who || found->second.card != borne->back())
        return std::nullopt;
    return found->second.number;
}

void known_cards::keep(model::organization_id home, std::string_view phone, const resident_card& answered)
{
    const base::digest place = place_of(home, phone);
    const std::scoped_lock held(mutex_);
    if (answered_.size() >= most)
        answered_.clear();
    answered_.insert_or_assign(place, answered);
}

void known_cards::forget(model::organization_id home, std::string_view phone)
{
    const base::digest place = place_of(home, phone);
    const std::scoped_lock held(mutex_);
    answered_.erase(place);
}

}  // namespace gatehouse::ops
