#include "net/address_guard.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>

namespace gatehouse::net {
namespace {

using boost::asio::ip::address;
using boost::asio::ip::address_v4;
using boost::asio::ip::address_v6;

struct range_v4 {
    std::uint32_t base;
    unsigned prefix;
};

constexpr std::array special_v4{
    range_v4{0x00000000, 8},   // this host
    range_v4{0x0a000000, 8},   // private
    range_v4{0x64400000, 10},  // shared by a provider's customers
    range_v4{0x7f000000, 8},   // loopback
    range_v4{0xa9fe0000, 16},  // link-local; clouds answer metadata here
    range_v4{0xac100000, 12},  // private
    range_v4{0xc0000000, 24},  // protocol assignments
    range_v4{0xc0000200, 24},  // documentation
    range_v4{0xc0586300, 24},  // 6to4 relays
    range_v4{0xc0a80000, 16},  // private
    range_v4{0xc6120000, 15},  // benchmarks
    range_v4{0xc6336400, 24},  // documentation
    range_v4{0xcb007100, 24},  // documentation
    range_v4{0xe0000000, 4},   // multicast
    range_v4{0xf0000000, 4},   // reserved, broadcast
};

struct range_v6 {
    std::uint32_t base;  // the first 32 bits; no prefix is longer
    unsigned prefix;
};

// Global unicast is 2000::/3; these lie within it.
constexpr std::array special_v6{
    range_v6{0x20010000, 23},  // protocol assignments: Teredo, ORCHID, benchmarks
    range_v6{0x20010db8, 32},  // documentation
    range_v6{0x20020000, 16},  // 6to4
    range_v6{0x3fff0000, 20},  // documentation
};

template <class Range>
bool is_in(std::uint32_t bits, const Range& range)
{
    return ((bits ^ range.base) >> (32U - range.prefix)) == 0;
}

template <class Table>
bool is_in_any(std::uint32_t bits, const Table& table)
{
    return std::any_of(table.begin(), table.end(), [bits](const auto& range) { return is_in(bits, range); });
}

std::uint32_t first_bits(const address_v6& what)
{
    const auto bytes = what.to_bytes();
    return std::uint32_t{bytes[0]} << 24U | std::uint32_t{bytes[1]} << 16U | std::uint32_t{bytes[2]} << 8U |
           std::uint32_t{bytes[3]};
}

address unmapped(const address& what)
{
    if (what.is_v6() && what.to_v6().is_v4_mapped())
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, what.to_v6());
    return what;
}

template <class Bytes>
bool equal_up_to(const Bytes& a, const Bytes& b, unsigned prefix)
{
    const std::size_t whole = prefix / 8;
    if (std::memcmp(a.data(), b.data(), whole) != 0)
        return false;
    const unsigned rest = prefix % 8;
    return rest == 0 || ((a[whole] ^ b[whole]) >> (8U - rest)) == 0;
}

template <class Bytes>
bool has_bits_behind(const Bytes& bytes, unsigned prefix)
{
    Bytes cut{};
    for (unsigned bit = 0; bit < prefix; ++bit)
        cut[bit / 8] = static_cast<unsigned char>(cut[bit / 8] | (bytes[bit / 8] & (0x80U >> (bit % 8))));
    return cut != bytes;
}

}  // namespace

bool is_public(const address& what)
{
    const address plain = unmapped(what);
    if (plain.is_v4())
        return !is_in_any(plain.to_v4().to_uint(), special_v4);
    const address_v6 v6 = plain.to_v6();
    const std::uint32_t bits = first_bits(v6);
    return v6.scope_id() == 0 && is_in(bits, range_v6{0x20000000, 3}) && !is_in_any(bits, special_v6);
}

bool network::contains(const address& what) const
{
    const address plain = unmapped(what);
    if (plain.is_v4() != base.is_v4())
        return false;
    return base.is_v4() ? equal_up_to(plain.to_v4().to_bytes(), base.to_v4().to_bytes(), prefix)
                        : equal_up_to(plain.to_v6().to_bytes(), base.to_v6().to_bytes(), prefix);
}

// Asio reads up to the first zero byte, and any zone as a number: neither gets there.
std::optional<address> read_address(std::string_view text)
{
    if (text.find_first_not_of("0123456789abcdefABCDEF:.") != std::string_view::npos)
        return std::nullopt;
    boost::system::error_code error;
    const address read = boost::asio::ip::make_address(std::string(text), error);
    return error ? std::nullopt : std::optional{read};
}

std::optional<network> read_network(std::string_view text)
{
    const std::size_t slash = text.find('/');
    const std::optional<address> read = read_address(text.substr(0, slash));
    if (!read)
        return std::nullopt;
    const address& base = *read;
    const unsigned most = base.is_v4() ? 32 : 128;
    network found{base, most};
    if (slash != std::string_view::npos) {
        const std::string_view digits = text.substr(slash + 1);
        const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(),
                                                   found.prefix);
        if (failed != std::errc{} || end != digits.data() + digits.size() || found.prefix > most)
            return std::nullopt;
    }
    const bool rest = base.is_v4() ? has_bits_behind(base.to_v4().to_bytes(), found.prefix)
                                   : has_bits_behind(base.to_v6().to_bytes(), found.prefix);
    return rest ? std::nullopt : std::optional{found};
}

bool may_be_on_site(const address& what, const std::vector<network>& allowed)
{
    static const std::array private_networks{*read_network("10.0.0.0/8"), *read_network("172.16.0.0/12"),
                                             *read_network("192.168.0.0/16"), *read_network("fc00::/7")};
    static const network metadata = *read_network("fd00:ec2::254");
    if (may_be_reached(what, allowed))
        return true;
    return !metadata.contains(what) &&
           std::any_of(private_networks.begin(), private_networks.end(),
                       [&what](const network& each) { return each.contains(what); });
}

bool may_be_reached(const address& what, const std::vector<network>& allowed)
{
    return is_public(what) || std::any_of(allowed.begin(), allowed.end(),
                                          [&what](const network& each) { return each.contains(what); });
}

}  // namespace gatehouse::net
