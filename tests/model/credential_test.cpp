#include "model/credential.hpp"

#include <gtest/gtest.h>

namespace gatehouse::model {
namespace {

using namespace std::chrono_literals;

constexpr base::instant noon = base::from_milliseconds(1'700'000'000'000);

credential with_status(credential_status status)
{
    credential made;
    made.status = status;
    return made;
}

TEST(credential, is_honoured_while_it_is_active_only)
{
    EXPECT_TRUE(is_honoured(with_status(credential_status::active), noon));
    for (const auto status :
         {credential_status::suspended, credential_status::lost, credential_status::revoked})
        EXPECT_FALSE(is_honoured(with_status(status), noon)) << name_of(status);
}

TEST(credential, is_honoured_from_its_first_instant_to_the_one_before_its_last)
{
    credential held;
    held.valid_from = noon;
    held.valid_until = noon + 1s;
    EXPECT_FALSE(is_honoured(held, noon - 1ms));
    EXPECT_TRUE(is_honoured(held, noon));
    EXPECT_TRUE(is_honoured(held, noon + 999ms));
    EXPECT_FALSE(is_honoured(held, noon + 1s));
}

TEST(credential, may_have_one_end_of_its_time_open)
{
    credential held;
    held.valid_until = noon;
    EXPECT_TRUE(is_honoured(held, noon - 24h * 10'000));
    held.valid_until.reset();
    held.valid_from = noon;
    EXPECT_TRUE(is_honoured(held, noon + 24h * 10'000));
}

TEST(credential, has_a_name_for_each_status)
{
    for (const auto status : {credential_status::active, credential_status::suspended,
                              credential_status::lost, credential_status::revoked})
        EXPECT_EQ(credential_status_from(name_of(status)), std::optional{status});
    EXPECT_EQ(name_of(credential_status::lost), "lost");
    EXPECT_EQ(credential_status_from("Active"), std::nullopt);
    EXPECT_EQ(credential_status_from(""), std::nullopt);
}

}  // namespace
}  // namespace gatehouse::model
