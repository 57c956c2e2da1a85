#include "net/server_sent.hpp"

#include "base/assert.hpp"

namespace gatehouse::net {
namespace {

void append_line(std::string& out, std::string_view field, std::string_view value)
{
    GATEHOUSE_ASSERT(value.find_first_of("\r\n") == std::string_view::npos);
    out.append(field).append(": ").append(value).append("\n");
}

}  // namespace

void append_event(std::string& out, std::string_view id, std::string_view name, std::string_view data)
{
    append_line(out, "id", id);
    append_line(out, "event", name);
    append_line(out, "data", data);
    out.append("\n");
}

void append_resumption(std::string& out, std::string_view id, std::uint32_t retry_milliseconds)
{
    append_line(out, "retry", std::to_string(retry_milliseconds));
    append_line(out, "id", id);
    out.append("\n");
}

}  // namespace gatehouse::net
