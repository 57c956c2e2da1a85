#include "base/fingerprint.hpp"

#include <gtest/gtest.h>

namespace gatehouse::base {
namespace {

TEST(fingerprint, is_what_sha256sum_prints)
{
    EXPECT_EQ(fingerprint_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(fingerprint_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(fingerprint, does_not_depend_on_the_pieces)
{
    EXPECT_EQ(fingerprint().add("a").add("").add("bc").hex(), fingerprint_of("abc"));
}

}  // namespace
}  // namespace gatehouse::base
