#include "api/channels.hpp"

#include "api/page.hpp"
#include "api/people.hpp"
#include "ops/channels.hpp"
#include "store/channels.hpp"

namespace gatehouse::api {

struct opened_channel_item {
    model::channel channel;
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
inline constexpr auto fields_of<model::channel> = std::tuple{
    field{"id", &model::channel::id, presence::required, "Identifies it.", "1"},
    field{"organization_id", &model::channel::organization, presence::required, "Whose taps it is told of.",
          "1"},
    field{"person_id", &model::channel::person, presence::required,
          "The person who is told; null for an organization's webhook."},
    field{"kind", &model::channel::kind, presence::required, "How it is reached.", "webhook"},
    field{"url", &model::channel::address, presence::required, "Where messages are sent.",
          "https://example.com/hook"},
    field{"status", &model::channel::status, presence::required,
          "A disabled one gets nothing; what waited for it goes out when it is active again.", "active"},
    field{"disabled_reason", &model::channel::disabled_reason, presence::required,
          "Why the server switched it off."},
    field{"operator_allowed", &model::channel::operator_allowed, presence::required,
          "The operator wrote this URL in the provisioning file: it may lie in a private network."},
    field{"created_at", &model::channel::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"}};

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

base::result<opened_channel_item> answer_of(const base::result<ops::opened_channel>& outcome)
{
    if (!outcome)
        return outcome.error();
    return opened_channel_item{outcome->what, std::string(outcome->secret.reveal())};
}

// An organization's own, which has no person.
template <class Call>
base::result<model::channel> find_webhook(store::connection& sql, const Call& asked)
{
    auto found = store::find_channel(sql, asked.template id<model::channel_id>(0));
    if (!found || found->person || found->kind != model::channel_kind::webhook ||
        found->status == model::channel_status::deleted || !asked.by.sees(found->organization))
        return base::error{errc::not_found};
    return *found;
}

template <class Call>
base::result<model::channel> find_channel_of_person(store::connection& sql, const Call& asked)
{
    const auto person = person_of(sql, asked);
    if (!person)
        return person.error();
    auto found = store::find_channel_of(sql, person->id);
    if (!found)
        return base::error{errc::not_found};
    return *found;
}

template <class Call>
base::result<model::channel> change(store::transaction& in, const base::result<model::channel>& before,
                                    const Call& asked)
{
    if (!before)
        return before.error();
    ops::channel_patch how{asked.body.url, {}};
    if (asked.body.status)
        how.status = model::from_name<model::channel_status>(*asked.body.status);
    return ops::change_channel(in, *before, how, asked.by.author());
}

base::result<nothing> remove(store::transaction& in, const base::result<model::channel>& before,
                             const caller& by)
{
    if (!before)
        return before.error();
    const auto done = ops::change_channel(in, *before, {{}, model::channel_status::deleted}, by.author());
    if (!done)
        return done.error();
    return nothing{};
}

base::result<page<model::channel>> list_webhooks(const reading& in, const call<page_query, nothing>& asked)
{
    return page_behind(asked.query, [&](std::int64_t after, std::int64_t most) {
        return store::webhooks_after(in.sql, asked.id<model::organization_id>(0), {after}, most);
    });
}

base::result<opened_channel_item> create_webhook(store::transaction& in,
                                                 const call<nothing, channel_input>& asked)
{
    return answer_of(
        ops::open_channel(in, {asked.id<model::organization_id>(0), {}, asked.body.url}, asked.by.author()));
}

base::result<model::channel> read_webhook(const reading& in, const call<nothing, nothing>& asked)
{
    return find_webhook(in.sql, asked);
}

base::result<model::channel> change_webhook(store::transaction& in,
                                            const call<nothing, channel_change>& asked)
{
    return change(in, find_webhook(in.sql, asked), asked);
}

base::result<opened_channel_item> rotate_webhook_secret(store::transaction& in,
                                                        const call<nothing, nothing>& asked)
{
    const auto found = find_webhook(in.sql, asked);
    if (!found)
        return found.error();
    return answer_of(ops::rotate_secret(in, *found, asked.by.author()));
}

base::result<nothing> delete_webhook(store::transaction& in, const call<nothing, nothing>& asked)
{
    return remove(in, find_webhook(in.sql, asked), asked.by);
}

base::result<model::channel> read_channel(const reading& in, const call<nothing, nothing>& asked)
{
    return find_channel_of_person(in.sql, asked);
}

base::result<opened_channel_item> put_channel(store::transaction& in,
                                              const call<nothing, channel_input>& asked)
{
    const auto person = person_of(in.sql, asked);
    if (!person)
        return person.error();
    return answer_of(
        ops::open_channel(in, {person->organization, person->id, asked.body.url}, asked.by.author()));
}

base::result<model::channel> change_channel(store::transaction& in,
                                            const call<nothing, channel_change>& asked)
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

}  // namespace

std::span<const endpoint::route> channel_routes()
{
    static constexpr std::array table{
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
        write<put_channel>(
            "put_person_channel", net::verb::put, channel, right::manage,
            "Sets how a person is told of taps of the cards that name them; the one before ends.", 201),
        write<change_channel>("change_person_channel", net::verb::patch, channel, right::manage,
                              "Changes what is given, and leaves the rest as it is."),
        write<delete_channel>("delete_person_channel", net::verb::delete_, channel, right::manage,
                              "The person is told of nothing any more."),
    };
    return table;
}

}  // namespace gatehouse::api
