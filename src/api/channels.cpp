#include "api/channels.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "model/tap_time.hpp"
#include "ops/channels.hpp"
#include "store/channels.hpp"
#include "store/people.hpp"

namespace gatehouse::api {

struct channel_item {
    std::int64_t id = 0;
    std::int64_t organization_id = 0;
    std::optional<std::int64_t> person_id;
    std::string kind;
    std::string url;
    std::string status;
    std::optional<std::string> disabled_reason;
    bool operator_allowed = false;
    std::string created_at;
};

struct opened_channel_item {
    channel_item channel;
    std::string secret;
};

struct channel_input {
    std::string url;
};

struct channel_change {
    std::optional<std::string> url;
    std::optional<std::string> status;
};

namespace {
constexpr std::array<std::string_view, 2> statuses{"active", "disabled"};
}  // namespace

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::channel_item> = std::tuple{
    field{"id", &api::channel_item::id, presence::required, "Identifies it.", "1"},
    field{"organization_id", &api::channel_item::organization_id, presence::required,
          "Whose taps it is told of."},
    field{"person_id", &api::channel_item::person_id, presence::required,
          "The person who is told; null for an organization's webhook."},
    field{"kind", &api::channel_item::kind, presence::required, "How it is reached.", "webhook"},
    field{"url", &api::channel_item::url, presence::required, "Where messages are sent.",
          "https://example.com/hook"},
    field{"status",
          &api::channel_item::status,
          presence::required,
          "A disabled one gets nothing; what waited for it goes out when it is active again.",
          "active",
          {.one_of = api::statuses}},
    field{"disabled_reason", &api::channel_item::disabled_reason, presence::required,
          "Why the server switched it off."},
    field{"operator_allowed", &api::channel_item::operator_allowed, presence::required,
          "The operator wrote this URL in the provisioning file: it may lie in a private network."},
    field{"created_at", &api::channel_item::created_at, presence::required, "RFC 3339, UTC."}};

template <>
inline constexpr auto fields_of<api::opened_channel_item> = std::tuple{
    field{"channel", &api::opened_channel_item::channel, presence::required, "The channel."},
    field{"secret", &api::opened_channel_item::secret, presence::required,
          "What its messages are signed with. Shown this once.", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}};

template <>
inline constexpr auto fields_of<api::channel_input> = std::tuple{
    field{"url",
          &api::channel_input::url,
          presence::required,
          "http or https, without user name and fragment. It must lie in public, or in a network that the "
          "configuration allows, when a message is sent.",
          "https://example.com/hook",
          {1, 2048}}};

template <>
inline constexpr auto fields_of<api::channel_change> =
    std::tuple{field{"url",
                     &api::channel_change::url,
                     presence::optional,
                     "As for a new one. A URL that is changed here is no more one that the operator wrote.",
                     "https://example.com/hook",
                     {1, 2048}},
               field{"status",
                     &api::channel_change::status,
                     presence::optional,
                     "`active` switches it on again.",
                     "active",
                     {.one_of = api::statuses}}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using base::errc;

channel_item item_of(const model::channel& from)
{
    return {from.id.value,
            from.organization.value,
            from.person ? std::optional{from.person->value} : std::nullopt,
            std::string(name_of(from.kind)),
            from.address,
            std::string(name_of(from.status)),
            from.disabled_reason,
            from.operator_allowed,
            model::rfc3339(from.created_at)};
}

opened_channel_item item_of(const ops::opened_channel& from)
{
    return {item_of(from.what), std::string(from.secret.reveal())};
}

template <class From>
auto answer_of(const base::result<From>& outcome) -> base::result<decltype(item_of(*outcome))>
{
    if (!outcome)
        return outcome.error();
    return item_of(*outcome);
}

ops::author author_of(const caller& by)
{
    return {by.actor, by.now};
}

// An organization's own, which has no person.
template <class Call>
base::result<model::channel> find_webhook(store::connection& sql, const Call& asked)
{
    auto found = store::find_channel(sql, asked.template id<model::channel_id>(0));
    if (!found || found->person || found->status == model::channel_status::deleted ||
        !asked.by.sees(found->organization))
        return base::error{errc::not_found};
    return *found;
}

template <class Call>
base::result<model::person> find_person(store::connection& sql, const Call& asked)
{
    auto found = store::find_person(sql, asked.template id<model::person_id>(0));
    if (!found || !asked.by.sees(found->organization))
        return base::error{errc::not_found};
    return *found;
}

template <class Call>
base::result<model::channel> find_channel_of_person(store::connection& sql, const Call& asked)
{
    const auto person = find_person(sql, asked);
    if (!person)
        return person.error();
    auto found = store::find_channel_of(sql, person->id);
    if (!found)
        return base::error{errc::not_found};
    return *found;
}

template <class Call>
base::result<channel_item> change(store::transaction& in, const base::result<model::channel>& before,
                                  const Call& asked)
{
    if (!before)
        return before.error();
    ops::channel_patch how{asked.body.url, {}};
    if (asked.body.status)
        how.status = model::channel_status_from(*asked.body.status);
    return answer_of(ops::change_channel(in, *before, how, author_of(asked.by)));
}

base::result<nothing> remove(store::transaction& in, const base::result<model::channel>& before,
                             const caller& by)
{
    if (!before)
        return before.error();
    const auto done = ops::change_channel(in, *before, {{}, model::channel_status::deleted}, author_of(by));
    return done ? base::result<nothing>(nothing{}) : done.error();
}

base::result<page<channel_item>> list_webhooks(const reading& in, const call<page_query, nothing>& asked)
{
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<channel_item> items;
    for (const auto& each :
         store::webhooks_after(in.sql, asked.id<model::organization_id>(0), {*after}, asked.query.limit + 1))
        items.push_back(item_of(each));
    return page_of(std::move(items), asked.query, [](const auto& last) { return last.id; });
}

base::result<opened_channel_item> create_webhook(store::transaction& in,
                                                 const call<nothing, channel_input>& asked)
{
    return answer_of(ops::open_channel(in, {asked.id<model::organization_id>(0), {}, asked.body.url},
                                       author_of(asked.by)));
}

base::result<channel_item> read_webhook(const reading& in, const call<nothing, nothing>& asked)
{
    return answer_of(find_webhook(in.sql, asked));
}

base::result<channel_item> change_webhook(store::transaction& in, const call<nothing, channel_change>& asked)
{
    return change(in, find_webhook(in.sql, asked), asked);
}

base::result<opened_channel_item> rotate_webhook_secret(store::transaction& in,
                                                        const call<nothing, nothing>& asked)
{
    const auto found = find_webhook(in.sql, asked);
    if (!found)
        return found.error();
    return item_of(ops::rotate_secret(in, *found, author_of(asked.by)));
}

base::result<nothing> delete_webhook(store::transaction& in, const call<nothing, nothing>& asked)
{
    return remove(in, find_webhook(in.sql, asked), asked.by);
}

base::result<channel_item> read_channel(const reading& in, const call<nothing, nothing>& asked)
{
    return answer_of(find_channel_of_person(in.sql, asked));
}

base::result<opened_channel_item> put_channel(store::transaction& in,
                                              const call<nothing, channel_input>& asked)
{
    const auto person = find_person(in.sql, asked);
    if (!person)
        return person.error();
    return answer_of(
        ops::open_channel(in, {person->organization, person->id, asked.body.url}, author_of(asked.by)));
}

base::result<channel_item> change_channel(store::transaction& in, const call<nothing, channel_change>& asked)
{
    return change(in, find_channel_of_person(in.sql, asked), asked);
}

base::result<nothing> delete_channel(store::transaction& in, const call<nothing, nothing>& asked)
{
    return remove(in, find_channel_of_person(in.sql, asked), asked.by);
}

using endpoint::right;
constexpr std::string_view webhooks = "/api/v1/organizations/{organization}/webhooks";
constexpr std::string_view webhook = "/api/v1/webhooks/{webhook}";
constexpr std::string_view channel = "/api/v1/people/{person}/channel";

constexpr std::array table{
    read<list_webhooks>("list_webhooks", webhooks, right::see,
                        "The webhooks of an organization, oldest first."),
    write<create_webhook>("create_webhook", net::verb::post, webhooks, right::manage,
                          "Makes a webhook: every accepted tap of the organization is sent there.", 201),
    read<read_webhook>("read_webhook", webhook, right::see, "One webhook."),
    write<change_webhook>("change_webhook", net::verb::patch, webhook, right::manage,
                          "Changes what is given, and leaves the rest as it is."),
    write<rotate_webhook_secret>("rotate_webhook_secret", net::verb::post,
                                 "/api/v1/webhooks/{webhook}/secret", right::manage,
                                 "Makes a new secret; the old one signs nothing from now on.", 201),
    write<delete_webhook>("delete_webhook", net::verb::delete_, webhook, right::manage,
                          "Deletes a webhook; what waited for it is dropped."),
    read<read_channel>("read_person_channel", channel, right::see, "How a person is told of taps."),
    write<put_channel>("put_person_channel", net::verb::put, channel, right::manage,
                       "Sets how a person is told of taps of the cards that name them; the one before ends.",
                       201),
    write<change_channel>("change_person_channel", net::verb::patch, channel, right::manage,
                          "Changes what is given, and leaves the rest as it is."),
    write<delete_channel>("delete_person_channel", net::verb::delete_, channel, right::manage,
                          "The person is told of nothing any more."),
};

}  // namespace

std::span<const endpoint::route> channel_routes()
{
    return table;
}

}  // namespace gatehouse::api
