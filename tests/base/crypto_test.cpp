#include "base/crypto.hpp"

#include "base/bytes.hpp"
#include "base/remembered_digest.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gatehouse::base {
namespace {

key counting_key(unsigned char first)
{
    key_bytes bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[i] = static_cast<unsigned char>(first + i);
    return key(bytes);
}

class crypto : public testing::Test {
protected:
    static void SetUpTestSuite() { start_crypto(); }
};

TEST_F(crypto, starts_twice_without_harm)
{
    EXPECT_NO_THROW(start_crypto());
}

TEST_F(crypto, makes_another_random_key_each_time)
{
    std::set<std::string> keys;
    for (int i = 0; i < 100; ++i)
        keys.emplace(key::random().view());
    EXPECT_EQ(keys.size(), 100U);
}

TEST_F(crypto, derives_the_same_key_for_a_purpose_and_another_for_another)
{
    const key master = counting_key(0);
    EXPECT_EQ(master.derive("secrets_").view(), counting_key(0).derive("secrets_").view());
    const std::set<std::string_view> kinds{"secrets_", "texts___", "wrapping"};
    std::set<std::string> derived{std::string(master.view())};
    for (const std::string_view context : kinds)
        derived.emplace(master.derive(context).view());
    derived.emplace(counting_key(1).derive("secrets_").view());
    EXPECT_EQ(derived.size(), 5U);
}

TEST_F(crypto, digests_depend_on_the_key_the_tag_and_the_text)
{
    const key under = counting_key(0);
    const digest one = keyed_digest(under, 1, "0040856634");
    EXPECT_EQ(one, keyed_digest(counting_key(0), 1, "0040856634"));
    EXPECT_TRUE(same(one, keyed_digest(counting_key(0), 1, "0040856634")));
    for (const digest& other : {keyed_digest(under, 2, "0040856634"), keyed_digest(under, 1, "0040856635"),
                                keyed_digest(under, 1, ""), keyed_digest(under, 1ULL << 63U, "0040856634"),
                                keyed_digest(counting_key(1), 1, "0040856634")}) {
        EXPECT_FALSE(same(one, other));
        EXPECT_FALSE(one == other);
    }
}

TEST_F(crypto, digests_of_parts_do_not_run_into_each_other)
{
    const key under = counting_key(0);
    const digest one = keyed_digest(under, 1, {"client", "secret"});
    EXPECT_EQ(one, keyed_digest(under, 1, {"client", "secret"}));
    for (const digest& other :
         {keyed_digest(under, 1, {"clien", "tsecret"}), keyed_digest(under, 1, {"clientsecret"}),
          keyed_digest(under, 1, {"client", "secret", ""}), keyed_digest(under, 1, {"", "client", "secret"}),
          keyed_digest(under, 1, {"secret", "client"}), keyed_digest(under, 2, {"client", "secret"})})
        EXPECT_FALSE(same(one, other));
}

TEST_F(crypto, a_text_alone_is_a_list_of_one_part_and_stands_for_no_longer_list)
{
    const key under = counting_key(0);
    EXPECT_EQ(keyed_digest(under, 1, "a"), keyed_digest(under, 1, {"a"}));
    // What two parts look like with their lengths in front.
    const std::string_view disguised("\1\0\0\0\0\0\0\0a\1\0\0\0\0\0\0\0b", 18);
    EXPECT_FALSE(same(keyed_digest(under, 1, disguised), keyed_digest(under, 1, {"a", "b"})));
}

TEST_F(crypto, remembers_digests_that_are_what_they_would_be_anew)
{
    const key one = key::random(), other = key::random();
    const std::string long_text(1000, 'x');
    for (int round = 0; round < 2; ++round)
        for (int i = 0; i < 9000; ++i) {  // more than are remembered
            const std::string text = "text " + std::to_string(i % 6000);
            EXPECT_EQ(remembered_digest(one, 1, {"a", text}), keyed_digest(one, 1, {"a", text}));
        }
    EXPECT_EQ(remembered_digest(one, 1, {"ab", ""}), keyed_digest(one, 1, {"ab", ""}));
    EXPECT_EQ(remembered_digest(one, 1, {"a", "b"}), keyed_digest(one, 1, {"a", "b"}));
    EXPECT_EQ(remembered_digest(one, 2, {"a", "b"}), keyed_digest(one, 2, {"a", "b"}));
    EXPECT_EQ(remembered_digest(other, 1, {"a", "b"}), keyed_digest(other, 1, {"a", "b"}));
    EXPECT_EQ(remembered_digest(one, 1, {long_text}), keyed_digest(one, 1, {long_text}));
}

TEST_F(crypto, reads_a_digest_back_from_its_bytes_and_from_no_other_length)
{
    const digest one = keyed_digest(counting_key(0), 1, "text");
    EXPECT_EQ(digest::from(one.view()), std::optional{one});
    EXPECT_EQ(digest::from(one.view().substr(1)), std::nullopt);
    EXPECT_EQ(digest::from(std::string(one.view()) + "x"), std::nullopt);
    EXPECT_EQ(digest::from(""), std::nullopt);
}

TEST_F(crypto, chains_depend_on_the_link_before)
{
    const key under = counting_key(0);
    const std::string first = chain_digest(under, "", "one");
    const std::string second = chain_digest(under, first, "two");
    EXPECT_EQ(first.size(), 32U);
    EXPECT_EQ(second, chain_digest(under, first, "two"));
    EXPECT_NE(second, chain_digest(under, chain_digest(under, "", "0ne"), "two"));
    EXPECT_NE(second, chain_digest(counting_key(1), first, "two"));
    EXPECT_NE(second, chain_digest(under, first, "tw0"));
}

TEST_F(crypto, opens_what_was_sealed_where_it_was_put)
{
    const key under = counting_key(0);
    const std::string everything("\0text\xff", 6);
    for (const std::string& plain : {std::string(), std::string("x"), everything, std::string(100000, 'p')})
        EXPECT_EQ(open(under, seal(under, plain, "row 1"), "row 1"), std::optional{plain});
}

TEST_F(crypto, seals_the_same_text_differently_each_time)
{
    const key under = counting_key(0);
    EXPECT_NE(seal(under, "text", "row 1"), seal(under, "text", "row 1"));
}

TEST_F(crypto, does_not_open_what_was_moved_to_another_place)
{
    const key under = counting_key(0);
    const std::string first = seal(under, "Ada", "row 1");
    const std::string second = seal(under, "Bob", "row 2");
    EXPECT_EQ(open(under, first, "row 2"), std::nullopt);
    EXPECT_EQ(open(under, second, "row 1"), std::nullopt);
    EXPECT_EQ(open(under, first, ""), std::nullopt);
    EXPECT_EQ(open(under, first, "row 1 "), std::nullopt);
}

TEST_F(crypto, does_not_open_under_another_key)
{
    EXPECT_EQ(open(counting_key(1), seal(counting_key(0), "text", "row"), "row"), std::nullopt);
}

TEST_F(crypto, does_not_open_what_was_changed_in_any_bit_or_cut_anywhere)
{
    const key under = counting_key(0);
    const std::string sealed = seal(under, "text", "row");
    for (std::size_t bit = 0; bit < sealed.size() * 8; ++bit) {
        std::string changed = sealed;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        ASSERT_EQ(open(under, changed, "row"), std::nullopt) << "bit " << bit;
    }
    for (std::size_t length = 0; length < sealed.size(); ++length)
        ASSERT_EQ(open(under, sealed.substr(0, length), "row"), std::nullopt) << "length " << length;
    EXPECT_EQ(open(under, sealed + '\0', "row"), std::nullopt);
}

TEST_F(crypto, knows_a_password_by_its_hash)
{
    const std::string hash = hash_password(secret("correct horse"));
    EXPECT_TRUE(hash.starts_with("$argon2id$")) << hash;
    EXPECT_TRUE(password_matches(hash, secret("correct horse")));
    EXPECT_FALSE(password_matches(hash, secret("correct horsf")));
    EXPECT_FALSE(password_matches(hash, secret("")));
    EXPECT_FALSE(password_matches("", secret("correct horse")));
    EXPECT_FALSE(password_matches("no hash", secret("correct horse")));
}

TEST_F(crypto, makes_as_many_random_bytes_as_asked)
{
    EXPECT_EQ(random_bytes(0), "");
    EXPECT_EQ(random_bytes(33).size(), 33U);
    EXPECT_NE(random_bytes(32), random_bytes(32));
}

}  // namespace
}  // namespace gatehouse::base
