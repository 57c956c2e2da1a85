#include "net/raw_client.hpp"

#include <gtest/gtest.h>

namespace gatehouse::net::test {
namespace {

TEST(a_response, finds_its_fields_in_any_case)
{
    const response got{200, "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nX-Profile: lab\r\n\r\n", "hello"};
    EXPECT_EQ(got.header("Content-Length"), "5");
    EXPECT_EQ(got.header("x-profile"), "lab");
    EXPECT_EQ(got.header("Date"), "");
}

}  // namespace
}  // namespace gatehouse::net::test
