#include "endpoint/openapi_parts.hpp"

namespace gatehouse::endpoint {
namespace {

void write_envelope(base::json_writer& json)
{
    json.open_object().name("$ref").text("#/components/schemas/envelope").close_object();
}

void write_answer_schema(base::json_writer& json, const route& row, answer_place where)
{
    std::string data;
    base::json_writer schema(data);
    row.about.write_success(schema, row.about.success);
    if (data.empty())
        return write_envelope(json);
    json.open_object().name("allOf").open_array();
    write_envelope(json);
    json.open_object().name("type").text("object").name("properties").open_object();
    if (where == answer_place::in_data)
        json.name("data");
    json.raw(data).close_object().close_object().close_array().close_object();
}

}  // namespace

void write_enveloped_response(base::json_writer& json, std::string_view status, std::string_view meaning,
                              const route* success, answer_place where)
{
    json.name(status).open_object().name("description").text(meaning).name("content").open_object();
    json.name("application/json").open_object().name("schema");
    if (success)
        write_answer_schema(json, *success, where);
    else
        write_envelope(json);
    json.close_object().close_object().close_object();
}

void write_text_parameter(base::json_writer& json, std::string_view name, std::string_view where,
                          bool required, std::string_view meaning)
{
    json.open_object().name("name").text(name).name("in").text(where).name("required").boolean(required);
    json.name("description").text(meaning).name("schema").open_object().name("type").text("string");
    json.close_object().close_object();
}

void write_path_parameters(base::json_writer& json, std::string_view path, std::string_view meaning)
{
    for (std::size_t open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1))
        write_text_parameter(json, path.substr(open + 1, path.find('}', open) - open - 1), "path", true,
                             meaning);
}

}  // namespace gatehouse::endpoint
