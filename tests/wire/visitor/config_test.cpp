#include "wire/visitor/reception.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::visitor::test {
namespace {

class visitor_config : public testing::Test, public reception {
protected:
    std::string servers(std::string_view ip, std::string_view user, std::string_view password)
    {
        return put("/v1/config/servers",
                   R"({"koala_ip":")" + std::string(ip) + R"(","koala_username":")" + std::string(user) +
                       R"(","koala_password":")" + std::string(password) +
                       R"(","cloud_url":"http://****.cn"})",
                   "site-key");
    }
};

TEST_F(visitor_config, of_the_servers_never_answers_the_password)
{
    EXPECT_EQ(data_of(get("/v1/config/servers", "site-key")),
              R"({"koala_ip":"","koala_username":"","koala_password":"","cloud_url":""})");
    const std::string kept =
        R"({"koala_ip":"192.168.18.53","koala_username":"test@megvii.com","koala_password":"********","cloud_url":"http://****.cn"})";
    EXPECT_EQ(data_of(servers("192.168.18.53", "test@megvii.com", "admin123456")), kept);
    EXPECT_EQ(data_of(get("/v1/config/servers", "site-key")), kept);
    for (const std::string& line : support::audit_of(house))
        EXPECT_EQ(line.find("admin123456"), std::string::npos) << line;
}

TEST_F(visitor_config, of_the_servers_keeps_the_password_for_the_same_host_and_user_alone)
{
    EXPECT_EQ(code_of(servers("192.168.18.53", "u", "********")), 400) << "there is none to keep";
    servers("192.168.18.53", "u", "admin123456");
    EXPECT_EQ(code_of(servers("192.168.18.53", "u", "********")), 0);
    EXPECT_EQ(code_of(servers("203.0.114.9", "u", "********")), 400);
    EXPECT_EQ(code_of(servers("192.168.18.53", "v", "********")), 400);
    EXPECT_EQ(code_of(servers("192.168.18.54", "u", "another")), 0);
    EXPECT_EQ(code_of(put("/v1/config/servers", R"({"koala_ip":"192.168.18.53"})", "site-key")), 400);
}

TEST_F(visitor_config, of_the_servers_takes_no_address_that_a_face_host_may_not_have)
{
    for (const std::string_view address : {"127.0.0.1",
                                           "127.1",
                                           "0x7f000001",
                                           "2130706433",
                                           "localhost",
                                           "LOCALHOST.",
                                           "a.localhost",
                                           "[::1]",
                                           "::1",
                                           "169.254.169.254",
                                           "169.254.1.1",
                                           "100.100.100.200",
                                           "0.0.0.0",
                                           "[::ffff:127.0.0.1]",
                                           "224.0.0.1",
                                           "metadata.google.internal",
                                           "http://127.0.0.1/",
                                           "10.0.0.1@127.0.0.1",
                                           "10.0.0.1/x",
                                           "[fd12::1%25@]",
                                           "10.0.0.1:x",
                                           "10.0.0.1:",
                                           "10.0.0.1:0",
                                           "10.0.0.1:65536",
                                           "koala.lan:99999",
                                           "koala.lan:+80",
                                           "[fd12::1]:0",
                                           "10.0.0.1 ",
                                           " 10.0.0.1",
                                           " "})
        EXPECT_EQ(code_of(servers(address, "u", "p")), 400) << address;
    for (const std::string_view address : {"192.168.18.53", "10.1.2.3:8080", "172.16.0.1",
                                           "http://koala.example.cn:80/", "8.8.8.8", "[fd12::1]:65535"})
        EXPECT_EQ(code_of(servers(address, "u", "p")), 0) << address;
    house.services().visitors.outgoing_allow = {*net::read_network("127.0.0.0/8")};
    EXPECT_EQ(code_of(servers("127.0.0.1", "u", "p")), 0) << "the operator listed it";
    EXPECT_EQ(code_of(servers("169.254.169.254", "u", "p")), 400);
}

TEST_F(visitor_config, of_the_servers_takes_texts_of_200_characters)
{
    std::string host;
    while (host.size() < 196)
        host += "a.";
    EXPECT_EQ(code_of(servers(host + "abcd", "u", "p")), 0);
    EXPECT_EQ(code_of(servers(host + "abcde", "u", "p")), 400);
    const auto cloud = [this](std::size_t length) {
        return code_of(put("/v1/config/servers",
                           R"({"koala_ip":"","koala_username":"","koala_password":"","cloud_url":")" +
                               characters(length) + "\"}",
                           "site-key"));
    };
    EXPECT_EQ(cloud(200), 0);
    EXPECT_EQ(cloud(201), 400);
}

TEST_F(visitor_config, of_the_templates_has_eight_ids)
{
    const json::object none = json::parse(data_of(get("/v1/config/templates", "site-key"))).as_object();
    EXPECT_EQ(none.size(), 8U);
    json::object wanted;
    for (const auto& each : none)
        wanted[each.key()] = std::string(each.key()) + " id";
    EXPECT_EQ(data_of(put("/v1/config/templates", json::serialize(wanted), "site-key")),
              json::serialize(wanted));
    house.restart();
    EXPECT_EQ(data_of(get("/v1/config/templates", "site-key")), json::serialize(wanted));
    wanted.erase("signin_to_visitor_sms_id");
    EXPECT_EQ(code_of(put("/v1/config/templates", json::serialize(wanted), "site-key")), 400);
}

}  // namespace
}  // namespace gatehouse::wire::visitor::test
