#include "api/asked.hpp"
#include "ops/punches.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using net::verb;

class credentials : public testing::Test {
protected:
    net::reply issue(const std::string& more, const std::string& home = "1")
    {
        return ask(at, verb::post, "/api/v1/organizations/" + home + "/credentials", "{" + more + "}");
    }
    net::reply change(const std::string& how, const std::string& id = "1")
    {
        return ask(at, verb::patch, "/api/v1/credentials/" + id, "{" + how + "}");
    }
    std::string person(const std::string& home = "1")
    {
        return std::to_string(id_of(ask(at, verb::post, "/api/v1/organizations/" + home + "/people",
                                        R"({"name":"甲","role":"pupil"})")));
    }
    // Whether the next tap of the number counts.
    bool counts(const std::string& number, model::organization_id home = school)
    {
        const auto read = model::read_card_number(number, model::card_format::unset);
        ops::tap what;
        what.organization = home;
        what.shown = store::shown_card(at.house.keys(), home, read->canonical, number);
        what.device_time = what.received_at = at.house.clock.now();
        return !ops::judge_tap(*at.house.writer().published(), what).refusal;
    }
    std::size_t found(const std::string& query)
    {
        const net::reply list = at.get("/api/v1/organizations/1/credentials", query);
        return list.status == 200 ? json_of(list).at("items").as_array().size() : list.status;
    }

    site at;
};

TEST_F(credentials, count_from_the_tap_after_they_were_issued)
{
    const std::string bearer = person();
    const std::string told = person();
    EXPECT_FALSE(counts("123456"));
    const net::reply made = issue(R"("number":"000123456","unit_id":1,"bearer_id":)" + bearer +
                                  R"(,"told":[)" + told + R"(],"valid_until":"2027-01-01T00:00:00Z")");
    EXPECT_EQ(made.status, 201U);
    const std::string card =
        R"({"id":1,"organization_id":1,"kind":"card","number":"000123456","status":"active","unit_id":1,)"
        R"("bearer_id":1,"told":[2],"valid_from":null,"valid_until":"2027-01-01T00:00:00Z",)"
        R"("created_at":"2026-05-28T20:26:40Z"})";
    EXPECT_EQ(made.body, card);
    EXPECT_EQ(at.get("/api/v1/credentials/1").body, card);
    EXPECT_TRUE(counts("123456"));
    EXPECT_FALSE(counts("123456", company)) << "another organization has not bound it";
    at.house.restart();
    EXPECT_TRUE(counts("123456"));
    at.house.clock.set(at.house.clock.now() + std::chrono::hours(24 * 365));
    EXPECT_FALSE(counts("123456")) << "its time is over";
}

TEST_F(credentials, are_read_in_the_format_that_is_given)
{
    issue(R"("number":"0x1E240")");
    EXPECT_TRUE(counts("123456"));
    EXPECT_EQ(issue(R"("number":"123456")").status, 409U) << "the same card, written otherwise";
    issue(R"("number":"123456","format":"hex")");
    EXPECT_TRUE(counts("0x123456"));
    const net::reply wrong = issue(R"("number":"xyz","format":"decimal")");
    EXPECT_EQ(wrong.status, 422U);
    EXPECT_NE(wrong.body.find(R"("pointer":"/number")"), std::string::npos);
    EXPECT_EQ(issue(R"("number":"7","format":"morse")").status, 422U);
}

TEST_F(credentials, are_suspended_and_brought_back_and_revoked_for_ever)
{
    issue(R"("number":"7")");
    EXPECT_EQ(text_of(change(R"("status":"suspended")"), "status"), "suspended");
    EXPECT_FALSE(counts("7"));
    change(R"("status":"active")");
    EXPECT_TRUE(counts("7"));
    change(R"("status":"revoked")");
    EXPECT_FALSE(counts("7"));
    EXPECT_EQ(change(R"("status":"active")").status, 409U);
    EXPECT_EQ(text_of(at.get("/api/v1/credentials/1"), "status"), "revoked");
    EXPECT_EQ(id_of(issue(R"("number":"7")")), 2) << "its number is free again";
    EXPECT_TRUE(counts("7"));
}

TEST_F(credentials, are_replaced_with_all_that_they_had)
{
    const std::string bearer = person();
    const std::string told = person();
    issue(R"("number":"7","unit_id":1,"bearer_id":)" + bearer + R"(,"told":[)" + told + "]");
    const net::reply made = ask(at, verb::post, "/api/v1/credentials/1/replacement", R"({"number":"8"})");
    EXPECT_EQ(made.status, 201U);
    EXPECT_EQ(made.body,
              R"({"id":2,"organization_id":1,"kind":"card","number":"8","status":"active","unit_id":1,)"
              R"("bearer_id":1,"told":[2],"valid_from":null,"valid_until":null,)"
              R"("created_at":"2026-05-28T20:26:40Z"})");
    EXPECT_FALSE(counts("7"));
    EXPECT_TRUE(counts("8"));
    EXPECT_EQ(ask(at, verb::post, "/api/v1/credentials/1/replacement", R"({"number":"9"})").status, 409U);
    EXPECT_EQ(ask(at, verb::post, "/api/v1/credentials/2/replacement", R"({"number":"8"})").status, 409U);
    EXPECT_TRUE(counts("8")) << "what was refused left all as it was";
}

TEST_F(credentials, tell_exactly_whom_they_are_to_tell)
{
    const std::string first = person();
    const std::string second = person();
    issue(R"("number":"7","told":[)" + first + "]");
    const auto told = [](const net::reply& of) { return boost::json::serialize(json_of(of).at("told")); };
    EXPECT_EQ(told(change(R"("told":[)" + first + "," + second + "]")), "[1,2]");
    EXPECT_EQ(told(change(R"("told":[)" + second + "]")), "[2]");
    EXPECT_EQ(told(change(R"("told":[])")), "[]");
}

TEST_F(credentials, name_units_and_people_of_their_own_organization_only)
{
    const std::string foreign = person("2");
    const net::reply wrong = issue(
        R"("number":"7","unit_id":9,"bearer_id":)" + foreign + R"(,"told":[)" + foreign +
        R"(],"valid_from":"2026-01-02T00:00:00Z","valid_until":"2026-01-01T00:00:00Z")");
    EXPECT_EQ(wrong.status, 422U);
    for (const std::string_view place : {"/unit_id", "/bearer_id", "/told/0", "/valid_until"})
        EXPECT_NE(wrong.body.find("\"" + std::string(place) + "\""), std::string::npos) << wrong.body;
    EXPECT_FALSE(counts("7"));
}

TEST_F(credentials, are_found_by_number_unit_bearer_and_status)
{
    const std::string bearer = person();
    issue(R"("number":"7","bearer_id":)" + bearer);
    issue(R"("number":"8","unit_id":1)");
    issue(R"("number":"9")", "2");
    change(R"("status":"lost")", "2");
    for (const auto& [query, count] :
         std::vector<std::pair<std::string, std::size_t>>{{"", 2},
                                                          {"number=0007", 1},
                                                          {"number=7&format=hex", 1},
                                                          {"number=9", 0},
                                                          {"unit_id=1", 1},
                                                          {"bearer_id=" + bearer, 1},
                                                          {"status=lost", 1},
                                                          {"status=active", 1},
                                                          {"limit=1", 1},
                                                          {"status=gone", 422}})
        EXPECT_EQ(found(query), count) << query;
}

TEST_F(credentials, have_a_history)
{
    issue(R"("number":"7")");
    change(R"("status":"suspended")");
    change(R"("status":"suspended")");
    const auto items = json_of(at.get("/api/v1/credentials/1/history")).at("items").as_array();
    ASSERT_EQ(items.size(), 2U) << "what changes nothing leaves no entry";
    EXPECT_EQ(items.at(0).at("action"), "credential.update");
    EXPECT_EQ(boost::json::serialize(items.at(0).at("detail")),
              R"({"changed":["status"],"values":{"status":["active","suspended"]}})");
    EXPECT_EQ(items.at(1).at("action"), "credential.create");
    EXPECT_EQ(items.at(1).at("actor"), "key admin");
}

TEST_F(credentials, give_a_new_bearer_only_what_comes_from_now_on)
{
    const std::string first = person();
    const std::string second = person();
    at.tap(school, "07");
    issue(R"("number":"7","bearer_id":)" + first);
    const auto bearer_of = [this](std::size_t newest) {
        return boost::json::serialize(
            json_of(at.get("/api/v1/punches")).at("items").as_array().at(newest).at("person_id"));
    };
    EXPECT_EQ(bearer_of(0), first) << "a tap before the card was bound is its bearer's";
    change(R"("bearer_id":)" + second);
    at.tap(school, "07", -std::chrono::seconds(5));
    EXPECT_EQ(bearer_of(0), second);
    EXPECT_EQ(bearer_of(1), first);
}

class a_lost_card : public credentials {
protected:
    net::reply lose(const std::string& body, const std::string& key = "admin-key")
    {
        return ask(at, verb::post, "/api/v1/cards/lost", "{" + body + "}", key);
    }
};

TEST_F(a_lost_card, counts_no_more_wherever_the_caller_manages)
{
    issue(R"("number":"7")");
    issue(R"("number":"7")", "2");
    issue(R"("number":"8")");
    const net::reply lost = lose(R"("number":"0007")");
    EXPECT_EQ(lost.status, 200U);
    const auto answer = json_of(lost);
    EXPECT_EQ(answer.at("credentials").as_array().size(), 2U);
    EXPECT_EQ(answer.at("credentials").at(1).at("status"), "lost");
    EXPECT_FALSE(counts("7"));
    EXPECT_FALSE(counts("7", company));
    EXPECT_TRUE(counts("8"));
    at.house.restart();
    EXPECT_FALSE(counts("7"));
    EXPECT_EQ(lose(R"("number":"7")").body, lost.body) << "reported again, it is answered again";
}

TEST_F(a_lost_card, is_lost_in_the_callers_own_organization_only)
{
    issue(R"("number":"7")");
    issue(R"("number":"7")", "2");
    EXPECT_EQ(json_of(lose(R"("number":"7")", "site-key")).at("credentials").as_array().size(), 1U);
    EXPECT_TRUE(counts("7"));
    EXPECT_FALSE(counts("7", company));
    issue(R"("number":"8")");
    const net::reply foreign = lose(R"("number":"8")", "site-key");
    EXPECT_EQ(foreign.status, 404U);
    EXPECT_EQ(foreign.body, lose(R"("number":"9")", "site-key").body);
    EXPECT_TRUE(counts("8"));
}

TEST_F(a_lost_card, may_be_reported_by_its_bearer)
{
    const std::string bearer = person();
    issue(R"("number":"7","bearer_id":)" + bearer);
    issue(R"("number":"8","bearer_id":)" + bearer);
    EXPECT_EQ(json_of(lose(R"("person_id":)" + bearer)).at("credentials").as_array().size(), 2U);
    EXPECT_FALSE(counts("7"));
    EXPECT_FALSE(counts("8"));
    const net::reply foreign = lose(R"("person_id":)" + bearer, "site-key");
    EXPECT_EQ(foreign.status, 404U);
    EXPECT_EQ(foreign.body, lose(R"("person_id":99)", "site-key").body);
}

TEST_F(a_lost_card, is_named_by_number_or_person)
{
    for (const std::string_view wrong :
         {"", R"("number":"7","person_id":1)", R"("number":"x","format":"hex")"})
        EXPECT_EQ(lose(std::string(wrong)).status, 422U) << wrong;
}

TEST_F(a_lost_card, concerns_the_clients_whose_readers_report_it)
{
    ask(at, verb::post, "/api/v1/clients", R"({"protocol":"beiliao","name":"东门"})");
    ask(at, verb::post, "/api/v1/clients/1/licences", R"({"organization_id":1})");
    issue(R"("number":"7")");
    const auto answer = json_of(lose(R"("number":"7")"));
    EXPECT_EQ(boost::json::serialize(answer.at("clients")), "[1]");
    EXPECT_EQ(boost::json::serialize(answer.at("devices")), "[]");
}

TEST_F(a_lost_card, found_again_counts_again)
{
    issue(R"("number":"7")");
    lose(R"("number":"7")");
    change(R"("status":"active")");
    EXPECT_TRUE(counts("7"));
}

}  // namespace
}  // namespace gatehouse::api::test
