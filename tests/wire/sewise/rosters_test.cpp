#include "base/bytes.hpp"
#include "model/person.hpp"
#include "ops/faces.hpp"
#include "ops/housekeeping.hpp"
#include "ops/links.hpp"
#include "ops/roster_deletes.hpp"
#include "support/audit.hpp"
#include "wire/sewise/platform.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::sewise::test {
namespace {

TEST(sewise_school, is_added_changed_and_answered_as_it_was_sent)
{
    platform at;
    const std::string made = at.school("1");
    EXPECT_EQ(made,
              R"({"status":200,"message":"success","data":{"access_token":")" + at.one +
                  R"(","organName":"深圳中学","organKind":1,"provinceName":"广东省","cityName":"深圳市",)"
                  R"("areaName":"南山区","otherId":1,"id":2}})");
    EXPECT_EQ(id_of(at.school("\"1\"", "深圳小学")), 2) << "the same id, as text";
    EXPECT_EQ(at.number("SELECT count(*) FROM organization WHERE name = '深圳小学' AND kind = 'school' AND "
                        "province = '广东省' AND level = 'primary'"),
              1);
    EXPECT_NE(id_of(at.school("1", "别的学校", &at.two)), 2) << "another platform's school 1";
    EXPECT_NE(id_of(at.school("-9223372036854775808")), 2);
}

TEST(sewise_school, is_answered_with_each_member_once_and_with_our_id_alone)
{
    platform at;
    const auto data = [&at](std::string_view members) {
        const std::string body = at.school(members);
        return body.substr(body.find("\"areaName\""));
    };
    EXPECT_EQ(data(R"(6,"id":99)"), R"("areaName":"南山区","otherId":6,"id":2}})");
    EXPECT_EQ(data(R"(6, "otherId" : 8 , "a":[{"id":1},"}{\"",[","]], "\u0069d":9, "id":"x" )"),
              R"("areaName":"南山区", "otherId" : 8 , "a":[{"id":1},"}{\"",[","]],"id":3}})");
    EXPECT_EQ(id_of(at.school("8")), 3);
}

TEST(sewise, takes_no_name_that_shows_nothing)
{
    platform at;
    at.school("1");
    for (const std::string_view blank : {"", " ", "\\t", "　", "\u200b \u00a0"}) {
        EXPECT_EQ(status_of(at.school("2", blank)), "402") << blank;
        EXPECT_EQ(status_of(at.unit("2", "1", blank)), "402") << blank;
        EXPECT_EQ(status_of(at.pupil("2", "1", blank)), "402") << blank;
    }
}

TEST(sewise_school, saved_again_as_it_is_leaves_no_trace)
{
    platform at;
    at.school("1");
    at.unit("1", "1");
    at.pupil("1", "1");
    const std::size_t before = support::audit_of(at.house).size();
    const auto deeds = at.number("SELECT count(*) FROM roster_deed");
    EXPECT_EQ(status_of(at.school("1")), "200");
    EXPECT_EQ(status_of(at.unit("1", "1")), "200");
    EXPECT_EQ(status_of(at.pupil("1", "1")), "200");
    EXPECT_EQ(support::audit_of(at.house).size(), before);
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_deed"), deeds);
}

TEST(sewise_class, belongs_to_its_school_and_to_no_other)
{
    platform at;
    EXPECT_EQ(status_of(at.unit("1", "1")), "404 40410");
    at.school("1");
    at.school("2");
    const std::int64_t id = id_of(at.unit("1", "1"));
    EXPECT_EQ(id_of(at.unit("1", "1", "普通班")), id);
    EXPECT_EQ(status_of(at.unit("1", "2")), "500 40420");
    EXPECT_EQ(status_of(at.user("1", R"("username":"n","otherSchoolId":2,"otherClassId":1)")), "500 40420");
    EXPECT_EQ(status_of(at.user("1", R"("username":"n","otherSchoolId":1,"otherClassId":9)")), "404 40420");
    EXPECT_EQ(status_of(at.user("1", R"("username":"n","otherSchoolId":9,"otherClassId":1)")), "404 40410");
    EXPECT_EQ(status_of(at.user("1", R"("username":"n","otherSchoolId":1,"otherClassId":"1")")), "200");
}

TEST(sewise_user, keeps_what_is_left_out)
{
    platform at;
    at.school("1");
    at.unit("5", "1");
    const std::int64_t id = id_of(at.user(
        "1", R"("event":"new","username":"张小冰","type":1,"sex":1,"otherSchoolId":1,"otherClassId":5)"));
    EXPECT_EQ(status_of(at.user("1", R"("event":"new","username":"张小冰","otherSchoolId":1)")), "500");
    EXPECT_EQ(id_of(at.user("1", R"("username":"张大冰")")), id);
    EXPECT_EQ(id_of(at.user("\"1\"", R"("sex":0,"faceIn":"")")), id);
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE name = '张大冰' AND role = 'pupil' AND "
                        "sex = 'male' AND unit = 1"),
              1);
    EXPECT_EQ(id_of(at.user("2", R"("username":"李老师","otherSchoolId":1)")), id + 1);
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE role = 'teacher' AND unit IS NULL"), 1);
}

TEST(sewise_user, who_changes_the_school_is_somebody_new_there)
{
    platform at;
    at.school("1");
    at.school("2");
    const std::int64_t former = id_of(at.pupil("1", "1"));
    const std::int64_t now = id_of(at.user("1", R"("otherSchoolId":2)"));
    EXPECT_NE(now, former);
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE status = 'active' AND name = '张小冰' AND "
                        "role = 'pupil' AND organization = 3"),
              1);
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE status = 'active'"), 1);
}

TEST(sewise_delete, is_done_once_and_answered_as_documented)
{
    platform at;
    at.school("1");
    at.unit("1", "1");
    at.pupil("1", "1");
    for (const auto& [name, code] : {std::pair{"syncDeleteUserMetadata/1", "404 40430"},
                                     std::pair{"syncDeleteClassMetadata/1", "404 40420"},
                                     std::pair{"syncDeleteOrganMetadata/1", "404 40410"}}) {
        EXPECT_EQ(at.call(name), R"({"status":200,"message":"Delete success"})") << name;
        EXPECT_EQ(status_of(at.call(name)), code) << name;
    }
    EXPECT_EQ(status_of(at.call("syncDeleteOrganMetadata/1", "", &at.two)), "404 40410");
}

TEST(sewise_delete, of_a_school_takes_its_classes_and_users_at_once_and_clears_up_behind)
{
    platform at;
    const std::int64_t school = id_of(at.school("1"));
    const std::int64_t unit = id_of(at.unit("1", "1"));
    const std::int64_t pupil = id_of(at.pupil("1", "1"));
    at.school("2");
    at.pupil("2", "2");
    ASSERT_EQ(status_of(at.call("syncDeleteOrganMetadata/1")), "200");
    EXPECT_EQ(status_of(at.unit("2", "1")), "404 40410");
    EXPECT_EQ(status_of(at.user("1", R"("sex":1)")), "402") << "somebody new by now";
    EXPECT_EQ(status_of(at.call("syncDeleteUserMetadata/1")), "404 40430");
    EXPECT_EQ(status_of(at.call("syncDeleteClassMetadata/1")), "404 40420");
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE status = 'active'"), 1);
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE clearing = 1"), 1);
    ops::clear_people(at.house.writer(), at.house.clock.now());
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE clearing = 1"), 0);

    EXPECT_EQ(id_of(at.school("1")), school) << "the same again within the time";
    EXPECT_EQ(at.number("SELECT count(*) FROM unit WHERE status = 'active'"), 0);
    EXPECT_EQ(id_of(at.unit("1", "1")), unit);
    EXPECT_EQ(id_of(at.user("1", R"("event":"new","username":"张小冰","type":1,"otherSchoolId":1)")), pupil);
}

TEST(sewise_delete, of_a_school_is_answered_when_the_last_of_its_people_is_gone)
{
    platform at;
    at.school("7");
    std::string users;
    for (int i = 1; i <= 50; ++i)
        users += std::string(i > 1 ? "," : "") + R"({"uid":)" + std::to_string(i) +
                 R"(,"username":"n","otherSchoolId":7})";
    at.call("syncBatch", R"("users":[)" + users + "]");
    at.house.write([](store::transaction& in) {
        store::put_brake(in, {1}, {1000, 100, std::chrono::minutes(60)});
    });
    const auto before = at.house.writer().counters().batches.load();
    EXPECT_EQ(at.call("syncDeleteOrganMetadata/7"), R"({"status":200,"message":"Delete success"})");
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE status = 'active'"), 0);
    EXPECT_EQ(at.number("SELECT count(*) FROM roster_task"), 0);
    EXPECT_GE(at.house.writer().counters().batches.load() - before, 4U) << "twenty people a transaction";
}

TEST(sewise_delete, is_forgotten_after_thirty_days)
{
    platform at;
    at.school("1");
    const std::int64_t pupil = id_of(at.pupil("1", "1"));
    at.call("syncDeleteUserMetadata/1");
    at.house.clock.set(at.house.clock.now() + model::remembered_for + std::chrono::hours(1));
    at.one = at.take_token("one", "secret-one");
    ops::clear_up(at.house.database(), at.house.writer(), at.house.pictures(), {}, at.house.clock.now());
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE name = '' AND erased_at IS NOT NULL"), 1);
    EXPECT_EQ(at.number("SELECT count(*) FROM data_key WHERE purpose = 'person' AND wrapped IS NULL"), 1);
    EXPECT_NE(id_of(at.pupil("1", "1")), pupil);
}

TEST(sewise_school, that_the_operator_linked_is_that_organization_and_outlives_its_delete)
{
    platform at;
    EXPECT_EQ(id_of(at.school("7", "示范幼儿园")), 1);
    at.unit("1", "7");
    at.pupil("1", "7");
    EXPECT_EQ(at.house.writer().published()->organization({1})->units.size(), 1U);
    EXPECT_EQ(status_of(at.call("syncDeleteOrganMetadata/7")), "200");
    const auto index = at.house.writer().published();
    EXPECT_EQ(index->organization({1})->what.status, model::organization_status::open);
    EXPECT_TRUE(index->organization({1})->units.empty());
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE status = 'active'"), 0);
    EXPECT_EQ(id_of(at.school("7")), 1) << "linked again";
}

TEST(sewise_school, that_the_operator_unlinked_is_an_organization_of_its_own_when_it_is_saved)
{
    platform at;
    EXPECT_EQ(id_of(at.school("7", "平台的名字")), 1);
    at.house.write([](store::transaction& in) {
        const auto link = store::find_link(in.sql, {{1}, store::external_kind::organization, "7"}).value();
        ops::end_link(in, link, {"operator", {}});
    });
    EXPECT_EQ(id_of(at.school("7", "新名字")), 2);
    const auto index = at.house.writer().published();
    EXPECT_EQ(index->organization({1})->what.name, "平台的名字") << "it is not the platform's any more";
    EXPECT_EQ(index->organization({2})->what.name, "新名字");
}

TEST(sewise_school, that_the_platform_made_and_the_operator_linked_outlives_its_delete)
{
    platform at;
    EXPECT_EQ(id_of(at.school("1")), 2);
    at.pupil("1", "1");
    at.house.write([](store::transaction& in) {
        EXPECT_TRUE(ops::create_link(in, {1}, "1", {2}, {"operator", {}}));
    });
    EXPECT_EQ(status_of(at.call("syncDeleteOrganMetadata/1")), "200");
    EXPECT_EQ(at.house.writer().published()->organization({2})->what.status,
              model::organization_status::open);
    EXPECT_EQ(at.number("SELECT count(*) FROM person WHERE status = 'active'"), 0);
    EXPECT_EQ(id_of(at.school("1")), 2);
}

TEST(sewise_school, that_the_operator_closed_is_found_no_more)
{
    platform at;
    at.school("1");
    at.pupil("1", "1");
    at.house.write([&](store::transaction& in) {
        model::organization closed = in.index.organization({2})->what;
        closed.status = model::organization_status::closed;
        store::update_organization(in, closed);
    });
    EXPECT_EQ(status_of(at.school("1")), "404 40410");
    EXPECT_EQ(status_of(at.unit("1", "1")), "404 40410");
    EXPECT_EQ(status_of(at.user("1", R"("sex":1)")), "404 40410");
    EXPECT_EQ(status_of(at.call("syncDeleteUserMetadata/1")), "404 40430");
    EXPECT_EQ(status_of(at.call("syncDeleteOrganMetadata/1")), "404 40410");
}

TEST(sewise_face, is_kept_under_the_person_s_key_and_aside_without_a_consent)
{
    platform at;
    at.school("1");
    const std::string answer = at.user(
        "1", R"("username":"n","type":1,"otherSchoolId":1,"faceIn":"data:image/jpeg;base64,)" +
                 std::string(face) + '"');
    EXPECT_EQ(message_of(answer), "success; faceIn is kept aside until a consent is recorded");
    EXPECT_EQ(at.number("SELECT count(*) FROM face f JOIN data_key k ON k.id = f.data_key WHERE "
                        "k.purpose = 'person' AND k.owner = f.person"),
              1);
    at.house.write([&](store::transaction& in) {
        store::insert_consent(in, {{},
                                   {2},
                                   {id_of(answer)},
                                   model::consent_purpose::face,
                                   model::consent_giver::self,
                                   {},
                                   at.house.clock.now(),
                                   "notice",
                                   at.house.clock.now(),
                                   true});
    });
    EXPECT_EQ(message_of(at.user("1", R"("faceIn":")" + std::string(face) + '"')), "success");
    EXPECT_EQ(at.number("SELECT count(*) FROM face"), 1) << "the same picture again";
    EXPECT_EQ(status_of(at.call("syncDeleteUserMetadata/1")), "200");
    EXPECT_EQ(at.number("SELECT count(*) FROM face"), 0);
    EXPECT_EQ(at.number("SELECT count(*) FROM former_face"), 1) << "undoing gives it back";
    EXPECT_EQ(at.number("SELECT count(*) FROM consent WHERE withdrawn_at IS NULL"), 0);
    EXPECT_EQ(status_of(at.pupil("1", "1")), "200");
    EXPECT_EQ(at.number("SELECT count(*) FROM face"), 0) << "a face does not come back";
}

TEST(sewise_face, of_two_mebibytes_may_be_broken_into_lines)
{
    platform at;
    at.school("1");
    std::string picture("\xff\xd8", 2);
    constexpr std::size_t longest = 65'533;
    while (picture.size() + 6 < model::picture_bytes_most) {
        const std::size_t comment = std::min(longest, model::picture_bytes_most - picture.size() - 6);
        picture.append("\xff\xfe", 2);
        picture += static_cast<char>((comment + 2) >> 8U);
        picture += static_cast<char>((comment + 2) & 0xffU);
        picture.append(comment, 'x');
    }
    picture.append("\xff\xd9", 2);
    ASSERT_EQ(picture.size(), model::picture_bytes_most);
    const std::string text = base::encode_base64(picture);
    std::string broken;
    for (std::size_t i = 0; i < text.size(); i += 76)
        broken.append(text, i, 76).append("\\r\\n");
    EXPECT_EQ(status_of(at.user("1", R"("username":"n","otherSchoolId":1,"faceIn":")" + broken + '"')),
              "200");
    EXPECT_EQ(at.number("SELECT count(*) FROM face"), 1);
}

TEST(sewise_face, given_as_an_address_is_fetched_behind)
{
    platform at;
    at.school("1");
    EXPECT_EQ(status_of(at.user(
                  "1", R"("username":"n","otherSchoolId":1,"faceIn":"HTTPS://example.com/face.jpg#top")")),
              "200");
    EXPECT_EQ(at.number("SELECT count(*) FROM face_fetch WHERE next_attempt IS NOT NULL"), 1);
    at.user("1", R"("faceIn":")" + std::string(face) + '"');
    EXPECT_EQ(at.number("SELECT count(*) FROM face"), 1);
    EXPECT_EQ(at.number("SELECT count(*) FROM face_fetch"), 0) << "the address is older than the picture";
}

}  // namespace
}  // namespace gatehouse::wire::sewise::test
