#include "base/percent.hpp"

#include <gtest/gtest.h>

namespace gatehouse::base {
namespace {

TEST(percent, what_was_encoded_is_decoded)
{
    for (const std::string text : {"", "Day", "白班", "a/b c%", "100%25", "%"})
        EXPECT_EQ(percent_decoded(percent_encoded(text)), text);
    EXPECT_EQ(percent_decoded("%e7%99%BD"), "白");
}

TEST(percent, that_begins_no_two_digits_is_no_encoding)
{
    for (const std::string text : {"%", "%4", "a%", "%4g", "%zz", "100%"})
        EXPECT_EQ(percent_decoded(text), std::nullopt) << text;
}

}  // namespace
}  // namespace gatehouse::base
