#include "ops/communities.hpp"

#include "ops/residence.hpp"
#include "store/clients.hpp"
#include "store/logins.hpp"

#include <gtest/gtest.h>

namespace gatehouse::ops::test {
namespace {

using lines = std::vector<std::string>;
using model::organization_status;

class a_community : public testing::Test {
protected:
    std::string register_again(std::string_view name)
    {
        named_community made;
        at_.room.write([&](store::transaction& tx) {
            made = register_community(tx, owner, "o-again", {std::string(name), "", "", {}}, at_.by());
        });
        return made.external + (made.taken ? " taken" : " made");
    }
    std::string rename(model::organization_id home, std::string_view name)
    {
        const auto made = at_.in(home, [&](auto& tx, const auto& entry) {
            return change_community(tx, entry, {.name = std::string(name), .cards = model::card_kind::ic},
                                    at_.by());
        });
        return made.external + (made.taken ? " taken" : " changed");
    }
    void end(model::organization_id home)
    {
        at_.room.write(
            [&](store::transaction& tx) { end_community(tx, *tx.index.organization(home), at_.by()); });
    }
    // As an operator does through our own API.
    std::string patch(model::organization_id home, const organization_patch& how)
    {
        return name_of(at_.in(home, [&](auto& tx, const auto&) {
            return change_organization(tx, home, how, {"key admin", at_.room.clock.now()});
        }));
    }
    std::string names_of(model::client_id client)
    {
        std::string all;
        for (const auto& each :
             communities_of(*at_.room.database().reader(), *at_.room.writer().published(), client))
            all.append(each.external).append(" ");
        return all;
    }
    bool finds(model::client_id client, std::string_view external)
    {
        return bool(find_community(*at_.room.writer().published(), client, external));
    }

    residence at_;
};

TEST_F(a_community, is_found_by_the_client_that_registered_it_and_by_nobody_else)
{
    EXPECT_TRUE(finds(owner, "o1桃花园"));
    EXPECT_FALSE(finds(stranger, "o1桃花园"));
    EXPECT_FALSE(finds(owner, "o1"));
    EXPECT_EQ(names_of(owner), "o1桃花园 o1梨花园 ");
    EXPECT_EQ(names_of(stranger), "o2桃花园 ");
    at_.room.restart();
    EXPECT_TRUE(finds(owner, "o1桃花园"));
    EXPECT_EQ(names_of(owner), "o1桃花园 o1梨花园 ");
}

TEST_F(a_community, has_a_name_that_is_unique_among_its_client_s)
{
    EXPECT_EQ(register_again("桃花园"), "o1桃花园 taken");
    EXPECT_EQ(rename(at_.id, "桃花园"), "o1桃花园 taken");
    EXPECT_EQ(at_.news(), lines{});
    EXPECT_EQ(rename(at_.id, "新园"), "o1梨花园 changed");
    EXPECT_EQ(at_.news(),
              lines{R"(client 1: organization.update organization/2 of 2 {"changed":["name","card_kind"]})"});
    EXPECT_EQ(rename(at_.id, "新园"), "o1梨花园 changed");
    EXPECT_EQ(at_.news(), lines{}) << "a second time changes nothing more";
    EXPECT_EQ(register_again("梨花园"), "o-again made");
}

TEST_F(a_community, that_was_ended_frees_its_name_and_is_found_by_nobody)
{
    end(at_.ic);
    EXPECT_EQ(at_.news(), lines{"client 1: organization.end organization/1 of 1 {}"});
    EXPECT_FALSE(finds(owner, "o1桃花园"));
    EXPECT_EQ(names_of(owner), "o1梨花园 ");
    EXPECT_EQ(register_again("桃花园"), "o-again made");
    at_.room.restart();
    EXPECT_FALSE(finds(owner, "o1桃花园"));
    EXPECT_TRUE(finds(owner, "o-again"));
}

TEST_F(a_community, that_was_ended_comes_back_within_thirty_days_with_all_that_it_had)
{
    at_.set(zhang, "张三", "1");
    const auto gate = at_.door("东门");
    end(at_.ic);
    at_.pass(model::ended_for_good - std::chrono::seconds(1));
    EXPECT_EQ(patch(at_.ic, {.status = organization_status::open}), "ok");
    EXPECT_TRUE(finds(owner, "o1桃花园"));
    EXPECT_EQ(at_.open("1", gate), "ok");
    EXPECT_EQ(at_.room.writer().published()->organization(at_.ic)->what.ended_at, std::nullopt);

    end(at_.ic);
    at_.pass(model::ended_for_good);
    EXPECT_EQ(patch(at_.ic, {.status = organization_status::open}), "conflict");
    EXPECT_FALSE(finds(owner, "o1桃花园"));
}

TEST_F(a_community, comes_back_under_another_name_where_its_own_was_given_away)
{
    end(at_.ic);
    register_again("桃花园");
    EXPECT_EQ(patch(at_.ic, {.status = organization_status::open}), "organization_exists");
    EXPECT_EQ(patch(at_.ic, {.name = "老桃花园", .status = organization_status::open}), "ok");
    EXPECT_TRUE(finds(owner, "o1桃花园")) << "under the id that it had";
}

TEST_F(a_community, is_given_no_name_of_a_sister_by_the_operator_either)
{
    EXPECT_EQ(patch(at_.id, {.name = "桃花园"}), "organization_exists");
    EXPECT_EQ(patch(at_.id, {.status = organization_status::deleted}), "ok");
    EXPECT_EQ(register_again("梨花园"), "o-again made") << "the name of a deleted one is free";
    EXPECT_EQ(patch(at_.id, {.status = organization_status::open}), "organization_exists");
}

TEST_F(a_community, that_the_operator_closed_is_unknown_to_its_client_and_keeps_its_name)
{
    patch(at_.ic, {.status = organization_status::closed});
    EXPECT_FALSE(finds(owner, "o1桃花园"));
    EXPECT_EQ(register_again("桃花园"), "o1桃花园 taken");
    EXPECT_EQ(patch(at_.ic, {.status = organization_status::open}), "ok");
    EXPECT_TRUE(finds(owner, "o1桃花园"));
}

TEST_F(a_community, has_an_office_whose_login_is_unique_in_the_whole_server)
{
    const auto add = [this](model::organization_id home, std::string_view login) {
        return name_of(at_.in(
            home, [&](auto& tx, const auto&) { return add_office(tx, home, login, "hash", at_.by()); }));
    };
    EXPECT_EQ(add(at_.ic, "office"), "ok");
    EXPECT_EQ(add(at_.ic, "office"), "login_exists");
    EXPECT_EQ(add(at_.foreign, "office"), "login_exists");
    EXPECT_EQ(at_.news(), lines{"client 1: login.create login/1 of 1 {}"});
    const auto made = store::find_login(*at_.room.database().reader(), model::login_id{1});
    ASSERT_TRUE(made);
    EXPECT_EQ(made->organization, at_.ic);
    EXPECT_EQ(made->role, "site_manager");
}

}  // namespace
}  // namespace gatehouse::ops::test
