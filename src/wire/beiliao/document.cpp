// Beiliao's OpenAPI document, from the messages' field lists and the table of codes.
#include "endpoint/fields_write.hpp"
#include "wire/beiliao/mapping.hpp"
#include "wire/beiliao/messages.hpp"
#include "wire/beiliao/routes.hpp"

namespace gatehouse::wire::beiliao {
namespace {

template <class Request>
void write_call(base::json_writer& json, std::string_view action, std::string_view summary)
{
    json.open_object()
        .name("title")
        .text(action)
        .name("description")
        .text(summary)
        .name("allOf")
        .open_array();
    json.open_object().name("type").text("object").name("required").open_array().text("action").close_array();
    json.name("properties")
        .open_object()
        .name("action")
        .open_object()
        .name("const")
        .text(action)
        .close_object();
    json.close_object().close_object();
    endpoint::write_schema<credentials>(json);
    if constexpr (endpoint::message<Request>)
        endpoint::write_schema<Request>(json);
    json.close_array().close_object();
}

void write_calls(base::json_writer& json)
{
    json.open_object().name("schema").open_object().name("oneOf").open_array();
    write_call<void>(json, "service/meta/get", "The kindergarten and its classes.");
    write_call<match_request>(json, "service/card/match",
                              "Binds a card to a class and to guardians' phones.");
    write_call<kick_request>(json, "service/card/kick", "Reports one tap.");
    json.close_array().close_object().close_object();
}

void write_answer(base::json_writer& json)
{
    json.open_object().name("type").text("object").name("required").open_array();
    json.text("data").text("errcode").text("errmsg").close_array().name("properties").open_object();
    json.name("data").open_object().name("description").text("The answer; an empty object on an error.");
    json.name("anyOf").open_array();
    endpoint::write_schema<meta_answer>(json);
    endpoint::write_schema<match_answer>(json);
    endpoint::write_schema<kick_answer>(json);
    json.open_object().name("type").text("object").name("maxProperties").number(0).close_object();
    json.close_array().close_object();
    json.name("errcode").open_object().name("enum").open_array().number(0);
    int last = 0;
    for (const code_row& row : code_rows())
        if (row.code != std::exchange(last, row.code))
            json.number(row.code);
    json.close_array().name("description");
    std::string meanings = "0: done.";
    for (const code_row& row : code_rows())
        meanings.append(" ").append(std::to_string(row.code)).append(": ").append(row.sentence).append(".");
    json.text(meanings).close_object();
    json.name("errmsg").open_object().name("type").text("string").close_object();
    json.close_object().close_object();
}

void write_response(base::json_writer& json, std::string_view status, std::string_view meaning)
{
    json.name(status).open_object().name("description").text(meaning).name("content").open_object();
    json.name("application/json").open_object().name("schema");
    write_answer(json);
    json.close_object().close_object().close_object();
}

void write_paths(base::json_writer& json)
{
    json.open_object().name("/index.php").open_object().name("post").open_object();
    json.name("operationId").text("beiliao").name("summary").text("Every call of the interface.");
    json.name("requestBody").open_object().name("required").boolean(true).name("content").open_object();
    json.name("application/x-www-form-urlencoded");
    write_calls(json);
    json.name("multipart/form-data");
    write_calls(json);
    json.close_object().close_object();
    json.name("responses").open_object();
    write_response(json, "200", "Done, or refused with a code.");
    write_response(json, "400", "Not readable as HTTP.");
    write_response(json, "413", "The body is over 8 MiB.");
    write_response(json, "429", "Too many wrong secrets; Retry-After says how long to wait.");
    write_response(json, "503", "More to do than the server can take; Retry-After says how long to wait.");
    json.close_object().close_object().close_object().close_object();
}

}  // namespace

const endpoint::api_document& document()
{
    static constexpr endpoint::api_document of{
        "openapi-beiliao.json", "Beiliao: kindergarten cards",
        "Third-party card readers to Beiliao, as its document has it and spec/beiliao.md settles it.",
        write_paths, false};
    return of;
}

}  // namespace gatehouse::wire::beiliao
