// What an app sends a machine about people, written down before it leaves, and what the machine says of it.
#pragma once

#include "store/holdings.hpp"

#include <string>
#include <vector>

namespace gatehouse::ops {

struct sent_user {
    std::string user;
    std::vector<std::string> features;  // in the vendor's words
    bool removed = false;
};

struct people_message {
    std::string device;  // what it connects with
    model::app_id from;
    std::optional<std::int64_t> stamp;  // none: the message carries none
    bool replaces_all = false;          // who is not in it is removed
    std::vector<sent_user> users;
};

// Long messages are written in slices, so that nobody waits for one.
inline constexpr std::size_t sent_a_slice = 500;

// Those from `done` on; `sending` is what the slice before answered, 0 at first. 0: the machine belongs to no
// organization, there is nothing to write. Whom its organization does not know is passed over.
std::int64_t record_sending(store::transaction& in, const people_message& what, std::int64_t sending,
                            std::size_t done, base::instant now);

// A machine names the stamp up to which it has what these apps sent.
void take_stamp(store::transaction& in, model::device_id device, const std::vector<model::app_id>& apps,
                std::int64_t stamp, base::instant now);

}  // namespace gatehouse::ops
