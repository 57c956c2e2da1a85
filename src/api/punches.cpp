#include "api/punches.hpp"

#include "api/messages.hpp"
#include "api/operation.hpp"
#include "api/page.hpp"
#include "api/punch_item.hpp"

#include <array>
#include <charconv>

namespace gatehouse::api {
namespace {

using base::errc;

base::result<page<punch_item>> list_punches(const reading& in, const call<page_query, nothing>& asked)
{
    const auto before = position_of(asked.query);
    if (!before)
        return before.error();
    const auto found = store::punches_before(in.sql, in.keys, asked.by.organization, *before,
                                             asked.query.limit + 1);
    std::vector<punch_item> items;
    items.reserve(found.size());
    for (const auto& each : found)
        items.push_back(item_of(each));
    return page_of(std::move(items), asked.query, [](const punch_item& last) { return last.id; });
}

struct picture_bytes {
    std::string type;
    std::string bytes;
};

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
        [&with = of.with, organization = by->organization,
         number](store::connection& in) -> base::result<picture_bytes> {
            const auto stored = store::find_punch_picture(in, number, organization);
            const auto key = stored ? store::find_data_key(in, with.keys, stored->key) : std::nullopt;
            auto bytes = key ? with.pictures.read(*key, stored->digest) : std::nullopt;
            if (!bytes)
                return base::error{errc::not_found, ""};
            return picture_bytes{stored->type, std::move(*bytes)};
        },
        [](const base::result<picture_bytes>& outcome) {
            if (!outcome)
                return refuse(outcome.error());
            net::reply with;
            with.content_type = outcome->type == "image/png" ? "image/png" : "image/jpeg";
            with.headers.emplace_back("Cache-Control", "private, max-age=3600");
            with.headers.emplace_back("Content-Disposition", "inline");
            with.body = outcome->bytes;
            return with;
        });
}

void write_picture_success(base::json_writer& json, unsigned)
{
    json.name("200").open_object().name("description").text("The picture.").name("content").open_object();
    for (const std::string_view type : {"image/jpeg", "image/png"})
        json.name(type).open_object().close_object();
    json.close_object().close_object();
}

constexpr std::array table{
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
                     write_picture_success}},
};

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
    return table;
}

}  // namespace gatehouse::api
