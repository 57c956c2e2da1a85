#include "ops/tokens.hpp"

#include "ops/clients.hpp"
#include "support/store_room.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops {
namespace {

std::string file(std::string_view secret)
{
    return R"({"clients": [{"protocol": "shankai", "id": "a", "secret": ")" + std::string(secret) +
           R"("}, {"protocol": "shankai", "id": "b", "secret": "other"}]})";
}

class a_token : public testing::Test {
protected:
    a_token() { room.provision(file("secret")); }

    std::string issue(const std::string& client = "a")
    {
        const auto in = room.writer().published();
        const std::string key = store::client_key("shankai", client);
        return all.issue(key, *in->clients.find(key), room.clock.now());
    }
    // Whose it is; 0: nobody's.
    std::int64_t owner(const std::string& token)
    {
        const auto found = all.find(*room.writer().published(), base::secret(token), room.clock.now());
        return found ? found->id.value : 0;
    }

    support::store_room room;
    tokens all{room.keys()};
};

TEST_F(a_token, is_its_client_s_for_two_hours_beside_earlier_ones)
{
    const std::string first = issue();
    room.clock.set(room.clock.now() + tokens::life - std::chrono::seconds(1));
    const std::string second = issue();
    const std::string other = issue("b");
    EXPECT_EQ(first.size(), 43U) << "256 random bits";
    EXPECT_NE(first, second);
    EXPECT_EQ(owner(first), 1);
    EXPECT_EQ(owner(second), 1);
    EXPECT_EQ(owner(other), 2);
    room.clock.set(room.clock.now() + std::chrono::seconds(1));
    EXPECT_EQ(owner(first), 0);
    EXPECT_EQ(owner(second), 1);
}

TEST_F(a_token, that_was_never_issued_is_nobody_s)
{
    const std::string token = issue();
    for (const std::string& wrong : {std::string(), std::string("x"), token + "x", token.substr(1)})
        EXPECT_EQ(owner(wrong), 0) << wrong;
}

TEST_F(a_token, ends_with_the_secret_that_it_was_given_for)
{
    const std::string token = issue();
    const std::string other = issue("b");
    room.provision(file("new secret"));
    EXPECT_EQ(owner(token), 0);
    EXPECT_EQ(owner(other), 2);
    EXPECT_EQ(owner(issue()), 1);
}

TEST_F(a_token, of_a_client_that_takes_too_many_ends_its_own_oldest_one)
{
    const std::string other = issue("b");
    const std::string first = issue();
    const std::string second = issue();
    for (std::size_t i = 2; i < tokens::most; ++i)
        issue();
    EXPECT_EQ(owner(first), 1);
    issue();
    EXPECT_EQ(owner(first), 0);
    EXPECT_EQ(owner(second), 1);
    EXPECT_EQ(owner(other), 2);
}

}  // namespace
}  // namespace gatehouse::ops
