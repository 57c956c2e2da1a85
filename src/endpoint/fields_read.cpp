#include "endpoint/fields_read.hpp"

#include "base/text.hpp"
#include "model/phone.hpp"
#include "model/tap_time.hpp"

#include <algorithm>
#include <charconv>

namespace gatehouse::endpoint {
namespace {

void check_choice(std::string_view text, std::span<const std::string_view> one_of, fault_list& faults)
{
    if (std::find(one_of.begin(), one_of.end(), text) != one_of.end())
        return;
    std::string choice = "must be one of";
    for (const std::string_view each : one_of)
        choice.append(choice.ends_with("of") ? " " : ", ").append(each);
    faults.add(choice);
}

// "1 to 64", "at most 64", "at least 1"; empty where nothing bounds it.
std::string bounds_of(const constraint& within)
{
    const bool from_above = within.most != unbounded;
    if (within.least != 0 && from_above)
        return std::to_string(within.least) + " to " + std::to_string(within.most);
    if (from_above)
        return "at most " + std::to_string(within.most);
    return "at least " + std::to_string(within.least);
}

bool is_within(std::int64_t value, const constraint& within)
{
    return value >= within.least && value <= within.most;
}

void check_form(std::string_view text, text_form form, fault_list& faults)
{
    switch (form) {
    case text_form::name:
        if (base::has_control(text))
            faults.add("must hold no control characters");
        break;
    case text_form::free:
    case text_form::password: break;
    case text_form::mobile:
        if (!model::is_mainland_mobile(text))
            faults.add("must be a mainland mobile number: 11 digits that begin with 13 to 19");
        break;
    }
}

}  // namespace

void check_text(std::string_view text, const constraint& within, fault_list& faults)
{
    if (!base::is_valid_utf8(text))
        return faults.add("must be UTF-8");
    if (!within.one_of.empty())
        return check_choice(text, within.one_of, faults);
    const bool in_bytes = within.form == text_form::password;
    const std::size_t length = in_bytes ? text.size() : base::code_points(text);
    if (!is_within(static_cast<std::int64_t>(length), within))
        return faults.add("must have " + bounds_of(within) + (in_bytes ? " bytes" : " characters"));
    check_form(text, within.form, faults);
}

void check_integer(std::int64_t number, const constraint& within, fault_list& faults)
{
    if (!is_within(number, within))
        faults.add("must be " + bounds_of(within));
}

void check_number(double number, const constraint& within, fault_list& faults)
{
    if (number < static_cast<double>(within.least) || number > static_cast<double>(within.most))
        faults.add("must be " + bounds_of(within));
}

void check_count(std::size_t count, const constraint& within, fault_list& faults)
{
    if (!is_within(static_cast<std::int64_t>(count), within))
        faults.add("must have " + bounds_of(within) + " elements");
}

void read_instant(std::string_view from, base::instant& into, fault_list& faults)
{
    if (const auto at = model::read_rfc3339(from))
        into = *at;
    else
        faults.add("must be a time as RFC 3339 has it, such as 2026-05-28T08:00:00Z");
}

void read_date(std::string_view from, model::civil_day& into, fault_list& faults)
{
    if (const auto date = model::read_date(from))
        into = *date;
    else
        faults.add("must be a date, such as 2026-03-09");
}

void read_parameter(std::string_view from, std::string& into, const constraint& within, fault_list& faults)
{
    into = from;
    check_text(into, within, faults);
}

void read_parameter(std::string_view from, base::secret& into, const constraint& within, fault_list& faults)
{
    into = base::secret(from);
    check_text(from, within, faults);
}

void read_parameter(std::string_view from, std::int64_t& into, const constraint& within, fault_list& faults)
{
    const auto [end, error] = std::from_chars(from.data(), from.data() + from.size(), into);
    if (error != std::errc{} || end != from.data() + from.size())
        return faults.add("must be a whole number");
    check_integer(into, within, faults);
}

void read_parameter(std::string_view from, bool& into, const constraint&, fault_list& faults)
{
    into = from == "true";
    if (!into && from != "false")
        faults.add("must be true or false");
}

}  // namespace gatehouse::endpoint
