// What an app asks of the platform at the gateway: one message in, one answer out (spec/deli-cloud.md §8.4,
// §10).
#pragma once

#include "endpoint/device_links.hpp"
#include "ops/checkins.hpp"
#include "store/index.hpp"
#include "store/roster_stamps.hpp"
#include "wire/deli/envelope.hpp"
#include "wire/deli/mapping.hpp"
#include "wire/deli/user_sync.hpp"

#include <functional>
#include <string_view>
#include <variant>

namespace gatehouse::wire::deli {

// How far an app's clock may be off.
inline constexpr std::chrono::seconds fresh_for{600};

struct app_call {
    const store::index& in;
    endpoint::device_links* devices;  // null: none can connect
    base::instant now;
};

// A page of an organization's roster (507), to be read from a snapshot.
struct roster_request {
    store::roster_page page;
    bool of_people = false;  // or of departments
    std::int64_t given = 0;  // the stamp that the app had
};

// That a device of the app's, or a person's phone, saw somebody (600, `user_checkin`), to be kept.
struct reported_checkin {
    std::string device;  // empty: a phone
    ops::seen_user who;
    std::string app;  // what it calls with
};

// What is to be written before it can be answered: in so many parts, each a transaction of its own, up to the
// first that refuses. Then `people` are written down, whom `down` tells the device to hold; then that goes.
struct down_message {
    std::string device;
    std::string text;
};
struct app_deed {
    std::function<gateway_reply(store::transaction&, std::size_t part)> run;
    std::size_t parts = 1;
    std::optional<down_message> down{};
    std::optional<ops::people_message> people{};
};

using app_answer = std::variant<gateway_reply, roster_request, reported_checkin, app_deed>;

// Checked in the order of R-44; `signature` is the header's.
app_answer answer_app(const app_call& with, std::string_view body, std::string_view signature);
// What became of it: none, where no organization that it may be of knows anybody by the id.
gateway_reply answer_report(bool is_kept, base::instant now);
gateway_reply answer_roster(store::connection& sql, const store::index& in, const roster_request& asked,
                            base::instant now);

}  // namespace gatehouse::wire::deli
