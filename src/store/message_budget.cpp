#include "store/message_budget.hpp"

namespace gatehouse::store {
namespace {

constexpr statement made_so_far{
    "budget_made", "SELECT made FROM message_budget WHERE day = ?1 AND channel = ?2 AND recipient = ?3"};
constexpr statement take_one{
    "budget_take", "INSERT INTO message_budget (day, channel, recipient, made) VALUES (?1, ?2, ?3, 1) "
                   "ON CONFLICT (day, channel, recipient) DO UPDATE SET made = made + 1"};
constexpr statement forget_days{"budget_forget", "DELETE FROM message_budget WHERE day < ?1"};

constexpr std::uint64_t phone_tag = 50;
constexpr std::int64_t days_kept = 3;

bool has_room(connection& sql, std::int64_t day, model::channel_id of, std::string_view recipient,
              std::optional<std::int64_t> most)
{
    return !most || sql.number(made_so_far, {day, of.value, blob{recipient}}).value_or(0) < *most;
}

}  // namespace

bool take_from_budget(transaction& in, const model::channel& of, std::string_view phone,
                      const model::time_zone& zone, base::instant now)
{
    const auto civil = std::chrono::floor<std::chrono::days>(zone.to_civil(now));
    const std::int64_t day = civil.time_since_epoch().count();
    const base::digest recipient = base::keyed_digest(in.keys.sources, phone_tag, phone);
    if (!has_room(in.sql, day, of.id, recipient.view(), of.daily_each) ||
        !has_room(in.sql, day, of.id, {}, of.daily_all))
        return false;
    in.sql.run(forget_days, {day - days_kept});
    in.sql.run(take_one, {day, of.id.value, blob{recipient.view()}});
    in.sql.run(take_one, {day, of.id.value, blob{std::string_view()}});
    return true;
}

}  // namespace gatehouse::store
