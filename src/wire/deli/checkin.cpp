#include "wire/deli/checkin.hpp"

namespace gatehouse::wire::deli {
namespace {

std::optional<raw_json> either(const raw_json& in, std::string_view name, std::string_view other)
{
    const auto found = in.find(name);
    return found && !found->is_null() ? found : in.find(other);
}

std::optional<checkin_row> read_row(const raw_json& at)
{
    const auto user = at.find("user_id");
    const auto time = either(at, "time", "check_time");
    const auto type = either(at, "feature_type", "check_type");
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
    const auto payload = data.find("payload");
    const auto users = payload && payload->is_object() ? payload->find("users") : data.find("users");
    for (const raw_json& each : users ? users->elements() : std::vector<raw_json>{}) {
        if (auto row = read_row(each))
            read.rows.push_back(std::move(*row));
        else
            ++read.unreadable;
    }
    return read;
}

}  // namespace gatehouse::wire::deli
