// The visitor system's OpenAPI document, from the rows of its route table and the table of codes.
#include "wire/visitor/document.hpp"

#include "wire/visitor/gate_routes.hpp"
#include "wire/visitor/routes.hpp"

#include <array>
#include <map>
#include <vector>

namespace gatehouse::wire::visitor {
namespace {

constexpr std::array<std::string_view, 7> verbs{"get", "head", "post", "put", "patch", "delete", "options"};

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
    json.text("code").text("err_msg").close_array().name("properties").open_object();
    json.name("code").open_object().name("type").text("integer").name("description");
    json.text(write_meanings()).close_object();
    json.name("err_msg").open_object().name("type").text("string").close_object();
    json.close_object().close_object();
}

void write_envelope(base::json_writer& json)
{
    json.open_object().name("$ref").text("#/components/schemas/envelope").close_object();
}

void write_answer_schema(base::json_writer& json, const endpoint::route& row)
{
    std::string data;
    base::json_writer schema(data);
    row.about.write_success(schema, row.about.success);
    if (data.empty())
        return write_envelope(json);
    json.open_object().name("allOf").open_array();
    write_envelope(json);
    json.open_object().name("type").text("object").name("properties").open_object().raw(data);
    json.close_object().close_object().close_array().close_object();
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

void write_callers(std::string& into, const endpoint::route& row)
{
    constexpr std::array names{std::pair{caller_class::office, "the back office"},
                               std::pair{caller_class::auditor, "who may only look"},
                               std::pair{caller_class::phone, "a phone page, about itself"},
                               std::pair{caller_class::kiosk, "a kiosk"},
                               std::pair{caller_class::gate, "a gate"}};
    std::string_view between = "Takes: ";
    for (const auto& [which, name] : names)
        if (has(callers_of(row), which)) {
            into.append(between).append(name);
            between = ", ";
        }
    into.append(into.empty() ? "Takes anybody." : ".");
}

void write_operation(base::json_writer& json, const endpoint::route& row)
{
    std::string takes;
    write_callers(takes, row);
    json.open_object().name("operationId").text(row.name).name("summary").text(row.about.summary);
    json.name("description").text(takes);
    json.name("parameters").open_array();
    if (const std::size_t open = row.path.find('{'); open != std::string_view::npos)
        write_parameter(json, row.path.substr(open + 1, row.path.find('}') - open - 1), "path", true,
                        "Which one.");
    if (row.about.write_parameters)
        row.about.write_parameters(json);
    json.close_array();
    if (row.about.write_body) {
        json.name("requestBody").open_object().name("content").open_object();
        json.name("application/json").open_object().name("schema");
        row.about.write_body(json);
        json.close_object().close_object().close_object();
    }
    json.name("responses").open_object();
    if (row.about.write_success) {
        write_response(json, "200", "Done, or refused with a code.", &row);
        write_response(json, "401", "No credentials, or wrong ones.");
        write_response(json, "403", "Not allowed to this caller.");
        write_response(json, "429", "Too many wrong credentials; Retry-After says how long to wait.");
        write_response(json, "503",
                       "More to do than the server can take; Retry-After says how long to wait.");
    } else {
        json.name("200").open_object().name("description").text(row.about.summary).close_object();
        json.name("404").open_object().name("description").text("Nothing that opens now or later.");
        json.close_object();
    }
    json.close_object().close_object();
}

void write_paths(base::json_writer& json)
{
    std::map<std::string_view, std::vector<const endpoint::route*>> by_path;
    for (const endpoint::route& row : routes())
        by_path[row.path].push_back(&row);
    json.open_object();
    for (const auto& [path, rows] : by_path) {
        json.name(path).open_object();
        for (const endpoint::route* const row : rows) {
            json.name(verbs.at(static_cast<std::size_t>(*row->method)));
            write_operation(json, *row);
        }
        json.close_object();
    }
    json.close_object();
}

}  // namespace

void write_parameter(base::json_writer& json, std::string_view name, std::string_view where, bool required,
                     std::string_view meaning)
{
    json.open_object().name("name").text(name).name("in").text(where).name("required").boolean(required);
    json.name("description").text(meaning).name("schema").open_object().name("type").text("string");
    json.close_object().close_object();
}

const endpoint::api_document& document()
{
    static constexpr endpoint::api_document of{
        "openapi-visitor.json",
        "The visitor system: appointments, sign-in, QR passes",
        "Phone pages, back office, kiosks and gates, as its document has it and spec/visitor.md settles it.",
        write_paths,
        true,
        write_schemas};
    return of;
}

}  // namespace gatehouse::wire::visitor
