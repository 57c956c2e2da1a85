#include "wire/deli/user_sync.hpp"

#include <array>

namespace gatehouse::wire::deli {
namespace {

// A text, or a list of texts of which some may be missing.
bool has_feature(const raw_json& at)
{
    if (!at.is_array()) {
        const auto text = at.string();
        return text && !text->empty();
    }
    for (const raw_json& each : at.elements())
        if (has_feature(each))
            return true;
    return false;
}

bool is_true(const std::optional<raw_json>& at)
{
    return at && at->text() == "true";
}

std::optional<ops::sent_user> read_user(const raw_json& at)
{
    constexpr std::array<std::string_view, 5> kinds{"card", "fa", "fp", "identity", "pass"};
    if (!at.is_object())
        return std::nullopt;
    const auto user = at.find("user_id");
    auto id = user ? user->id() : std::nullopt;
    if (!id || id->empty())
        return std::nullopt;
    ops::sent_user made{std::move(*id), {}, is_true(at.find("delete"))};
    for (const std::string_view kind : kinds)
        if (const auto value = at.find(kind); !made.removed && value && has_feature(*value))
            made.features.emplace_back(kind);
    return made;
}

}  // namespace

std::optional<ops::people_message> read_user_sync(const raw_json& data)
{
    const auto payload = data.find("payload");
    if (!payload || !(payload->is_array() || payload->is_object()))
        return std::nullopt;
    ops::people_message made;
    std::optional<raw_json> users = payload;
    if (payload->is_object()) {
        users = payload->find("users");
        const auto stamp = payload->find("update_time");
        made.stamp = stamp ? stamp->integer() : std::nullopt;
        made.replaces_all = is_true(payload->find("reset"));
    }
    for (const raw_json& each : users ? users->elements() : std::vector<raw_json>{})
        if (auto user = read_user(each))
            made.users.push_back(std::move(*user));
    return made.users.empty() && !made.replaces_all ? std::nullopt : std::optional{std::move(made)};
}

std::optional<std::int64_t> read_held_stamp(const raw_json& data)
{
    const auto payload = data.find("payload");
    const auto stamp = payload && payload->is_object() ? payload->find("update_time") : std::nullopt;
    return stamp ? stamp->integer() : std::nullopt;
}

}  // namespace gatehouse::wire::deli
