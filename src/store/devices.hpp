// Machines that connect: what is known of each, whose they are and which apps they report to; rows and index
// together.
#pragma once

#include "base/secret.hpp"
#include "model/device.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::store {

// Of a device that does not prove itself by its product's key.
struct device_account {
    std::string user;
    base::secret password;
};

// It came from another address while its old connection still lived: perhaps it is not what it says it is.
struct device_doubt {
    base::instant since;  // when it came from that address
    std::string address;
};

struct device_entry {
    model::device what;
    std::string model;                // of its product
    std::vector<std::string> apps{};  // what they call with; the one that was bound first in front
    std::optional<device_account> account{};
    bool online = false;  // as its apps know it
    std::optional<device_doubt> doubt{};
};

// Null where none has connected or was declared under this id.
const device_entry* find_device(const index& in, const std::string& external);

const device_entry* find_device(connection& sql, const index& in, model::device_id id);

// The product's model must stand in the index. The name is unique by the schema.
model::device insert_device(transaction& in, const model::device& what, const std::string& model);
// All but its product, its account and its apps.
void update_device(transaction& in, const model::device& what);
void put_account(transaction& in, const model::device& of, const device_account& what);
// It proves itself by its product's key again.
void drop_account(transaction& in, const model::device& of);

// What the index knows it by; nothing where there is none of this number.
std::optional<std::string> external_of(connection& sql, model::device_id which);
// Those behind `after`, in the order of their numbers; of one organization, or of all where it is none.
std::vector<std::string> devices_after(connection& sql, model::organization_id of, std::int64_t after,
                                       std::int64_t most);

// What it says of itself, as JSON; replaced as a whole.
void put_properties(transaction& in, model::device_id of, std::string_view json);
std::optional<std::string> device_properties(connection& sql, model::device_id of);

struct app_entry;
void bind_app(transaction& in, const model::device& to, const app_entry& what, base::instant now);
void unbind_app(transaction& in, const model::device& from, const app_entry& what);
void unbind_apps(transaction& in, const model::device& from);

void put_online(transaction& in, const model::device& of, bool online);
// Nothing: nobody doubts it.
void put_doubt(transaction& in, const model::device& of, const std::optional<device_doubt>& what);

struct device_alarm {
    std::int64_t id = 0;
    model::device_id device;
    base::instant at;
    std::int64_t code = 0;
    std::string text;
};
// `told`: whether somebody is written to about it.
void insert_alarm(transaction& in, const device_alarm& what, bool told = false);
bool was_told_since(connection& sql, model::device_id device, std::int64_t code, base::instant since);
inline constexpr std::chrono::days alarms_kept{180};
// How many went, at most `most`.
std::int64_t drop_old_alarms(transaction& in, base::instant came_before, std::int64_t most);
// Newest first, ids below `before` (0: from the newest).
std::vector<device_alarm> alarms_before(connection& sql, model::device_id device, std::int64_t before,
                                        std::int64_t most);

void load_devices(connection& sql, const keyring& keys, index& into);

}  // namespace gatehouse::store
