#include "base/secret.hpp"

#include "base/crypto.hpp"

#include <gtest/gtest.h>

namespace gatehouse::base {
namespace {

constexpr std::string_view short_text = "swordfish";  // stands inside the object
constexpr std::string_view long_text = "a sword that is longer than any fish in the sea";

// The bytes that stand where a living secret keeps, or kept, its text.
std::string bytes_at(const char* place, std::size_t count)
{
    return {place, count};
}

TEST(a_secret, shows_what_it_holds_to_who_asks)
{
    EXPECT_EQ(secret(short_text).reveal(), short_text);
    EXPECT_EQ(secret().reveal(), "");
    EXPECT_TRUE(secret().empty());
    EXPECT_FALSE(secret(short_text).empty());
}

TEST(a_secret, is_copied_and_moved_like_its_text)
{
    for (const std::string_view text : {short_text, long_text}) {
        secret first(text);
        secret copy(first);
        EXPECT_EQ(copy.reveal(), text);
        EXPECT_EQ(first.reveal(), text);
        const secret moved(std::move(copy));
        EXPECT_EQ(moved.reveal(), text);
        secret assigned(long_text);
        assigned = first;
        EXPECT_EQ(assigned.reveal(), text);
        assigned = std::move(first);
        EXPECT_EQ(assigned.reveal(), text);
        secret& itself = assigned;
        assigned = itself;
        EXPECT_EQ(assigned.reveal(), text);
        assigned = std::move(itself);
        EXPECT_EQ(assigned.reveal(), text);
    }
}

TEST(a_secret, that_was_moved_leaves_no_byte_behind)
{
    secret from(short_text);
    const char* const place = from.reveal().data();
    const secret constructed(std::move(from));
    EXPECT_EQ(bytes_at(place, short_text.size()), std::string(short_text.size(), '\0'));

    secret again(short_text);
    const char* const place_again = again.reveal().data();
    secret assigned;
    assigned = std::move(again);
    EXPECT_EQ(assigned.reveal(), short_text);
    EXPECT_EQ(bytes_at(place_again, short_text.size()), std::string(short_text.size(), '\0'));
}

TEST(a_secret, that_takes_a_shorter_text_keeps_no_byte_of_the_longer_one)
{
    secret held(long_text);
    const char* const place = held.reveal().data();
    const secret brief("x");
    held = secret("x");
    EXPECT_EQ(bytes_at(place, long_text.size()).find("sword"), std::string::npos);
    held = brief;
    EXPECT_EQ(held.reveal(), "x");
    EXPECT_EQ(bytes_at(place, long_text.size()).find("fish"), std::string::npos);
}

}  // namespace
}  // namespace gatehouse::base
