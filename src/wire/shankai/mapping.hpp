// Where ShanKai's words and the model's meet: codes, kinds of cards, card numbers, times, methods and
// reasons.
#pragma once

#include "base/result.hpp"
#include "endpoint/fields.hpp"
#include "model/organization.hpp"
#include "model/time_zone.hpp"
#include "store/punches.hpp"
#include "wire/shankai/door_messages.hpp"

#include <span>
#include <string>
#include <string_view>

namespace gatehouse::wire::shankai {

// One row per answer: the document's codes and ours, 4000, 4012 and 4013 (spec/shankai.md).
struct code_row {
    base::errc what;
    int code;
    std::string_view sentence;
};

const code_row& code_row_of(base::errc what);
std::span<const code_row> code_rows();

// malformed_input (4000) that names a field.
base::error faulty(std::string_view field, std::string_view why);

// `ic_id_mode`: 0 or "0", 1 or "1".
base::result<model::card_kind> read_card_kind(const endpoint::scalar& mode);

// Decimal, number or text: 1 to 2147483647. `0x` and up to 20 hex digits in either case. Never zero, which no
// card has. card_number_invalid (4006) for anything else. The original is what the card office wrote.
struct card_text {
    std::string canonical;
    std::string original;
};
base::result<card_text> read_card_no(const endpoint::scalar& given);

// How a card's number is answered: as it was written when it was handed out, and in hex.
card_answer write_card(std::string_view original, bool is_new);

// Epoch seconds (10 digits), milliseconds (13), a reading of the community's clock, or RFC 3339.
base::result<base::instant> read_time(std::string_view field, const endpoint::scalar& given,
                                      const model::time_zone& zone);

base::result<std::int64_t> read_size(const endpoint::scalar& given);

record_item write_record(const store::punch_view& from, const model::time_zone& zone);

// `o` and 27 random characters of base64url, as the document's example.
std::string make_org_id();

// A door's id as it stands in an answer of ours; 0, which no door has, for any other text.
model::door_id read_door_id(std::string_view text);

}  // namespace gatehouse::wire::shankai
