// The parameters of a call as HTML forms, curl and PHP clients send them.
#pragma once

#include <boost/container/small_vector.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::endpoint {

enum class form_fault : std::uint8_t { malformed, too_many_fields, name_too_long };

inline constexpr std::size_t form_fields_most = 1000;
inline constexpr std::size_t form_name_most = 256;  // bytes

// Names and values are views into the body, or into blocks that the form owns: it must not outlive the body.
// Found by a linear search: a form has few fields, and no hash that a stranger could aim at.
class form {
public:
    // The last value of that name, as PHP has it.
    std::optional<std::string_view> find(std::string_view name) const;
    std::size_t size() const { return fields_.size(); }
    std::vector<std::string_view> names() const;

    // For the readers. `keep` copies a text that shall live as long as the form, `block` makes room for such
    // texts.
    std::optional<form_fault> add(std::string_view name, std::string_view value);
    std::string_view keep(std::string_view text);
    char* block(std::size_t size);

private:
    struct field {
        std::string_view name;
        std::string_view value;
    };

    boost::container::small_vector<field, 12> fields_;
    boost::container::small_vector<std::unique_ptr<char[]>, 2> blocks_;
};

// application/x-www-form-urlencoded. Bytes that should have been escaped are taken as they are, a `%` that
// starts no escape too; `;` separates nothing. A name without `=` has an empty value. Never malformed.
std::optional<form_fault> read_urlencoded(std::string_view body, form& into);

// multipart/form-data (RFC 7578); `content_type` is the header's value. Parts with a file name are their
// bytes. Whatever two readers could understand differently is malformed.
std::optional<form_fault> read_multipart(std::string_view content_type, std::string_view body, form& into);

// Either, by the header; a body of any other type has no fields.
std::optional<form_fault> read_form_body(std::string_view content_type, std::string_view body, form& into);

}  // namespace gatehouse::endpoint
