#include "api/punches.hpp"

#include "api/messages.hpp"
#include "api/operation.hpp"
#include "api/page.hpp"
#include "api/punch_item.hpp"
#include "endpoint/picture.hpp"
#include "store/organizations.hpp"
#include "store/people.hpp"

#include <array>
#include <charconv>

namespace gatehouse::api {

struct punch_query : page_query {
    std::optional<model::organization_id> organization;
    std::optional<model::unit_id> unit;
    std::optional<model::person_id> person;
    std::optional<base::instant> from;
    std::optional<base::instant> until;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::punch_query> = std::tuple_cat(
    fields_of<api::page_query>,
    std::tuple{
        field{"organization_id", &api::punch_query::organization, presence::optional,
              "Of this organization only.", "1"},
        field{"unit_id", &api::punch_query::unit, presence::optional,
              "Of cards of this unit only, as they are now.", "1"},
        field{"person_id", &api::punch_query::person, presence::optional, "Of this person only.", "2"},
        field{
            "from", &api::punch_query::from, presence::optional,
            "`at` is not earlier. RFC 3339. A page may then hold fewer items than asked for and still have a "
            "next one.",
            "2026-05-28T00:00:00Z"},
        field{"until", &api::punch_query::until, presence::optional, "`at` is earlier. RFC 3339.",
              "2026-05-29T00:00:00Z"}});

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using base::errc;

// Of a unit or a person: their organization's, where the caller sees it.
base::result<store::punch_filter> filter_of(const reading& in, const call<punch_query, nothing>& asked)
{
    const punch_query& q = asked.query;
    store::punch_filter which{q.organization.value_or(asked.by.organization), q.unit, q.person, q.from,
                              q.until};
    std::vector<base::fault> faults;
    const auto narrow = [&](std::string_view where, const auto& found) {
        if (found && asked.by.sees(found->organization) &&
            (!which.organization || which.organization == found->organization))
            which.organization = found->organization;
        else
            faults.push_back({std::string(where), "is nothing that the caller sees here"});
    };
    if (q.unit)
        narrow("/unit_id", store::find_unit(in.sql, *q.unit));
    if (q.person)
        narrow("/person_id", store::find_person(in.sql, *q.person));
    if (q.unit && q.person)
        faults.push_back({"/unit_id", "must be left out beside person_id"});
    if (!faults.empty())
        return base::error{errc::malformed_input, {}, std::move(faults)};
    return which;
}

base::result<page<punch_item>> list_punches(const reading& in, const call<punch_query, nothing>& asked)
{
    const auto before = position_of(asked.query);
    if (!before)
        return before.error();
    const auto which = filter_of(in, asked);
    if (!which)
        return which.error();
    page<punch_item> made;
    if (!asked.by.sees(which->organization))
        return made;
    const auto found = store::find_punches(in.sql, in.keys, *which, *before, asked.query.limit);
    for (const auto& each : found.found)
        made.items.push_back(item_of(each));
    if (found.next != 0)
        made.next = endpoint::cursor_of(found.next);
    return made;
}

void serve_picture(endpoint::exchange&& of)
{
    const auto by = find_caller(of.with, of.request, of.at.who);
    if (!by)
        return of.ask.answer(refuse(by.error()));
    model::punch_number number;
    const std::string_view text = of.path.front();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number.value);
    if (error != std::errc{} || end != text.data() + text.size() || number.value <= 0)
        return of.ask.answer(refuse_errc(errc::not_found));
    endpoint::read(
        of.with, std::move(of.ask),
        [&with = of.with, organization = by->organization, number](store::connection& in) {
            return endpoint::open_picture(in, with, store::find_punch_picture(in, number, organization));
        },
        [](const base::result<endpoint::picture_bytes>& outcome) {
            return outcome ? endpoint::picture_reply(*outcome, "private, max-age=3600")
                           : refuse(outcome.error());
        });
}

}  // namespace

std::string write_punch_event(const store::punch_view& of)
{
    punch_event event;
    event.data = item_of(of);
    event.timestamp = event.data.received_at;
    std::string body;
    base::json_writer json(body);
    endpoint::write_json(json, event);
    return body;
}

void write_punch_event_path(base::json_writer& json)
{
    json.name("punch.created").open_object().name("post").open_object();
    json.name("operationId").text("punch_created");
    json.name("summary").text("An accepted tap; sent to webhooks and to the channels of those who are told.");
    json.name("parameters").open_array();
    for (const auto& [name, meaning] : {
             std::pair{"webhook-id", "The message: the same at every attempt."},
             std::pair{"webhook-timestamp", "When this attempt was made, in seconds since 1970."},
             std::pair{"webhook-signature",
                       "`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body` under the secret."},
         })
        write_parameter(
            json, name, "header", true, meaning,
            [](base::json_writer& into, const void*) {
                into.open_object().name("type").text("string").close_object();
            },
            nullptr);
    json.close_array().name("requestBody").open_object().name("content").open_object();
    json.name("application/json").open_object().name("schema");
    endpoint::write_schema<punch_event>(json);
    json.close_object().close_object().close_object().name("responses").open_object();
    for (const auto& [status, meaning] :
         {std::pair{"2XX", "Received."},
          std::pair{"410", "Nothing is wanted any more: the channel is switched off."},
          std::pair{"default", "Failed: tried again."}})
        json.name(status).open_object().name("description").text(meaning).close_object();
    json.close_object().close_object().close_object();
}

std::span<const endpoint::route> punch_routes()
{
    static constexpr std::array table{
        read<list_punches>("list_punches", "/api/v1/punches", endpoint::right::see,
                           "The punches that the caller may see, newest first."),
        endpoint::route{"read_picture",
                        net::verb::get,
                        "/api/v1/pictures/{punch}",
                        endpoint::right::see,
                        0,
                        serve_picture,
                        refuse_request,
                        {"The picture that came with a punch, while it is kept.", 200, nullptr, nullptr,
                         endpoint::write_picture_success}},
    };
    return table;
}

}  // namespace gatehouse::api
