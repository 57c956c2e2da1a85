// One list of fields per message. Its readers, its checker, its writer and its schema walk the list; a field
// is named nowhere else.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <variant>

namespace gatehouse::endpoint {

// `given`: must be there, and may be empty; what an empty one means is the handler's matter.
enum class presence : std::uint8_t { required, given, optional };

// What a text must be, beside its length.
enum class text_form : std::uint8_t {
    name,      // no control characters (base::has_control)
    free,      // anything that is UTF-8; line breaks too
    mobile,    // a mainland mobile number
    password,  // anything that is UTF-8; bytes are counted, not code points
};

inline constexpr std::int64_t unbounded = std::numeric_limits<std::int64_t>::max();

// What a value must be, beside its type. `least` and `most` count a text's code points, a list's elements,
// and are the bounds of a number. The bounds of an optional value hold where there is one.
struct constraint {
    std::int64_t least = 0;
    std::int64_t most = unbounded;
    text_form form = text_form::name;
    std::span<const std::string_view> one_of = {};
};

// `example` stands in the OpenAPI document: a text as it is, anything else as JSON.
template <class Message, class Type>
struct field {
    std::string_view name;
    Type Message::*member;
    presence needed;
    std::string_view meaning;
    std::string_view example = {};
    constraint within = {};
};

// clang 14 does not deduce the arguments of an aggregate by itself.
template <class Message, class Type>
field(std::string_view, Type Message::*, presence, std::string_view, std::string_view = {}, constraint = {})
    -> field<Message, Type>;

// Specialised next to each message as a std::tuple of fields.
template <class Message>
inline constexpr auto fields_of = nullptr;

template <class Type>
concept message = !std::is_same_v<std::remove_cv_t<decltype(fields_of<Type>)>, std::nullptr_t>;

// For every field of the message in the list's order.
template <message Message, class Visit>
void for_each_field(Visit visit)
{
    std::apply([&](const auto&... each) { (visit(each), ...); }, fields_of<Message>);
}

// A member that a vendor's software writes as a number or as a text. `other_number` is one that is not whole,
// or has more than 63 bits: what it means is the handler's matter.
struct other_number {
    friend bool operator==(const other_number&, const other_number&) = default;
};
using scalar = std::variant<std::int64_t, other_number, std::string>;

// A JSON object that is kept and goes out as it came.
struct json_text {
    std::string object;
};

// A call without parameters, a body or an answer.
struct nothing {};
template <>
inline constexpr auto fields_of<nothing> = std::tuple{};

}  // namespace gatehouse::endpoint
