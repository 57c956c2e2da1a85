#include "ops/letter.hpp"

#include "store/channels.hpp"
#include "store/people.hpp"

namespace gatehouse::ops {

std::variant<letter, not_to_be_sent> write_letter(store::connection& sql, const store::keyring& keys,
                                                  const model::delivery& what, const model::channel& to,
                                                  std::chrono::minutes tell_within, base::instant now)
{
    using enum model::delivery_state;
    auto punch = store::find_punch(sql, keys, what.punch);
    if (!punch)
        return not_to_be_sent{dropped, "the punch is gone"};
    if (to.person) {
        const auto person = store::find_person(sql, *to.person);
        if (!person)
            return not_to_be_sent{dropped, "the person is gone"};
        punch->told = person->name;
        const bool by_hand = what.pending_since > what.made_at;
        if (now - (by_hand ? what.pending_since : punch->punch.what.corrected_time) > tell_within)
            return not_to_be_sent{dropped, "the tap is too old to tell a person of"};
    }
    const auto secret = store::channel_secret(sql, keys, to.id);
    if (!secret)
        return not_to_be_sent{dead, "the channel's secret cannot be opened"};
    return letter{what, to, *secret, std::move(*punch), {}, {}};
}

}  // namespace gatehouse::ops
