// Card numbers. One card is written in many ways; the form belongs to the source, never to the single number
// (spec/card-numbers.md, 5).
#pragma once

#include "model/named.hpp"

#include <cstdint>
#include <string>

namespace gatehouse::model {

enum class card_format : std::uint8_t {
    unset,    // digits are decimal, 0x… is hex, everything else text; so is a number of more than 80 bits
    decimal,  // leading zeros do not count
    decimal_8h10d,  // "8h10d": at most ten digits and 32 bits, printed with leading zeros
    hex,            // with or without 0x
    hex_reversed,   // bytes least significant first
    zkteco,         // [15CD5B07]: hex, least significant first, perhaps zero bytes behind; or decimal
    wg26,           // 111,27706 or 11127706: 24 bits, hence partial
    wg34,           // 00623,27706
    text,
};
template <>
inline constexpr std::array<std::string_view, 9> enumerator_names<card_format>{
    "", "decimal", "8h10d", "hex", "hex_reversed", "zkteco", "wg26", "wg34", "text"};

struct card_number {
    // What equality goes by: `n:` and up to 20 hex digits without leading zero bytes (so 0 is `n:`), `p:` and
    // six hex digits of a number of which only 24 bits are known, `t:` and a text with ASCII letters in lower
    // case.
    std::string canonical;

    friend bool operator==(const card_number&, const card_number&) = default;
};

// A text of 1 to 64 code points without control characters, read in the source's format; spaces around it are
// passed over. Nothing where it is not readable in that format. Numbers have at most 80 bits.
std::optional<card_number> read_card_number(std::string_view text, card_format format);

std::string_view name_of(card_format format);
std::optional<card_format> card_format_from(std::string_view name);

// How a 32-bit number is written in a format, for exports; `wg26` writes its lower 24 bits, `text` and
// `unset` what `hex` and `decimal` write.
std::string print_card_number(std::uint32_t number, card_format format);

// Wiegand frames, the first bit sent being the most significant. Reading checks both parity bits.
std::uint32_t wiegand26(std::uint32_t number);
std::uint64_t wiegand34(std::uint32_t number);
std::optional<std::uint32_t> read_wiegand26(std::uint32_t frame);
std::optional<std::uint32_t> read_wiegand34(std::uint64_t frame);

}  // namespace gatehouse::model
