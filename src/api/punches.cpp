#include "api/punches.hpp"

#include "api/caller.hpp"
#include "api/messages.hpp"
#include "base/bytes.hpp"
#include "endpoint/steps.hpp"
#include "model/tap_time.hpp"

#include <array>
#include <charconv>

namespace gatehouse::api {
namespace {

using base::errc;

constexpr std::int64_t page_usual = 50;
constexpr std::int64_t page_most = 200;

template <class Message>
net::reply answer(const base::result<Message>& outcome)
{
    if (!outcome)
        return refuse(outcome.error());
    net::reply with;
    with.content_type = "application/json";
    with.headers.emplace_back("Cache-Control", "no-store");
    base::json_writer json(with.body);
    endpoint::write_json(json, *outcome);
    return with;
}

// A position in the log is (node, number); its text is nobody's business but ours.
std::string cursor_of(std::int64_t number)
{
    return base::encode_base64url("0/" + std::to_string(number));
}

std::optional<std::int64_t> number_of(std::string_view cursor)
{
    std::string padded(cursor);
    for (char& c : padded)
        c = c == '-' ? '+' : c == '_' ? '/' : c;
    const auto text = base::decode_base64_leniently(padded);
    std::int64_t number = 0;
    if (!text || !text->starts_with("0/"))
        return std::nullopt;
    const auto [end, error] = std::from_chars(text->data() + 2, text->data() + text->size(), number);
    return error == std::errc{} && end == text->data() + text->size() && number > 0 ? std::optional{number}
                                                                                    : std::nullopt;
}

template <class Id>
std::optional<std::int64_t> value_of(const std::optional<Id>& id)
{
    return id ? std::optional{id->value} : std::nullopt;
}

std::optional<std::string> text_of(const std::string& text)
{
    return text.empty() ? std::nullopt : std::optional{text};
}

punch_item item_of(const store::punch_view& from)
{
    const model::punch& what = from.punch.what;
    punch_item item;
    item.id = from.punch.number.value;
    item.organization_id = what.organization.value;
    item.person_id = value_of(from.person);
    item.device_id = what.device ? std::optional{what.device.value} : std::nullopt;
    item.credential_id = value_of(from.credential);
    item.method = model::name_of(what.method);
    item.at = model::rfc3339(what.corrected_time);
    item.device_time = model::rfc3339(what.device_time);
    item.received_at = model::rfc3339(what.received_at);
    item.source = "client/" + std::to_string(what.source.value);
    for (const std::string_view mark : model::names_of(what.marks))
        item.marks.emplace_back(mark);
    item.person_name = text_of(from.person_name);
    item.unit_name = text_of(from.unit_name);
    item.told = text_of(from.told);
    item.shown = from.shown;
    item.has_picture = from.has_picture;
    return item;
}

struct page_query {
    std::int64_t limit = page_usual;
    std::int64_t before = 0;
};

base::result<page_query> read_query(std::string_view query)
{
    endpoint::form parameters;
    if (endpoint::read_urlencoded(query, parameters))
        return base::error{errc::malformed_input, "the query string cannot be read"};
    page_query page;
    if (const auto limit = parameters.find("limit")) {
        const auto [end, error] = std::from_chars(limit->data(), limit->data() + limit->size(), page.limit);
        if (error != std::errc{} || end != limit->data() + limit->size() || page.limit < 1 ||
            page.limit > page_most)
            return base::error{errc::malformed_input, "limit must be a number from 1 to 200"};
    }
    if (const auto cursor = parameters.find("cursor")) {
        const auto number = number_of(*cursor);
        if (!number)
            return base::error{errc::malformed_input, "cursor is none of this server's"};
        page.before = *number;
    }
    return page;
}

void serve_page(endpoint::exchange&& of)
{
    const auto who = find_reader(of.with, of.request);
    if (!who)
        return of.ask.answer(refuse(who.error()));
    const auto query = read_query(of.request.query);
    if (!query)
        return of.ask.answer(refuse(query.error()));
    endpoint::read(
        of.with, std::move(of.ask),
        [&keys = of.with.keys, organization = who->organization, page = *query](store::connection& in) {
            const auto found = store::punches_before(in, keys, organization, page.before, page.limit);
            punch_page answer;
            for (const auto& each : found)
                answer.items.push_back(item_of(each));
            if (static_cast<std::int64_t>(found.size()) == page.limit)
                answer.next = cursor_of(found.back().punch.number.value);
            return base::result<punch_page>(std::move(answer));
        },
        [](const base::result<punch_page>& outcome) { return answer(outcome); });
}

struct picture_bytes {
    std::string type;
    std::string bytes;
};

void serve_picture(endpoint::exchange&& of)
{
    const auto who = find_reader(of.with, of.request);
    if (!who)
        return of.ask.answer(refuse(who.error()));
    constexpr std::string_view prefix = "/api/v1/pictures/";
    const std::string_view text = of.request.path.substr(prefix.size());
    model::punch_number number;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number.value);
    if (error != std::errc{} || end != text.data() + text.size() || number.value <= 0)
        return of.ask.answer(refuse_errc(errc::not_found));
    endpoint::read(
        of.with, std::move(of.ask),
        [&with = of.with, organization = who->organization,
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

constexpr std::array table{
    endpoint::route{"api.punches", net::verb::get, "/api/v1/punches", endpoint::audience::operators, 0,
                    serve_page, refuse_request},
    endpoint::route{"api.picture", net::verb::get, "/api/v1/pictures/*", endpoint::audience::operators, 0,
                    serve_picture, refuse_request},
};

}  // namespace

std::span<const endpoint::route> routes()
{
    return table;
}

}  // namespace gatehouse::api
