#include "endpoint/openapi.hpp"

namespace gatehouse::endpoint {
namespace {

std::string indented(std::string_view json)
{
    std::string out;
    std::size_t depth = 0;
    bool in_text = false;
    const auto new_line = [&out, &depth] { out.append("\n").append(depth * 2, ' '); };
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (in_text) {
            out += c;
            if (c == '\\')
                out += json[++i];
            else if (c == '"')
                in_text = false;
            continue;
        }
        const bool opens = c == '{' || c == '[';
        const bool empty = opens && i + 1 < json.size() && (json[i + 1] == '}' || json[i + 1] == ']');
        if (c == '}' || c == ']') {
            --depth;
            new_line();
        }
        out += c;
        if (c == '"')
            in_text = true;
        if (c == ':')
            out += ' ';
        if (empty) {
            out += json[++i];
        } else if (opens) {
            ++depth;
            new_line();
        } else if (c == ',') {
            new_line();
        }
    }
    return out + "\n";
}

}  // namespace

std::string write_openapi(const api_document& of)
{
    std::string text;
    base::json_writer json(text);
    json.open_object().name("openapi").text("3.1.0");
    json.name("info").open_object().name("title").text(of.title).name("version").text("1");
    json.name("description").text(of.description).close_object();
    json.name("servers").open_array().open_object().name("url").text("/").close_object().close_array();
    json.name("security").open_array();
    if (of.bearer)
        json.open_object().name("key").open_array().close_array().close_object();
    json.close_array();
    if (of.write_tags) {
        json.name("tags");
        of.write_tags(json);
    }
    if (of.bearer || of.write_schemas) {
        json.name("components").open_object();
        if (of.bearer) {
            json.name("securitySchemes").open_object().name("key").open_object();
            json.name("type").text("http").name("scheme").text("bearer").close_object().close_object();
        }
        if (of.write_schemas) {
            json.name("schemas").open_object();
            of.write_schemas(json);
            json.close_object();
        }
        json.close_object();
    }
    json.name("paths");
    of.write_paths(json);
    if (of.write_webhooks) {
        json.name("webhooks").open_object();
        of.write_webhooks(json);
        json.close_object();
    }
    json.close_object();
    return indented(text);
}

}  // namespace gatehouse::endpoint
