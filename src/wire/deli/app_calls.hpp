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

// That a device of the app's saw somebody (600, `user_checkin`), to be kept.
struct reported_checkin {
    std::string device;
    ops::seen_user who;
};

// A push that says which people a device is to hold (500, `user_sync`): to be written down before it leaves.
struct people_push {
    ops::people_message people;
    std::string message;  // to the device
};

// Checked in the order of R-44; `signature` is the header's.
using app_answer = std::variant<gateway_reply, roster_request, reported_checkin, people_push>;
app_answer answer_app(const app_call& with, std::string_view body, std::string_view signature);
// What became of it: none, where the device's organization knows nobody by the id.
gateway_reply answer_report(bool is_kept, base::instant now);
gateway_reply answer_roster(store::connection& sql, const roster_request& asked, base::instant now);

}  // namespace gatehouse::wire::deli
