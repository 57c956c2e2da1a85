#include "wire/deli/mapping.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace gatehouse::wire::deli {

std::int64_t seconds_of(base::instant at)
{
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

base::instant read_time(std::int64_t written)
{
    constexpr std::int64_t beyond_seconds = 100'000'000'000;         // the year 5138
    constexpr std::int64_t last_milliseconds = 253'402'300'799'000;  // of the year 9999
    if (written < 0)
        return base::from_milliseconds(0);
    const std::int64_t milliseconds = written < beyond_seconds ? written * 1000 : written;
    return base::from_milliseconds(std::min(milliseconds, last_milliseconds));
}

model::punch_method read_method(std::string_view type)
{
    using model::punch_method;
    constexpr std::array<std::pair<std::string_view, punch_method>, 5> known{
        {{"fp", punch_method::fingerprint},
         {"fa", punch_method::face},
         {"pass", punch_method::password},
         {"card", punch_method::card},
         {"identity", punch_method::card}}};
    for (const auto& [name, method] : known)
        if (name == type)
            return method;
    return punch_method::manual;
}

void write_administrator(base::json_writer& json, std::string_view name, const model::person& who)
{
    json.name(name)
        .open_object()
        .name("user_id")
        .text(std::to_string(who.id.value))
        .name("name")
        .text(who.name);
    if (who.number)
        json.name("empno").text(*who.number);
    json.close_object();
}

void write_features(base::json_writer& json, const std::vector<model::feature>& what)
{
    json.open_array();
    for (const model::feature& each : what) {
        json.open_object().name("type").text(each.type);
        if (each.version)
            json.name("value").text(*each.version);
        json.close_object();
    }
    json.close_array();
}

void write_product(base::json_writer& json, const store::product_entry& what)
{
    json.open_object().name("model").text(what.what.model).name("name").text(what.what.name);
    json.name("type").text(what.what.type);
    if (!what.what.features.empty()) {
        json.name("features");
        write_features(json, what.what.features);
    }
    json.close_object();
}

}  // namespace gatehouse::wire::deli
