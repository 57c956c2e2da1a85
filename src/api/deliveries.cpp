#include "api/deliveries.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "model/tap_time.hpp"
#include "ops/channels.hpp"
#include "store/deliveries.hpp"

namespace gatehouse::api {

struct delivery_item {
    std::string id;
    std::int64_t organization_id = 0;
    std::optional<std::int64_t> punch_id;
    std::optional<std::int64_t> visit_id;
    std::optional<std::string> notice;
    std::int64_t channel_id = 0;
    std::string state;
    std::int64_t attempts = 0;
    std::optional<std::string> next_attempt_at;
    std::string made_at;
    std::optional<std::string> outcome;
};

struct attempt_item {
    std::string at;
    std::int64_t milliseconds = 0;
    std::optional<std::int64_t> status;
    std::string outcome;
};

struct delivery_detail : delivery_item {
    std::vector<attempt_item> history;
};

struct delivery_query : page_query {
    std::optional<std::int64_t> organization_id;
    std::optional<std::int64_t> punch_id;
    std::optional<std::string> state;
};

namespace {
constexpr std::array<std::string_view, 4> states{"pending", "delivered", "dead", "dropped"};
}  // namespace

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::delivery_item> = std::tuple{
    field{"id", &api::delivery_item::id, presence::required,
          "What the receiver knows the message by (`webhook-id`): the same at every attempt.",
          "msg_0WqXbLkKZ1mVxY3nS5tA9w"},
    field{"organization_id", &api::delivery_item::organization_id, presence::required,
          "Whose tap or visit it was."},
    field{"punch_id", &api::delivery_item::punch_id, presence::required, "The tap; null of a visit.", "17"},
    field{"visit_id", &api::delivery_item::visit_id, presence::required, "The visit; null of a tap.", "207"},
    field{"notice", &api::delivery_item::notice, presence::required,
          "What is said of the visit, and to whom; null of a tap.", "signin_to_visitor"},
    field{"channel_id", &api::delivery_item::channel_id, presence::required,
          "The webhook or channel, or the site's way to Koala, WeChat or SMS."},
    field{"state",
          &api::delivery_item::state,
          presence::required,
          "`dead`: given up, may be sent again by hand. `dropped`: nobody wanted it any more.",
          "delivered",
          {.one_of = api::states}},
    field{"attempts", &api::delivery_item::attempts, presence::required,
          "How many were made since it became pending."},
    field{"next_attempt_at", &api::delivery_item::next_attempt_at, presence::required,
          "While pending: not before this time; null is at once. RFC 3339, UTC."},
    field{"made_at", &api::delivery_item::made_at, presence::required, "RFC 3339, UTC."},
    field{"outcome", &api::delivery_item::outcome, presence::required,
          "What became of the last attempt, for people; null before the first.",
          "the receiver answered 200"}};

template <>
inline constexpr auto fields_of<api::attempt_item> = std::tuple{
    field{"at", &api::attempt_item::at, presence::required, "When it began. RFC 3339, UTC."},
    field{"milliseconds", &api::attempt_item::milliseconds, presence::required, "How long it took."},
    field{"status", &api::attempt_item::status, presence::required,
          "The receiver's HTTP status; null where it did not answer.", "200"},
    field{"outcome", &api::attempt_item::outcome, presence::required, "What became of it, for people.",
          "the receiver answered 200"}};

template <>
inline constexpr auto fields_of<api::delivery_detail> = std::tuple_cat(
    fields_of<api::delivery_item>, std::tuple{field{"history", &api::delivery_detail::history,
                                                    presence::required, "Every attempt, oldest first."}});

template <>
inline constexpr auto fields_of<api::delivery_query> = std::tuple_cat(
    fields_of<api::page_query>,
    std::tuple{
        field{"organization_id",
              &api::delivery_query::organization_id,
              presence::optional,
              "Of this organization only.",
              "1",
              {1}},
        field{"punch_id", &api::delivery_query::punch_id, presence::optional, "Of this tap only.", "1", {1}},
        field{"state",
              &api::delivery_query::state,
              presence::optional,
              "In this state only.",
              "dead",
              {.one_of = api::states}}});

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using base::errc;

delivery_item item_of(const model::delivery& from)
{
    delivery_item item;
    item.id = from.message;
    item.organization_id = from.organization.value;
    if (from.visit) {
        item.visit_id = from.visit.value;
        item.notice = name_of(from.notice);
    } else {
        item.punch_id = from.punch.value;
    }
    item.channel_id = from.channel.value;
    item.state = name_of(from.state);
    item.attempts = from.attempts;
    if (from.state == model::delivery_state::pending && from.next_attempt > base::instant{})
        item.next_attempt_at = model::rfc3339(from.next_attempt);
    item.made_at = model::rfc3339(from.made_at);
    item.outcome = from.outcome;
    return item;
}

attempt_item item_of(const model::attempt& from)
{
    return {model::rfc3339(from.at), from.took.count(),
            from.status ? std::optional<std::int64_t>{*from.status} : std::nullopt, from.outcome};
}

template <class Call>
base::result<model::delivery> find_delivery(store::connection& sql, const Call& asked)
{
    auto found = store::find_delivery(sql, asked.path[0]);
    if (!found || !asked.by.sees(found->organization))
        return base::error{errc::not_found};
    return *found;
}

base::result<page<delivery_item>> list_deliveries(const reading& in,
                                                  const call<delivery_query, nothing>& asked)
{
    const auto before = position_of(asked.query);
    if (!before)
        return before.error();
    store::delivery_filter which;
    which.organization = {asked.query.organization_id.value_or(asked.by.organization.value)};
    which.punch = {asked.query.punch_id.value_or(0)};
    if (asked.query.state)
        which.state = model::delivery_state_from(*asked.query.state);
    if (!asked.by.sees(which.organization))
        return page<delivery_item>{};
    const auto found = page_of(store::deliveries_before(in.sql, which, {*before}, asked.query.limit + 1),
                               asked.query, [](const model::delivery& last) { return last.id.value; });
    page<delivery_item> answer{{}, found.next};
    for (const model::delivery& each : found.items)
        answer.items.push_back(item_of(each));
    return answer;
}

base::result<delivery_detail> read_delivery(const reading& in, const call<nothing, nothing>& asked)
{
    const auto found = find_delivery(in.sql, asked);
    if (!found)
        return found.error();
    delivery_detail detail{item_of(*found), {}};
    for (const model::attempt& each : store::attempts_of(in.sql, found->id))
        detail.history.push_back(item_of(each));
    return detail;
}

base::result<delivery_item> resend_delivery(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = find_delivery(in.sql, asked);
    if (!found)
        return found.error();
    return item_of(ops::send_again(in, *found, asked.by.author()));
}

}  // namespace

std::span<const endpoint::route> delivery_routes()
{
    static constexpr std::array table{
        read<list_deliveries>("list_deliveries", "/api/v1/deliveries", endpoint::right::see,
                              "Messages to webhooks and to people, newest first. Kept 30 days."),
        read<read_delivery>("read_delivery", "/api/v1/deliveries/{delivery}", endpoint::right::see,
                            "One message with every attempt."),
        write<resend_delivery>(
            "resend_delivery", net::verb::post, "/api/v1/deliveries/{delivery}/resend",
            endpoint::right::manage,
            "Sends a message again, from the beginning of its schedule, with the same id."),
    };
    return table;
}

}  // namespace gatehouse::api
