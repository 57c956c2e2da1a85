#include "store/people.hpp"

#include "api/asked.hpp"
#include "ops/faces.hpp"
#include "store/channels.hpp"
#include "store/visit_deliveries.hpp"
#include "store/visitor_site.hpp"
#include "store/visits.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using net::verb;

constexpr std::string_view people_of_school = "/api/v1/organizations/1/people";

class people : public testing::Test {
protected:
    net::reply create(const std::string& more, const std::string& home = "1")
    {
        return ask(at, verb::post, "/api/v1/organizations/" + home + "/people", "{" + more + "}");
    }
    std::int64_t made(const std::string& name, const std::string& role = "pupil",
                      const std::string& more = {}, const std::string& home = "1")
    {
        return id_of(create(R"("name":")" + name + R"(","role":")" + role + "\"" + more, home));
    }

    site at;
    std::size_t before = support::audit_of(at.house).size();
};

TEST_F(people, are_made_read_changed_and_gone)
{
    const net::reply answer = create(
        R"("name":"王小明","role":"pupil","number":"17","phone":"13811111111","unit_id":1)");
    EXPECT_EQ(answer.status, 201U);
    const std::string person =
        R"({"id":1,"organization_id":1,"name":"王小明","phone":"13811111111","number":"17","role":"pupil",)"
        R"("unit_id":1,"created_at":"2026-05-28T20:26:40Z"})";
    EXPECT_EQ(answer.body, person);
    EXPECT_EQ(at.get("/api/v1/people/1").body, person);
    const net::reply changed = ask(at, verb::patch, "/api/v1/people/1",
                                   R"({"name":"王大明","phone":null,"unit_id":null})");
    EXPECT_EQ(changed.body,
              R"({"id":1,"organization_id":1,"name":"王大明","phone":null,"number":"17","role":"pupil",)"
              R"("unit_id":null,"created_at":"2026-05-28T20:26:40Z"})");
    EXPECT_EQ(ask(at, verb::delete_, "/api/v1/people/1").status, 204U);
    EXPECT_EQ(at.get("/api/v1/people/1").status, 404U);
    EXPECT_EQ(ask(at, verb::delete_, "/api/v1/people/1").status, 404U);
    EXPECT_EQ(at.get(std::string(people_of_school)).body, R"({"items":[],"next":null})");
}

TEST_F(people, are_found_by_unit_role_phone_number_and_a_part_of_their_name)
{
    made("王小明", "pupil", R"(,"unit_id":1,"number":"17")");
    made("王老师", "teacher", R"(,"phone":"13811111111")");
    made("外人", "employee", {}, "2");
    for (const auto& [query, found] :
         std::vector<std::pair<std::string, std::size_t>>{{"", 2},
                                                          {"unit_id=1", 1},
                                                          {"role=teacher", 1},
                                                          {"phone=13811111111", 1},
                                                          {"number=17", 1},
                                                          {"name=%E7%8E%8B", 2},
                                                          {"name=%E7%8E%8B&role=pupil", 1},
                                                          {"name=%25", 0},
                                                          {"limit=1", 1},
                                                          {"number=18", 0}})
        EXPECT_EQ(json_of(at.get(std::string(people_of_school), query)).at("items").as_array().size(), found)
            << query;
}

TEST_F(people, have_a_phone_alone_in_their_organization)
{
    const auto first = made("甲", "guardian", R"(,"phone":"13811111111")");
    EXPECT_EQ(create(R"("name":"乙","role":"guardian","phone":"13811111111")").status, 409U);
    EXPECT_EQ(create(R"("name":"乙","role":"guardian","phone":"13811111111")", "2").status, 201U);
    const auto other = made("丙", "guardian", R"(,"phone":"13811111112")");
    EXPECT_EQ(
        ask(at, verb::patch, "/api/v1/people/" + std::to_string(other), R"({"phone":"13811111111"})").status,
        409U);
    ask(at, verb::delete_, "/api/v1/people/" + std::to_string(first));
    EXPECT_EQ(
        ask(at, verb::patch, "/api/v1/people/" + std::to_string(other), R"({"phone":"13811111111"})").status,
        200U)
        << "a phone is free again once its person is gone";
}

TEST_F(people, tell_every_fault_at_once)
{
    EXPECT_EQ(
        create(R"("name":"","role":"king","phone":"1")").body,
        R"({"type":"about:blank","title":"The input cannot be read.","status":422,)"
        R"("detail":"Some of the input is wrong; see errors.","code":"malformed_input","errors":[)"
        R"({"pointer":"/name","detail":"must have 1 to 64 characters"},)"
        R"({"pointer":"/phone","detail":"must be a mainland mobile number: 11 digits that begin with 13 to 19"},)"
        R"({"pointer":"/role","detail":"must be one of guardian, pupil, teacher, employee, resident"}]})");
    const net::reply unit = create(R"("name":"甲","role":"pupil","unit_id":9)");
    EXPECT_EQ(unit.status, 422U);
    EXPECT_NE(unit.body.find(R"("pointer":"/unit_id")"), std::string::npos) << unit.body;
}

TEST_F(people, stand_to_each_other_until_that_ends)
{
    const auto guardian = std::to_string(made("甲", "guardian"));
    const auto pupil = std::to_string(made("乙"));
    const std::string path = "/api/v1/people/" + guardian + "/relations";
    const std::string body = R"({"kind":"guardian","other_id":)" + pupil + "}";
    const net::reply answer = ask(at, verb::post, path, body);
    const std::string relation =
        R"({"id":1,"organization_id":1,"kind":"guardian","person_id":1,"other_id":2,)"
        R"("since":"2026-05-28T20:26:40Z"})";
    EXPECT_EQ(answer.body, relation);
    EXPECT_EQ(ask(at, verb::post, path, body).status, 409U);
    for (const std::string& who : {guardian, pupil})
        EXPECT_EQ(at.get("/api/v1/people/" + who + "/relations").body,
                  R"({"items":[)" + relation + R"(],"next":null})");
    EXPECT_EQ(ask(at, verb::delete_, "/api/v1/relations/1").status, 204U);
    EXPECT_EQ(ask(at, verb::delete_, "/api/v1/relations/1").status, 404U);
    EXPECT_EQ(at.get(path).body, R"({"items":[],"next":null})");
    EXPECT_EQ(json_of(ask(at, verb::post, path, body)).at("id"), 2) << "it may begin again";
}

TEST_F(people, stand_to_nobody_elsewhere_nor_to_themselves)
{
    const auto guardian = std::to_string(made("甲", "guardian"));
    const auto foreign = std::to_string(made("乙", "employee", {}, "2"));
    std::string refusal;
    for (const std::string& other : {guardian, foreign, std::string("99")}) {
        const net::reply refused = ask(at, verb::post, "/api/v1/people/" + guardian + "/relations",
                                       R"({"kind":"guardian","other_id":)" + other + "}");
        EXPECT_EQ(refused.status, 422U) << other;
        EXPECT_TRUE(refusal.empty() || refusal == refused.body) << refused.body;
        refusal = refused.body;
    }
}

TEST_F(people, who_are_gone_bear_nothing_are_told_of_nothing_and_stand_to_nobody)
{
    const auto guardian = std::to_string(made("甲", "guardian"));
    const auto pupil = std::to_string(made("乙"));
    ask(at, verb::post, "/api/v1/people/" + guardian + "/relations",
        R"({"kind":"guardian","other_id":)" + pupil + "}");
    ask(at, verb::put, "/api/v1/people/" + guardian + "/channel", R"({"url":"https://example.com/hook"})");
    const std::string cards = "/api/v1/organizations/1/credentials";
    ask(at, verb::post, cards, R"({"number":"7","bearer_id":)" + guardian + "}");
    ask(at, verb::post, cards, R"({"number":"8","bearer_id":)" + pupil + R"(,"told":[)" + guardian + "]}");
    const std::size_t from = support::audit_of(at.house).size();
    EXPECT_EQ(ask(at, verb::delete_, "/api/v1/people/" + guardian).status, 204U);
    EXPECT_EQ(text_of(at.get("/api/v1/credentials/1"), "status"), "revoked");
    EXPECT_EQ(text_of(at.get("/api/v1/credentials/2"), "status"), "active");
    EXPECT_TRUE(json_of(at.get("/api/v1/credentials/2")).at("told").as_array().empty());
    EXPECT_EQ(at.get("/api/v1/people/" + pupil + "/relations").body, R"({"items":[],"next":null})");
    EXPECT_EQ(
        support::audit_of(at.house, from),
        (std::vector<std::string>{
            R"(key admin: credential.update credential/1 of 1 {"changed":["status"],"values":{"status":["active","revoked"]}})",
            R"(key admin: credential.untell credential/2 of 1 {"changed":["person"],"values":{"person":["1",""]}})",
            "key admin: relation.end relation/1 of 1 {}",
            R"(key admin: channel.delete channel/1 of 1 {"address":"https://example.com/hook","status":"deleted"})",
            "key admin: person.end person/1 of 1 {}"}));
}

TEST_F(people, have_a_face_that_is_shown_to_nobody_while_no_consent_stands)
{
    made("甲");
    at.house.write([this](store::transaction& in) {
        const base::instant now = at.house.clock.now();
        const auto key = store::data_key_of(in, store::key_purpose::person, school, 1, now).value();
        const auto picture = at.house.pictures().keep(school, key, model::picture_type::png, "a picture");
        ops::give_face(in, store::find_person(in.sql, {1}).value(), {1}, picture, {"test", now});
    });
    const std::string face = "/api/v1/people/1/face";
    const std::string consent =
        R"({"given_by":"self","is_14_or_older":true,"given_at":"2026-01-01T00:00:00Z","notice":"仅用于校门"})";
    const auto state = [&] { return text_of(at.get(face), "state"); };
    EXPECT_EQ(state(), "aside");
    for (const std::string key : {"admin-key", "read-school-key"}) {
        const net::reply kept = at.get(face + "/picture", {}, key);
        EXPECT_EQ(kept.status, 409U) << key;
        EXPECT_EQ(kept.content_type, "application/problem+json");
    }
    EXPECT_EQ(ask(at, verb::put, face + "_consent", consent).status, 200U);
    EXPECT_EQ(state(), "usable");
    EXPECT_EQ(at.get(face + "/picture").body, "a picture");
    EXPECT_EQ(ask(at, verb::delete_, face + "_consent").status, 204U);
    EXPECT_EQ(at.get(face + "/picture").status, 409U);
}

TEST_F(people, leave_their_changes_under_their_own_key)
{
    made("甲", "guardian", R"(,"phone":"13811111111")");
    ask(at, verb::patch, "/api/v1/people/1", R"({"name":"甲"})");
    ask(at, verb::patch, "/api/v1/people/1", R"({"name":"乙"})");
    EXPECT_EQ(
        support::audit_of(at.house, before),
        (std::vector<std::string>{
            R"(key admin: person.create person/1 of 1 {"changed":["name","phone","role"],"values":{"name":["","甲"],"phone":["","13811111111"],"role":["","guardian"]}})",
            R"(key admin: person.update person/1 of 1 {"changed":["name"],"values":{"name":["甲","乙"]}})"}));
    constexpr static store::statement destroy{
        "test_destroy", "UPDATE data_key SET wrapped = NULL, destroyed_at = 1 WHERE purpose = 'person'"};
    at.house.write([](store::transaction& in) { in.sql.run(destroy); });
    const auto items =
        json_of(at.get("/api/v1/changes", "object_kind=person&object_id=1")).at("items").as_array();
    ASSERT_EQ(items.size(), 2U);
    EXPECT_TRUE(items.at(0).at("detail").is_null()) << "erased with the key";
}

TEST_F(people, who_are_erased_are_named_by_no_visit_and_the_face_host_that_still_holds_one_is_told)
{
    const auto host = made("富贵", "employee", R"(,"phone":"13811111111")", "2");
    model::visit what;
    at.house.write([&](store::transaction& in) {
        what.organization = company;
        what.proposer = "13811111111";
        what.host = {host};
        what.interviewee = "富贵";
        what.interviewee_phone = "13811111111";
        what.guests = {{{}, "张三", "12345678", {}}};
        what = store::insert_visit(in, what);
        model::channel way;
        way.organization = company;
        way.kind = model::channel_kind::koala;
        const auto channel = store::insert_channel(in, way, base::secret());
        store::put_visitor_setting(in, company, "servers",
                                   R"({"koala_ip":"192.168.18.53","koala_username":"u","koala_password":"p",)"
                                   R"("cloud_url":""})");
        store::insert_visit_delivery(
            in, {company, channel, what.id, what.guests[0].id, model::notice_kind::face_removal}, {});
    });
    EXPECT_EQ(
        ask(at, verb::post, "/api/v1/people/1/erase").body,
        R"({"person_id":1,"devices":[{"kind":"face_host","channel_id":1,"address":"192.168.18.53","visits":[1]}],)"
        R"("clients":[],"machines":[]})");
    const auto visit = store::find_visit(*at.house.database().reader(), nullptr, what.id);
    EXPECT_EQ(visit->interviewee + visit->interviewee_phone + visit->proposer, "");
    EXPECT_EQ(visit->guests[0].name, "张三");
}

}  // namespace
}  // namespace gatehouse::api::test
