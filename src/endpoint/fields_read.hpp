// Reads and checks a message from JSON, or from the parameters of a query: every fault at once, each with its
// place.
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "endpoint/fields.hpp"
#include "endpoint/form.hpp"
#include "endpoint/json_reader.hpp"
#include "model/civil_date.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"

#include <concepts>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gatehouse::endpoint {

enum class unknown_members : std::uint8_t { refused, ignored };

// The checks; each adds what is wrong.
void check_text(std::string_view text, const constraint& within, fault_list& faults);
void check_integer(std::int64_t number, const constraint& within, fault_list& faults);
void check_number(double number, const constraint& within, fault_list& faults);
void check_count(std::size_t count, const constraint& within, fault_list& faults);
void read_instant(std::string_view from, base::instant& into, fault_list& faults);
void read_date(std::string_view from, model::civil_day& into, fault_list& faults);

// An enumerator's name.
template <model::named Enum>
void read_name(std::string_view from, Enum& into, fault_list& faults)
{
    if (const auto known = model::from_name<Enum>(from))
        into = *known;
    else
        check_text(from, {.one_of = model::enumerator_names<Enum>}, faults);
}

namespace detail {

template <class Type>
inline constexpr bool is_optional = false;
template <class Type>
inline constexpr bool is_optional<std::optional<Type>> = true;

template <class Message>
bool knows(std::string_view name)
{
    bool known = false;
    for_each_field<Message>([&](const auto& f) { known = known || f.name == name; });
    return known;
}

}  // namespace detail

template <message Message>
void read_json(const json_view& from, Message& into, fault_list& faults,
               unknown_members unknown = unknown_members::refused);

inline void read_value(const json_view& from, bool& into, const constraint&, fault_list& faults)
{
    if (from.kind() == json_kind::boolean)
        into = from.boolean();
    else
        faults.add("must be true or false");
}

inline void read_value(const json_view& from, std::int64_t& into, const constraint& within,
                       fault_list& faults)
{
    if (from.kind() != json_kind::integer)
        return faults.add("must be a whole number");
    into = from.integer();
    check_integer(into, within, faults);
}

inline void read_value(const json_view& from, double& into, const constraint& within, fault_list& faults)
{
    if (from.kind() != json_kind::integer && from.kind() != json_kind::number)
        return faults.add("must be a number");
    into = from.number();
    check_number(into, within, faults);
}

inline void read_value(const json_view& from, std::string& into, const constraint& within, fault_list& faults)
{
    if (from.kind() != json_kind::text)
        return faults.add("must be a text");
    into = from.text();
    check_text(into, within, faults);
}

inline void read_value(const json_view& from, base::secret& into, const constraint& within,
                       fault_list& faults)
{
    if (from.kind() != json_kind::text)
        return faults.add("must be a text");
    into = base::secret(from.text());
    check_text(into.reveal(), within, faults);
}

inline void read_value(const json_view& from, scalar& into, const constraint& within, fault_list& faults)
{
    if (from.kind() == json_kind::integer)
        into = from.integer();
    else if (from.kind() == json_kind::number)
        into = other_number{};
    else if (from.kind() == json_kind::text)
        check_text(into.emplace<std::string>(from.text()), within, faults);
    else
        faults.add("must be a number or a text");
}

inline void read_value(const json_view& from, json_text& into, const constraint&, fault_list& faults)
{
    if (from.kind() != json_kind::object)
        return faults.add("must be an object");
    into.object = from.json();
}

template <class Noun>
void read_value(const json_view& from, model::identifier<Noun>& into, const constraint&, fault_list& faults)
{
    read_value(from, into.value, constraint{1}, faults);
}

inline void read_value(const json_view& from, base::instant& into, const constraint&, fault_list& faults)
{
    read_instant(from.kind() == json_kind::text ? from.text() : std::string_view{}, into, faults);
}

inline void read_value(const json_view& from, model::civil_day& into, const constraint&, fault_list& faults)
{
    read_date(from.kind() == json_kind::text ? from.text() : std::string_view{}, into, faults);
}

template <model::named Enum>
void read_value(const json_view& from, Enum& into, const constraint&, fault_list& faults)
{
    if (from.kind() != json_kind::text)
        return faults.add("must be a text");
    read_name(from.text(), into, faults);
}

template <message Message>
void read_value(const json_view& from, Message& into, const constraint&, fault_list& faults)
{
    read_json(from, into, faults);
}

template <class Type>
void read_value(const json_view& from, std::vector<Type>& into, const constraint& within, fault_list& faults)
{
    if (from.kind() != json_kind::array)
        return faults.add("must be a list");
    check_count(from.size(), within, faults);
    for (std::size_t i = 0; i < from.size(); ++i) {
        const fault_list::step down(faults, i);
        read_value(from.at(i), into.emplace_back(), {}, faults);
    }
}

// Null is nothing. An optional of an optional tells "null" from "left out": a patch that clears a member.
template <class Type>
void read_value(const json_view& from, std::optional<Type>& into, const constraint& within,
                fault_list& faults)
{
    if (from.kind() == json_kind::null && !detail::is_optional<Type>)
        into.reset();
    else
        read_value(from, into.emplace(), within, faults);
}

template <message Message>
void read_json(const json_view& from, Message& into, fault_list& faults, unknown_members unknown)
{
    if (from.kind() != json_kind::object)
        return faults.add("must be an object");
    if (unknown == unknown_members::ignored)
        faults.ignore_unknown();
    for_each_field<Message>([&](const auto& f) {
        const auto found = from.find(f.name);
        if (found) {
            const fault_list::step down(faults, f.name);
            read_value(*found, into.*f.member, f.within, faults);
        } else if (f.needed != presence::optional) {
            const fault_list::step down(faults, f.name);
            faults.add("is needed");
        }
    });
    for (std::size_t i = 0; !faults.ignores_unknown() && i < from.size(); ++i)
        if (!detail::knows<Message>(from.name(i))) {
            const fault_list::step down(faults, from.name(i));
            faults.add("is not known here");
        }
}

// Parameters of a query string. Members are texts, numbers, flags, ids, times, names of enumerators, or
// optional.
void read_parameter(std::string_view from, std::string& into, const constraint& within, fault_list& faults);
void read_parameter(std::string_view from, base::secret& into, const constraint& within, fault_list& faults);
void read_parameter(std::string_view from, std::int64_t& into, const constraint& within, fault_list& faults);
void read_parameter(std::string_view from, bool& into, const constraint& within, fault_list& faults);

template <class Noun>
void read_parameter(std::string_view from, model::identifier<Noun>& into, const constraint&,
                    fault_list& faults)
{
    read_parameter(from, into.value, constraint{1}, faults);
}

inline void read_parameter(std::string_view from, base::instant& into, const constraint&, fault_list& faults)
{
    read_instant(from, into, faults);
}

inline void read_parameter(std::string_view from, model::civil_day& into, const constraint&,
                           fault_list& faults)
{
    read_date(from, into, faults);
}

template <model::named Enum>
void read_parameter(std::string_view from, Enum& into, const constraint&, fault_list& faults)
{
    read_name(from, into, faults);
}

template <class Type>
void read_parameter(std::string_view from, std::optional<Type>& into, const constraint& within,
                    fault_list& faults)
{
    read_parameter(from, into.emplace(), within, faults);
}

template <message Message>
void read_query(const form& from, Message& into, fault_list& faults,
                unknown_members unknown = unknown_members::refused)
{
    for_each_field<Message>([&](const auto& f) {
        const auto found = from.find(f.name);
        const fault_list::step down(faults, f.name);
        if (found)
            read_parameter(*found, into.*f.member, f.within, faults);
        else if (f.needed != presence::optional)
            faults.add("is needed");
    });
    for (const std::string_view name : from.names())
        if (unknown == unknown_members::refused && !detail::knows<Message>(name)) {
            const fault_list::step down(faults, name);
            faults.add("is not known here");
        }
}

}  // namespace gatehouse::endpoint
