// What the site's operator chose for visitors, and the phone pages that are open.
#pragma once

#include "model/phone.hpp"
#include "net/address_guard.hpp"
#include "net/http.hpp"
#include "ops/gate_passes.hpp"
#include "ops/phone_sessions.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gatehouse::endpoint {

// Documented calls pass without credentials from these networks until then.
struct compat_rule {
    std::vector<net::network> from;
    base::instant since;
    base::instant until;

    // The address of the connection counts. What a header says of another one is not believed, and a call
    // that has such a header is not covered: it came through a proxy, whose network says nothing of the
    // caller's.
    bool covers(const net::request& asked, base::instant now) const;
};

inline constexpr std::chrono::days compat_life{90};

// Who holds a phone, as WeChat says.
struct wechat_identity {
    std::string openid;
    std::string nick{};
    std::string avatar{};
};
// Nobody: `is_guess` where WeChat refused the code, else it gave no answer.
using identified = std::function<void(std::optional<wechat_identity> who, bool is_guess)>;

// What a page's scripts show WeChat.
struct page_signature {
    std::string app_id;
    std::int64_t timestamp = 0;
    std::string nonce;
    std::string signature;
};

struct visiting {
    explicit visiting(const store::keyring& keys) : sessions(keys) {}

    model::phone_check phones = model::phone_check::length;
    bool times_as_text = false;
    std::string public_url{};
    std::vector<net::network> outgoing_allow{};
    compat_rule compat{};
    ops::phone_sessions sessions;
    ops::gate_tries tries{};
    std::atomic<std::uint64_t> compat_calls{0};
    // Empty where no WeChat account is configured. Each answers once, from any thread.
    std::function<void(std::string_view code, identified)> identify{};
    std::function<void(std::string_view url, std::function<void(std::optional<page_signature>)>)> sign_page{};
    std::function<std::string(std::string_view redirect, std::string_view scope, std::string_view state)>
        authorize_url{};
};

// Whether a face host may stand at this address, which came in through an interface: public or private, but
// loopback, link-local and the metadata addresses of clouds only where the operator listed them. A name is
// looked at again when it is connected to.
bool may_be_face_host(std::string_view address, const std::vector<net::network>& allowed);

}  // namespace gatehouse::endpoint
