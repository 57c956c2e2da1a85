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
    a_token() { room_.provision(file("secret")); }

    std::string issue(const std::string& client = "a")
    {
        const auto in = room_.writer().published();
        const std::string key = store::client_key("shankai", client);
        return all_.issue(key, *in->clients.find(key), room_.clock.now());
    }
    // Whose it is; 0: nobody's.
    std::int64_t owner(const std::string& token)
    {
        const auto found = all_.find(*room_.writer().published(), base::secret(token), room_.clock.now());
        return found ? found->id.value : 0;
    }

    support::store_room room_;
    tokens all_{room_.keys()};
};

TEST_F(a_token, is_its_client_s_for_two_hours_beside_earlier_ones)
{
    const std::string first = issue();
    room_.clock.set(room_.clock.now() + tokens::life - std::chrono::seconds(1));
    const std::string second = issue();
    const std::string other = issue("b");
    EXPECT_EQ(first.size(), 43U) << "256 random bits";
    EXPECT_NE(first, second);
    EXPECT_EQ(owner(first), 1);
    EXPECT_EQ(owner(second), 1);
    EXPECT_EQ(owner(other), 2);
    room_.clock.set(room_.clock.now() + std::chrono::seconds(1));
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
    room_.provision(file("new secret"));
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
