// What goes to a sender, and the seam between the dispatcher and those who speak to the outside.
#pragma once

#include "model/channel.hpp"
#include "ops/notice.hpp"
#include "store/punches.hpp"

#include <functional>
#include <string_view>
#include <variant>

namespace gatehouse::ops {

// Everything that a message needs, so that a sender asks the store nothing.
struct letter {
    model::delivery what;
    model::channel to;
    base::secret secret;
    store::punch_view punch{};         // for a person's channel: `told` names that person only
    std::optional<notice> said{};      // of a visit, to a person
    std::optional<face_entry> face{};  // of a visit, to a face host
};

// Why nothing is to be sent any more; a text of the program's own.
struct not_to_be_sent {
    model::delivery_state as = model::delivery_state::dropped;
    std::string_view outcome;
};

// Written anew for each attempt, of what is known and not erased then. A person is not told of a tap older
// than `tell_within`, unless somebody had it sent again since; an organization's webhook keeps books and gets
// it late.
//
// Of a tap; of a visit: visit_letter.hpp.
std::variant<letter, not_to_be_sent> write_letter(store::connection& sql, const store::keyring& keys,
                                                  const model::delivery& what, const model::channel& to,
                                                  std::chrono::minutes tell_within, base::instant now);

// One delivery in, one outcome out.
class sender {
public:
    using done = std::function<void(letter, model::attempt)>;

    virtual ~sender() = default;
    // Does not wait. `when_done` is called once, on any thread; it neither throws nor waits.
    virtual void send(letter what, done when_done) = 0;
    // Takes nothing more; what is under way ends within the grace, or is abandoned then.
    virtual void stop(std::chrono::milliseconds grace) = 0;
};

}  // namespace gatehouse::ops
