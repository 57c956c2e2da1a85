// Writes a message as JSON, and its schema for the OpenAPI document.
#pragma once

#include "base/clock.hpp"
#include "base/json_writer.hpp"
#include "base/secret.hpp"
#include "endpoint/fields.hpp"
#include "model/civil_date.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"
#include "model/tap_time.hpp"

#include <concepts>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::endpoint {

template <class Type>
void write_json(base::json_writer& json, const Type& what);

template <class Noun>
void write_json(base::json_writer& json, const model::identifier<Noun>& what)
{
    json.number(what.value);
}

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

template <class... Types>
void write_json(base::json_writer& json, const std::variant<Types...>& what)
{
    std::visit([&json](const auto& held) { write_json(json, held); }, what);
}

template <class Type>
void write_json(base::json_writer& json, const Type& what)
{
    if constexpr (message<Type>) {
        json.open_object();
        for_each_field<Type>([&](const auto& f) {
            json.name(f.name);
            write_json(json, what.*f.member);
        });
        json.close_object();
    } else if constexpr (std::same_as<Type, bool>) {
        json.boolean(what);
    } else if constexpr (std::integral<Type>) {
        json.number(what);
    } else if constexpr (std::same_as<Type, base::instant>) {
        json.text(model::rfc3339(what));
    } else if constexpr (std::same_as<Type, model::civil_day>) {
        json.text(model::date_text(what));
    } else if constexpr (std::same_as<Type, json_text>) {
        json.raw(what.object);
    } else if constexpr (model::named<Type>) {
        json.text(model::enumerator_names<Type>[static_cast<std::size_t>(what)]);
    } else {
        json.text(what);
    }
}

// The members of a schema, into the object that is open. What the type does not say, `within` does.
void write_integer_schema(base::json_writer& json, const constraint& within, bool nullable);
void write_number_schema(base::json_writer& json, const constraint& within, bool nullable);
void write_text_schema(base::json_writer& json, const constraint& within, bool nullable);
void write_instant_schema(base::json_writer& json, bool nullable);
void write_date_schema(base::json_writer& json, bool nullable);
void write_object_schema(base::json_writer& json, bool nullable);
void write_boolean_schema(base::json_writer& json, bool nullable);
void write_count_schema(base::json_writer& json, const constraint& within);

template <class Type>
struct schema_of;

template <class Type>
void write_schema(base::json_writer& json, const constraint& within = {})
{
    json.open_object();
    schema_of<Type>::write(json, within, false);
    json.close_object();
}

template <class Type>
void write_example(base::json_writer& json, std::string_view example)
{
    if constexpr (std::convertible_to<Type, std::string_view> || std::same_as<Type, base::secret> ||
                  std::same_as<Type, base::instant> || std::same_as<Type, model::civil_day> ||
                  model::named<Type>)
        json.name("examples").open_array().text(example).close_array();
    else if constexpr (
        requires { typename Type::value_type; } && !requires(Type t) { t.push_back({}); })
        write_example<typename Type::value_type>(json, example);
    else
        json.name("examples").open_array().raw(example).close_array();
}

template <class Type>
struct schema_of {
    static void write(base::json_writer& json, const constraint& within, bool nullable)
    {
        if constexpr (std::same_as<Type, bool>)
            write_boolean_schema(json, nullable);
        else if constexpr (std::integral<Type>)
            write_integer_schema(json, within, nullable);
        else if constexpr (std::same_as<Type, double>)
            write_number_schema(json, within, nullable);
        else if constexpr (std::same_as<Type, base::instant>)
            write_instant_schema(json, nullable);
        else if constexpr (std::same_as<Type, model::civil_day>)
            write_date_schema(json, nullable);
        else if constexpr (std::same_as<Type, json_text>)
            write_object_schema(json, nullable);
        else if constexpr (model::named<Type>)
            write_text_schema(json, {.one_of = model::enumerator_names<Type>}, nullable);
        else
            write_text_schema(json, within, nullable);
    }
};

template <class Noun>
struct schema_of<model::identifier<Noun>> {
    static void write(base::json_writer& json, const constraint&, bool nullable)
    {
        write_integer_schema(json, {1}, nullable);
    }
};

template <>
struct schema_of<other_number> {
    static void write(base::json_writer& json, const constraint&, bool) { json.name("type").text("number"); }
};

template <class Type>
struct schema_of<std::optional<Type>> {
    static void write(base::json_writer& json, const constraint& within, bool)
    {
        schema_of<Type>::write(json, within, true);
    }
};

template <class Type>
struct schema_of<std::vector<Type>> {
    static void write(base::json_writer& json, const constraint& within, bool)
    {
        json.name("type").text("array");
        write_count_schema(json, within);
        json.name("items");
        write_schema<Type>(json);
    }
};

template <class... Types>
struct schema_of<std::variant<Types...>> {
    static void write(base::json_writer& json, const constraint&, bool)
    {
        json.name("anyOf").open_array();
        (write_schema<Types>(json), ...);
        json.close_array();
    }
};

template <message Type>
struct schema_of<Type> {
    static void write(base::json_writer& json, const constraint&, bool nullable)
    {
        json.name("type");
        if (nullable)
            json.open_array().text("object").text("null").close_array();
        else
            json.text("object");
        json.name("required").open_array();
        for_each_field<Type>([&](const auto& f) {
            if (f.needed != presence::optional)
                json.text(f.name);
        });
        json.close_array().name("properties").open_object();
        for_each_field<Type>([&]<class Owner, class Member>(const field<Owner, Member>& f) {
            json.name(f.name).open_object().name("description").text(f.meaning);
            if (!f.example.empty())
                write_example<Member>(json, f.example);
            schema_of<Member>::write(json, f.within, false);
            json.close_object();
        });
        json.close_object();
    }
};

}  // namespace gatehouse::endpoint
