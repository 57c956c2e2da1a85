// Which addresses an outgoing connection may reach: public ones, and networks that the operator listed.
#pragma once

#include <boost/asio/ip/address.hpp>

#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::net {

// Whether anybody may be sent there: unicast that is routed on the Internet. Not loopback, private, shared
// (100.64/10), link-local, multicast, documentation, benchmark or reserved ranges (IANA special-purpose
// registries), and no IPv6 address that carries an IPv4 one for somebody else to unpack (NAT64, 6to4,
// Teredo). An IPv4-mapped IPv6 address is the IPv4 address.
bool is_public(const boost::asio::ip::address& what);

// "192.0.2.1", "2001:db8::1": the whole text, without brackets, zone ("%eth0") or blanks. Nothing for any
// other.
std::optional<boost::asio::ip::address> read_address(std::string_view text);

struct network {
    boost::asio::ip::address base;
    unsigned prefix = 0;  // bits

    bool contains(const boost::asio::ip::address& what) const;
};

// "10.0.0.0/8", "fd00::/8", or one address. Nothing for any other text, or bits set behind the prefix.
std::optional<network> read_network(std::string_view text);

// Public, or in one of the networks.
bool may_be_reached(const boost::asio::ip::address& what, const std::vector<network>& allowed);

// Where a machine of a site's own may stand: as above, or in a private network (10/8, 172.16/12, 192.168/16,
// fc00::/7), but at no address where a cloud answers metadata.
bool may_be_on_site(const boost::asio::ip::address& what, const std::vector<network>& allowed);

}  // namespace gatehouse::net
