#include "endpoint/fields_write.hpp"

namespace gatehouse::endpoint {
namespace {

void write_type(base::json_writer& json, std::string_view type, bool nullable)
{
    json.name("type");
    if (nullable)
        json.open_array().text(type).text("null").close_array();
    else
        json.text(type);
}

void write_bounds(base::json_writer& json, const constraint& within, std::string_view least,
                  std::string_view most)
{
    if (within.least != 0 && within.least != -unbounded - 1)
        json.name(least).number(within.least);
    if (within.most != unbounded)
        json.name(most).number(within.most);
}

}  // namespace

void write_integer_schema(base::json_writer& json, const constraint& within, bool nullable)
{
    write_type(json, "integer", nullable);
    json.name("format").text("int64");
    write_bounds(json, within, "minimum", "maximum");
}

void write_number_schema(base::json_writer& json, const constraint& within, bool nullable)
{
    write_type(json, "number", nullable);
    write_bounds(json, within, "minimum", "maximum");
}

void write_text_schema(base::json_writer& json, const constraint& within, bool nullable)
{
    write_type(json, "string", nullable);
    constraint length = within;
    if (within.form == text_form::password) {
        constexpr std::int64_t character_most = 4;  // bytes of one in UTF-8; a schema counts characters
        length.least = (within.least + character_most - 1) / character_most;
        json.name("format").text("password");
    }
    write_bounds(json, length, "minLength", "maxLength");
    if (within.form == text_form::mobile)
        json.name("pattern").text("^1[3-9][0-9]{9}$");
    if (within.one_of.empty())
        return;
    json.name("enum").open_array();
    for (const std::string_view each : within.one_of)
        json.text(each);
    if (nullable)
        json.null();
    json.close_array();
}

void write_instant_schema(base::json_writer& json, bool nullable)
{
    write_type(json, "string", nullable);
    json.name("format").text("date-time");
}

void write_date_schema(base::json_writer& json, bool nullable)
{
    write_type(json, "string", nullable);
    json.name("format").text("date");
}

void write_object_schema(base::json_writer& json, bool nullable)
{
    write_type(json, "object", nullable);
}

void write_boolean_schema(base::json_writer& json, bool nullable)
{
    write_type(json, "boolean", nullable);
}

void write_count_schema(base::json_writer& json, const constraint& within)
{
    write_bounds(json, within, "minItems", "maxItems");
}

}  // namespace gatehouse::endpoint
