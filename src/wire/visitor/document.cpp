// The visitor system's OpenAPI document, from the rows of its route table and the table of codes.
#include "wire/visitor/document.hpp"

#include "endpoint/openapi_parts.hpp"
#include "wire/visitor/gate_routes.hpp"
#include "wire/visitor/routes.hpp"

#include <array>
#include <map>
#include <vector>

namespace gatehouse::wire::visitor {
namespace {

constexpr std::array<std::string_view, 7> verbs{"get", "head", "post", "put", "patch", "delete", "options"};

void write_schemas(base::json_writer& json)
{
    json.name("envelope").open_object().name("description").text("What every answer has.");
    json.name("type").text("object").name("required").open_array();
    json.text("code").text("err_msg").close_array().name("properties").open_object();
    json.name("code").open_object().name("type").text("integer").name("description");
    json.text(endpoint::write_code_meanings(code_rows())).close_object();
    json.name("err_msg").open_object().name("type").text("string").close_object();
    json.close_object().close_object();
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
    endpoint::write_path_parameters(json, row.path, "Which one.");
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
        endpoint::write_enveloped_response(json, "200", "Done, or refused with a code.", &row,
                                           endpoint::answer_place::beside);
        endpoint::write_enveloped_response(json, "401", "No credentials, or wrong ones.");
        endpoint::write_enveloped_response(json, "403", "Not allowed to this caller.");
        endpoint::write_enveloped_response(json, "429",
                                           "Too many wrong credentials; Retry-After says how long to wait.");
        endpoint::write_enveloped_response(
            json, "503", "More to do than the server can take; Retry-After says how long to wait.");
    } else {
        json.name("200").open_object().name("description").text(row.about.summary).close_object();
        json.name("404").open_object().name("description").text("There is no such thing, or not any more.");
        json.close_object();
    }
    json.close_object().close_object();
}

void write_paths(base::json_writer& json)
{
    std::map<std::string_view, std::vector<const endpoint::route*>> by_path;
    for (const endpoint::route& row : routes())
        if (row.method)
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
