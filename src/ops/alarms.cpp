#include "ops/alarms.hpp"

#include "ops/roster.hpp"
#include "store/inbox.hpp"

#include <algorithm>
#include <limits>

namespace gatehouse::ops {
namespace {

constexpr std::int64_t looked_back = 20;  // alarms of the machine

bool was_told(store::connection& sql, model::device_id from, std::int64_t code, base::instant now)
{
    const auto newest = store::alarms_before(sql, from, std::numeric_limits<std::int64_t>::max(),
                                             looked_back);
    return std::any_of(newest.begin(), newest.end(), [&](const store::device_alarm& each) {
        return each.code == code && now - each.at < alarm_letter_again;
    });
}

}  // namespace

void raise_alarm(store::transaction& in, const model::device& from, std::int64_t code,
                 const std::string& text, base::instant now)
{
    const auto* const home = in.index.organization(from.organization);
    const auto who = home ? administrator_of(in.sql, home->what) : std::nullopt;
    const bool writes = who && !was_told(in.sql, from.id, code, now);
    store::insert_alarm(in, {0, from.id, now, code, text});
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
