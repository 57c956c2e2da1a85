#include "endpoint/json_reader.hpp"

#include "base/assert.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <cmath>
#include <limits>

namespace gatehouse::endpoint {
namespace {

namespace json = boost::json;

const json::value& value_at(const void* at)
{
    return *static_cast<const json::value*>(at);
}

// Whole numbers that a double holds exactly.
bool is_whole(double number)
{
    constexpr double most = 9007199254740992.0;
    return std::trunc(number) == number && std::abs(number) <= most;
}

}  // namespace

json_kind json_view::kind() const
{
    const json::value& here = value_at(value_);
    switch (here.kind()) {
    case json::kind::null: return json_kind::null;
    case json::kind::bool_: return json_kind::boolean;
    case json::kind::int64: return json_kind::integer;
    case json::kind::uint64: return json_kind::number;  // more than 63 bits
    case json::kind::double_: return is_whole(here.get_double()) ? json_kind::integer : json_kind::number;
    case json::kind::string: return json_kind::text;
    case json::kind::array: return json_kind::array;
    case json::kind::object: return json_kind::object;
    }
    return json_kind::null;
}

bool json_view::boolean() const
{
    return value_at(value_).as_bool();
}

std::int64_t json_view::integer() const
{
    const json::value& here = value_at(value_);
    return here.is_double() ? static_cast<std::int64_t>(here.get_double()) : here.as_int64();
}

double json_view::number() const
{
    return value_at(value_).to_number<double>();
}

std::string_view json_view::text() const
{
    const json::string& here = value_at(value_).as_string();
    return {here.data(), here.size()};
}

std::string json_view::json() const
{
    return boost::json::serialize(value_at(value_));
}

std::size_t json_view::size() const
{
    const json::value& here = value_at(value_);
    return here.is_array() ? here.get_array().size() : here.as_object().size();
}

json_view json_view::at(std::size_t element) const
{
    const json::value& here = value_at(value_);
    if (here.is_array())
        return json_view(&here.get_array()[element]);
    return json_view(&(here.as_object().begin() + static_cast<std::ptrdiff_t>(element))->value());
}

std::string_view json_view::name(std::size_t member) const
{
    const auto key = (value_at(value_).as_object().begin() + static_cast<std::ptrdiff_t>(member))->key();
    return {key.data(), key.size()};
}

std::optional<json_view> json_view::find(std::string_view name) const
{
    const json::value* const found = value_at(value_).as_object().if_contains({name.data(), name.size()});
    return found ? std::optional{json_view(found)} : std::nullopt;
}

struct json_document::holder {
    json::monotonic_resource memory;
    json::value root = json::value(json::storage_ptr(&memory));
};

std::optional<json_document> json_document::parse(std::string_view text)
{
    constexpr std::size_t deepest = 32;
    auto held = std::make_shared<holder>();
    json::error_code error;
    json::parse_options options;
    options.max_depth = deepest;
    held->root = json::parse({text.data(), text.size()}, error, &held->memory, options);
    if (error)
        return std::nullopt;
    return json_document(std::move(held));
}

json_view json_document::root() const
{
    return json_view(&held_->root);
}

void fault_list::add(std::string_view detail)
{
    found_.push_back({where_, std::string(detail)});
}

fault_list::step::step(fault_list& in, std::string_view name) : in_(in), length_(in.where_.size())
{
    in_.where_ += '/';
    for (const char c : name) {
        if (c == '~')
            in_.where_ += "~0";
        else if (c == '/')
            in_.where_ += "~1";
        else
            in_.where_ += c;
    }
}

}  // namespace gatehouse::endpoint
