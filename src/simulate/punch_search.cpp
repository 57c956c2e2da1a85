#include "simulate/punch_search.hpp"

#include "model/tap_time.hpp"
#include "simulate/day.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>

namespace gatehouse::simulate {
namespace {

namespace json = boost::json;

std::int64_t second_of(const json::value& text)
{
    const auto read = model::read_rfc3339(text.as_string());
    return read ? std::chrono::floor<std::chrono::seconds>(*read).time_since_epoch().count() : 0;
}

bool has_mark(const json::object& item, std::string_view mark)
{
    const auto& marks = item.at("marks").as_array();
    return std::any_of(marks.begin(), marks.end(), [mark](const json::value& each) {
        return std::string_view(each.as_string()) == mark;
    });
}

}  // namespace

bool punch_search::read_back_to(std::int64_t last, const std::stop_token& stop)
{
    office_line over(place_.office, stop);
    const std::string target = "/api/v1/punches?organization_id=" + std::to_string(place_.organization);
    const auto end = over.list(target, [&](const json::object& item) {
        const std::int64_t number = item.at("id").as_int64();
        seen_ = std::max(seen_, number);
        if (number <= last)
            return false;
        const auto& device = item.at("device_id");
        const auto& person = item.at("person_id");
        if (device.is_int64() && person.is_int64())
            judge_.found({number, device.get_int64(), person.get_int64(), second_of(item.at("device_time")),
                          item.at("method").as_string(), has_mark(item, "clock_off")});
        return true;
    });
    if (!end.is_whole && end.fault)
        judge_.wrong(target, "a list", text_of(*end.fault));
    return end.is_whole;
}

void punch_search::begin(const std::stop_token& stop)
{
    office_line over(place_.office, stop);
    const auto end = over.list("/api/v1/punches?organization_id=" + std::to_string(place_.organization),
                               [this](const json::object& item) {
                                   first_ = seen_ = item.at("id").as_int64();
                                   return false;
                               });
    if (!end.is_whole)
        throw no_day("the punches cannot be read: " + (end.fault ? text_of(*end.fault) : over.fault()));
}

bool punch_search::search(const std::stop_token& stop, bool anew)
{
    judge_.begin_search(anew);
    const bool is_whole = read_back_to(anew ? first_ : seen_, stop);
    if (is_whole)
        judge_.end_search();
    return is_whole;
}

}  // namespace gatehouse::simulate
