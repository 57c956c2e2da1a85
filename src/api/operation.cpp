#include "api/operation.hpp"

namespace gatehouse::api {

using base::errc;

base::result<caller> admit(const endpoint::exchange& of)
{
    constexpr std::string_view home = "/api/v1/organizations/{organization}";
    auto by = find_caller(of.with, of.request, of.at.who);
    if (!by || !of.at.path.starts_with(home))
        return by;
    model::organization_id asked;
    const std::string_view text = of.path.front();
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), asked.value);
    const bool whole = error == std::errc{} && end == text.data() + text.size();
    if (!whole || !by->sees(asked) || !endpoint::current_index(of.with).organization(asked))
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

base::result<void> read_empty_body(const net::request& request)
{
    if (request.body.empty())
        return {};
    const auto document = endpoint::json_document::parse(request.body);
    if (!document || document->root().kind() != endpoint::json_kind::object || document->root().size() > 0)
        return base::error{errc::malformed_input, "this takes no body, or an empty object"};
    return {};
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

}  // namespace gatehouse::api
