#include "endpoint/form.hpp"

#include "base/text.hpp"
#include "net/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace gatehouse::endpoint {
namespace {

constexpr unsigned char no_digit = 0xff;

constexpr std::array<unsigned char, 256> hex_digits = [] {
    std::array<unsigned char, 256> table{};
    table.fill(no_digit);
    for (unsigned char i = 0; i < 10; ++i)
        table['0' + std::size_t{i}] = i;
    for (unsigned char i = 0; i < 6; ++i)
        table['a' + std::size_t{i}] = table['A' + std::size_t{i}] = static_cast<unsigned char>(10 + i);
    return table;
}();

std::size_t find_from(std::string_view text, char what, std::size_t from)
{
    return std::min(text.find(what, from), text.size());
}

// Undoes escapes on the way through a body, one run without escapes after the other. What is decoded is never
// longer than it was, so one block of the rest of the body is room enough for all that follows.
class unescaper {
public:
    unescaper(std::string_view body, form& owner) : end_(body.data() + body.size()), owner_(owner) {}

    // `text` lies in the body, behind what was asked before.
    std::string_view operator()(std::string_view text)
    {
        std::size_t plus = find_from(text, '+', 0);
        std::size_t percent = find_from(text, '%', 0);
        if (plus == text.size() && percent == text.size())
            return text;
        if (!free_)
            free_ = owner_.block(static_cast<std::size_t>(end_ - text.data()));
        const char* const begin = free_;
        std::size_t at = 0;
        while (at < text.size()) {
            const std::size_t until = std::min(plus, percent);
            put(text.substr(at, until - at));
            at = until;
            if (at == text.size())
                break;
            if (at == plus) {
                *free_++ = ' ';
                plus = find_from(text, '+', ++at);
            } else {
                at += put_escape(text.substr(at));
                percent = find_from(text, '%', at);
            }
        }
        return {begin, static_cast<std::size_t>(free_ - begin)};
    }

private:
    void put(std::string_view run)
    {
        std::memcpy(free_, run.data(), run.size());
        free_ += run.size();
    }

    // How many characters of `text`, which begins with a `%`, were used up.
    std::size_t put_escape(std::string_view text)
    {
        constexpr std::size_t escape = 3;
        if (text.size() >= escape) {
            const unsigned high = hex_digits[static_cast<unsigned char>(text[1])];
            const unsigned low = hex_digits[static_cast<unsigned char>(text[2])];
            if (high != no_digit && low != no_digit) {
                *free_++ = static_cast<char>(high << 4U | low);
                return escape;
            }
        }
        *free_++ = '%';
        return 1;
    }

    const char* end_;
    form& owner_;
    char* free_ = nullptr;
};

}  // namespace

std::optional<std::string_view> form::find(std::string_view name) const
{
    const auto found = std::find_if(fields_.rbegin(), fields_.rend(),
                                    [name](const field& each) { return each.name == name; });
    return found == fields_.rend() ? std::nullopt : std::optional{found->value};
}

std::vector<std::string_view> form::names() const
{
    std::vector<std::string_view> names;
    for (const field& each : fields_)
        names.push_back(each.name);
    return names;
}

std::optional<form_fault> form::add(std::string_view name, std::string_view value)
{
    if (fields_.size() >= form_fields_most)
        return form_fault::too_many_fields;
    if (name.size() > form_name_most)
        return form_fault::name_too_long;
    fields_.push_back({name, value});
    return std::nullopt;
}

char* form::block(std::size_t size)
{
    return blocks_.emplace_back(std::make_unique_for_overwrite<char[]>(size)).get();
}

std::string_view form::keep(std::string_view text)
{
    char* const copy = block(text.size());
    std::copy(text.begin(), text.end(), copy);
    return {copy, text.size()};
}

std::optional<form_fault> read_urlencoded(std::string_view body, form& into)
{
    unescaper unescaped(body, into);
    for (std::size_t at = 0; at < body.size();) {
        const std::string_view pair = body.substr(at, find_from(body, '&', at) - at);
        at += pair.size() + 1;
        if (pair.empty())
            continue;
        const std::size_t equals = find_from(pair, '=', 0);
        const std::string_view name = unescaped(pair.substr(0, equals));
        const std::string_view value = unescaped(pair.substr(std::min(equals + 1, pair.size())));
        if (const auto fault = into.add(name, value))
            return fault;
    }
    return std::nullopt;
}

std::optional<form_fault> read_form_body(std::string_view content_type, std::string_view body, form& into)
{
    const std::string_view type = base::trim(content_type.substr(0, content_type.find(';')));
    if (net::same_ignoring_case(type, "application/x-www-form-urlencoded"))
        return read_urlencoded(body, into);
    if (net::same_ignoring_case(type, "multipart/form-data"))
        return read_multipart(content_type, body, into);
    return std::nullopt;
}

}  // namespace gatehouse::endpoint
