#include "net/address_guard.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::net {
namespace {

boost::asio::ip::address address(const char* text)
{
    return boost::asio::ip::make_address(text);
}

TEST(address_guard, calls_public_what_the_internet_routes)
{
    for (const char* text :
         {"1.0.0.0", "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "93.184.216.34",
          // the neighbours of each special range
          "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0",
          "172.15.255.255", "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.3.0", "192.88.98.255",
          "192.88.100.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255",
          "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255", "2000::", "2001:200::1",
          "2001:4860:4860::8888", "2001:db7:ffff::1", "2001:db9::1", "2003::1", "2400:3200::1",
          "2606:4700::1111", "2a00:1450:4001::200e", "3ffe:ffff::1", "3fff:1000::1", "::ffff:8.8.8.8",
          "::ffff:93.184.216.34"})
        EXPECT_TRUE(is_public(address(text))) << text;
}

TEST(address_guard, calls_nothing_else_public)
{
    for (const char* text :
         {"0.0.0.0", "0.0.0.1", "0.255.255.255", "10.0.0.0", "10.0.0.1", "10.255.255.255", "100.64.0.0",
          "100.64.0.1", "100.100.100.200", "100.127.255.255", "127.0.0.0", "127.0.0.1", "127.0.1.1",
          "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0", "172.17.0.1",
          "172.31.255.255", "192.0.0.0", "192.0.0.170", "192.0.0.255", "192.0.2.0", "192.0.2.255",
          "192.88.99.0", "192.88.99.255", "192.168.0.0", "192.168.1.1", "192.168.255.255", "198.18.0.0",
          "198.19.255.255", "198.51.100.0", "198.51.100.255", "203.0.113.0", "203.0.113.255", "224.0.0.0",
          "224.0.0.251", "239.255.255.250", "239.255.255.255", "240.0.0.0", "254.255.255.255",
          "255.255.255.255",
          // IPv6: nothing that is not global unicast
          "::", "::1", "::2", "::127.0.0.1", "::8.8.8.8", "100::1", "1fff:ffff::1", "4000::1", "5f00::1",
          "8000::1", "fc00::", "fc00::1", "fd00::1", "fd12:3456:789a::1", "fdff:ffff::1", "fe00::1",
          "fe80::", "fe80::1", "febf:ffff::1", "fec0::1", "feff::1", "ff00::1", "ff02::1", "ff02::fb",
          "ff05::2", "ff0e::1",
          // IPv4 in IPv6 clothes
          "::ffff:0.0.0.0", "::ffff:10.0.0.1", "::ffff:100.64.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1",
          "::ffff:169.254.169.254", "::ffff:172.16.0.1", "::ffff:192.168.0.1", "::ffff:224.0.0.1",
          "::ffff:255.255.255.255", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1", "64:ff9b::8.8.8.8",
          "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "64:ff9b:1:ffff::7f00:1", "2001::1", "2001:0:7f00:1::1",
          "2001:2::1", "2001:10::1", "2001:20::1", "2001:1ff:ffff::1", "2001:db8::1", "2001:db8:ffff:ffff::1",
          "2002::1", "2002:7f00:1::1", "2002:a9fe:a9fe::1", "2002:808:808::1", "3fff::1", "3fff:fff::1",
          // global unicast by its bits, but bound to one of our own interfaces
          "2606:4700::1111%1"})
        EXPECT_FALSE(is_public(address(text))) << text;
}

TEST(address_guard, reads_networks_and_refuses_what_is_none)
{
    for (const char* text : {"10.0.0.0/8", "0.0.0.0/0", "192.168.1.7", "192.168.1.7/32", "127.0.0.1/32",
                             "fd00::/8", "::/0", "::1", "::1/128", "2001:db8::/33", "172.16.0.0/12"})
        EXPECT_TRUE(read_network(text)) << text;
    for (const char* text : {"",
                             "/",
                             "/8",
                             "10.0.0.0/",
                             "10.0.0.0/33",
                             "10.0.0.0/-1",
                             "10.0.0.0/8 ",
                             "10.0.0.0/8/8",
                             "10.0.0.1/8",
                             "10.0.0.0/0x8",
                             "10.0.0.0/08x",
                             "10/8",
                             "010.0.0.0/8",
                             "2130706433",
                             "fd00::/129",
                             "fd00::1/8",
                             "2001:db8::1/33",
                             "fe80::1%1",
                             "localhost",
                             "[::1]",
                             "10.0.0.0/255.0.0.0",
                             "*"})
        EXPECT_FALSE(read_network(text)) << text;
}

TEST(address_guard, reads_an_address_whole_or_not_at_all)
{
    for (const std::string_view text : {"192.0.2.1", "::1", "2001:DB8::1", "::ffff:192.0.2.1"})
        EXPECT_TRUE(read_address(text)) << text;
    using namespace std::string_view_literals;
    for (const std::string_view text : {""sv, "192.0.2.1\0.example.com"sv, "fd12::1\0@"sv, "fd12::1%@"sv,
                                        "fe80::1%1"sv, " 192.0.2.1"sv, "[::1]"sv, "192.0.2"sv})
        EXPECT_FALSE(read_address(text)) << text;
}

TEST(address_guard, knows_what_lies_in_a_network)
{
    struct row {
        const char* network;
        const char* address;
        bool contains;
    };
    for (const row& r : {row{"10.0.0.0/8", "10.0.0.0", true},
                         row{"10.0.0.0/8", "10.255.255.255", true},
                         row{"10.0.0.0/8", "11.0.0.0", false},
                         row{"10.0.0.0/8", "9.255.255.255", false},
                         row{"10.0.0.0/8", "::ffff:10.1.2.3", true},
                         row{"10.0.0.0/8", "::10.1.2.3", false},
                         row{"10.0.0.0/8", "64:ff9b::10.1.2.3", false},
                         row{"192.168.4.0/22", "192.168.7.255", true},
                         row{"192.168.4.0/22", "192.168.8.0", false},
                         row{"192.168.4.0/22", "192.168.3.255", false},
                         row{"127.0.0.1", "127.0.0.1", true},
                         row{"127.0.0.1", "127.0.0.2", false},
                         row{"0.0.0.0/0", "169.254.169.254", true},
                         row{"0.0.0.0/0", "::1", false},
                         row{"fd00::/8", "fdff::1", true},
                         row{"fd00::/8", "fc00::1", false},
                         row{"fd12:3400::/23", "fd12:35ff::1", true},
                         row{"fd12:3400::/23", "fd12:3600::1", false},
                         row{"::/0", "fe80::1", true},
                         row{"::/0", "127.0.0.1", false},
                         row{"::1", "::1", true},
                         row{"::1", "::2", false}})
        EXPECT_EQ(read_network(r.network).value().contains(address(r.address)), r.contains)
            << r.network << " " << r.address;
}

TEST(address_guard, lets_through_public_addresses_and_those_of_listed_networks_only)
{
    const std::vector<network> listed{*read_network("10.0.0.0/8"), *read_network("::1")};
    for (const char* text : {"8.8.8.8", "10.0.0.1", "::ffff:10.0.0.1", "::1", "2606:4700::1111"})
        EXPECT_TRUE(may_be_reached(address(text), listed)) << text;
    for (const char* text : {"127.0.0.1", "192.168.0.1", "169.254.169.254", "::2", "64:ff9b::10.0.0.1"})
        EXPECT_FALSE(may_be_reached(address(text), listed)) << text;
    EXPECT_FALSE(may_be_reached(address("10.0.0.1"), {}));
}

}  // namespace
}  // namespace gatehouse::net
