#include "model/attendance/clerk/statement.hpp"

#include "model/civil_date.hpp"

#include <array>
#include <charconv>

namespace gatehouse::model::attendance::clerk {
std::optional<long> read_number(std::string_view text)
{
    if (text.starts_with('+'))
        text.remove_prefix(1);
    long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<minutes> read_time(std::string_view text)
{
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.size() != colon + 3)
        return std::nullopt;
    const auto hours = read_number(text.substr(0, colon));
    const auto rest = read_number(text.substr(colon + 1));
    if (!hours || !rest || *hours < 0 || *hours > 47 || *rest < 0 || *rest > 59)
        return std::nullopt;
    return minutes(*hours * 60 + *rest);
}

std::optional<std::chrono::weekday> read_weekday(std::string_view text)
{
    static constexpr std::array<std::string_view, 7> names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    for (unsigned i = 0; i < names.size(); ++i)
        if (names[i] == text)
            return std::chrono::weekday(i + 1);
    return std::nullopt;
}

statement::statement(std::string_view line)
{
    line = line.substr(0, line.find('#'));
    std::string word;
    const auto close = [&] {
        if (!word.empty())
            words_.push_back(std::move(word));
        word.clear();
    };
    for (const char c : line) {
        if (c == ' ' || c == '\t' || c == '\r') {
            close();
        } else if (c == ',') {
            close();
            words_.emplace_back(",");
        } else {
            word += c;
        }
    }
    close();
}

std::string_view statement::peek(std::size_t further) const
{
    return next_ + further < words_.size() ? std::string_view(words_[next_ + further]) : std::string_view();
}

std::string_view statement::take()
{
    if (at_end())
        fail("something is missing at the end");
    return words_[next_++];
}

bool statement::accept(std::string_view word)
{
    if (peek() != word)
        return false;
    ++next_;
    return true;
}

void statement::expect(std::string_view word)
{
    if (!accept(word))
        fail("\"" + std::string(word) + "\" is expected, not \"" + std::string(peek()) + "\"");
}

void statement::end() const
{
    if (!at_end())
        fail("\"" + std::string(peek()) + "\" is too much");
}

std::string statement::rest()
{
    std::string all;
    while (!at_end() && peek() != ",")
        all.append(all.empty() ? "" : " ").append(take());
    return all;
}

long statement::number()
{
    const std::string_view word = take();
    const auto value = read_number(word);
    if (!value)
        fail("\"" + std::string(word) + "\" is no whole number");
    return *value;
}

int statement::within(int least, int most)
{
    const std::string word(peek());
    const long value = number();
    if (value < least || value > most)
        fail("\"" + word + "\" is not from " + std::to_string(least) + " to " + std::to_string(most));
    return static_cast<int>(value);
}

minutes statement::count()
{
    return minutes(within(0, 2 * 24 * 60));
}

double statement::decimal()
{
    const std::string_view word = take();
    double value = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value);
    if (error != std::errc{} || end != word.data() + word.size())
        fail("\"" + std::string(word) + "\" is no number");
    return value;
}

bool statement::date_is_next() const
{
    return read_date(peek()).has_value();
}

civil_day statement::date()
{
    const std::string_view word = take();
    const auto value = read_date(word);
    if (!value)
        fail("\"" + std::string(word) + "\" is no date");
    return *value;
}

minutes statement::time()
{
    const std::string_view word = take();
    if (word == "-1")
        return time() - minutes(1440);
    const auto value = read_time(word);
    if (!value)
        fail("\"" + std::string(word) + "\" is no time");
    return *value;
}

std::chrono::seconds statement::time_of_day()
{
    const std::string_view word = take();
    const auto last = word.rfind(':');
    const bool has_seconds = last != std::string_view::npos && last != word.find(':');
    const auto clock = read_time(has_seconds ? word.substr(0, last) : word);
    const auto seconds = has_seconds ? read_number(word.substr(last + 1)) : std::optional<long>(0);
    if (!clock || *clock >= minutes(1440) || !seconds || *seconds < 0 || *seconds > 59)
        fail("\"" + std::string(word) + "\" is no time of day");
    return *clock + std::chrono::seconds(*seconds);
}

clock_span statement::range()
{
    const std::string_view word = take();
    const auto dash = word.find('-');
    const auto from = read_time(word.substr(0, dash));
    const auto to = dash == std::string_view::npos ? std::nullopt : read_time(word.substr(dash + 1));
    if (!from || !to)
        fail("\"" + std::string(word) + "\" is no stretch of time");
    return {*from, *to};
}

std::chrono::weekday statement::weekday()
{
    const std::string_view word = take();
    const auto value = read_weekday(word.substr(0, 3));  // "Mon" or "Monday"
    if (!value)
        fail("\"" + std::string(word) + "\" is no day of the week");
    return *value;
}

std::chrono::year_month statement::month()
{
    const std::string word(take());
    const auto value = read_date(word + "-01");
    if (!value)
        fail("\"" + word + "\" is no month");
    const std::chrono::year_month_day day{*value};
    return {day.year(), day.month()};
}

void statement::fail(const std::string& why) const
{
    throw bad_statement(why);
}

}  // namespace gatehouse::model::attendance::clerk
