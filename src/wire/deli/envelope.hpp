// The message in which everything of this interface travels (spec/deli-cloud.md §4, Deli's general device
// document 1.1): read as devices and apps of both versions write it, written as 1.1 says.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::wire::deli {

// The platform's own name in `from` and `to`.
inline constexpr std::string_view platform = "system";

struct envelope {
    std::optional<std::string> mid{};
    std::optional<std::string> from{};
    std::optional<std::string> to{};
    std::optional<std::int64_t> time{};  // Unix seconds; of a device without a clock 0
    std::int64_t action = 0;             // 0: none could be read
    std::optional<std::string> data{};   // JSON as it was written

    friend bool operator==(const envelope&, const envelope&) = default;
};

// What could be read, and what is wrong with the rest.
struct read_envelope {
    envelope what;
    std::optional<std::string> fault;
};

// Ids may be texts or numbers; members that are null are left out; unknown ones are passed over.
read_envelope read_message(std::string_view text);
std::string write_message(const envelope& what);

// `data` of every reply: `code` and `msg` first, then `more`, members without a leading comma.
std::string reply_data(std::int64_t code, std::string_view message, std::string_view more = {});

// As `asked` came: same mid, from the platform.
envelope reply_to(const envelope& asked, std::int64_t seconds, std::string data);

// What the gateway answers (§8.4). `action` and the codes inside `data` stand in some answers only.
struct gateway_reply {
    std::int64_t code = 0;
    std::string message{};
    std::int64_t time = 0;
    std::optional<std::int64_t> action{};
    std::optional<std::string> data{};  // JSON
};
std::string write_reply(const gateway_reply& what);

}  // namespace gatehouse::wire::deli
