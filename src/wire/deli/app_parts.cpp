#include "wire/deli/app_parts.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace gatehouse::wire::deli {

gateway_reply answer(base::instant now, code what, std::string_view message)
{
    return {static_cast<std::int64_t>(what), std::string(message), seconds_of(now), {}, {}};
}

const store::device_entry* its_device(const app_call& with, const store::app_entry& app,
                                      const std::string& name)
{
    const auto* const device = store::find_device(with.in, name);
    const bool is_its = device && std::find(device->apps.begin(), device->apps.end(), app.what.external) !=
                                      device->apps.end();
    return is_its ? device : nullptr;
}

const store::organization_entry* organization_of(const app_call& with, const raw_json& data,
                                                 const envelope& asked)
{
    const auto named = data.find("org_id");
    const std::string id = named ? named->id().value_or("") : asked.to.value_or("");
    std::int64_t number = 0;
    const auto [stopped, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    const bool is_number = error == std::errc{} && stopped == id.data() + id.size();
    return is_number ? with.in.organization({number}) : nullptr;
}

raw_json data_of(const envelope& asked)
{
    return raw_json(asked.data ? std::string_view(*asked.data) : std::string_view("{}"));
}

std::string text_in(const raw_json& data, std::string_view name)
{
    const auto at = data.find(name);
    return at ? at->id().value_or("") : "";
}

std::optional<std::int64_t> integer_in(const raw_json& data, std::string_view name)
{
    const auto at = data.find(name);
    return at ? at->integer() : std::nullopt;
}

std::optional<raw_json> member_reader::find(std::string_view name) const
{
    const auto at = data_.find(name);
    return at && !at->is_null() ? at : std::nullopt;
}

void member_reader::fault(std::string what)
{
    if (!fault_)
        fault_ = std::move(what);
}

std::string member_reader::text(std::string_view name, std::size_t most, need how)
{
    const auto at = find(name);
    const auto read = at ? at->id() : std::nullopt;
    const bool may_be_empty = how == need::optional;
    if ((!at && may_be_empty) || (read && read->empty() && may_be_empty))
        return {};
    if (read && !read->empty() && base::code_points(*read) <= most && read->find('\0') == std::string::npos)
        return *read;
    fault(std::string(name) + " is no text of 1 to " + std::to_string(most) + " characters");
    return {};
}

std::vector<std::string> member_reader::ids(std::string_view name, std::string_view other, std::size_t most)
{
    std::vector<std::string> found;
    const auto named = find(name);
    const auto at = named || other.empty() ? named : find(other);
    if (!at)
        return found;
    const auto elements = at->elements();
    bool right = at->is_array() && elements.size() <= most;
    for (const raw_json& each : right ? elements : std::vector<raw_json>{}) {
        found.push_back(each.id().value_or(""));
        right = right && !found.back().empty();
    }
    if (!right)
        fault(std::string(name) + " is no array of at most " + std::to_string(most) + " ids");
    return found;
}

std::int64_t member_reader::number(std::string_view name, std::int64_t least, std::int64_t most,
                                   std::optional<std::int64_t> usual)
{
    const auto at = find(name);
    if (!at && usual)
        return *usual;
    const auto read = at ? at->integer() : std::nullopt;
    if (read && *read >= least && *read <= most)
        return *read;
    fault(std::string(name) + " is no whole number from " + std::to_string(least) + " to " +
          std::to_string(most));
    return least;
}

}  // namespace gatehouse::wire::deli
