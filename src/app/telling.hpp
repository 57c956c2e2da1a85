// What tells people, wired: the outgoing client, the senders by channel kind, the dispatcher.
#pragma once

#include "app/settings.hpp"
#include "ops/dispatcher.hpp"
#include "outgoing/webhook/webhook_sender.hpp"

namespace gatehouse::app {

class telling {
public:
    // Throws std::runtime_error where a setting is wrong.
    telling(const settings& chosen, store::database& db, store::writer& writer, const store::keyring& keys,
            const base::clock& clock);

    void stop() { dispatcher_.stop(); }
    const ops::delivery_counters& counters() const { return dispatcher_.counters(); }

private:
    net::outgoing_client client_;
    outgoing::webhook::webhook_sender webhooks_;
    ops::dispatcher dispatcher_;
};

}  // namespace gatehouse::app
