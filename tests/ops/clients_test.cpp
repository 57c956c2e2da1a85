#include "ops/clients.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops {
namespace {

using base::errc;

class callers : public testing::Test {
protected:
    callers()
    {
        base::start_crypto();
        keys.emplace(base::key::random());
        in.clients.set(
            store::client_key("beiliao", "one"),
            {{1}, client_secret_digest(*keys, "beiliao", "one", "secret"), model::card_format::hex});
        in.licences.set(licence_digest(*keys, {1}, "code"), {{4}, {9}});
        in.api_keys.set(api_key_digest(*keys, "key"), {"admin", store::api_scope::admin, {}});
    }

    std::string authenticated(std::string_view protocol, std::string_view identifier,
                              std::string_view secret) const
    {
        const auto found = authenticate(in, *keys, protocol, identifier, secret);
        return found ? "client " + std::to_string(found->id.value)
                     : std::string(base::row_of(found.error().code).id);
    }

    store::index in;
    std::optional<store::keyring> keys;
};

TEST_F(callers, are_known_by_identifier_and_secret_of_one_protocol)
{
    EXPECT_EQ(authenticated("beiliao", "one", "secret"), "client 1");
    EXPECT_EQ(authenticate(in, *keys, "beiliao", "one", "secret")->card_format, model::card_format::hex);
    for (const auto& [protocol, identifier, secret] : {std::array{"beiliao", "one", "Secret"},
                                                       {"beiliao", "one", "secret "},
                                                       {"beiliao", "one", ""},
                                                       {"beiliao", "One", "secret"},
                                                       {"beiliao", "two", "secret"},
                                                       {"beiliao", "", ""},
                                                       {"shankai", "one", "secret"},
                                                       {"", "one", "secret"},
                                                       {"beiliao/one", "", "secret"}})
        EXPECT_EQ(authenticated(protocol, identifier, secret), "unauthenticated") << protocol << identifier;
}

TEST_F(callers, that_are_unknown_are_not_let_in_by_an_empty_digest)
{
    in.clients.set(store::client_key("beiliao", "nobody"), {{2}, base::digest{}, {}});
    EXPECT_EQ(authenticated("beiliao", "nobody", ""), "unauthenticated");
}

TEST_F(callers, have_licences_of_their_own_only)
{
    const auto own = find_licence(in, *keys, {1}, "code");
    ASSERT_TRUE(own);
    EXPECT_EQ(own->id, model::licence_id{4});
    EXPECT_EQ(own->organization, model::organization_id{9});
    EXPECT_EQ(find_licence(in, *keys, {2}, "code").error().code, errc::licence_unknown);
    EXPECT_EQ(find_licence(in, *keys, {1}, "cod").error().code, errc::licence_unknown);
    EXPECT_EQ(find_licence(in, *keys, {1}, "").error().code, errc::licence_unknown);
}

TEST_F(callers, of_our_own_api_are_known_by_their_key)
{
    EXPECT_EQ(find_api_key(in, *keys, "key")->name, "admin");
    EXPECT_FALSE(find_api_key(in, *keys, "kez"));
    EXPECT_FALSE(find_api_key(in, *keys, ""));
}

TEST_F(callers, that_use_one_text_for_two_kinds_of_secrets_leave_two_digests)
{
    const auto secret = client_secret_digest(*keys, "beiliao", "one", "same");
    const auto code = licence_digest(*keys, {1}, "same");
    const auto key = api_key_digest(*keys, "same");
    EXPECT_FALSE(base::same(secret, code));
    EXPECT_FALSE(base::same(secret, key));
    EXPECT_FALSE(base::same(code, key));
    EXPECT_FALSE(base::same(code, licence_digest(*keys, {2}, "same")));
}

}  // namespace
}  // namespace gatehouse::ops
