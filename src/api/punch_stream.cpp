#include "api/punch_stream.hpp"

#include "api/operation.hpp"
#include "api/punch_item.hpp"
#include "endpoint/cursor.hpp"
#include "net/server_sent.hpp"
#include "store/snapshot.hpp"

#include <array>

namespace gatehouse::api {

struct stream_query {
    std::optional<std::string> cursor;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::stream_query> =
    std::tuple{field{"cursor", &api::stream_query::cursor, presence::optional,
                     "For a client that cannot set Last-Event-ID, which goes before it."}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

constexpr std::uint32_t retry_milliseconds = 2000;
constexpr std::string_view resume_header = "Last-Event-ID";

class punches final : public endpoint::live_source {
public:
    punches(store::database& db, const store::keyring& keys) : sql_(db.reader()), keys_(keys) {}

    std::vector<endpoint::live_entry> read(model::organization_id of, std::int64_t after, std::int64_t until,
                                           std::size_t most) override
    {
        const store::snapshot held(*sql_);
        std::vector<endpoint::live_entry> entries;
        for (const store::punch_view& each :
             store::punches_after(*sql_, keys_, of, after, until, static_cast<std::int64_t>(most)))
            entries.push_back(entry_of(each));
        return entries;
    }
    std::int64_t newest(model::organization_id of, std::int64_t until) override
    {
        const store::snapshot held(*sql_);
        return store::last_punch_until(*sql_, of, until).value;
    }
    net::reply head() const override
    {
        net::reply with;
        with.content_type = net::event_stream_type;
        with.headers.emplace_back("Cache-Control", "no-store");
        // A proxy in between shall not gather what must arrive now.
        with.headers.emplace_back("X-Accel-Buffering", "no");
        return with;
    }
    std::string opening(std::int64_t position) const override
    {
        std::string text;
        net::append_resumption(text, endpoint::cursor_of(position), retry_milliseconds);
        return text;
    }
    std::string_view heartbeat() const override { return net::event_comment; }
    net::reply refusal(unsigned status, std::string_view reason) const override
    {
        return refuse_request(status, reason);
    }

private:
    static endpoint::live_entry entry_of(const store::punch_view& from)
    {
        const model::recorded_punch& punch = from.punch;
        std::string data;
        base::json_writer json(data);
        endpoint::write_json(json, item_of(from));
        endpoint::live_entry entry{punch.number.value, punch.what.organization, {}};
        net::append_event(entry.text, endpoint::cursor_of(punch.number.value), "punch", data);
        return entry;
    }

    std::unique_ptr<store::connection> sql_;
    const store::keyring& keys_;
};

// Where the client wants to go on; the header goes first, since a browser that reconnects keeps the address.
std::optional<std::string> resumed_from(const net::request& request, const stream_query& asked)
{
    const std::string_view last = request.header(resume_header);
    return last.empty() ? asked.cursor : std::optional<std::string>(last);
}

void serve_stream(endpoint::exchange&& of)
{
    auto asked = read_call<stream_query, nothing>(of);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    std::optional<std::int64_t> after;
    if (const auto cursor = resumed_from(of.request, asked->query)) {
        after = endpoint::position_of(*cursor);
        if (!after)
            return of.ask.answer(refuse_request(400, "the cursor is none of this server's"));
    }
    const model::organization_id seen = asked->by.organization;
    auto may_stay = [&with = of.with, token = base::secret(of.request.bearer_token()),
                     was = std::move(asked->by),
                     needed = of.at.who] { return still_admits(with, token, was, needed); };
    of.with.live_punches.join(std::move(of.ask), {seen, after, std::move(may_stay)});
}

void write_stream_parameters(base::json_writer& json)
{
    write_parameter(
        json, resume_header, "header", false,
        "The `id` of the last event: all behind it is sent first. Without it and `cursor`: from now on.",
        [](base::json_writer& into, const void*) {
            into.open_object().name("type").text("string").close_object();
        },
        nullptr);
    detail::write_query<stream_query>(json);
}

void write_stream_success(base::json_writer& json, unsigned)
{
    json.name("200").open_object().name("description");
    json.text("Server-sent events without end: `id` a cursor, `event` is `punch`, `data` one line of JSON "
              "by this schema. A comment at least every 15 seconds.");
    json.name("content").open_object().name(net::event_stream_type).open_object().name("schema");
    endpoint::write_schema<punch_item>(json);
    json.close_object().close_object().close_object();
    json.name("400").open_object().name("description").text("The cursor is none of this server's.");
    json.name("content").open_object().name("application/problem+json").open_object().name("schema");
    json.open_object().name("$ref").text("#/components/schemas/problem").close_object();
    json.close_object().close_object().close_object();
}

}  // namespace

std::unique_ptr<endpoint::live_source> punch_source(store::database& db, const store::keyring& keys)
{
    return std::make_unique<punches>(db, keys);
}

std::span<const endpoint::route> punch_stream_routes()
{
    static constexpr std::array table{
        endpoint::route{"stream_punches",
                        net::verb::get,
                        "/api/v1/punches/stream",
                        endpoint::right::see,
                        0,
                        serve_stream,
                        refuse_request,
                        {"The punches that the caller may see, as they are made.", 200,
                         write_stream_parameters, nullptr, write_stream_success}},
    };
    return table;
}

}  // namespace gatehouse::api
