#include "ops/notice.hpp"

#include "base/text.hpp"
#include "model/named.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace gatehouse::ops {
namespace {

constexpr std::array<std::string_view, 11> placeholders{
    "visitor_name", "visitor_phone", "interviewee", "interviewee_phone", "start_time", "end_time", "purpose",
    "come_from",    "status",        "qrcode",      "qrcode_img_url"};

// Calls with each piece: text, or the name of a placeholder.
template <class Text, class Placeholder>
void walk(std::string_view pattern, Text on_text, Placeholder on_placeholder)
{
    while (!pattern.empty()) {
        const std::size_t begin = pattern.find('{');
        const std::size_t end = begin == std::string_view::npos ? begin : pattern.find('}', begin);
        if (end == std::string_view::npos)
            return on_text(pattern);
        on_text(pattern.substr(0, begin));
        on_placeholder(pattern.substr(begin + 1, end - begin - 1));
        pattern.remove_prefix(end + 1);
    }
}

std::string fault_of(const template_field& field)
{
    if (field.key.empty())
        return "a field needs a name";
    std::string fault;
    walk(
        field.pattern, [](std::string_view) {},
        [&fault](std::string_view name) {
            if (std::find(placeholders.begin(), placeholders.end(), name) == placeholders.end())
                fault.assign("there is no {").append(name).append("}");
        });
    return fault;
}

}  // namespace

std::variant<template_fields, std::string> read_template_fields(const std::vector<std::string>& lines,
                                                                template_fields standard)
{
    std::set<model::notice_kind> named;
    for (const std::string& line : lines) {
        const auto refuse = [&line](std::string_view why) {
            return std::string("\"").append(line).append("\": ").append(why);
        };
        const std::size_t equals = line.find('=');
        const std::size_t point = line.find('.');
        if (equals == std::string::npos || point > equals)
            return refuse("must look like approval_pass_to_visitor.keyword1 = {visitor_name}");
        const std::string_view whole = line;
        const auto kind = model::from_name<model::notice_kind>(base::trim(whole.substr(0, point)));
        if (!kind || *kind >= model::notice_kind::face_entry)
            return refuse("there is no such message");
        const template_field field{std::string(base::trim(whole.substr(point + 1, equals - point - 1))),
                                   std::string(base::trim(whole.substr(equals + 1)))};
        if (const std::string fault = fault_of(field); !fault.empty())
            return refuse(fault);
        if (named.insert(*kind).second)
            standard[*kind].clear();
        standard[*kind].push_back(field);
    }
    return standard;
}

std::string fill(std::string_view pattern, const words& with)
{
    std::string text;
    walk(
        pattern, [&text](std::string_view piece) { text.append(piece); },
        [&](std::string_view name) {
            const auto found = std::find_if(with.begin(), with.end(),
                                            [name](const auto& each) { return each.first == name; });
            if (found != with.end())
                text.append(found->second);
        });
    return text;
}

bool names(std::string_view pattern, std::string_view placeholder)
{
    bool found = false;
    walk(
        pattern, [](std::string_view) {},
        [&](std::string_view name) { found = found || name == placeholder; });
    return found;
}

std::string shortened(std::string_view text, std::size_t most)
{
    const std::string valid = base::to_valid_utf8(text);
    std::size_t at = 0;
    for (std::size_t count = 0; at < valid.size(); ++at) {
        const bool begins = (static_cast<unsigned char>(valid[at]) & 0xc0U) != 0x80U;
        if (begins && count++ == most)
            break;
    }
    return valid.substr(0, at);
}

std::chrono::seconds until_midnight_in_china(base::instant now)
{
    const base::instant there = now + std::chrono::hours(8);  // without daylight saving
    const auto midnight = std::chrono::floor<std::chrono::days>(there) + std::chrono::days(1);
    return std::chrono::ceil<std::chrono::seconds>(midnight - there);
}

}  // namespace gatehouse::ops
