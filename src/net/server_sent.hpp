// Server-sent events as text (HTML Standard, 9.2).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::net {

inline constexpr std::string_view event_stream_type = "text/event-stream";
// Says nothing; shows both sides that the other is there.
inline constexpr std::string_view event_comment = ":\n\n";

// None of the three may hold a line break; JSON as base::json_writer writes it holds none.
void append_event(std::string& out, std::string_view id, std::string_view name, std::string_view data);

// Sets the id from which a client resumes, and how long it waits before it does, without an event.
void append_resumption(std::string& out, std::string_view id, std::uint32_t retry_milliseconds);

}  // namespace gatehouse::net
