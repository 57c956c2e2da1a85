// ShanKai's OpenAPI document, from the rows of its route table and the table of codes.
#include "wire/shankai/document.hpp"

#include "endpoint/openapi_parts.hpp"
#include "wire/shankai/mapping.hpp"
#include "wire/shankai/routes.hpp"

namespace gatehouse::wire::shankai {
namespace {

constexpr std::string_view token_path = "/1.0/get_access_token";

void write_schemas(base::json_writer& json)
{
    json.name("envelope").open_object().name("description").text("What every answer has.");
    json.name("type").text("object").name("required").open_array();
    json.text("errcode").text("errmsg").close_array().name("properties").open_object();
    json.name("errcode").open_object().name("type").text("integer").name("description");
    json.text(endpoint::write_code_meanings(code_rows())).close_object();
    json.name("errmsg").open_object().name("type").text("string").name("examples").open_array();
    json.text("ok").close_array().close_object().close_object().close_object();
}

void write_parameters(base::json_writer& json, const endpoint::route& row)
{
    json.name("parameters").open_array();
    if (row.path == token_path)
        endpoint::for_each_field<token_request>([&json](const auto& f) {
            endpoint::write_text_parameter(json, f.name, "query", true, f.meaning);
        });
    else
        endpoint::write_text_parameter(
            json, "access_token", "query", false,
            "The token; it may stand in Authorization: Bearer instead, out of every log.");
    json.close_array();
}

void write_operation(base::json_writer& json, const endpoint::route& row)
{
    const bool is_token = row.path == token_path;
    json.name(row.path).open_object().name(is_token ? "get" : "post").open_object();
    json.name("operationId").text(row.name).name("summary").text(row.about.summary);
    write_parameters(json, row);
    if (!is_token) {
        json.name("requestBody").open_object().name("required").boolean(true).name("content").open_object();
        json.name("application/json").open_object().name("schema");
        row.about.write_body(json);
        json.close_object().close_object().close_object();
    }
    json.name("responses").open_object();
    endpoint::write_enveloped_response(json, "200", "Done, or refused with a code.", &row);
    endpoint::write_enveloped_response(json, "400", "Not readable as HTTP.");
    endpoint::write_enveloped_response(json, "403", "Plain HTTP where only HTTPS is served.");
    endpoint::write_enveloped_response(json, "413", "The body is over 8 MiB.");
    endpoint::write_enveloped_response(
        json, "429", "Too many wrong secrets or tokens; Retry-After says how long to wait.");
    endpoint::write_enveloped_response(
        json, "503", "More to do than the server can take; Retry-After says how long to wait.");
    json.close_object().close_object().close_object();
}

void write_paths(base::json_writer& json)
{
    json.open_object();
    for (const endpoint::route& row : routes())
        if (!row.path.ends_with('*'))
            write_operation(json, row);
    json.close_object();
}

}  // namespace

const endpoint::api_document& document()
{
    static constexpr endpoint::api_document of{
        "openapi-shankai.json",
        "ShanKai: residential communities",
        "Communities, residents' cards and doors, as its document has it and spec/shankai.md settles it.",
        write_paths,
        false,
        write_schemas};
    return of;
}

}  // namespace gatehouse::wire::shankai
