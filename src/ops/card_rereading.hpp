// What a client's readers showed, read again in another card format (spec/card-numbers.md, 5).
#pragma once

#include "base/result.hpp"
#include "model/card_number.hpp"
#include "store/transaction.hpp"

namespace gatehouse::ops {

// Every card text that was read in this client's format is read in `format`; texts that a person typed, or
// that other clients brought, stay as they are. conflict, with the credentials' ids and nothing changed,
// where two would be one card or one no card. A text that nobody's credential stands on gives way: its
// punches stay without an owner.
base::result<void> reread_cards(store::transaction& in, model::client_id reader, model::card_format format);

}  // namespace gatehouse::ops
