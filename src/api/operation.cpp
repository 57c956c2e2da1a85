#include "api/operation.hpp"

#include <charconv>

namespace gatehouse::api {

using base::errc;

namespace {

// 0 where the text is not the number's shortest.
std::int64_t whole_number(std::string_view text)
{
    std::int64_t found = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), found);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    return whole && found > 0 && std::to_string(found) == text ? found : 0;
}

// Nothing, or an empty object.
base::result<void> read_empty_body(const net::request& request)
{
    if (request.body.empty())
        return {};
    const auto document = endpoint::json_document::parse(request.body);
    if (!document || document->root().kind() != endpoint::json_kind::object || document->root().size() > 0)
        return base::error{errc::malformed_input, "this takes no body, or an empty object"};
    return {};
}

net::reply reply_of(base::result<net::reply>&& outcome)
{
    return outcome ? std::move(*outcome) : refuse(outcome.error());
}

}  // namespace

std::int64_t call_head::number(std::size_t of) const
{
    return whole_number(path[of]);
}

base::result<caller> admit(const endpoint::exchange& of)
{
    constexpr std::string_view home = "/api/v1/organizations/{organization}";
    auto by = find_caller(of.with, of.request, of.at.who);
    if (!by || !of.at.path.starts_with(home))
        return by;
    const model::organization_id asked{whole_number(of.path.front())};
    if (!by->sees(asked) || !endpoint::current_index(of.with).organization(asked))
        return base::error{errc::not_found};
    return by;
}

base::result<endpoint::json_document> parse_body(const net::request& request)
{
    const std::string_view type = request.header("Content-Type");
    if (!type.starts_with("application/json"))
        return base::error{errc::malformed_input, "the body must be application/json"};
    auto document = endpoint::json_document::parse(request.body);
    if (!document)
        return base::error{errc::malformed_input, "the body is not JSON, or nests too deep"};
    return *document;
}

base::result<void> read_parameters(const net::request& request, endpoint::form& into)
{
    if (endpoint::read_urlencoded(request.query, into))
        return base::error{errc::malformed_input, "the query string cannot be read"};
    return {};
}

base::error faulty(endpoint::fault_list& faults)
{
    return {errc::malformed_input, "Some of the input is wrong; see errors.", faults.take()};
}

net::reply json_reply(unsigned status, std::string body)
{
    net::reply with;
    with.status = status;
    if (!body.empty())
        with.content_type = "application/json";
    with.headers.emplace_back("Cache-Control", "no-store");
    with.body = std::move(body);
    return with;
}

void write_parameter(base::json_writer& json, std::string_view name, std::string_view where, bool required,
                     std::string_view meaning, void (*write_schema)(base::json_writer&, const void*),
                     const void* of)
{
    json.open_object().name("name").text(name).name("in").text(where);
    json.name("required").boolean(required).name("description").text(meaning).name("schema");
    write_schema(json, of);
    json.close_object();
}

namespace detail {

base::result<void> fill(const endpoint::exchange& of, const call_parts& into)
{
    auto by = admit(of);
    if (!by)
        return by.error();
    into.head.by = std::move(*by);
    for (std::size_t i = 0; i < of.path.size(); ++i)
        into.head.path[i] = of.path[i];
    endpoint::form parameters;
    if (auto read = read_parameters(of.request, parameters); !read)
        return read.error();
    endpoint::fault_list faults;
    into.read_query(parameters, into.query, faults);
    if (into.read_body) {
        const auto document = parse_body(of.request);
        if (!document)
            return document.error();
        into.read_body(document->root(), into.body, faults);
    } else if (auto read = read_empty_body(of.request); !read) {
        return read.error();
    }
    if (!faults.empty())
        return faulty(faults);
    return {};
}

void carry_read(endpoint::exchange&& of, std::shared_ptr<const void> asked, const call_parts& into,
                read_deed handle)
{
    if (auto filled = fill(of, into); !filled)
        return of.ask.answer(refuse(filled.error()));
    endpoint::read(
        of.with, std::move(of.ask),
        [&with = of.with, handle, success = of.at.about.success,
         asked = std::move(asked)](store::connection& sql) {
            const auto index = with.writer.published();
            return handle(reading{sql, *index, with.keys, with.devices}, asked.get(), success);
        },
        reply_of);
}

void carry_write(endpoint::exchange&& of, std::shared_ptr<const void> asked, const call_parts& into,
                 write_deed handle)
{
    if (auto filled = fill(of, into); !filled)
        return of.ask.answer(refuse(filled.error()));
    endpoint::write(
        of.with, std::move(of.ask),
        [handle, success = of.at.about.success, asked = std::move(asked)](store::transaction& in) {
            return handle(in, asked.get(), success);
        },
        reply_of);
}

}  // namespace detail

}  // namespace gatehouse::api
