// What the site's operator chose for visitors, and the phone pages that are open.
#pragma once

#include "model/phone.hpp"
#include "net/address_guard.hpp"
#include "ops/phone_sessions.hpp"

#include <atomic>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::endpoint {

// Documented calls pass without credentials from these networks until then.
struct compat_rule {
    std::vector<net::network> from;
    base::instant since;
    base::instant until;

    bool covers(const boost::asio::ip::address& source, base::instant now) const;
};

inline constexpr std::chrono::days compat_life{90};

struct visiting {
    explicit visiting(const store::keyring& keys) : sessions(keys) {}

    model::phone_check phones = model::phone_check::length;
    bool times_as_text = false;
    std::string public_url{};
    std::vector<net::network> outgoing_allow{};
    compat_rule compat{};
    ops::phone_sessions sessions;
    std::atomic<std::uint64_t> compat_calls{0};
};

// Whether a face host may stand at this address, which came in through an interface: public or private, but
// loopback, link-local and the metadata addresses of clouds only where the operator listed them. A name is
// looked at again when it is connected to.
bool may_be_face_host(std::string_view address, const std::vector<net::network>& allowed);

}  // namespace gatehouse::endpoint
