#include "base/log.hpp"

#include "base/clock.hpp"
#include "base/json_writer.hpp"

#include <unistd.h>

#include <array>
#include <ctime>

namespace gatehouse::base {
namespace {

constexpr std::array<std::string_view, 4> level_names{"debug", "notice", "warning", "error"};

std::string rfc3339_now()
{
    const auto now = system_clock{}.now();
    const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 40> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
    const std::string milliseconds = std::to_string(1000 + to_milliseconds(now) % 1000);
    return std::string(text.data(), length) + "." + milliseconds.substr(1) + "Z";
}

std::string line_of(const log_event& event, std::initializer_list<log_field> fields)
{
    std::string line;
    json_writer json(line);
    json.open_object();
    json.name("time").text(rfc3339_now());
    json.name("level").text(level_names[static_cast<std::size_t>(event.level)]);
    json.name("event").text(event.id);
    json.name("text").text(event.text);
    for (const log_field& field : fields) {
        json.name(field.name);
        if (const auto* number = std::get_if<std::int64_t>(&field.value))
            json.number(*number);
        else
            json.text(std::get<std::string_view>(field.value));
    }
    json.close_object();
    return line + "\n";
}

std::string terminal_line_of(const log_event& event, std::initializer_list<log_field> fields)
{
    std::string line(level_names[static_cast<std::size_t>(event.level)]);
    line.append("  ").append(event.text);
    for (const log_field& field : fields) {
        std::string value;
        json_writer json(value);
        if (const auto* number = std::get_if<std::int64_t>(&field.value))
            json.number(*number);
        else
            json.text(std::get<std::string_view>(field.value));
        line.append("  ").append(field.name).append("=").append(value);
    }
    if (!event.advice.empty())
        line.append("  (").append(event.advice).append(")");
    return line + "\n";
}

}  // namespace

void log(const log_event& event, std::initializer_list<log_field> fields)
{
    static const bool terminal = isatty(STDERR_FILENO) != 0;
    const std::string line = terminal ? terminal_line_of(event, fields) : line_of(event, fields);
    // A log that cannot be written must not stop the doors.
    [[maybe_unused]] const auto written = write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace gatehouse::base
