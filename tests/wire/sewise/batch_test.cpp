#include "wire/sewise/batch.hpp"

#include "ops/cards.hpp"
#include "wire/sewise/platform.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::sewise::test {
namespace {

constexpr std::string_view school_row =
    R"({"otherId":1,"organName":"深圳中学","organKind":1,"provinceName":"p","cityName":"c","areaName":"a"})";
constexpr std::string_view class_row =
    R"({"otherId":"5","otherSchoolId":1,"className":"尖子班","gradeName":"2018级"})";

std::string rows_of(const std::string& body)
{
    return boost::json::serialize(boost::json::parse(body).at("data"));
}

std::string user_rows(std::size_t count)
{
    std::string rows;
    for (std::size_t i = 0; i < count; ++i)
        rows.append(i == 0 ? "" : ",")
            .append(R"({"uid":)" + std::to_string(i) + R"(,"username":"n","type":1,"otherSchoolId":1})");
    return rows;
}

// Card 123456 of the class, told to one account, as a kindergarten's reader binds it.
store::shown bind_card_of_beiliao(platform& at, std::int64_t unit)
{
    auto card = store::shown_card(
        at.house.keys(), {1}, model::read_card_number("0000123456", model::card_format::decimal)->canonical,
        "0000123456");
    at.house.write([&](store::transaction& in) {
        ops::bind_card(in, {{1}, {unit}, card, {{"13800138000", "妈妈"}}, "client 3"}, at.house.clock.now())
            .value();
    });
    return card;
}

TEST(sewise_batch, takes_schools_then_classes_then_users_and_answers_row_for_row)
{
    platform at;
    const std::string answer = at.call(
        "syncBatch", R"("users":[{"uid":1,"username":"张小冰","type":1,"otherSchoolId":1,"otherClassId":5},
                                 {"uid":2,"username":"李","otherSchoolId":9},
                                 {"uid":"3"},
                                 {"username":"x"},
                                 7],
                        "classes":[)" +
                         std::string(class_row) + R"(],"organs":[)" + std::string(school_row) + "]");
    EXPECT_EQ(status_of(answer), "200");
    EXPECT_EQ(rows_of(answer),
              R"({"organs":[{"otherId":1,"status":200,"message":"success","id":2}],)"
              R"("classes":[{"otherId":"5","status":200,"message":"success","id":1}],)"
              R"("users":[{"uid":1,"status":200,"message":"success","id":1},)"
              R"({"uid":2,"status":404,"message":"学校数据不存在或数据异常","code":"40410"},)"
              R"({"uid":"3","status":402,"message":"参数错误: username is needed"},)"
              R"({"uid":null,"status":402,"message":"参数错误: uid is needed"},)"
              R"({"uid":null,"status":402,"message":"参数错误: it must be an object"}]})");
    EXPECT_EQ(rows_of(at.call("syncBatch")), R"({"organs":[],"classes":[],"users":[]})");
}

TEST(sewise_batch, of_more_rows_or_bytes_than_are_taken_takes_nothing)
{
    platform at;
    at.school("1");
    EXPECT_EQ(status_of(at.call("syncBatch", R"("users":[)" + user_rows(batch_rows_most + 1) + "]")), "402");
    EXPECT_EQ(status_of(at.call("syncBatch", R"("organs":{})")), "402");
    EXPECT_EQ(status_of(at.call("syncBatch", R"("dry_run":1)")), "402");
    EXPECT_EQ(status_of(at.call("syncBatch", R"("padding":")" + std::string(batch_bytes_most, 'x') + '"')),
              "402");
    EXPECT_EQ(at.number("SELECT count(*) FROM person"), 0);
    EXPECT_EQ(status_of(at.post("syncBatch", R"({"access_token":"x","users":[]})").body), "403");
}

TEST(sewise_batch, is_written_in_slices_and_is_one_run)
{
    platform at;
    at.school("1");
    const auto before = at.house.writer().counters().batches.load();
    const std::string answer = at.call("syncBatch", R"("users":[)" + user_rows(batch_rows_most) + "]");
    EXPECT_EQ(boost::json::parse(answer).at("data").at("users").as_array().size(), batch_rows_most);
    EXPECT_EQ(at.number("SELECT count(*) FROM person"), 5000);
    EXPECT_GE(at.house.writer().counters().batches.load() - before, 50U);
    EXPECT_EQ(at.number("SELECT deeds FROM roster_run WHERE form = 'batch'"), 5000);
}

TEST(sewise_batch, run_dry_says_what_would_change_and_changes_nothing)
{
    platform at;
    at.school("1", "旧名");
    at.pupil("1", "1");
    const auto deeds = at.number("SELECT count(*) FROM roster_deed");
    const std::string answer = at.call("syncBatch", R"("dry_run":true,"organs":[)" + std::string(school_row) +
                                                        R"(],"classes":[)" + std::string(class_row) +
                                                        R"(],"users":[{"uid":1,"otherClassId":5},
                                                            {"uid":2,"username":"n","otherSchoolId":1},
                                                            {"uid":1,"username":"张小冰","otherClassId":5},
                                                            {"uid":3,"otherSchoolId":1}])");
    EXPECT_EQ(rows_of(answer),
              R"({"organs":[{"otherId":1,"status":200,"message":"success","id":2,"change":"update",)"
              R"("fields":["organName","provinceName","cityName","areaName"]}],)"
              R"("classes":[{"otherId":"5","status":200,"message":"success","change":"create",)"
              R"("fields":["className","gradeName"]}],)"
              R"("users":[{"uid":1,"status":200,"message":"success","id":1,"change":"update",)"
              R"("fields":["otherClassId"]},)"
              R"({"uid":2,"status":200,"message":"success","change":"create","fields":["username","type"]},)"
              R"({"uid":1,"status":200,"message":"success","id":1,"change":"none","fields":[]},)"
              R"({"uid":3,"status":402,"message":"参数错误: username is needed"}]})");
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_deed"), deeds);
    EXPECT_EQ(at.number("SELECT count(*) FROM person"), 1);
}

TEST(sewise_batch, names_a_pupil_bearer_of_a_card_that_a_class_knows)
{
    platform at;
    at.school("7");
    const std::int64_t unit = id_of(at.unit("1", "7"));
    const store::shown card = bind_card_of_beiliao(at, unit);
    const auto row = [&at](std::string_view uid, std::string_view cardnum) {
        const auto answer = boost::json::parse(
            at.call("syncBatch", R"("users":[{"uid":)" + std::string(uid) +
                                     R"(,"username":"n","type":1,"otherSchoolId":7,"cardnum":")" +
                                     std::string(cardnum) + "\"}]"));
        const auto& made = answer.at("data").at("users").at(0);
        return std::to_string(made.at("status").as_int64()) + " " +
               std::string(made.at("message").as_string());
    };
    EXPECT_EQ(rows_of(at.call("syncBatch", R"("dry_run":true,"users":[{"uid":1,"username":"n","type":1,)"
                                           R"("otherSchoolId":7,"cardnum":"123456","faceIn":")" +
                                               std::string(face) + R"("},{"uid":1,"cardnum":"x"}])")),
              R"({"organs":[],"classes":[],"users":[{"uid":1,"status":200,)"
              R"("message":"success; faceIn is kept aside until a consent is recorded","change":"create",)"
              R"("fields":["username","type","faceIn","cardnum"]},{"uid":1,"status":500,)"
              R"("message":"数据验证错误: cardnum is no card number in the platform's card_format"}]})");
    EXPECT_EQ(row("1", "123456"), "200 success");
    EXPECT_EQ(row("1", "123456"), "200 success") << "again";
    EXPECT_EQ(row("2", "0000123456"), "500 数据验证错误: cardnum is somebody else's");
    EXPECT_EQ(row("3", "777"), "200 success; cardnum is no card that is bound in this school");
    EXPECT_EQ(row("3", "no card"),
              "500 数据验证错误: cardnum is no card number in the platform's card_format");
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE role = 'pupil'"), 2)
        << "a refused row leaves none";
    EXPECT_EQ(at.number("SELECT count(*) FROM credential c JOIN person p ON p.id = c.bearer WHERE "
                        "p.role = 'pupil'"),
              1);
    EXPECT_EQ(at.number("SELECT count(*) FROM relation r JOIN person g ON g.id = r.person JOIN person p ON "
                        "p.id = r.other WHERE r.kind = 'guardian' AND g.phone = '13800138000' AND "
                        "p.role = 'pupil'"),
              1);
    at.house.write([&](store::transaction& in) {
        ops::bind_card(in, {{1}, {unit}, card, {{"13900139000", "爸爸"}}, "client 3"}, at.house.clock.now())
            .value();
    });
    EXPECT_EQ(at.number("SELECT count(*) FROM relation"), 2) << "who is told later is a guardian too";
    EXPECT_EQ(status_of(at.call("syncDeleteUserMetadata/1")), "200");
    EXPECT_EQ(status_of(at.pupil("1", "7")), "200");
    EXPECT_EQ(at.number("SELECT count(*) FROM credential WHERE status <> 'revoked'"), 0)
        << "a card does not come back";
}

TEST(sewise_batch, hands_a_card_to_who_stands_already_as_a_deed_and_makes_guardians_when_they_become_a_pupil)
{
    platform at;
    at.school("7");
    const std::int64_t unit = id_of(at.unit("1", "7"));
    at.user("1", R"("username":"n","otherSchoolId":7)");
    bind_card_of_beiliao(at, unit);
    const std::string row = R"("users":[{"uid":1,"cardnum":"123456"}])";
    EXPECT_EQ(rows_of(at.call("syncBatch", R"("dry_run":true,)" + row)),
              R"({"organs":[],"classes":[],"users":[{"uid":1,"status":200,"message":"success","id":1,)"
              R"("change":"update","fields":["cardnum"]}]})");
    at.call("syncBatch", row);
    at.call("syncBatch", row);
    EXPECT_EQ(at.number("SELECT sum(deeds) FROM roster_run WHERE form = 'batch'"), 1)
        << "as the dry run said";
    EXPECT_EQ(at.number("SELECT count(*) FROM relation"), 0) << "a teacher has no guardians";
    EXPECT_EQ(status_of(at.user("1", R"("type":1)")), "200");
    EXPECT_EQ(at.number("SELECT count(*) FROM relation r JOIN person g ON g.id = r.person WHERE "
                        "r.kind = 'guardian' AND g.phone = '13800138000' AND r.other = 1"),
              1);
}

TEST(sewise_batch, keeps_the_faces_of_its_rows)
{
    platform at;
    at.school("1");
    const std::string answer = at.call(
        "syncBatch", R"("users":[{"uid":1,"username":"n","otherSchoolId":1,"faceIn":")" + std::string(face) +
                         R"("},{"uid":2,"username":"n","otherSchoolId":1,"faceIn":"aGVsbG8="}])");
    const auto document = boost::json::parse(answer);
    const auto& users = document.at("data").at("users");
    EXPECT_EQ(users.at(0).at("message"), "success; faceIn is kept aside until a consent is recorded");
    EXPECT_EQ(users.at(1).at("status"), 500);
    EXPECT_EQ(at.number("SELECT count(*) FROM face"), 1);
    EXPECT_EQ(at.number("SELECT count(*) FROM person"), 1);
}

}  // namespace
}  // namespace gatehouse::wire::sewise::test
