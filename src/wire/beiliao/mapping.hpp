// Where Beiliao's words and the model's meet: codes, class ids, the `data` of a match, the picture of a tap.
#pragma once

#include "base/result.hpp"
#include "model/card_number.hpp"
#include "model/identifiers.hpp"
#include "ops/cards.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::wire::beiliao {

// One row per answer: the document's codes 5001–5106 and ours (spec/beiliao.md).
struct code_row {
    base::errc what;
    int code;
    std::string_view sentence;
};

const code_row& code_row_of(base::errc what);
std::span<const code_row> code_rows();

// The document's test credentials are public: taken in the lab profile only.
bool is_printed_client(std::string_view appid, std::string_view appsecret);
bool is_printed_licence(std::string_view authkid);

// `phone,name;phone,name;`: ASCII separators, a last `;` may be missing, spaces around fields are trimmed.
// malformed_input (5102) for the shape or more than 100 pairs, then pair by pair phone_invalid (5103) and
// name_invalid (5104).
base::result<std::vector<ops::account>> read_pairs(std::string_view data);

// A class id as it stands in an answer of ours; nothing for any other text.
std::optional<model::unit_id> read_class_id(std::string_view text);

// What a reader showed. A text that is no number in the client's format is kept as text: the tap counts for
// nobody, and is not lost. Nothing where it is not even text (too long, control characters, no UTF-8).
struct read_card {
    std::string canonical;
    bool in_format = false;
};
std::optional<read_card> read_card_text(std::string_view text, model::card_format format);

// The bytes of `image_base64`; nothing where it is no base64.
std::optional<std::string> read_image_text(std::string_view text);

}  // namespace gatehouse::wire::beiliao
