// ShanKai's OpenAPI document, from the rows of its route table and the table of codes.
#include "wire/shankai/document.hpp"

#include "wire/shankai/mapping.hpp"
#include "wire/shankai/routes.hpp"

namespace gatehouse::wire::shankai {
namespace {

constexpr std::string_view token_path = "/1.0/get_access_token";

std::string write_meanings()
{
    std::string meanings = "0: done.";
    for (const code_row& row : code_rows())
        meanings.append(" ").append(std::to_string(row.code)).append(": ").append(row.sentence).append(".");
    return meanings;
}

void write_schemas(base::json_writer& json)
{
    json.name("envelope").open_object().name("description").text("What every answer has.");
    json.name("type").text("object").name("required").open_array();
    json.text("errcode").text("errmsg").close_array().name("properties").open_object();
    json.name("errcode").open_object().name("type").text("integer").name("description");
    json.text(write_meanings()).close_object();
    json.name("errmsg").open_object().name("type").text("string").name("examples").open_array();
    json.text("ok").close_array().close_object().close_object().close_object();
}

void write_envelope(base::json_writer& json)
{
    json.open_object().name("$ref").text("#/components/schemas/envelope").close_object();
}

// `data` is the row's answer; without one the envelope is all.
void write_answer_schema(base::json_writer& json, const endpoint::route& row)
{
    std::string data;
    base::json_writer schema(data);
    row.about.write_success(schema, row.about.success);
    if (data.empty())
        return write_envelope(json);
    json.open_object().name("allOf").open_array();
    write_envelope(json);
    json.open_object().name("type").text("object").name("properties").open_object();
    json.name("data").raw(data).close_object().close_object().close_array().close_object();
}

void write_response(base::json_writer& json, std::string_view status, std::string_view meaning,
                    const endpoint::route* success = nullptr)
{
    json.name(status).open_object().name("description").text(meaning).name("content").open_object();
    json.name("application/json").open_object().name("schema");
    if (success)
        write_answer_schema(json, *success);
    else
        write_envelope(json);
    json.close_object().close_object().close_object();
}

void write_parameter(base::json_writer& json, std::string_view name, bool required, std::string_view meaning)
{
    json.open_object().name("name").text(name).name("in").text("query").name("required").boolean(required);
    json.name("description").text(meaning).name("schema").open_object().name("type").text("string");
    json.close_object().close_object();
}

void write_parameters(base::json_writer& json, const endpoint::route& row)
{
    json.name("parameters").open_array();
    if (row.path == token_path)
        endpoint::for_each_field<token_request>(
            [&json](const auto& f) { write_parameter(json, f.name, true, f.meaning); });
    else
        write_parameter(json, "access_token", false,
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
    write_response(json, "200", "Done, or refused with a code.", &row);
    write_response(json, "400", "Not readable as HTTP.");
    write_response(json, "403", "Plain HTTP where only HTTPS is served.");
    write_response(json, "413", "The body is over 8 MiB.");
    write_response(json, "429", "Too many wrong secrets or tokens; Retry-After says how long to wait.");
    write_response(json, "503", "More to do than the server can take; Retry-After says how long to wait.");
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
