#include "store/keyring.hpp"

#include "store/durable_file.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gatehouse::store {
namespace {

class keys : public testing::Test {
protected:
    static void SetUpTestSuite() { base::start_crypto(); }

    const support::temporary_folder folder_;
    const std::filesystem::path file_ = folder_ / "keys/master";
};

TEST_F(keys, are_made_at_the_first_start_and_found_at_the_next)
{
    bool made = false;
    const base::key first = master_key(file_, made);
    EXPECT_TRUE(made);
    const base::key second = master_key(file_, made);
    EXPECT_FALSE(made);
    EXPECT_EQ(first.view(), second.view());
    EXPECT_EQ(read_whole(file_), first.view());
}

TEST_F(keys, are_for_their_owner_alone)
{
    using std::filesystem::perms;
    bool made = false;
    master_key(file_, made);
    EXPECT_EQ(std::filesystem::status(file_).permissions(), perms::owner_read | perms::owner_write);
    EXPECT_EQ(std::filesystem::status(file_.parent_path()).permissions(), perms::owner_all);
}

TEST_F(keys, of_a_wrong_length_are_refused_and_left_as_they_are)
{
    std::filesystem::create_directories(file_.parent_path());
    for (const std::string& bytes : {std::string(), std::string(31, 'k'), std::string(33, 'k')}) {
        write_durably(file_, bytes);
        bool made = false;
        EXPECT_THROW(master_key(file_, made), std::runtime_error);
        EXPECT_EQ(read_whole(file_), bytes);
    }
}

TEST_F(keys, differ_by_purpose_and_hang_on_the_master_key)
{
    const base::key master = base::key::random();
    const keyring ring(master);
    std::set<std::string> different{std::string(master.view())};
    for (const base::key* each :
         {&ring.secrets, &ring.presented, &ring.texts, &ring.wrapping, &ring.chain, &ring.sources})
        different.emplace(each->view());
    EXPECT_EQ(different.size(), 7U);
    EXPECT_EQ(keyring(master).chain.view(), ring.chain.view());
    EXPECT_NE(keyring(base::key::random()).chain.view(), ring.chain.view());
}

TEST_F(keys, give_equal_secrets_of_two_kinds_or_scopes_different_digests)
{
    const keyring ring(base::key::random());
    const base::digest one = secret_digest(ring, secret_kind::client_secret, "client", "secret");
    EXPECT_EQ(one, secret_digest(ring, secret_kind::client_secret, "client", "secret"));
    EXPECT_FALSE(one == secret_digest(ring, secret_kind::licence_code, "client", "secret"));
    EXPECT_FALSE(one == secret_digest(ring, secret_kind::client_secret, "clients", "ecret"));
    EXPECT_FALSE(one == secret_digest(ring, secret_kind::client_secret, "clien", "tsecret"));
    EXPECT_FALSE(one == secret_digest(ring, secret_kind::client_secret, "", "clientsecret"));
    EXPECT_FALSE(one ==
                 secret_digest(keyring(base::key::random()), secret_kind::client_secret, "client", "secret"));
}

}  // namespace
}  // namespace gatehouse::store
