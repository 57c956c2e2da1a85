// The OpenAPI document of `/api/v1`.
#include "api/messages.hpp"
#include "api/punches.hpp"

namespace gatehouse::api {
namespace {

void write_parameter(base::json_writer& json, std::string_view name, std::string_view where,
                     std::string_view type, std::string_view meaning)
{
    json.open_object()
        .name("name")
        .text(name)
        .name("in")
        .text(where)
        .name("required")
        .boolean(where == "path");
    json.name("description")
        .text(meaning)
        .name("schema")
        .open_object()
        .name("type")
        .text(type)
        .close_object();
    json.close_object();
}

void write_problem(base::json_writer& json, std::string_view status, std::string_view meaning)
{
    json.name(status).open_object().name("description").text(meaning).name("content").open_object();
    json.name("application/problem+json")
        .open_object()
        .name("schema")
        .open_object()
        .name("type")
        .text("object");
    json.close_object().close_object().close_object().close_object();
}

template <class Message>
void write_success(base::json_writer& json, std::string_view status)
{
    json.name(status).open_object().name("description").text("Done.").name("content").open_object();
    json.name("application/json").open_object().name("schema");
    endpoint::write_schema<Message>(json);
    json.close_object().close_object().close_object();
}

void write_punches(base::json_writer& json)
{
    json.name("/api/v1/punches")
        .open_object()
        .name("get")
        .open_object()
        .name("operationId")
        .text("list_punches");
    json.name("summary").text("The punches that the caller may see, newest first.");
    json.name("parameters").open_array();
    write_parameter(json, "limit", "query", "integer", "1 to 200; 50 when left out.");
    write_parameter(json, "cursor", "query", "string", "`next` of the page before.");
    json.close_array().name("responses").open_object();
    write_success<punch_page>(json, "200");
    write_problem(json, "401", "The key is missing or wrong.");
    write_problem(json, "422", "The query cannot be read.");
    json.close_object().close_object().close_object();
}

void write_picture(base::json_writer& json)
{
    json.name("/api/v1/pictures/{punch}").open_object().name("get").open_object();
    json.name("operationId").text("read_picture").name("summary").text("The picture that came with a punch.");
    json.name("parameters").open_array();
    write_parameter(json, "punch", "path", "integer", "The punch's id.");
    json.close_array()
        .name("responses")
        .open_object()
        .name("200")
        .open_object()
        .name("description")
        .text("The picture.");
    json.name("content").open_object();
    for (const std::string_view type : {"image/jpeg", "image/png"})
        json.name(type).open_object().close_object();
    json.close_object().close_object();
    write_problem(json, "401", "The key is missing or wrong.");
    write_problem(json, "404", "There is none, or it is not this caller's to see, or its time is over.");
    json.close_object().close_object().close_object();
}

void write_sessions(base::json_writer& json)
{
    json.name("/api/v1/sessions")
        .open_object()
        .name("post")
        .open_object()
        .name("operationId")
        .text("open_session");
    json.name("summary").text("Logs in.").name("security").open_array().close_array();
    json.name("requestBody").open_object().name("required").boolean(true).name("content").open_object();
    json.name("application/x-www-form-urlencoded").open_object().name("schema").open_object();
    json.name("type")
        .text("object")
        .name("required")
        .open_array()
        .text("login")
        .text("password")
        .close_array();
    json.name("properties").open_object();
    for (const std::string_view name : {"login", "password"})
        json.name(name).open_object().name("type").text("string").close_object();
    json.close_object().close_object().close_object().close_object().close_object();
    json.name("responses").open_object();
    write_success<session_item>(json, "201");
    write_problem(json, "401", "The login or the password is wrong.");
    write_problem(json, "429", "Too many failures; Retry-After says how long to wait.");
    json.close_object().close_object().close_object();
}

void write_paths(base::json_writer& json)
{
    json.open_object();
    write_punches(json);
    write_picture(json);
    write_sessions(json);
    json.close_object();
}

}  // namespace

const endpoint::api_document& document()
{
    static constexpr endpoint::api_document of{"openapi.json", "Gatehouse API", "Gatehouse's own REST API.",
                                               write_paths, true};
    return of;
}

}  // namespace gatehouse::api
