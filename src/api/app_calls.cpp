#include "api/app_calls.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "model/tap_time.hpp"
#include "ops/app_news.hpp"
#include "store/app_calls.hpp"

namespace gatehouse::api {

struct app_call_item {
    std::int64_t id = 0;
    std::string app_id;
    std::optional<std::string> device_id;
    std::optional<std::int64_t> organization_id;
    std::int64_t action = 0;
    std::string mid;
    std::string state;
    std::int64_t attempts = 0;
    std::optional<std::string> next_attempt_at;
    std::string made_at;
    std::optional<std::string> outcome;
};

struct app_call_query : page_query {
    std::optional<std::string> state;
};

namespace {
constexpr std::array<std::string_view, 3> call_states{"pending", "delivered", "dead"};
}  // namespace

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::app_call_item> = std::tuple{
    field{"id", &api::app_call_item::id, presence::required, "The number of the call.", "17"},
    field{"app_id", &api::app_call_item::app_id, presence::required, "What the app calls with.",
          "370000000000000001"},
    field{"device_id", &api::app_call_item::device_id, presence::required,
          "The machine that it is about; null where it is about an organization. Calls of an app about one "
          "machine leave one after the other.",
          "DL3785W_1234567890"},
    field{"organization_id", &api::app_call_item::organization_id, presence::required,
          "Whose it is; null of a machine's message, which the machine's log has."},
    field{"action", &api::app_call_item::action, presence::required, "What it says: 400 to 407.", "405"},
    field{"mid", &api::app_call_item::mid, presence::required,
          "The same at every attempt, unless the machine's own message has one.",
          "9f86d081884c7d659a2feaa0c55ad015"},
    field{"state",
          &api::app_call_item::state,
          presence::required,
          "`dead`: given up after 30 attempts, or never possible; may be sent again by hand.",
          "delivered",
          {.one_of = api::call_states}},
    field{"attempts", &api::app_call_item::attempts, presence::required,
          "How many were made since it became pending."},
    field{"next_attempt_at", &api::app_call_item::next_attempt_at, presence::required,
          "While pending: not before this time; null is at once, or after the one before it. RFC 3339, UTC."},
    field{"made_at", &api::app_call_item::made_at, presence::required, "RFC 3339, UTC."},
    field{"outcome", &api::app_call_item::outcome, presence::required,
          "What became of the last attempt, for people; null before the first.", "the app answered 200"}};

template <>
inline constexpr auto fields_of<api::app_call_query> =
    std::tuple_cat(fields_of<api::page_query>, std::tuple{field{"state",
                                                                &api::app_call_query::state,
                                                                presence::optional,
                                                                "In this state only.",
                                                                "dead",
                                                                {.one_of = api::call_states}}});

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

app_call_item item_of(const store::app_call_view& from)
{
    const model::app_call& what = from.what;
    app_call_item item;
    item.id = what.id.value;
    item.app_id = from.app;
    if (what.device)
        item.device_id = from.device;
    if (what.organization)
        item.organization_id = what.organization.value;
    item.action = what.action;
    item.mid = what.mid;
    item.state = name_of(what.state);
    item.attempts = what.attempts;
    if (what.next_attempt && *what.next_attempt > base::instant{})
        item.next_attempt_at = model::rfc3339(*what.next_attempt);
    item.made_at = model::rfc3339(what.made_at);
    item.outcome = what.outcome;
    return item;
}

base::result<page<app_call_item>> list_app_calls(const reading& in,
                                                 const call<app_call_query, nothing>& asked)
{
    const auto before = position_of(asked.query);
    if (!before)
        return before.error();
    const auto state = asked.query.state ? model::delivery_state_from(*asked.query.state) : std::nullopt;
    std::vector<app_call_item> items;
    for (const auto& each : store::app_calls_before(in.sql, state, {*before}, asked.query.limit + 1))
        items.push_back(item_of(each));
    return page_of(std::move(items), asked.query, [](const app_call_item& last) { return last.id; });
}

base::result<app_call_item> resend_app_call(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = store::find_app_call(in.sql, asked.id<model::app_call_id>(0));
    if (!found)
        return base::error{base::errc::not_found};
    if (found->what.state == model::delivery_state::dead)
        ops::send_again(in, found->what, asked.by.author());
    return item_of(store::find_app_call(in.sql, found->what.id).value());
}

}  // namespace

std::span<const endpoint::route> app_call_routes()
{
    static constexpr std::array table{
        read<list_app_calls>("list_app_calls", "/api/v1/app_calls", endpoint::right::administer,
                             "Calls of apps' webhooks, newest first. Kept 30 days."),
        write<resend_app_call>(
            "resend_app_call", net::verb::post, "/api/v1/app_calls/{app_call}/resend",
            endpoint::right::administer,
            "Sends a call that was given up again, from the beginning of its schedule. Any other "
            "is left as it is."),
    };
    return table;
}

}  // namespace gatehouse::api
