// What apps are told, and what devices are: rows made with the deed, in its transaction. Who carries them:
// ops/app_round, gateway/device_round.
#pragma once

#include "model/app_call.hpp"
#include "ops/author.hpp"
#include "store/apps.hpp"
#include "store/devices.hpp"

#include <string>

namespace gatehouse::ops {

// `action` is one of model::app_news. `data`: the message's JSON; empty where it can be written of what is
// known when it leaves. `of`: the device that it is about; none: an organization, `home`. Nothing where the
// app has no webhook.
void tell_app(store::transaction& in, const store::app_entry& app, std::int64_t action, std::string data,
              const model::device* of, base::instant now, model::organization_id home = {});

// Every app that the device is bound to.
void tell_apps_of(store::transaction& in, const store::device_entry& of, std::int64_t action,
                  base::instant now);

// Said to the device if it is connected: whose it is now or was until now, and with `app` that it reports to
// it now or no more.
void tell_device(store::transaction& in, const model::device& of, model::organization_id home, bool bound,
                 model::app_id app = {});

// A call that was given up.
void send_again(store::transaction& in, const model::app_call& what, const author& by);

}  // namespace gatehouse::ops
