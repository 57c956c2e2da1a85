// The parameters of a call as HTML forms, curl and PHP clients send them.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::endpoint {

enum class form_fault : std::uint8_t { malformed, too_many_fields, name_too_long };

inline constexpr std::size_t form_fields_most = 1000;
inline constexpr std::size_t form_name_most = 256;

// Names and values are views into the body, or into texts that the form owns: it must not outlive the body. Found by
// a linear search: a form has few fields, and no hash that a stranger could aim at.
class form {
public:
    form() = default;
    form(form&&) noexcept = default;
    form& operator=(form&&) noexcept = default;
    form(const form&) = delete;
    form& operator=(const form&) = delete;

    // The last value of that name, as PHP has it.
    std::optional<std::string_view> find(std::string_view name) const;

    // For the readers.
    std::optional<form_fault> add(std::string_view name, std::string_view value);
    std::string_view keep(std::string text) { return owned_.emplace_back(std::move(text)); }
    std::size_t size() const { return fields_.size(); }

private:
    std::vector<std::pair<std::string_view, std::string_view>> fields_;
    std::deque<std::string> owned_;  // a deque: its elements stay where they are
};

// application/x-www-form-urlencoded. Bytes that should have been escaped are taken as they are, a `%` that starts no
// escape too; `;` separates nothing.
std::optional<form_fault> read_urlencoded(std::string_view body, form& into);

// multipart/form-data; `content_type` is the header's value. Parts with a file name are their bytes.
std::optional<form_fault> read_multipart(std::string_view content_type, std::string_view body, form& into);

// Either, by the header; a body of any other type has no fields.
std::optional<form_fault> read_form_body(std::string_view content_type, std::string_view body, form& into);

}  // namespace gatehouse::endpoint
