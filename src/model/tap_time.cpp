#include "model/tap_time.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace gatehouse::model {
namespace {

bool all_digits(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::int64_t number(std::string_view digits)
{
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

std::optional<civil_time> read_civil(std::string_view text)
{
    constexpr std::string_view form = "dddd-dd-dd dd:dd:dd";
    if (text.size() != form.size())
        return std::nullopt;
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return std::nullopt;
    const auto part = [text](std::size_t at, std::size_t length) { return number(text.substr(at, length)); };
    const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(part(0, 4))},
                                           std::chrono::month{static_cast<unsigned>(part(5, 2))},
                                           std::chrono::day{static_cast<unsigned>(part(8, 2))}};
    const std::chrono::hours hours{part(11, 2)};
    const std::chrono::minutes minutes{part(14, 2)};
    const std::chrono::seconds seconds{part(17, 2)};
    // There is no year 0: 0000-00-00 and the like stand for "no time".
    if (!date.ok() || date.year() == std::chrono::year{0} || hours.count() > 23 || minutes.count() > 59 ||
        seconds.count() > 59)
        return std::nullopt;
    return civil_time{civil_day{date} + hours + minutes + seconds};
}

// "Z", "+08:00": minutes ahead of UTC.
std::optional<std::chrono::minutes> read_offset(std::string_view text)
{
    if (text == "Z" || text == "z")
        return std::chrono::minutes{0};
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':' ||
        !all_digits(text.substr(1, 2)) || !all_digits(text.substr(4, 2)))
        return std::nullopt;
    const std::chrono::hours hours{number(text.substr(1, 2))};
    const std::chrono::minutes minutes{number(text.substr(4, 2))};
    if (hours.count() > 23 || minutes.count() > 59)
        return std::nullopt;
    return text[0] == '-' ? -(hours + minutes) : hours + minutes;
}

}  // namespace

std::optional<base::instant> read_rfc3339(std::string_view text)
{
    constexpr std::size_t civil_size = 19;
    if (text.size() <= civil_size || (text[10] != 'T' && text[10] != 't'))
        return std::nullopt;
    std::string civil(text.substr(0, civil_size));
    civil[10] = ' ';
    std::string_view rest = text.substr(civil_size);
    std::chrono::milliseconds fraction{0};
    if (rest.front() == '.') {
        const std::size_t end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
        if (end == 1)
            return std::nullopt;
        const std::string three = std::string(rest.substr(1, std::min<std::size_t>(end - 1, 3))) + "00";
        fraction = std::chrono::milliseconds{number(std::string_view(three).substr(0, 3))};
        rest.remove_prefix(end);
    }
    const auto time = read_civil(civil);
    const auto offset = read_offset(rest);
    if (!time || !offset)
        return std::nullopt;
    return base::instant{time->time_since_epoch() + fraction - *offset};
}

std::optional<base::instant> read_tap_time(std::string_view text, const time_zone& zone)
{
    constexpr std::size_t seconds_digits = 10;
    constexpr std::size_t milliseconds_digits = 13;
    const std::string_view bare = base::trim(text);
    if (bare.size() == seconds_digits && all_digits(bare))
        return base::from_milliseconds(number(bare) * 1000);
    if (bare.size() == milliseconds_digits && all_digits(bare))
        return base::from_milliseconds(number(bare));
    const auto civil = read_civil(bare);
    return civil ? std::optional{zone.to_utc(*civil)} : std::nullopt;
}

std::string epoch_seconds(base::instant at)
{
    return std::to_string(std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count());
}

std::string civil_text(base::instant at, const time_zone& zone)
{
    constexpr std::size_t civil_size = 19;
    std::string text = rfc3339(base::instant(zone.to_civil(at).time_since_epoch())).substr(0, civil_size);
    text[10] = ' ';
    return text;
}

std::string rfc3339(base::instant at)
{
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{at - day};
    char text[48];
    const auto milliseconds = clock.subseconds().count();
    const int length = std::snprintf(
        text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()));
    std::string out(text, static_cast<std::size_t>(length));
    if (milliseconds != 0)
        out.append(".").append(std::to_string(1000 + milliseconds).substr(1));
    return out.append("Z");
}

}  // namespace gatehouse::model
