#include "store/deliveries.hpp"

#include "base/bytes.hpp"

namespace gatehouse::store {
namespace {

constexpr statement after_position{
    "punches_after",
    "SELECT number, organization, presented, device_second, device_millisecond, correction, received_at, "
    "marks FROM punch WHERE number > ?1 ORDER BY number LIMIT ?2"};
constexpr statement told_channels{
    "told_channels",
    "SELECT id FROM channel WHERE organization = ?1 AND person IS NULL AND kind = 'webhook' AND status = "
    "'active' AND "
    "created_at <= ?3 "
    "UNION ALL SELECT ch.id FROM attribution a JOIN credential_told t ON t.credential = a.credential "
    "JOIN person p ON p.id = t.person AND p.status = 'active' "
    "JOIN channel ch ON ch.person = p.id AND ch.status = 'active' AND ch.created_at <= ?3 "
    "WHERE a.number = (SELECT max(b.number) FROM attribution b WHERE b.presented = ?2 AND b.from_punch <= "
    "?4) "
    "ORDER BY 1"};
constexpr statement insert{"insert_delivery",
                           "INSERT INTO delivery (message, organization, punch, channel, state, attempts, "
                           "next_attempt, made_at, pending_since) "
                           "VALUES (?1, ?2, ?3, ?4, 'pending', 0, 0, ?5, ?5) "
                           "ON CONFLICT (punch, channel) DO NOTHING"};

// Steps from channel to channel through the index, however many deliveries each has.
constexpr statement waiting{
    "waiting_channels",
    "WITH RECURSIVE waiting (channel) AS ("
    "SELECT min(channel) FROM delivery WHERE state = 'pending' "
    "UNION ALL SELECT (SELECT min(d.channel) FROM delivery d WHERE d.state = 'pending' AND "
    "d.channel > waiting.channel) FROM waiting WHERE waiting.channel IS NOT NULL) "
    "SELECT c.id, c.status, (SELECT min(d.next_attempt) FROM delivery d WHERE d.channel = c.id AND "
    "d.state = 'pending') FROM waiting JOIN channel c ON c.id = waiting.channel"};
constexpr statement count_pending{"pending_deliveries",
                                  "SELECT count(*) FROM delivery WHERE state = 'pending'"};

constexpr statement insert_attempt{"insert_attempt",
                                   "INSERT INTO delivery_attempt (delivery, at, took, status, outcome) "
                                   "VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr statement move_on{"move_delivery",
                            "UPDATE delivery SET state = ?2, attempts = attempts + 1, "
                            "next_attempt = ?3, outcome = ?4, receipt = coalesce(?5, receipt) "
                            "WHERE id = ?1 AND state = 'pending'"};
constexpr statement end{"end_delivery", "UPDATE delivery SET state = ?2, outcome = ?3 "
                                        "WHERE id = ?1 AND state = 'pending'"};
constexpr statement begin_again{"send_again", "UPDATE delivery SET state = 'pending', attempts = 0, "
                                              "next_attempt = 0, pending_since = ?2 WHERE id = ?1"};
constexpr statement remove{
    "remove_delivery",
    "DELETE FROM delivery WHERE id = ?1 AND (notice IS NOT 'face_removal' OR state = 'delivered' OR EXISTS "
    "(SELECT 1 FROM delivery l WHERE l.visit = delivery.visit AND l.guest = delivery.guest AND l.notice = "
    "'face_removal' AND l.id > delivery.id))"};
constexpr statement attempts{
    "attempts", "SELECT at, took, status, outcome FROM delivery_attempt WHERE delivery = ?1 ORDER BY id"};

#define GATEHOUSE_DELIVERY                                                                                   \
    "SELECT id, message, organization, punch, channel, state, attempts, next_attempt, made_at, "             \
    "pending_since, outcome, visit, guest, notice FROM delivery WHERE "

constexpr statement due{
    "due_deliveries", GATEHOUSE_DELIVERY
    "channel = ?1 AND state = 'pending' AND next_attempt <= ?2 ORDER BY next_attempt, id LIMIT ?3"};
constexpr statement by_message{"find_delivery", GATEHOUSE_DELIVERY "message = ?1"};
constexpr statement oldest{"deliveries_after", GATEHOUSE_DELIVERY "id > ?1 ORDER BY id LIMIT ?2"};
// The filters differ in the index that serves them. Of a state that is not `delivered` there are few.
constexpr statement page_of_all{"deliveries", GATEHOUSE_DELIVERY "id < ?1 AND (?3 = '' OR state = ?3) "
                                                                 "ORDER BY id DESC LIMIT ?2"};
constexpr statement page_of_one{"deliveries_of_organization", GATEHOUSE_DELIVERY
                                "organization = ?4 AND id < ?1 AND (?3 = '' OR state = ?3) "
                                "ORDER BY id DESC LIMIT ?2"};
constexpr statement page_of_state{"deliveries_in_state", GATEHOUSE_DELIVERY
                                  "state = ?3 AND state <> 'delivered' AND id < ?1 AND (?4 = 0 OR "
                                  "organization = ?4) ORDER BY id DESC LIMIT ?2"};
constexpr statement page_of_punch{"deliveries_of_punch", GATEHOUSE_DELIVERY
                                  "punch = ?5 AND id < ?1 AND (?3 = '' OR state = ?3) AND "
                                  "(?4 = 0 OR organization = ?4) ORDER BY id DESC LIMIT ?2"};
#undef GATEHOUSE_DELIVERY

logged_punch logged_from(const row& at)
{
    logged_punch p;
    p.number = {at.integer(0)};
    p.organization = {at.integer(1)};
    p.presented = {at.integer(2)};
    p.corrected_time = base::from_milliseconds(at.integer(3) * 1000 + at.integer(4) + at.integer(5));
    p.received_at = base::from_milliseconds(at.integer(6));
    p.accepted = model::was_accepted(static_cast<model::punch_marks>(at.integer(7)));
    return p;
}

model::delivery delivery_from(const row& at)
{
    model::delivery d;
    d.id = {at.integer(0)};
    d.message = at.text(1);
    d.organization = {at.integer(2)};
    d.punch = at.maybe_id<model::punch_number>(3).value_or(model::punch_number{});
    d.channel = {at.integer(4)};
    d.state = model::delivery_state_from(at.text(5)).value();
    d.attempts = at.integer(6);
    d.next_attempt = base::from_milliseconds(at.integer(7));
    d.made_at = base::from_milliseconds(at.integer(8));
    d.pending_since = base::from_milliseconds(at.integer(9));
    d.outcome = at.maybe_text(10);
    if (const auto notice = at.maybe_text(13)) {
        d.visit = {at.integer(11)};
        d.guest = at.maybe_id<model::guest_id>(12).value_or(model::guest_id{});
        d.notice = model::from_name<model::notice_kind>(*notice).value();
    }
    return d;
}

template <class Value, class From>
std::vector<Value> all(connection& sql, const statement& what, std::initializer_list<value> arguments,
                       From from)
{
    std::vector<Value> found;
    sql.each(what, arguments, [&](const row& at) { found.push_back(from(at)); });
    return found;
}

}  // namespace

std::vector<logged_punch> punches_after(connection& sql, std::int64_t position, std::int64_t limit)
{
    return all<logged_punch>(sql, after_position, {position, limit}, logged_from);
}

std::vector<model::channel_id> channels_of(connection& sql, const logged_punch& punch)
{
    return all<model::channel_id>(sql, told_channels,
                                  {punch.organization.value, punch.presented.value,
                                   base::to_milliseconds(punch.received_at), punch.number.value},
                                  [](const row& at) { return model::channel_id{at.integer(0)}; });
}

// Not made of the punch's number: after a restore the numbers are given out again.
std::string random_message()
{
    constexpr std::size_t random_size = 16;
    return "msg_" + base::encode_base64url(base::random_bytes(random_size));
}

bool insert_delivery(transaction& in, const logged_punch& punch, model::channel_id to, base::instant now)
{
    const std::string message = random_message();
    return in.sql.run(insert, {std::string_view(message), punch.organization.value, punch.number.value,
                               to.value, base::to_milliseconds(now)}) == 1;
}

std::vector<waiting_channel> waiting_channels(connection& sql)
{
    return all<waiting_channel>(sql, waiting, {}, [](const row& at) {
        return waiting_channel{
            {at.integer(0)},
            model::from_name<model::channel_status>(at.text(1)).value(),
            base::from_milliseconds(at.integer(2)),
        };
    });
}

std::int64_t pending_deliveries(connection& sql)
{
    return sql.number(count_pending).value_or(0);
}

std::vector<model::delivery> due_deliveries(connection& sql, model::channel_id channel, base::instant now,
                                            std::int64_t limit)
{
    return all<model::delivery>(sql, due, {channel.value, base::to_milliseconds(now), limit}, delivery_from);
}

void record_attempt(transaction& in, model::delivery_id of, const model::attempt& what,
                    const model::next_step& next)
{
    in.sql.run(insert_attempt, {of.value, base::to_milliseconds(what.at), what.took.count(),
                                what.status ? value{std::int64_t{*what.status}} : value{nullptr},
                                std::string_view(what.outcome)});
    in.sql.run(move_on,
               {of.value, name_of(next.state), base::to_milliseconds(next.next_attempt),
                std::string_view(what.outcome), what.receipt.empty() ? value{nullptr} : value{what.receipt}});
}

void end_delivery(transaction& in, model::delivery_id what, model::delivery_state as,
                  std::string_view outcome)
{
    in.sql.run(end, {what.value, name_of(as), outcome});
}

void send_again(transaction& in, model::delivery_id what, base::instant now)
{
    in.sql.run(begin_again, {what.value, base::to_milliseconds(now)});
}

std::vector<model::delivery> deliveries_before(connection& sql, const delivery_filter& which,
                                               model::delivery_id before, std::int64_t limit)
{
    constexpr std::int64_t newest = std::int64_t{1} << 53U;
    const std::int64_t below = before ? before.value : newest;
    const std::string_view state = which.state ? name_of(*which.state) : std::string_view();
    const std::int64_t organization = which.organization.value;
    if (which.punch)
        return all<model::delivery>(sql, page_of_punch,
                                    {below, limit, state, organization, which.punch.value}, delivery_from);
    if (which.state && which.state != model::delivery_state::delivered)
        return all<model::delivery>(sql, page_of_state, {below, limit, state, organization}, delivery_from);
    if (which.organization)
        return all<model::delivery>(sql, page_of_one, {below, limit, state, organization}, delivery_from);
    return all<model::delivery>(sql, page_of_all, {below, limit, state}, delivery_from);
}

std::optional<model::delivery> find_delivery(connection& sql, std::string_view message)
{
    return sql.first(by_message, {message}, delivery_from);
}

std::vector<model::attempt> attempts_of(connection& sql, model::delivery_id of)
{
    return all<model::attempt>(sql, attempts, {of.value}, [](const row& at) {
        model::attempt a;
        a.at = base::from_milliseconds(at.integer(0));
        a.took = std::chrono::milliseconds(at.integer(1));
        if (!at.is_null(2))
            a.status = static_cast<unsigned>(at.integer(2));
        a.outcome = at.text(3);
        return a;
    });
}

std::vector<model::delivery> deliveries_after(connection& sql, model::delivery_id after, std::int64_t limit)
{
    return all<model::delivery>(sql, oldest, {after.value, limit}, delivery_from);
}

void remove_delivery(transaction& in, model::delivery_id what)
{
    in.sql.run(remove, {what.value});
}

}  // namespace gatehouse::store
