// The certificate of the TLS listeners and its key: two files of the operator's, or a self-signed pair in
// the data folder, made when it is not there. Followed while the server runs.
#pragma once

#include "app/settings.hpp"
#include "base/crypto.hpp"
#include "net/self_signed.hpp"
#include "net/tls_context.hpp"

#include <chrono>
#include <filesystem>
#include <memory>
#include <string>

namespace gatehouse::app {

class certificate_files {
public:
    // `listens_at` goes into the certificate that is made. Throws std::runtime_error when there is no pair
    // that can be used.
    certificate_files(const settings& chosen, const boost::asio::ip::address& listens_at);

    const net::tls_identity& identity() const { return identity_; }

    // Takes what the files hold since the last look. A pair that cannot be used is logged, once, and the
    // former one stays. From time to time the same pair is taken anew, which ends the keys of the session
    // tickets.
    void look_again();

private:
    using steady = std::chrono::steady_clock;

    std::shared_ptr<const net::tls_context> first(const settings& chosen,
                                                  const boost::asio::ip::address& listens_at);
    net::certificate_pair read() const;
    std::shared_ptr<const net::tls_context> take(const net::certificate_pair& pair);

    std::filesystem::path certificate_;
    std::filesystem::path key_;
    base::digest served_;  // of the pair
    steady::time_point taken_at_;
    std::string refused_;  // what the files held instead, or why they could not be read
    net::tls_identity identity_;
};

}  // namespace gatehouse::app
