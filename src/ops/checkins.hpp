// The intake of machines that stay connected: an up-link is kept as it came, and whom it says it saw becomes
// punches, in one commit.
#pragma once

#include "model/person.hpp"
#include "model/punch.hpp"
#include "ops/author.hpp"
#include "store/jobs.hpp"
#include "store/messages.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::ops {

struct seen_user {
    std::string user;
    model::punch_method method;
    base::instant at;  // by the machine's clock
};

struct uplink {
    std::string device;  // what it connects with
    store::message_draft kept;
    std::vector<seen_user> seen{};
    std::optional<base::instant> clock_says{};  // what the machine's clock shows now, where that is known
    bool takes_time = false;                    // it sets its clock by the answer
};

// Sent again, unchanged and so soon, a message that is no check-in is the same one; a check-in always is.
inline constexpr std::chrono::minutes sent_again_within{10};

// `apps`: those that it is for. The device must stand in the index. What to append: nothing where the device
// belongs to no organization, or is locked. Keeps the message, unless it stands already.
std::vector<store::punch_draft> take_in(store::transaction& in, const uplink& what,
                                        const std::vector<model::app_id>& apps);

// A message that brings more is taken in slices, so that nobody waits for it long: take_in() takes the first,
// this those after `done`. Cut off between two of them it was not acknowledged, and comes again whole.
inline constexpr std::size_t seen_a_slice = 500;
std::vector<store::punch_draft> take_in_more(store::transaction& in, const uplink& what, std::size_t done);

// As an app reports it of a device, which must stand in the index: the same punch as the device's own.
// Nothing: the device's organization knows nobody by this id.
std::optional<store::punch_draft> take_report(store::transaction& in, const std::string& device,
                                              const seen_user& who, base::instant now);
// As an app, by what it calls with, reports it of a person's phone. Nothing: no organization that installed
// the app knows anybody by this id.
std::optional<store::punch_draft> take_phone_report(store::transaction& in, const std::string& app,
                                                    const seen_user& who, base::instant now);

// By their own phone, now: nothing but our own clock says when.
store::punch_draft punch_by_phone(store::transaction& in, const model::person& who, const author& by);

}  // namespace gatehouse::ops
