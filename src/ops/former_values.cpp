#include "ops/former_values.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>

namespace gatehouse::ops {
namespace {

std::optional<std::string> detail_of(store::transaction& in, model::change_number entry)
{
    const auto found = store::changes_before(in.sql, in.keys, {}, entry.value + 1, 1);
    const bool is_it = !found.empty() && found.front().number == entry;
    return is_it ? found.front().detail : std::nullopt;
}

}  // namespace

former_values::former_values(store::transaction& in, model::change_number entry)
    : former_values(detail_of(in, entry))
{}

former_values::former_values(const std::optional<std::string>& detail)
{
    boost::system::error_code error;
    if (detail)
        document_ = boost::json::parse(*detail, error);
    if (error || !document_.is_object())
        document_ = boost::json::object();
}

former_values former_values::of_end(store::transaction& in, model::person_id who, model::change_number behind)
{
    constexpr std::int64_t most = 100;  // of one person, within the time that a run is kept
    store::change_filter which;
    which.action = "person.end";
    which.object_kind = "person";
    which.object = who.value;
    const auto found = store::changes_before(in.sql, in.keys, which, 0, most);
    const auto first = std::find_if(found.rbegin(), found.rend(), [behind](const store::change_view& each) {
        return each.number.value > behind.value;
    });
    return former_values(first == found.rend() ? std::nullopt : first->detail);
}

bool former_values::restore(std::initializer_list<std::pair<std::string_view, std::string*>> members) const
{
    bool whole = true;
    for (const auto& [name, value] : members) {
        const auto pair = find(name);
        if (pair && *value == pair->second)
            *value = pair->first;
        else if (pair)
            whole = false;
    }
    return whole;
}

std::string former_values::before(std::string_view name) const
{
    const auto pair = find(name);
    return pair ? pair->first : std::string();
}

std::string former_values::after(std::string_view name) const
{
    const auto pair = find(name);
    return pair ? pair->second : std::string();
}

bool former_values::was_made() const
{
    const auto name = find("name");
    return name && name->first.empty();
}

std::optional<std::pair<std::string, std::string>> former_values::find(std::string_view name) const
{
    const auto* const values = document_.as_object().if_contains("values");
    const auto* const pair = values ? values->as_object().if_contains({name.data(), name.size()}) : nullptr;
    if (!pair)
        return std::nullopt;
    return std::pair{std::string(pair->at(0).as_string()), std::string(pair->at(1).as_string())};
}

}  // namespace gatehouse::ops
