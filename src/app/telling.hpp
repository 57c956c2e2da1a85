// What goes out, wired: the outgoing clients, the senders by channel kind, the dispatcher, the fetcher of
// faces.
#pragma once

#include "app/settings.hpp"
#include "ops/dispatcher.hpp"
#include "outgoing/face/face_fetcher.hpp"
#include "outgoing/webhook/webhook_sender.hpp"

namespace gatehouse::app {

class telling {
public:
    // Throws std::runtime_error where a setting is wrong.
    telling(const settings& chosen, store::database& db, store::writer& writer, const store::keyring& keys,
            const store::picture_files& pictures, const base::clock& clock);

    void stop()
    {
        faces_.stop();
        dispatcher_.stop();
    }
    const ops::delivery_counters& counters() const { return dispatcher_.counters(); }

private:
    net::outgoing_client client_;
    outgoing::webhook::webhook_sender webhooks_;
    ops::dispatcher dispatcher_;
    net::outgoing_client face_client_;
    outgoing::face::face_fetcher faces_;
};

}  // namespace gatehouse::app
