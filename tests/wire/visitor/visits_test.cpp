#include "base/bytes.hpp"
#include "ops/housekeeping.hpp"
#include "wire/visitor/reception.hpp"

#include <gtest/gtest.h>

namespace gatehouse::wire::visitor::test {
namespace {

class visitor_application : public testing::Test, public reception {};
class visitor_records : public testing::Test, public reception {
protected:
    std::vector<std::int64_t> ids(const std::string& query)
    {
        std::vector<std::int64_t> found;
        const auto answer = json::parse(get("/v1/visit/records?" + query));
        for (const auto& each : answer.at("data").as_array())
            found.push_back(each.at("id").as_int64());
        return found;
    }
};
using numbers = std::vector<std::int64_t>;

// With a place where it was taken, and without.
const std::string taken_jpeg("\xff\xd8\xff\xe1\x00\x08"
                             "Exif\0\0\xff\xd9",
                             14);
const std::string clean_jpeg("\xff\xd8\xff\xd9", 4);
const std::string png("\x89PNG\r\n\x1a\n\0\0\0\0IEND\xae\x42\x60\x82", 20);

TEST_F(visitor_application, answers_every_member_of_the_document_s_example)
{
    const std::string from = std::to_string(now());
    const std::string until = std::to_string(now() + 3600);
    EXPECT_EQ(
        data_of(post("/v1/subject", application())),
        R"({"come_from":"ZY","department":"法务部","end_time":)" + until +
            R"(,"group_ids":"","group_ids2":0,"id":1,"interviewee":"富贵","interviewee_phone":"13811111111",)"
            R"("name":"haha","phone":"12345678","photo":"","photo_id":0,"proposer":"12345678","purpose":3,)"
            R"("remark":"hello","start_time":)" +
            from +
            R"(,"subject_id":1,"koala_subject_id":0,"subject_type":1,"retinues":[{"subject_id":2,"name":"李四",)"
            R"("phone":"12345679","photo":"","koala_subject_id":0}]})");
}

TEST_F(visitor_application, reads_times_and_numbers_in_every_form)
{
    const std::int64_t start = now();
    const auto made = [this](const json::object& change) {
        const auto answer = json::parse(post("/v1/subject", application(change)));
        const auto& data = answer.at("data");
        return std::pair(data.at("start_time").as_int64(), data.at("end_time").as_int64());
    };
    EXPECT_EQ(made({{"start_time", start * 1000}, {"end_time", (start + 60) * 1000}}),
              std::pair(start, start + 60));
    EXPECT_EQ(made({{"start_time", std::to_string(start)}, {"purpose", "2"}}),
              std::pair(start, start + 3600));
    EXPECT_EQ(made({{"start_time", "2026-05-29 04:26:40"}, {"end_time", "2026-05-29 05:26:40"}}),
              std::pair(start, start + 3600));
    house.services().visitors.times_as_text = true;
    const auto answer = json::parse(post("/v1/subject", application()));
    EXPECT_EQ(answer.at("data").at("start_time"), "2026-05-29 04:26:40");
    EXPECT_EQ(answer.at("data").at("end_time"), "2026-05-29 05:26:40");
}

TEST_F(visitor_application, is_refused_with_the_field_that_is_wrong)
{
    const std::int64_t at = now();
    const json::value twin = json::parse(R"([{"name":"haha","phone":"12345678"}])");
    json::array crowd;
    for (int i = 0; i < 21; ++i)
        crowd.push_back(json::object{{"name", std::to_string(i)}, {"phone", "12345678"}});
    const std::vector<std::tuple<json::object, int, std::string>> rows{
        {{{"subject_type", 2}}, 400, "subject_type"},
        {{{"subject_type", nullptr}}, 400, "subject_type"},
        {{{"name", ""}}, 400, "name"},
        {{{"name", "  "}}, 400, "name needs a name"},
        {{{"name", "\u200b　"}}, 400, "name needs a name"},
        {{{"name", 7}}, 400, "name"},
        {{{"phone", "x"}}, 400, "phone"},
        {{{"phone", nullptr}}, 400, "phone"},
        {{{"purpose", 5}}, 400, "purpose"},
        {{{"purpose", "x"}}, 400, "purpose"},
        {{{"proposer", ""}}, 400, "proposer"},
        {{{"interviewee", ""}}, 400, "interviewee"},
        {{{"interviewee_phone", "1"}}, 400, "interviewee_phone"},
        {{{"interviewee_phone", "13899999999"}}, 404, ""},
        {{{"interviewee_phone", "13833333333"}}, 404, ""},
        {{{"start_time", "soon"}}, 400, "start_time"},
        {{{"start_time", 5}}, 400, "start_time"},
        {{{"end_time", at}}, 400, "end_time"},
        {{{"start_time", at - 7200}, {"end_time", at - 1}}, 400, "end_time"},
        {{{"end_time", at + 31 * 86400}}, 400, "end_time"},
        {{{"retinues", twin}}, 400, "retinues"},
        {{{"retinues", crowd}}, 400, "retinues"},
        {{{"retinues", "x"}}, 400, "retinues"},
        {{{"retinues", json::parse(R"([{"name":"李四"}])")}}, 400, "retinues/0/phone"},
        {{{"photo", "***"}}, 400, "photo is no base64"},
        {{{"photo", 5}}, 400, "photo"},
        {{{"photo", "data:image/jpeg;base64,AAAA"}}, 400, "photo is no JPEG"},
        {{{"photo", base::encode_base64(clean_jpeg + std::string(2U << 20U, 'x'))}}, 400, "photo is larger"},
        {{{"photo", base::encode_base64(clean_jpeg)},
          {"retinues", json::parse(R"([{"name":"李四","phone":"12345679","photo":"AAAA"}])")}},
         400,
         "the photo of a companion in retinues is no JPEG"},
        {{{"photo", base::encode_base64(clean_jpeg)}, {"end_time", 5}}, 400, "end_time"},
        {{{"photo", base::encode_base64(clean_jpeg)}, {"end_time", at}}, 400, "end_time"},
    };
    for (const auto& [change, code, named] : rows) {
        const std::string body = post("/v1/subject", application(change));
        EXPECT_EQ(code_of(body), code) << json::serialize(change) << body;
        if (code == 400) {
            EXPECT_TRUE(std::string(json::parse(body).at("err_msg").as_string())
                            .starts_with("请求参数不正确: " + named))
                << body;
        }
        EXPECT_FALSE(json::parse(body).as_object().contains("data")) << body;
    }
    EXPECT_TRUE(std::filesystem::is_empty(house.folder() / "pictures"));
}

TEST_F(visitor_application, keeps_photos_and_shows_them_until_the_visit_is_deleted_or_long_over)
{
    const json::object pictured{
        {"photo", "data:image/jpeg;base64," + base::encode_base64(taken_jpeg)},
        {"retinues",
         json::array{json::object{{"name", "李四"}, {"phone", "1"}, {"photo", base::encode_base64(png)}},
                     json::object{{"name", "王五"}, {"phone", "12345680"}, {"photo", nullptr}}}}};
    house.services().visitors.phones = model::phone_check::off;
    const auto answer = json::parse(post("/v1/subject", application(pictured))).at("data");
    const std::string photo(answer.at("photo").as_string());
    const std::string companion(answer.at("retinues").at(0).at("photo").as_string());
    EXPECT_TRUE(photo.starts_with("/static/upload/photo/") && photo.ends_with(".jpg")) << photo;
    EXPECT_TRUE(companion.ends_with(".png")) << companion;
    EXPECT_EQ(answer.at("photo_id"), 1);
    EXPECT_EQ(answer.at("retinues").at(1).at("photo"), "");
    for (const std::string path : {"/v1/visit/records?type=web", "/v1/auth/records"}) {
        const auto record = json::parse(get(path)).at("data").at(0);
        EXPECT_EQ(record.at("photo").as_string(), std::string_view(photo));
        EXPECT_EQ(record.at("photo_id"), 1);
        EXPECT_EQ(record.at("retinues").at(0).at("photo").as_string(), std::string_view(companion));
    }
    const net::reply shown = send(net::verb::get, photo);
    EXPECT_EQ(shown.body, clean_jpeg);
    EXPECT_EQ(shown.content_type, "image/jpeg");
    EXPECT_EQ(get(companion), png);
    const std::string stem = photo.substr(0, photo.size() - 4);
    for (const std::string& wrong :
         {stem, stem + ".gif", stem + "0.jpg", stem.substr(0, stem.size() - 1) + ".jpg",
          "/static/upload/photo/2/" + stem.substr(stem.rfind('/') + 1) + ".jpg", photo + "/x"})
        EXPECT_EQ(send(net::verb::get, wrong).status, 404) << wrong;
    EXPECT_EQ(apply(pictured), 2);
    EXPECT_EQ(remove("/v1/visit/records/1", "site-key"), ok);
    EXPECT_EQ(get(photo), clean_jpeg) << "another visit has it too";
    EXPECT_EQ(remove("/v1/visit/records/2", "site-key"), ok);
    EXPECT_EQ(send(net::verb::get, photo).status, 404);
    static constexpr store::statement pictures{"pictures", "SELECT count(*) FROM picture"};
    EXPECT_EQ(house.database().reader()->number(pictures), 0);
    apply(pictured);
    pass(std::chrono::days(63));
    for (int round = 0; round < 24; ++round)
        ops::clear_up(house.database(), house.writer(), house.pictures(), {}, house.clock.now());
    EXPECT_EQ(send(net::verb::get, photo).status, 404);
    const auto late = json::parse(get("/v1/visit/records?type=web")).at("data").at(0);
    EXPECT_EQ(late.at("photo"), "");
    EXPECT_EQ(late.at("photo_id"), 0);
}

TEST_F(visitor_application, takes_texts_up_to_their_limits_in_characters)
{
    for (const auto& [field, most] :
         {std::pair{"name", 64U}, {"interviewee", 64U}, {"come_from", 200U}, {"remark", 200U}}) {
        EXPECT_EQ(code_of(post("/v1/subject", application({{field, characters(most)}}))), 0) << field;
        const std::string refused = post("/v1/subject", application({{field, characters(most + 1)}}));
        EXPECT_EQ(code_of(refused), 400) << field;
        EXPECT_NE(refused.find(field), std::string::npos) << refused;
    }
    const auto companion = [this](std::size_t length) {
        const json::array one{json::object{{"name", characters(length)}, {"phone", "12345679"}}};
        return code_of(post("/v1/subject", application({{"retinues", one}})));
    };
    EXPECT_EQ(companion(64), 0);
    EXPECT_EQ(companion(65), 400);
    const auto refuse = [this](std::size_t length) {
        return code_of(put("/v1/auth/1", R"({"auth":0,"reason":")" + characters(length) + "\"}"));
    };
    EXPECT_EQ(refuse(200), 0);
    EXPECT_EQ(refuse(201), 400);
}

TEST_F(visitor_application, of_the_host_is_authorised_at_once_and_of_others_waits_for_the_host)
{
    apply();
    apply({{"proposer", host}});
    const auto records = json::parse(get("/v1/auth/records?phone=13811111111")).at("data").as_array();
    EXPECT_EQ(records.at(0).at("is_auth"), 1);
    EXPECT_EQ(records.at(1).at("is_auth"), 0);
    EXPECT_EQ(put("/v1/auth/1"), ok);
    EXPECT_EQ(put("/v1/auth/1"), ok) << "again without harm";
    EXPECT_EQ(json::parse(get("/v1/auth/records")).at("data").at(1).at("is_auth"), 1);
    EXPECT_EQ(put("/v1/auth/1", R"({"auth":0,"reason":"没有预约"})"), ok);
    EXPECT_EQ(json::parse(get("/v1/auth/records")).at("data").at(1).at("is_auth"), 0);
    EXPECT_EQ(put("/v1/auth/1", R"({"auth":"1"})"), ok) << "lifts it";
    EXPECT_EQ(code_of(put("/v1/auth/1", R"({"auth":2})")), 400);
    for (const std::string_view id : {"99", "0", "01", "x", "-1", "99999999999999999999"})
        EXPECT_EQ(code_of(put("/v1/auth/" + std::string(id))), 404) << id;
    EXPECT_EQ(json::parse(get("/v1/auth/records?phone=13822222222")).at("data").as_array().size(), 0U);
}

TEST_F(visitor_records, are_shown_newest_first_with_every_member_of_the_example)
{
    apply();
    const auto answer = json::parse(get("/v1/visit/records?type=web&size=100"));
    EXPECT_EQ(json::serialize(answer.at("page")), R"({"count":1,"current":1,"size":100,"total":1})");
    const auto& record = answer.at("data").at(0).as_object();
    for (const std::string_view name : {"come_from",
                                        "department",
                                        "end_time",
                                        "group_ids",
                                        "group_ids2",
                                        "id",
                                        "interviewee",
                                        "interviewee_phone",
                                        "name",
                                        "phone",
                                        "photo",
                                        "photo_id",
                                        "proposer",
                                        "purpose",
                                        "remark",
                                        "start_time",
                                        "subject_id",
                                        "subject_type",
                                        "koala_subject_id",
                                        "is_auth",
                                        "signin_time",
                                        "qrcode",
                                        "qrcode_img_url",
                                        "retinues"})
        EXPECT_TRUE(record.contains(name)) << name;
    EXPECT_EQ(record.size(), 24U);
    EXPECT_EQ(
        json::serialize(record.at("retinues").at(0)),
        R"({"subject_id":2,"name":"李四","phone":"12345679","photo":"","koala_subject_id":0,"qrcode":"","qrcode_img_url":""})");
    EXPECT_EQ(record.at("signin_time"), 0);
    house.services().visitors.times_as_text = true;
    EXPECT_EQ(json::parse(get("/v1/visit/records?type=web")).at("data").at(0).at("signin_time"), "");
}

TEST_F(visitor_records, are_found_by_every_filter)
{
    apply();
    apply({{"name", "a%c_d"}, {"phone", "23456789"}, {"proposer", "23456789"}});
    apply({{"proposer", host},
           {"interviewee", "王富贵"},
           {"start_time", now() + 7200},
           {"end_time", now() + 9000}});
    apply({{"interviewee_phone", "13822222222"}, {"interviewee", "李四"}});
    const std::string web = "type=web&";
    EXPECT_EQ(ids("type=web"), (numbers{4, 3, 2, 1}));
    EXPECT_EQ(ids(web + "name=&proposer=&page="), (numbers{4, 3, 2, 1})) << "empty is left out";
    EXPECT_EQ(ids(web + "name=ah"), (numbers{4, 3, 1}));
    EXPECT_EQ(ids(web + "name=%25"), (numbers{2}));
    EXPECT_EQ(ids(web + "name=_"), (numbers{2}));
    EXPECT_EQ(ids(web + "phone=23456789"), (numbers{2}));
    EXPECT_EQ(ids(web + "phone=12345679"), numbers{}) << "a companion's";
    EXPECT_EQ(ids(web + "interviewee=%E7%8E%8B"), (numbers{3}));
    EXPECT_EQ(ids(web + "interviewee_phone=13822222222"), (numbers{4}));
    EXPECT_EQ(ids(web + "is_auth=1"), (numbers{3}));
    EXPECT_EQ(ids(web + "is_auth=0"), (numbers{4, 2, 1}));
    EXPECT_EQ(ids(web + "start_time=" + std::to_string(now() + 1)), (numbers{3}));
    EXPECT_EQ(ids(web + "end_time=" + std::to_string(now() + 3600)), (numbers{4, 2, 1}));
    EXPECT_EQ(ids("type=mobile&proposer=12345678"), (numbers{4, 1}));
    for (const std::string_view query : {"", "type=", "type=tv", "type=mobile", "type=mobile&proposer=",
                                         "type=web&is_auth=2", "type=web&page=0", "type=web&page=x",
                                         "type=web&size=0", "type=web&size=101", "type=web&start_time=soon"})
        EXPECT_EQ(code_of(get("/v1/visit/records?" + std::string(query))), 400) << query;
}

TEST_F(visitor_records, come_in_pages_of_five_unless_asked_otherwise)
{
    for (int i = 0; i < 7; ++i)
        apply();
    EXPECT_EQ(ids("type=web"), (numbers{7, 6, 5, 4, 3}));
    EXPECT_EQ(ids("type=web&page=2"), (numbers{2, 1}));
    EXPECT_EQ(ids("type=web&page=3"), numbers{});
    EXPECT_EQ(ids("type=web&page=1000000"), numbers{});
    EXPECT_EQ(code_of(get("/v1/visit/records?type=web&page=1000001")), 400);
    EXPECT_EQ(ids("type=web&page=2&size=3"), (numbers{4, 3, 2}));
    EXPECT_EQ(json::serialize(json::parse(get("/v1/visit/records?type=web&page=2&size=3")).at("page")),
              R"({"count":7,"current":2,"size":3,"total":3})");
    EXPECT_EQ(json::serialize(json::parse(get("/v1/auth/records?page=9")).at("page")),
              R"({"count":7,"current":9,"size":5,"total":2})");
}

TEST_F(visitor_records, are_deleted_by_the_back_office_and_their_passes_with_them)
{
    const auto pass = passes();
    EXPECT_EQ(check(pass[0]), 0);
    EXPECT_EQ(code_of(remove("/v1/visit/records/1")), 401) << "the lab profile too";
    EXPECT_EQ(remove("/v1/visit/records/1", "site-key"), ok);
    EXPECT_EQ(check(pass[0]), -207);
    EXPECT_EQ(code_of(remove("/v1/visit/records/1", "site-key")), 404);
    EXPECT_EQ(ids("type=web"), numbers{});
    EXPECT_EQ(code_of(post("/v1/visit/signin", R"({"phone":"12345678"})")), -201);
    const auto trail = support::audit_of(house);
    EXPECT_TRUE(trail.back().starts_with("key site: visit.delete visit/1 of 1")) << trail.back();
}

TEST_F(visitor_records, know_five_purposes)
{
    EXPECT_EQ(data_of(get("/v1/subject/purpose")),
              R"([{"label":"其它","value":0},{"label":"面试","value":1},{"label":"商务","value":2},)"
              R"({"label":"亲友","value":3},{"label":"快递送货","value":4}])");
}

}  // namespace
}  // namespace gatehouse::wire::visitor::test
