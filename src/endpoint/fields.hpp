// One list of fields per message. Its reader, its writer and its schema walk the list; a field is named
// nowhere else.
#pragma once

#include "base/json_writer.hpp"
#include "base/result.hpp"
#include "endpoint/form.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

namespace gatehouse::endpoint {

// `given`: must be there, and may be empty; what an empty one means is the handler's matter.
enum class presence : std::uint8_t { required, given, optional };

// `example` stands in the OpenAPI document.
template <class Message, class Type>
struct field {
    std::string_view name;
    Type Message::*member;
    presence needed;
    std::string_view meaning;
    std::string_view example = {};
};

// clang 14 does not deduce the arguments of an aggregate by itself.
template <class Message, class Type>
field(std::string_view, Type Message::*, presence, std::string_view, std::string_view = {})
    -> field<Message, Type>;

// Specialised next to each message as a std::tuple of fields.
template <class Message>
inline constexpr auto fields_of = nullptr;

template <class Type>
concept message = !std::same_as<std::remove_cv_t<decltype(fields_of<Type>)>, std::nullptr_t>;

// Reads a message whose members are all string_view, into the form, from it. A required field that is absent
// or empty is missing_parameter, with its name as the message; the first in the list's order is what is
// answered.
template <message Message>
base::result<Message> read_form(const form& from)
{
    Message out;
    std::string_view missing;
    std::apply(
        [&](const auto&... each) {
            const auto read = [&](const auto& f) {
                const auto text = from.find(f.name);
                if (text)
                    out.*f.member = *text;
                const bool lacks = f.needed == presence::required ? !text || text->empty()
                                                                  : f.needed == presence::given && !text;
                if (lacks && missing.empty())
                    missing = f.name;
            };
            (read(each), ...);
        },
        fields_of<Message>);
    if (!missing.empty())
        return base::error{base::errc::missing_parameter, std::string(missing)};
    return out;
}

template <class Type>
void write_json(base::json_writer& json, const Type& what);

template <class Type>
void write_json(base::json_writer& json, const std::vector<Type>& what)
{
    json.open_array();
    for (const Type& each : what)
        write_json(json, each);
    json.close_array();
}

template <class Type>
void write_json(base::json_writer& json, const std::optional<Type>& what)
{
    if (what)
        write_json(json, *what);
    else
        json.null();
}

template <class Type>
void write_json(base::json_writer& json, const Type& what)
{
    if constexpr (message<Type>) {
        json.open_object();
        std::apply(
            [&](const auto&... each) { ((json.name(each.name), write_json(json, what.*each.member)), ...); },
            fields_of<Type>);
        json.close_object();
    } else if constexpr (std::same_as<Type, bool>) {
        json.boolean(what);
    } else if constexpr (std::integral<Type>) {
        json.number(what);
    } else {
        json.text(what);
    }
}

// The JSON schema of a message, for the OpenAPI document.
template <class Type>
void write_schema(base::json_writer& json)
{
    const auto simple = [&json](std::string_view type) {
        json.open_object().name("type").text(type).close_object();
    };
    if constexpr (message<Type>) {
        json.open_object().name("type").text("object").name("required").open_array();
        std::apply(
            [&](const auto&... each) {
                ((each.needed != presence::optional ? void(json.text(each.name)) : void()), ...);
            },
            fields_of<Type>);
        json.close_array().name("properties").open_object();
        std::apply(
            [&](const auto&... each) {
                const auto one = [&json]<class Member>(const field<Type, Member>& f) {
                    json.name(f.name).open_object().name("description").text(f.meaning);
                    if (!f.example.empty())
                        json.name("examples").open_array().text(f.example).close_array();
                    json.name("allOf").open_array();
                    write_schema<Member>(json);
                    json.close_array().close_object();
                };
                (one(each), ...);
            },
            fields_of<Type>);
        json.close_object().close_object();
    } else if constexpr (std::same_as<Type, bool>) {
        simple("boolean");
    } else if constexpr (std::integral<Type>) {
        simple("integer");
    } else if constexpr (requires { typename Type::value_type; } &&
                         !std::convertible_to<Type, std::string_view>) {
        if constexpr (requires(Type t) { t.has_value(); }) {
            json.open_object().name("anyOf").open_array();
            write_schema<typename Type::value_type>(json);
            simple("null");
            json.close_array().close_object();
        } else {
            json.open_object().name("type").text("array").name("items");
            write_schema<typename Type::value_type>(json);
            json.close_object();
        }
    } else {
        simple("string");
    }
}

}  // namespace gatehouse::endpoint
