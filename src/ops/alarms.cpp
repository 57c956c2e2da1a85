#include "ops/alarms.hpp"

#include "ops/roster.hpp"
#include "store/inbox.hpp"

namespace gatehouse::ops {

void raise_alarm(store::transaction& in, const model::device& from, std::int64_t code,
                 const std::string& text, base::instant now)
{
    const auto* const home = in.index.organization(from.organization);
    const auto who = home ? administrator_of(in.sql, home->what) : std::nullopt;
    const bool writes = who && !store::was_told_since(in.sql, from.id, code, now - alarm_letter_again);
    store::insert_alarm(in, {0, from.id, now, code, text}, writes);
    if (!writes)
        return;
    constexpr std::int64_t urgent = 3;
    model::inbox_item letter;
    letter.organization = from.organization;
    letter.priority = urgent;
    letter.title = (from.name.empty() ? from.external : from.name) + " (" + std::to_string(code) + ")";
    letter.content = text;
    letter.created_at = now;
    store::put_in_inbox(in, store::insert_inbox_item(in, letter), who->id);
}

}  // namespace gatehouse::ops
