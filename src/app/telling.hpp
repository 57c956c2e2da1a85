// What goes out, wired: the outgoing clients, the senders by channel kind, the dispatcher, the fetcher of
// faces.
#pragma once

#include "app/settings.hpp"
#include "endpoint/visiting.hpp"
#include "ops/app_round.hpp"
#include "ops/delivery_round.hpp"
#include "ops/dispatcher.hpp"
#include "outgoing/face/face_fetcher.hpp"
#include "outgoing/koala/koala_sender.hpp"
#include "outgoing/sms/sms_sender.hpp"
#include "outgoing/webhook/webhook_sender.hpp"
#include "outgoing/wechat/service_account.hpp"
#include "wire/deli/webhook.hpp"

namespace gatehouse::app {

class telling {
public:
    // Throws std::runtime_error where a setting is wrong.
    telling(const settings& chosen, store::database& db, store::writer& writer, const store::keyring& keys,
            const store::picture_files& pictures, const base::clock& clock);

    // Lets phone pages say who they are; what it gave must not be called after stop().
    void serve(endpoint::visiting& pages);
    void stop();
    const ops::delivery_counters& counters() const { return deliveries_->counters(); }
    const ops::app_call_counters& app_calls() const { return app_calls_->counters(); }

private:
    net::outgoing_client client_;
    net::outgoing_client wechat_client_;  // its own: phone pages, which anybody opens, ask through it too
    outgoing::webhook::webhook_sender webhooks_;
    outgoing::koala::koala_sender face_hosts_;
    outgoing::wechat::service_account wechat_;
    outgoing::wechat::template_sender templates_;
    outgoing::sms::sms_sender sms_;
    const ops::delivery_round* deliveries_ = nullptr;
    ops::dispatcher dispatcher_;
    net::outgoing_client app_client_;  // its own: what apps do costs nobody else's messages anything
    wire::deli::webhook apps_;
    const ops::app_round* app_calls_ = nullptr;
    ops::dispatcher app_dispatcher_;
    net::outgoing_client face_client_;
    outgoing::face::face_fetcher faces_;
};

}  // namespace gatehouse::app
