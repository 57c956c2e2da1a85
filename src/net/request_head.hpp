// One complete request head: read by Beast, judged by us. Whatever leaves in doubt where the message ends is
// refused, also where RFC 9112 would let a server be lenient.
#pragma once

#include "net/http.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gatehouse::net {

inline constexpr std::size_t max_fields = 100;
inline constexpr std::size_t max_head_size = 16 * 1024;

struct refusal {
    unsigned status = 400;
    std::string_view reason;
};

// Views into the bytes that were parsed.
struct request_head {
    verb method = verb::other;
    std::string_view method_text;
    std::string_view target;
    std::string_view path;  // empty until the target is known to be good
    std::string_view query;
    std::array<header_field, max_fields> fields;
    std::size_t field_count = 0;

    std::optional<std::uint64_t> content_length;
    bool is_chunked = false;
    bool is_http_1_0 = false;
    bool keeps_alive = false;
    bool expects_continue = false;

    bool has_body() const { return is_chunked || content_length.value_or(0) > 0; }
};

// Finds the end of a head as its bytes come in; looks at each byte once.
class head_scanner {
public:
    // Offset behind the empty line; nothing while more bytes are needed, or once `refused` is set.
    std::optional<std::size_t> scan(std::string_view from_start);
    const std::optional<refusal>& refused() const { return refused_; }

private:
    std::optional<refusal> check_line(std::string_view line) const;

    std::size_t line_start_ = 0;
    std::size_t scanned_ = 0;
    std::size_t lines_ = 0;
    std::optional<refusal> refused_;
};

// `bytes` end with the empty line that head_scanner found. Fills `head` as far as it gets.
std::optional<refusal> parse_head(std::string_view bytes, request_head& head);

}  // namespace gatehouse::net
