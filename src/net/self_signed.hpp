// A certificate that vouches for itself, for a server that was given none.
#pragma once

#include "net/tls_context.hpp"

#include <boost/asio/ip/address.hpp>

#include <string>
#include <vector>

namespace gatehouse::net {

// Under what clients may reach the server; the first host is also the certificate's subject.
struct server_names {
    std::vector<std::string> hosts;  // at least one; each 1 to 64 characters of ASCII
    std::vector<boost::asio::ip::address> addresses;
};

// ECDSA on P-256, for servers only, with a random serial number and a new key.
certificate_pair make_self_signed(const server_names& names, base::instant from, base::instant until);

}  // namespace gatehouse::net
