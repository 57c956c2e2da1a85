#include "model/civil_date.hpp"

namespace gatehouse::model {
namespace {

std::optional<int> digits(std::string_view text)
{
    int value = 0;
    for (const char each : text) {
        if (each < '0' || each > '9')
            return std::nullopt;
        value = value * 10 + (each - '0');
    }
    return value;
}

void append(std::string& onto, unsigned number, std::size_t width)
{
    std::string text = std::to_string(number);
    if (text.size() < width)
        text.insert(0, width - text.size(), '0');
    onto += text;
}

constexpr int year_least = 1900;
constexpr int year_most = 2199;

}  // namespace

std::optional<civil_day> read_date(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return std::nullopt;
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day || *year < year_least || *year > year_most)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year),
                                           std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    return date.ok() ? std::optional(civil_day{date}) : std::nullopt;
}

std::string date_text(civil_day date)
{
    const std::chrono::year_month_day parts{date};
    std::string text;
    append(text, static_cast<unsigned>(static_cast<int>(parts.year())), 4);
    text += '-';
    append(text, static_cast<unsigned>(parts.month()), 2);
    text += '-';
    append(text, static_cast<unsigned>(parts.day()), 2);
    return text;
}

}  // namespace gatehouse::model
