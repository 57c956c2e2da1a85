// What the OpenAPI documents of interfaces have in common whose answers come in an envelope: the schema
// `envelope`, which each describes itself.
#pragma once

#include "endpoint/route.hpp"

#include <string>
#include <string_view>

namespace gatehouse::endpoint {

// Where the envelope holds what a row answers: in a member `data`, or beside its own members.
enum class answer_place : std::uint8_t { in_data, beside };

// `success`: whose answer it is; none: the envelope alone.
void write_enveloped_response(base::json_writer& json, std::string_view status, std::string_view meaning,
                              const route* success = nullptr, answer_place where = answer_place::in_data);
// A text in a path or a query.
void write_text_parameter(base::json_writer& json, std::string_view name, std::string_view where,
                          bool required, std::string_view meaning);
// Of each {name} in a route's path.
void write_path_parameters(base::json_writer& json, std::string_view path, std::string_view meaning);
// "0: done. 4001: …": what stands in a table of codes, each row with `code` and `sentence`.
template <class Rows>
std::string write_code_meanings(const Rows& rows)
{
    std::string meanings = "0: done.";
    for (const auto& row : rows)
        meanings.append(" ").append(std::to_string(row.code)).append(": ").append(row.sentence).append(".");
    return meanings;
}

}  // namespace gatehouse::endpoint
