// The OpenAPI document of `/api/v1`, from the rows of the route table.
#include "api/operation.hpp"
#include "api/punches.hpp"
#include "api/routes.hpp"
#include "base/assert.hpp"
#include "endpoint/openapi_parts.hpp"

#include <algorithm>
#include <set>

namespace gatehouse::api {
namespace {

void write_problem(base::json_writer& json, unsigned status, std::string_view meaning)
{
    json.name(std::to_string(status))
        .open_object()
        .name("description")
        .text(meaning)
        .name("content")
        .open_object();
    json.name("application/problem+json").open_object().name("schema").open_object();
    json.name("$ref").text("#/components/schemas/problem");
    json.close_object().close_object().close_object().close_object();
}

std::string_view method_name(net::verb method)
{
    switch (method) {
    case net::verb::get: return "get";
    case net::verb::post: return "post";
    case net::verb::put: return "put";
    case net::verb::patch: return "patch";
    default: return "delete";
    }
}

// "units" of /api/v1/organizations/{organization}/units, "punches" of /api/v1/punches/stream.
std::string_view tag_of(std::string_view path)
{
    constexpr std::string_view root = "/api/v1/";
    constexpr std::string_view home = "/api/v1/organizations/{organization}/";
    path.remove_prefix(path.starts_with(home) ? home.size() : root.size());
    return path.substr(0, path.find('/'));
}

void write_responses(base::json_writer& json, const endpoint::route& row)
{
    json.name("responses").open_object();
    row.about.write_success(json, row.about.success);
    if (row.who != endpoint::right::anyone) {
        write_problem(json, 401, "The key or the session is missing or wrong.");
        write_problem(json, 403, "The caller may not do this.");
    }
    if (row.path.find('{') != std::string_view::npos)
        write_problem(json, 404, "There is no such thing, or it is not this caller's to see.");
    if (row.about.write_body || row.method == net::verb::post)
        write_problem(json, 409, "It stands already, or stands in the way of something else.");
    if (row.about.write_body || row.about.write_parameters)
        write_problem(json, 422, "Some of the input is wrong; `errors` says what and where.");
    write_problem(json, 429, "Too many failures; Retry-After says how long to wait.");
    write_problem(json, 503, "More to do than the server can take; Retry-After says how long to wait.");
    json.close_object();
}

void write_operation(base::json_writer& json, const endpoint::route& row)
{
    json.name(method_name(*row.method)).open_object();
    json.name("operationId").text(row.name).name("summary").text(row.about.summary);
    json.name("tags").open_array().text(tag_of(row.path)).close_array();
    if (row.who == endpoint::right::anyone)
        json.name("security").open_array().close_array();
    json.name("parameters").open_array();
    endpoint::write_path_parameters(json, row.path, "Its id.");
    if (row.about.write_parameters)
        row.about.write_parameters(json);
    json.close_array();
    if (row.about.write_body) {
        json.name("requestBody").open_object().name("required").boolean(true).name("content").open_object();
        json.name(row.about.body_type).open_object().name("schema");
        row.about.write_body(json);
        json.close_object().close_object().close_object();
    }
    write_responses(json, row);
    json.close_object();
}

void write_paths(base::json_writer& json)
{
    const auto rows = routes();
    json.open_object();
    std::set<std::string_view> written;
    for (const endpoint::route& first : rows) {
        if (!written.insert(first.path).second)
            continue;
        json.name(first.path).open_object();
        for (const endpoint::route& row : rows)
            if (row.path == first.path)
                write_operation(json, row);
        json.close_object();
    }
    json.close_object();
}

void write_schemas(base::json_writer& json)
{
    json.name("problem").open_object();
    json.name("description").text("RFC 9457.");
    json.name("type").text("object").name("required").open_array();
    for (const std::string_view name : {"type", "title", "status", "detail"})
        json.text(name);
    json.close_array().name("properties").open_object();
    for (const std::string_view name : {"type", "title", "detail", "code"})
        json.name(name).open_object().name("type").text("string").close_object();
    json.name("status").open_object().name("type").text("integer").close_object();
    json.name("errors").open_object().name("type").text("array").name("items").open_object();
    json.name("type").text("object").name("properties").open_object();
    for (const std::string_view name : {"pointer", "detail"})
        json.name(name).open_object().name("type").text("string").close_object();
    json.close_object().close_object().close_object().close_object().close_object();
}

struct tag {
    std::string_view name;
    std::string_view meaning;
};

constexpr std::array tags{
    tag{"sessions", "Logging in and out with a password; the token stands for the login for twelve hours."},
    tag{"organizations", "Kindergartens, schools, communities, companies: the tenants."},
    tag{"units", "Classes and departments of an organization."},
    tag{"people", "People as one organization knows them, and how they are told of taps."},
    tag{"relations", "How two people of an organization stand to each other."},
    tag{"credentials", "What opens or records: cards, whose they are, and whom they tell."},
    tag{"cards", "Cards that somebody lost."},
    tag{"doors", "The doors of an organization."},
    tag{"devices", "Attendance machines: whom they hold, what arrived of them, their clocks."},
    tag{"punches", "What was shown where and when: the log, as pages and as it grows."},
    tag{"attendance", "Rules of attendance, who stands under them, what is asked for, and what days became."},
    tag{"pictures", "Pictures that came with punches."},
    tag{"features", "What machines read off people and nobody had asked for."},
    tag{"scans", "What phones read off codes."},
    tag{"webhooks", "Where an organization's taps are sent."},
    tag{"deliveries", "Messages on their way to webhooks and people, and what became of them."},
    tag{"app_calls", "What apps are told by calls of their webhooks, and what became of them."},
    tag{"changes", "The audit trail: what people and programs did here."},
    tag{"visits", "Who comes to whom and when, and what becomes of it."},
    tag{"invitations", "Links by which somebody who was invited says who they are."},
    tag{"blocked_visitors", "Who shall not come in."},
    tag{"inside", "The roll call: who is in the house."},
    tag{"nda", "What guests agree to when they sign in."},
    tag{"phone_sessions", "Phone pages of people whose WeChat id was proven."},
    tag{"products", "Models of machines, what they can read, and the programs that run on them."},
    tag{"firmware", "Programs of machines, as they were uploaded and are offered."},
    tag{"devices",
        "Machines that stay connected: whose they are, what they said, what they were told to do."},
    tag{"apps", "Programs of others that machines report to, and which organizations use them."},
    tag{"clients", "Programs that speak one of the interfaces."},
    tag{"licences", "What opens one organization to one client."},
    tag{"links", "What a platform's id of a school means here."},
    tag{"roster_brake", "How much a platform may delete here before it is held."},
    tag{"held_deletes", "Deletes of a platform that wait for the operator."},
    tag{"roster_runs", "What platforms did to the rosters that they own, and how it is taken back."},
    tag{"api_keys", "Keys of this API."},
    tag{"logins", "People who administer the server, and what they may do."},
};

void write_tags(base::json_writer& json)
{
    std::set<std::string_view> used;
    for (const endpoint::route& row : routes())
        used.insert(tag_of(row.path));
    json.open_array();
    for (const tag& each : tags)
        if (used.erase(each.name) == 1)
            json.open_object()
                .name("name")
                .text(each.name)
                .name("description")
                .text(each.meaning)
                .close_object();
    GATEHOUSE_ASSERT(used.empty());
    json.close_array();
}

}  // namespace

const endpoint::api_document& document()
{
    static constexpr endpoint::api_document of{
        "openapi.json", "Gatehouse API", "Gatehouse's own REST API.", write_paths, true,
        write_schemas,  write_tags,      write_punch_event_path};
    return of;
}

}  // namespace gatehouse::api
