#include "ops/sessions.hpp"

#include "ops/phone_sessions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

namespace gatehouse::ops {
namespace {

using std::chrono::hours;

constexpr base::instant noon = base::from_milliseconds(1'780'000'000'000);

class logged_in : public testing::Test {
protected:
    logged_in()
    {
        base::start_crypto();
        keys.emplace(base::key::random());
        open.emplace(*keys);
        in.logins.set(manager.login, manager);
    }

    bool knows(const std::string& token, base::instant at = noon) const
    {
        return open->find(base::secret(token), in, at).has_value();
    }

    const store::login_row manager{"manager", "hash", "site_manager", {3}, {5}};
    store::index in;
    std::optional<store::keyring> keys;
    std::optional<sessions> open;
};

TEST_F(logged_in, people_are_known_by_their_token_for_twelve_hours)
{
    const std::string token = open->open(manager, noon).token;
    const auto found = open->find(base::secret(token), in, noon + hours(12) - std::chrono::milliseconds(1));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->who, manager);
    EXPECT_EQ(found->ends_at, noon + hours(12));
    EXPECT_FALSE(knows(token, noon + hours(12)));
}

TEST_F(logged_in, nobody_is_by_another_text)
{
    const std::string token = open->open(manager, noon).token;
    EXPECT_FALSE(knows(""));
    EXPECT_FALSE(knows(token + "x"));
    EXPECT_FALSE(knows(token.substr(1)));
}

TEST_F(logged_in, each_time_is_another_token_of_256_bits_that_fits_a_header)
{
    std::set<std::string> tokens;
    for (int i = 0; i < 100; ++i)
        tokens.insert(open->open(manager, noon).token);
    EXPECT_EQ(tokens.size(), 100U);
    for (const std::string& token : tokens) {
        EXPECT_EQ(token.size(), 43U);
        EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                  std::string::npos);
        EXPECT_TRUE(knows(token));
    }
}

TEST_F(logged_in, ends_with_the_commit_that_changes_the_login_also_for_who_was_just_entering)
{
    const std::string token = open->open(manager, noon).token;
    for (const auto& change : std::vector<std::function<void(store::login_row&)>>{
             [](auto& login) { login.password_hash = "other"; }, [](auto& login) { login.role = "auditor"; },
             [](auto& login) { login.organization = {4}; }, [](auto& login) { login.id = {6}; }}) {
        store::login_row changed = manager;
        change(changed);
        in.logins.set(manager.login, changed);
        EXPECT_FALSE(knows(token));
        EXPECT_FALSE(knows(open->open(manager, noon).token))
            << "its password was checked against what stood before";
        in.logins.set(manager.login, manager);
        EXPECT_TRUE(knows(token));
    }
    in.logins.erase(manager.login);
    EXPECT_FALSE(knows(token));
}

TEST_F(logged_in, ten_thousand_are_remembered_and_the_newest_always)
{
    constexpr std::size_t most = 10'000;
    std::vector<std::string> tokens;
    for (std::size_t i = 0; i < most + 5; ++i) {
        tokens.push_back(open->open(manager, noon).token);
        ASSERT_TRUE(knows(tokens.back()));
    }
    EXPECT_EQ(std::count_if(tokens.begin(), tokens.end(), [this](const auto& each) { return knows(each); }),
              static_cast<std::ptrdiff_t>(most));
}

TEST_F(logged_in, those_whose_time_is_over_make_room_first)
{
    std::vector<std::string> tokens;
    for (int i = 0; i < 9'999; ++i)
        open->open(manager, noon - hours(12));
    tokens.push_back(open->open(manager, noon - hours(1)).token);
    tokens.push_back(open->open(manager, noon).token);
    EXPECT_TRUE(knows(tokens[0]));
    EXPECT_TRUE(knows(tokens[1]));
}

TEST_F(logged_in, twenty_thousand_phone_pages_are_remembered_and_the_newest_always)
{
    phone_sessions pages(*keys);
    const auto is_known = [&pages](const std::string& token) {
        return pages.find(base::secret(token), noon).has_value();
    };
    pages.open({1}, "wx", noon - hours(2));
    for (std::size_t i = 0; i < 19'999; ++i)
        pages.open({1}, "wx", noon);
    const std::string token = pages.open({1}, "wx", noon).token;
    EXPECT_EQ(pages.size(), 20'000U) << "whose time is over makes room first";
    EXPECT_TRUE(is_known(token));
    for (int i = 0; i < 5; ++i)
        EXPECT_TRUE(is_known(pages.open({1}, "wx", noon).token));
    EXPECT_EQ(pages.size(), 20'000U);
}

}  // namespace
}  // namespace gatehouse::ops
