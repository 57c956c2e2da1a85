// What endpoints stand on, wired once by the composition root.
#pragma once

#include "base/clock.hpp"
#include "base/worker_pool.hpp"
#include "endpoint/device_links.hpp"
#include "endpoint/live_log.hpp"
#include "endpoint/visiting.hpp"
#include "ops/known_cards.hpp"
#include "ops/sessions.hpp"
#include "ops/throttle.hpp"
#include "ops/tokens.hpp"
#include "store/firmware_files.hpp"
#include "store/readers.hpp"
#include "store/report_files.hpp"
#include "store/tap_picture_keys.hpp"
#include "store/writer.hpp"

#include <functional>

namespace gatehouse::endpoint {

// Who may call: `lab` takes documented calls without credentials and the credentials that the documents
// print. What `compat` takes stands in visiting.hpp.
enum class profile : std::uint8_t { strict, lab };

struct services {
    store::writer& writer;
    store::readers& readers;
    base::worker_pool& workers;
    const store::keyring& keys;
    const store::picture_files& pictures;
    const store::firmware_files& firmware;
    const store::report_files& reports;
    store::tap_picture_keys& picture_keys;
    ops::throttle& throttle;
    ops::sessions& sessions;
    ops::tokens& tokens;
    ops::known_cards& known_cards;
    live_log& live_punches;
    visiting& visitors;
    const base::clock& clock;
    profile as = profile::strict;
    // Called when the disk refused to sync outside the writer; does not return.
    std::function<void(const std::string&)> lost;
    device_links* devices = nullptr;  // null where no device can connect
};

// The newest index. A thread keeps its version until there is a newer one, so that asking costs no lock.
// Valid until this thread asks again.
const store::index& current_index(const services& with);

}  // namespace gatehouse::endpoint
