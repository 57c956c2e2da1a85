#include "wire/deli/features.hpp"

#include <array>

namespace gatehouse::wire::deli {
namespace {

std::string text_of(const raw_json& in, std::string_view name)
{
    const auto at = in.find(name);
    return at ? at->id().value_or("") : "";
}

bool holds_something(const raw_json& in, std::string_view name)
{
    const auto at = in.find(name);
    return at && !at->is_null() && (!at->is_array() || !at->elements().empty()) &&
           (at->is_array() || !at->string().value_or("").empty());
}

// The parameters: in `payload`, or beside `cmd`.
raw_json parameters_of(const raw_json& data)
{
    const auto payload = data.find("payload");
    return payload && payload->is_object() ? *payload : data;
}

}  // namespace

std::vector<named_feature> features_in_sync(const raw_json& data)
{
    constexpr std::array<std::string_view, 2> of_bodies{"fp", "fa"};
    std::vector<named_feature> found;
    const auto payload = data.find("payload");
    const auto users = payload && payload->is_object() ? payload->find("users") : payload;
    for (const raw_json& each : users ? users->elements() : std::vector<raw_json>{})
        for (const std::string_view type : of_bodies)
            if (auto user = text_of(each, "user_id"); !user.empty() && holds_something(each, type))
                found.push_back({std::move(user), std::string(type)});
    return found;
}

std::optional<named_feature> feature_asked_for(std::string_view command, const raw_json& data)
{
    if (command != "feature_input" && command != "feature_collect")
        return std::nullopt;
    const raw_json at = parameters_of(data);
    named_feature made{text_of(at, "user_id"), text_of(at, "feature_type")};
    return made.user.empty() || made.type.empty() ? std::nullopt : std::optional{std::move(made)};
}

std::optional<named_feature> feature_read(std::string_view command, const raw_json& data)
{
    const raw_json at = parameters_of(data);
    named_feature made;
    if (command == "fp_input")
        made = {text_of(at, "user_id"), "fp", text_of(at, "fp_data")};
    else if (command == "fa_input")
        made = {text_of(at, "user_id"), "fa", text_of(at, "fa_data")};
    else if (command == "feature_collect")
        made = {text_of(at, "user_id"), text_of(at, "feature_type"), text_of(at, "feature_value")};
    return made.user.empty() || made.value.empty() ? std::nullopt : std::optional{std::move(made)};
}

}  // namespace gatehouse::wire::deli
