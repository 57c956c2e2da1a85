#include "wire/deli/checkin.hpp"

namespace gatehouse::wire::deli {
namespace {

const std::optional<raw_json>& either(const std::optional<raw_json>& one,
                                      const std::optional<raw_json>& other)
{
    return one && !one->is_null() ? one : other;
}

std::optional<checkin_row> read_row(const raw_json& at)
{
    constexpr std::array<std::string_view, 5> names{"user_id", "time", "check_time", "feature_type",
                                                    "check_type"};
    const auto [user, time_1, time_2, type_1, type_2] = at.find_all(names);
    const auto& time = either(time_1, time_2);
    const auto& type = either(type_1, type_2);
    auto id = user ? user->id() : std::nullopt;
    auto seconds = time ? time->integer() : std::nullopt;
    if (!id || id->empty() || !seconds)
        return std::nullopt;
    return checkin_row{std::move(*id), type ? type->string().value_or("") : "", *seconds};
}

}  // namespace

std::optional<std::string> command_of(const raw_json& data)
{
    const auto at = data.find("cmd");
    auto name = at ? at->string() : std::nullopt;
    return name && !name->empty() ? name : std::nullopt;
}

checkin read_checkin(const raw_json& data)
{
    checkin read;
    const auto [payload, own_users] = data.find_all(std::array<std::string_view, 2>{"payload", "users"});
    const auto users = payload && payload->is_object() ? payload->find("users") : own_users;
    for (const raw_json& each : users ? users->elements() : std::vector<raw_json>{}) {
        if (auto row = read_row(each))
            read.rows.push_back(std::move(*row));
        else
            ++read.unreadable;
    }
    return read;
}

}  // namespace gatehouse::wire::deli
