#include "model/punch.hpp"

#include <array>
#include <utility>

namespace gatehouse::model {
namespace {

constexpr std::array<std::string_view, 7> methods{"card", "face",   "fingerprint", "password",
                                                  "qr",   "manual", "phone"};

constexpr std::array<std::pair<punch_mark, std::string_view>, 11> mark_names{{
    {punch_mark::credential_unknown, "credential_unknown"},
    {punch_mark::unit_archived, "unit_archived"},
    {punch_mark::organization_closed, "organization_closed"},
    {punch_mark::clock_ahead, "clock_ahead"},
    {punch_mark::picture_unreadable, "picture_unreadable"},
    {punch_mark::credential_lost, "credential_lost"},
    {punch_mark::credential_suspended, "credential_suspended"},
    {punch_mark::pass_early, "pass_early"},
    {punch_mark::pass_over, "pass_over"},
    {punch_mark::visit_cancelled, "visit_cancelled"},
    {punch_mark::clock_off, "clock_off"},
}};

}  // namespace

std::string_view name_of(punch_method method)
{
    return methods[static_cast<std::size_t>(method) - 1];
}

std::vector<std::string_view> names_of(punch_marks marks)
{
    std::vector<std::string_view> names;
    for (const auto& [mark, name] : mark_names)
        if (has(marks, mark))
            names.push_back(name);
    return names;
}

bool is_ahead(base::instant device_time, base::instant received_at)
{
    return device_time > received_at + tolerated_clock_lead;
}

base::instant corrected_time(base::instant device_time, base::instant received_at)
{
    return is_ahead(device_time, received_at) ? received_at : device_time;
}

}  // namespace gatehouse::model
