// The OpenAPI document of an interface, written from its own tables.
#pragma once

#include "base/json_writer.hpp"

#include <string>
#include <string_view>

namespace gatehouse::endpoint {

struct api_document {
    std::string_view file;  // below docs/reference/
    std::string_view title;
    std::string_view description;
    void (*write_paths)(base::json_writer& json);               // the value of `paths`
    bool bearer;                                                // whether calls bear a key in `Authorization`
    void (*write_schemas)(base::json_writer& json) = nullptr;   // members of `components.schemas`
    void (*write_tags)(base::json_writer& json) = nullptr;      // the value of `tags`
    void (*write_webhooks)(base::json_writer& json) = nullptr;  // members of `webhooks`: what we send
};

// Indented, for people who read it in a review.
std::string write_openapi(const api_document& of);

}  // namespace gatehouse::endpoint
