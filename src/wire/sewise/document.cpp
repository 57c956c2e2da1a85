// Sewise's OpenAPI document, from the rows of its route table and the table of statuses.
#include "wire/sewise/document.hpp"

#include "endpoint/openapi_parts.hpp"
#include "wire/sewise/batch.hpp"
#include "wire/sewise/mapping.hpp"
#include "wire/sewise/routes.hpp"

namespace gatehouse::wire::sewise {
namespace {

constexpr std::string_view token_path = "/v1/channel/token";

std::string write_meanings()
{
    std::string meanings = "200: done.";
    for (const status_row& row : status_rows()) {
        meanings.append(" ").append(std::to_string(row.status));
        if (!row.code.empty())
            meanings.append(" with code ").append(row.code);
        meanings.append(": ").append(row.sentence).append(".");
    }
    return meanings;
}

void write_text_member(base::json_writer& json, std::string_view name, std::string_view meaning)
{
    json.name(name)
        .open_object()
        .name("type")
        .text("string")
        .name("description")
        .text(meaning)
        .close_object();
}

void write_schemas(base::json_writer& json)
{
    json.name("envelope").open_object().name("description").text("What every answer has.");
    json.name("type").text("object").name("required").open_array();
    json.text("status").text("message").close_array().name("properties").open_object();
    json.name("status").open_object().name("type").text("integer").name("description");
    json.text(write_meanings()).close_object();
    write_text_member(json, "message", "For people.");
    write_text_member(json, "code",
                      "40410 a school, 40420 a class, 40430 a user; only with status 404 and 500.");
    json.close_object().close_object();
}

void write_operation(base::json_writer& json, const endpoint::route& row)
{
    json.name(row.path).open_object().name("post").open_object();
    json.name("operationId").text(row.name).name("summary").text(row.about.summary);
    json.name("parameters").open_array();
    if (const auto open = row.path.find('{'); open != std::string_view::npos)
        endpoint::write_text_parameter(json, row.path.substr(open + 1, row.path.size() - open - 2), "path",
                                       true, "The platform's id: 64 bits, decimal.");
    if (row.path != token_path)
        endpoint::write_text_parameter(json, token_member, "query", false,
                                       "The token; it may stand in the body, or in Authorization: Bearer.");
    json.close_array();
    json.name("requestBody").open_object().name("required").boolean(true).name("content").open_object();
    json.name("application/json").open_object().name("schema");
    row.about.write_body(json);
    json.close_object().close_object().close_object();
    json.name("responses").open_object();
    endpoint::write_enveloped_response(json, "200", "Done, or refused with a status.", &row);
    endpoint::write_enveloped_response(json, "400", "Not readable as HTTP.");
    endpoint::write_enveloped_response(json, "413", "The body is too large.");
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

template <class Row>
void write_list(base::json_writer& json, std::string_view name)
{
    json.name(name).open_object().name("type").text("array").name("items");
    endpoint::write_schema<Row>(json);
    json.close_object();
}

void write_outcome_list(base::json_writer& json, std::string_view list, std::string_view id)
{
    json.name(list).open_object().name("type").text("array").name("items").open_object();
    json.name("type").text("object").name("properties").open_object();
    json.name(id).open_object().name("description").text("As it was sent; null where it could not be read.");
    json.close_object();
    json.name("status").open_object().name("type").text("integer").close_object();
    write_text_member(json, "message", "For people.");
    write_text_member(json, "code", "As in the envelope.");
    json.name("id").open_object().name("type").text("integer").name("description").text("Ours.");
    json.close_object();
    write_text_member(json, "change", "In a dry run: create, update, none.");
    json.name("fields").open_object().name("type").text("array").name("description");
    json.text("In a dry run: what would change.").name("items").open_object().name("type").text("string");
    json.close_object().close_object().close_object().close_object().close_object();
}

}  // namespace

void write_batch_request(base::json_writer& json)
{
    json.open_object().name("type").text("object").name("properties").open_object();
    write_text_member(json, token_member, "The token.");
    json.name("dry_run").open_object().name("type").text("boolean").name("description");
    json.text("Answers what would change, and changes nothing.").close_object();
    write_list<school_request>(json, batch_lists[0]);
    write_list<class_request>(json, batch_lists[1]);
    write_list<user_row>(json, batch_lists[2]);
    json.close_object().close_object();
}

void write_batch_answer(base::json_writer& json, unsigned)
{
    json.open_object().name("type").text("object").name("properties").open_object();
    write_outcome_list(json, batch_lists[0], "otherId");
    write_outcome_list(json, batch_lists[1], "otherId");
    write_outcome_list(json, batch_lists[2], "uid");
    json.close_object().close_object();
}

void write_echo(base::json_writer& json, unsigned)
{
    json.open_object().name("type").text("object").name("description").text("What was sent, and our id.");
    json.name("properties").open_object().name("id").open_object().name("type").text("integer");
    json.close_object().close_object().close_object();
}

const endpoint::api_document& document()
{
    static constexpr endpoint::api_document of{"openapi-sewise.json",
                                               "Sewise: school base data",
                                               "Schools, classes and users that a platform owns, as its "
                                               "document has it and spec/sewise.md settles it.",
                                               write_paths,
                                               false,
                                               write_schemas};
    return of;
}

}  // namespace gatehouse::wire::sewise
