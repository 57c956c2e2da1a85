// What the platform tells machines of its own accord: an operator's orders, and that there is firmware
// (spec/deli-cloud.md §7.1).
#pragma once

#include "base/secret.hpp"
#include "endpoint/device_links.hpp"
#include "model/firmware.hpp"
#include "store/transaction.hpp"
#include "wire/deli/envelope.hpp"

#include <string>
#include <string_view>

namespace gatehouse::wire::deli {

// How logs are sent; the document has no such members, and without a user they are left out.
struct ftp_login {
    std::string user{};
    base::secret password{};
};

// 200 or 201.
std::string order_message(const std::string& device, const endpoint::device_order& what,
                          const ftp_login& login, base::instant now);

// 202, which goes to a topic and to nobody by name.
std::string firmware_notice(std::string_view version, base::instant now);
std::string firmware_topic(std::string_view type, std::string_view model);

// Where a machine fetches it; `downloads`: where this server is found, without a slash at its end.
std::string firmware_address(std::string_view downloads, const model::firmware& what);

// A machine's answer to an order is kept. False: it answers none that waits.
bool take_answer(store::transaction& in, model::device_id from, const envelope& said, base::instant now);

}  // namespace gatehouse::wire::deli
