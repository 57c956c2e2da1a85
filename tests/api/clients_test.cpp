#include "ops/clients.hpp"

#include "api/asked.hpp"
#include "ops/roster_deletes.hpp"
#include "store/credentials.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using net::verb;

class clients : public testing::Test {
protected:
    net::reply create(const std::string& more = {})
    {
        return ask(at, verb::post, "/api/v1/clients",
                   R"({"protocol":"beiliao","identifier":"app")" + more + "}");
    }
    bool is_known(const std::string& secret)
    {
        return ops::authenticate(*at.house.writer().published(), at.house.keys(), "beiliao", "app", secret)
            .has_value();
    }
    bool opens(const std::string& code)
    {
        return ops::find_licence(*at.house.writer().published(), at.house.keys(), {1}, code).has_value();
    }
    net::reply license(const std::string& more = {})
    {
        return ask(at, verb::post, "/api/v1/clients/1/licences", R"({"organization_id":1)" + more + "}");
    }

    site at;
    std::size_t before = support::audit_of(at.house).size();
};

TEST_F(clients, are_known_from_their_first_request_by_a_secret_that_is_shown_once)
{
    const net::reply made = create(R"(,"name":"东门","card_format":"hex")");
    EXPECT_EQ(made.status, 201U);
    const std::string secret = text_of(made, "secret");
    EXPECT_EQ(secret.size(), 32U);
    EXPECT_EQ(secret.find_first_not_of("0123456789abcdef"), std::string::npos);
    EXPECT_TRUE(is_known(secret));
    EXPECT_FALSE(is_known(secret + "0"));
    const std::string item =
        R"({"id":1,"protocol":"beiliao","identifier":"app","name":"东门","card_format":"hex",)"
        R"("created_at":"2026-05-28T20:26:40Z"})";
    EXPECT_EQ(at.get("/api/v1/clients/1").body, item);
    EXPECT_EQ(at.get("/api/v1/clients").body, R"({"items":[)" + item + R"(],"next":null})");
    at.house.restart();
    EXPECT_TRUE(is_known(secret));
}

TEST_F(clients, take_a_given_secret_and_do_not_repeat_it)
{
    const net::reply made = create(R"(,"secret":"given secret")");
    EXPECT_EQ(made.body.find("given secret"), std::string::npos);
    EXPECT_TRUE(json_of(made).at("secret").is_null());
    EXPECT_TRUE(is_known("given secret"));
}

TEST_F(clients, without_an_identifier_get_one_that_nobody_has)
{
    const auto named = [this] {
        return text_of(ask(at, verb::post, "/api/v1/clients", R"({"protocol":"sewise"})"), "identifier");
    };
    const std::string first = named();
    EXPECT_EQ(first.size(), 32U);
    EXPECT_NE(first, named());
}

TEST_F(clients, stand_once_under_one_identifier)
{
    create(R"(,"secret":"first")");
    const net::reply again = create(R"(,"secret":"second")");
    EXPECT_EQ(again.status, 409U);
    EXPECT_TRUE(is_known("first"));
    EXPECT_FALSE(is_known("second"));
}

TEST_F(clients, change_their_secret_at_once)
{
    create(R"(,"secret":"first")");
    const net::reply changed = ask(at, verb::put, "/api/v1/clients/1/secret", "{}");
    EXPECT_EQ(changed.status, 200U);
    EXPECT_FALSE(is_known("first"));
    EXPECT_TRUE(is_known(text_of(changed, "secret")));
    ask(at, verb::put, "/api/v1/clients/1/secret", R"({"secret":"third"})");
    EXPECT_TRUE(is_known("third"));
    EXPECT_FALSE(is_known(text_of(changed, "secret")));
}

TEST_F(clients, end_with_their_licences_and_come_back_as_the_same)
{
    create(R"(,"secret":"first")");
    license(R"(,"code":"code")");
    EXPECT_TRUE(opens("code"));
    EXPECT_EQ(ask(at, verb::delete_, "/api/v1/clients/1").status, 204U);
    EXPECT_FALSE(is_known("first"));
    EXPECT_FALSE(opens("code"));
    EXPECT_EQ(at.get("/api/v1/clients/1").status, 404U);
    EXPECT_EQ(at.get("/api/v1/clients").body, R"({"items":[],"next":null})");
    EXPECT_EQ(at.get("/api/v1/organizations/1/licences").body, R"({"items":[],"next":null})");
    EXPECT_EQ(ask(at, verb::delete_, "/api/v1/clients/1").status, 404U);
    at.house.restart();
    EXPECT_FALSE(is_known("first"));
    EXPECT_FALSE(opens("code"));

    EXPECT_EQ(json_of(create(R"(,"secret":"second")")).at("id"), 1) << "its punches are still its own";
    EXPECT_TRUE(is_known("second"));
    EXPECT_FALSE(opens("code"));
    EXPECT_EQ(json_of(license(R"(,"code":"code")")).at("id"), 1);
    EXPECT_TRUE(opens("code"));
}

TEST_F(clients, take_another_card_format_only_where_their_cards_stay_apart)
{
    create();
    const auto change = [this](const std::string& how) {
        return ask(at, verb::patch, "/api/v1/clients/1", R"({"card_format":)" + how + "}");
    };
    EXPECT_EQ(text_of(change(R"("hex")"), "card_format"), "hex");
    EXPECT_TRUE(json_of(change("null")).at("card_format").is_null());
    at.house.write([](store::transaction& in) {
        for (const char* const number : {"12", "0012"}) {
            store::shown what = store::shown_card(in.keys, school, "t:" + std::string(number), number);
            what.read_by = model::client_id{1};
            model::credential held;
            held.organization = school;
            held.presented = store::intern(in, what, base::from_milliseconds(0));
            store::insert_credential(in, held, what.digest);
        }
    });
    const net::reply refused = change(R"("decimal")");
    EXPECT_EQ(refused.status, 409U);
    EXPECT_NE(refused.body.find("credentials 1 and 2 would be one card"), std::string::npos) << refused.body;
    EXPECT_TRUE(json_of(ask(at, verb::get, "/api/v1/clients/1")).at("card_format").is_null());
    EXPECT_EQ(change(R"("text")").status, 200U);
}

TEST_F(clients, leave_one_entry_for_each_deed_and_none_for_what_changes_nothing)
{
    create(R"(,"secret":"first")");
    ask(at, verb::patch, "/api/v1/clients/1", R"({"name":"n","card_format":"hex"})");
    ask(at, verb::patch, "/api/v1/clients/1", R"({"name":"n"})");
    ask(at, verb::put, "/api/v1/clients/1/secret", R"({"secret":"second"})");
    ask(at, verb::put, "/api/v1/clients/1/secret", R"({"secret":"second"})");
    license(R"(,"code":"code")");
    license(R"(,"code":"code")");
    ask(at, verb::delete_, "/api/v1/licences/1");
    ask(at, verb::delete_, "/api/v1/licences/1");
    ask(at, verb::delete_, "/api/v1/clients/1");
    EXPECT_EQ(support::audit_of(at.house, before),
              (std::vector<std::string>{
                  "key admin: client.create client/1 of 0 {}",
                  R"(key admin: client.update client/1 of 0 {"changed":["name","card_format"]})",
                  R"(key admin: client.update client/1 of 0 {"changed":["secret"]})",
                  "key admin: licence.create licence/1 of 1 {}",
                  "key admin: licence.end licence/1 of 1 {}",
                  "key admin: client.end client/1 of 0 {}",
              }));
}

TEST_F(clients, say_what_is_wrong_with_an_input)
{
    const net::reply wrong = ask(at, verb::post, "/api/v1/clients",
                                 R"({"protocol":"fax","secret":"","card_format":"roman"})");
    EXPECT_EQ(wrong.status, 422U);
    for (const std::string_view place : {"/protocol", "/secret", "/card_format"})
        EXPECT_NE(wrong.body.find(R"("pointer":")" + std::string(place)), std::string::npos) << wrong.body;
    create();
    const net::reply nowhere = ask(at, verb::post, "/api/v1/clients/1/licences", R"({"organization_id":9})");
    EXPECT_EQ(nowhere.status, 422U);
    EXPECT_NE(nowhere.body.find(R"("pointer":"/organization_id")"), std::string::npos) << nowhere.body;
    EXPECT_EQ(ask(at, verb::post, "/api/v1/clients/9/licences", R"({"organization_id":1})").status, 404U);
    EXPECT_EQ(at.get("/api/v1/clients/9/licences").status, 404U);
}

TEST_F(clients, that_an_organization_is_open_to_are_told_to_who_sees_it)
{
    create(R"(,"name":"东门")");
    const net::reply made = license();
    EXPECT_TRUE(opens(text_of(made, "code")));
    const std::string list =
        R"({"items":[{"id":1,"client_id":1,"client_protocol":"beiliao","client_name":"东门",)"
        R"("organization_id":1,"created_at":"2026-05-28T20:26:40Z"}],"next":null})";
    EXPECT_EQ(at.get("/api/v1/organizations/1/licences", "", "read-school-key").body, list);
    EXPECT_EQ(at.get("/api/v1/clients/1/licences").body, list);
    EXPECT_EQ(at.get("/api/v1/organizations/1/licences", "", "site-key").status, 404U);
    EXPECT_EQ(at.get("/api/v1/clients/1/licences", "", "read-school-key").status, 403U);
}

// A platform's school with 50 people; its deletes of a class, of the school and of a person are held.
std::int64_t hold_deletes(site& at)
{
    at.house.provision(R"({"clients": [{"protocol": "sewise", "id": "platform", "secret": "s"}]})");
    at.house.write([&](store::transaction& in) {
        const ops::roster_author who{{1}, {"client 1", at.house.clock.now()}, {}};
        ops::school_roster roster(in, who);
        roster.save(ops::school_draft{1, "校", model::school_level::primary, "p", "c", "d"}).value();
        roster.save(ops::class_draft{1, 1, "班", "级"}).value();
        for (std::int64_t uid = 1; uid <= 50; ++uid)
            roster.save(ops::member_draft{uid, false, "n", "pupil", {}, 1, {}}).value();
        store::put_brake(in, {3}, {0, 0, std::chrono::minutes(60)});
        ops::remove_class(in, who, 1).value();
        ops::remove_school(in, who, 1).value();
    });
    at.house.write([&](store::transaction& in) {
        const ops::roster_author who{{1}, {"client 1", at.house.clock.now()}, {}};
        ops::school_roster(in, who).save(
            ops::school_draft{1, "校", model::school_level::primary, "p", "c", "d"});
        ops::school_roster(in, who).save(ops::member_draft{51, false, "n", "pupil", {}, 1, {}}).value();
        ops::remove_member(in, who, 51).value();
    });
    return 3;
}

TEST(held_deletes, are_settled_though_a_whole_school_is_among_them)
{
    for (const std::string outcome : {"release", "drop"}) {
        site at;
        const std::string home = "/api/v1/organizations/" + std::to_string(hold_deletes(at));
        EXPECT_EQ(json_of(at.get(home + "/held_deletes")).at("items").as_array().size(), 3U);
        EXPECT_EQ(ask(at, verb::post, home + "/held_deletes", R"({"outcome":")" + outcome + "\"}").body,
                  R"({"settled":3,"more":false})");
        EXPECT_EQ(at.get(home + "/held_deletes").body, R"({"items":[],"next":null})");
        const auto number = [&at](std::string_view sql) {
            const store::statement asked{"asked_by_a_test", sql};
            return at.house.database().reader()->number(asked);
        };
        EXPECT_EQ(number("SELECT count(*) FROM person WHERE organization = 3 AND status = 'active'"),
                  outcome == "release" ? 0 : 51);
        EXPECT_EQ(number("SELECT count(*) FROM roster_task"), 0);
    }
}

TEST(held_deletes, of_a_whole_school_are_settled_one_by_one)
{
    site at;
    hold_deletes(at);
    const std::int64_t whole = 1 + *at.house.database().reader()->number(
                                       {"asked_by_a_test",
                                        "SELECT min(id) FROM roster_deed WHERE state = 'held'"});
    const std::string path = "/api/v1/held_deletes/" + std::to_string(whole) + "/release";
    const auto answer = ask(at, verb::post, path);
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(text_of(answer, "state"), "released");
    EXPECT_EQ(text_of(answer, "kind"), "organization");
    EXPECT_EQ(
        at.house.database().reader()->number(
            {"asked_by_a_test", "SELECT count(*) FROM person WHERE organization = 3 AND status = 'active'"}),
        1)
        << "51 came later";
    EXPECT_EQ(ask(at, verb::post, path).status, 404U) << "it is settled";
}

}  // namespace
}  // namespace gatehouse::api::test
