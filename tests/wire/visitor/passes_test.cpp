#include "base/log.hpp"
#include "ops/housekeeping.hpp"
#include "ops/visits.hpp"
#include "store/punches.hpp"
#include "store/visitor_site.hpp"
#include "wire/visitor/reception.hpp"

#include <gtest/gtest.h>

#include <random>

namespace gatehouse::wire::visitor::test {
namespace {

using std::chrono::minutes;

class visitor_pass : public testing::Test, public reception {
protected:
    int sign_in(std::string_view phone)
    {
        return code_of(post("/v1/visit/signin", R"({"phone":")" + std::string(phone) + "\"}"));
    }
    net::reply picture(const std::string& name) { return send(net::verb::get, "/qrcode/" + name); }
    // "method door marks", newest first: what stands in the log behind all answers.
    std::vector<std::string> passages()
    {
        house.write([](store::transaction&) {});
        std::vector<std::string> lines;
        for (const auto& each :
             store::punches_before(*house.database().reader(), house.keys(), company, 0, 100)) {
            std::string line = each.door_name + " " + each.shown.value_or("?");
            for (const auto mark : model::names_of(each.punch.what.marks))
                line.append(" ").append(mark);
            lines.push_back(line);
        }
        return lines;
    }
};

TEST_F(visitor_pass, is_given_to_every_guest_at_sign_in_as_the_document_shows)
{
    apply({{"proposer", host}});
    const std::string first = post("/v1/visit/signin", R"({"phone":"12345678"})");
    const auto data = json::parse(first).at("data");
    const std::string main = pass_in(data.at("qrcode"));
    const std::string ending = R"(.jpg","koala_subject_id":0)";
    const std::string other = pass_in(data.at("retinues").at(0).at("qrcode"));
    EXPECT_EQ(first,
              R"({"code":0,"err_msg":"","data":{"id":1,"subject_id":1,"name":"haha","phone":"12345678",)"
              R"("qrcode":"{\"id\": 1,\"qrcode\":\")" +
                  main + R"(\"}","qrcode_img_url":"/qrcode/)" + main + ending +
                  R"(,"retinues":[{"subject_id":2,"name":"李四","phone":"12345679",)"
                  R"("qrcode":"{\"id\": 1,\"qrcode\":\")" +
                  other + R"(\"}","qrcode_img_url":"/qrcode/)" + other + ending + "}]}}");
    EXPECT_NE(main, other);
    EXPECT_EQ(post("/v1/visit/signin", R"({"phone":"12345679"})"), first) << "a companion's phone, and again";
    house.services().visitors.public_url = "https://gate.example.cn";
    const auto record = json::parse(get("/v1/visit/records?type=web")).at("data").at(0);
    EXPECT_EQ(record.at("qrcode_img_url").as_string(), "https://gate.example.cn/qrcode/" + main + ".jpg");
    EXPECT_EQ(record.at("signin_time"), now());
    house.write([](store::transaction& in) { store::put_face_host_id(in, {2}, 26, ""); });
    const auto again = json::parse(post("/v1/visit/signin", R"({"phone":"12345678"})")).at("data");
    EXPECT_EQ(again.at("retinues").at(0).at("koala_subject_id"), 26) << "once the face host knows them";
    EXPECT_EQ(pass_in(record.at("retinues").at(0).at("qrcode")), other);
}

TEST_F(visitor_pass, is_not_given_without_a_visit_of_today_that_was_authorised)
{
    EXPECT_EQ(sign_in("12345678"), -201);
    const std::int64_t id = apply();
    EXPECT_EQ(sign_in("12345678"), -202);
    put("/v1/auth/" + std::to_string(id), R"({"auth":0})");
    EXPECT_EQ(sign_in("12345678"), -203);
    put("/v1/auth/" + std::to_string(id));
    EXPECT_EQ(sign_in("99999999"), -201);
    EXPECT_EQ(sign_in("x"), 400);
    EXPECT_EQ(sign_in("12345678"), 0);
    pass(minutes(60));
    EXPECT_EQ(sign_in("12345678"), -209) << "only ones that are over";
    pass(std::chrono::hours(24));
    EXPECT_EQ(sign_in("12345678"), -201);
}

TEST_F(visitor_pass, needs_the_guests_word_where_the_site_has_a_text)
{
    const auto sign = [this](std::string_view agreed) {
        return code_of(post("/v1/visit/signin", R"({"phone":"12345678",)" + std::string(agreed) + "}"));
    };
    const auto put = [this](std::string_view text) {
        house.write([&](store::transaction& in) {
            ops::put_nda(in, company, text, {"test", house.clock.now()});
        });
    };
    EXPECT_EQ(data_of(get("/v1/visit/nda")), "{}");
    apply({{"proposer", host}});
    put("不得拍照");
    EXPECT_EQ(data_of(get("/v1/visit/nda")), R"({"id":1,"text":"不得拍照"})");
    for (const std::string_view agreed : {R"("x":1)", R"("nda_id":2)", R"("nda_id":"x")", R"("nda_id":0)"})
        EXPECT_EQ(sign(agreed), 409) << agreed;
    EXPECT_EQ(sign(R"("nda_id":1)"), 0);
    EXPECT_EQ(sign_in("12345678"), 0) << "again";
    EXPECT_EQ(store::find_visit(*house.database().reader(), nullptr, {1})->nda, model::nda_id{1});
    put("");
    EXPECT_EQ(data_of(get("/v1/visit/nda")), "{}");
    apply({{"proposer", host}, {"phone", "23456789"}});
    EXPECT_EQ(sign_in("23456789"), 0) << "nothing is asked any more";
}

TEST_F(visitor_pass, opens_a_gate_in_its_time_and_every_try_is_recorded_there)
{
    const auto given = passes({{"start_time", now() + 3600}, {"end_time", now() + 7200}});
    const std::string whole = R"({"id": 1,"qrcode":")" + given[0] + "\"}";
    EXPECT_EQ(check(whole, "gate-key"), -208);
    pass(minutes(30));
    EXPECT_EQ(check(whole, "gate-key"), 0);
    pass(minutes(1));
    EXPECT_EQ(check(given[1], "gate-key"), 0) << "the hex alone";
    EXPECT_EQ(check(R"({"id": "1","qrcode":")" + given[1] + "\"}", "gate-key"), 0);
    EXPECT_EQ(check(R"({"id": 2,"qrcode":")" + given[0] + "\"}", "gate-key"), -207);
    EXPECT_EQ(check(R"({"id": [],"qrcode":")" + given[0] + "\"}", "gate-key"), -207);
    EXPECT_EQ(check(std::string(32, '0'), "gate-key"), -207);
    for (const std::string_view odd : {"", "{", "{}", "[]", R"({"qrcode":7})", "no pass", "' OR 1=1"})
        EXPECT_EQ(check(std::string(odd), "gate-key"), -207) << odd;
    put("/v1/auth/1", R"({"auth":0})");
    EXPECT_EQ(check(given[0], "gate-key"), -203);
    put("/v1/auth/1");
    EXPECT_EQ(check(given[0]), 0) << "a gate without a key, in the lab";
    pass(minutes(89));
    EXPECT_EQ(check(given[0], "gate-key"), -209);
    EXPECT_EQ(passages(),
              (std::vector<std::string>{
                  "gate 1 visit/1 guest/1 pass_over", "gate visit/1 guest/1",
                  "gate 1 visit/1 guest/1 visit_cancelled", "gate 1 no pass credential_unknown",
                  "gate 1 an unknown pass credential_unknown", "gate 1 visit/1 guest/1 credential_unknown",
                  "gate 1 visit/1 guest/2", "gate 1 visit/1 guest/1", "gate 1 visit/1 guest/1 pass_early"}));
}

TEST_F(visitor_pass, opens_nothing_where_the_call_cannot_be_read_and_the_try_is_recorded)
{
    for (const std::string_view body : {"", "{}", "no JSON", R"({"qrcode":7})", R"({"qrcode":null})", "[]"})
        EXPECT_EQ(code_of(post("/v1/visit/qrcode", std::string(body), "gate-key")), 400) << body;
    EXPECT_EQ(passages(), std::vector<std::string>{"gate 1 no pass credential_unknown"});
}

TEST_F(visitor_pass, opens_nothing_where_the_code_is_longer_than_any_and_the_try_is_recorded)
{
    const auto given = passes();
    const std::string code = R"({"qrcode":")" + given[0] + R"(","x":")";
    const auto show = [&](std::size_t size) {
        return code_of(
            post("/v1/visit/qrcode", code + std::string(size - code.size() - 2, 'x') + "\"}", "gate-key"));
    };
    EXPECT_EQ(show(4096), 0);
    EXPECT_EQ(show(4097), 400);
    EXPECT_EQ(passages(),
              (std::vector<std::string>{"gate 1 no pass credential_unknown", "gate 1 visit/1 guest/1"}));
}

TEST_F(visitor_pass, makes_one_record_a_second_at_each_gate_however_often_it_is_shown)
{
    const auto given = passes();
    for (const std::string key : {"gate-key", ""})
        check("no pass", key);  // both are doors now
    const auto recorded = [this] {
        house.write([](store::transaction&) {});
        const store::writer_counters& count = house.writer().counters();
        return count.punches + count.repeats;
    };
    const std::uint64_t before = recorded();
    pass(std::chrono::seconds(1));
    for (int i = 0; i < 50; ++i)
        for (const std::string key : {"gate-key", ""}) {
            EXPECT_EQ(check(given[0], key), 0);
            EXPECT_EQ(check("no pass", key), -207);
            EXPECT_EQ(code_of(post("/v1/visit/qrcode", "no JSON", key)), 400);
        }
    EXPECT_EQ(recorded() - before, 4U);
    check(given[1], "gate-key");
    EXPECT_EQ(recorded() - before, 5U) << "another guest's";
    pass(std::chrono::seconds(1));
    check("no pass", "gate-key");
    check(given[0], "gate-key");
    EXPECT_EQ(recorded() - before, 7U);
}

TEST_F(visitor_pass, is_told_from_a_guess_long_after_it_left_memory)
{
    const auto given = passes();
    EXPECT_EQ(check(given[0], "gate-key"), 0);
    const auto clear = [this] {
        ops::clear_up(house.database(), house.writer(), house.pictures(), {}, house.clock.now());
        return house.writer().published()->passes.size();
    };
    pass(minutes(60) + ops::pass_remembered - std::chrono::seconds(1));
    EXPECT_EQ(clear(), 2U);
    pass(std::chrono::seconds(1));
    EXPECT_EQ(clear(), 0U);
    EXPECT_EQ(check(given[0], "gate-key"), -209);
    EXPECT_EQ(check(R"({"id": 2,"qrcode":")" + given[0] + "\"}", "gate-key"), -207) << "another visit's";
    EXPECT_EQ(check(given[1]), -209) << "at a gate that is no door yet";
    EXPECT_EQ(check(std::string(32, '0'), "gate-key"), -207);
    EXPECT_EQ(passages().front(), "gate 1 an unknown pass credential_unknown");
    passes({{"phone", "12345678"}});
    house.restart();
    EXPECT_EQ(house.writer().published()->passes.size(), 2U) << "those of the visit that goes on";
    EXPECT_EQ(check(given[0], "gate-key"), -209);
    EXPECT_EQ(remove("/v1/visit/records/1", "site-key"), ok);
    EXPECT_EQ(check(given[0], "gate-key"), -207);
}

TEST_F(visitor_pass, whose_passage_is_lost_behind_the_answer_is_said_in_the_log)
{
    const auto given = passes();
    EXPECT_EQ(check(given[0], "gate-key"), 0);
    house.write([](store::transaction& in) {
        in.sql.run_script("ALTER TABLE punch RENAME TO lost_punch");
        store::put_visitor_setting(in, company, "a row", "without which nothing is committed");
    });
    pass(std::chrono::seconds(1));
    testing::internal::CaptureStderr();
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(check(given[0], "gate-key"), 0) << "what is not on disk yet";
        house.write([](store::transaction&) {});
    }
    const std::string said = testing::internal::GetCapturedStderr();
    const std::size_t first = said.find(base::events::passage_lost.text);
    ASSERT_NE(first, std::string::npos) << said;
    EXPECT_NE(said.find(base::events::passage_lost.text, first + 1), std::string::npos)
        << "it was not in the log, so the next one is tried";
}

TEST_F(visitor_pass, is_not_shown_to_who_may_only_look)
{
    const auto given = passes();
    const auto shows = [&](const std::string& path, const std::string& key) {
        const std::string body = get(path, key);
        EXPECT_EQ(json::parse(body).at("page").at("count"), 1) << body;
        return body.find(given[0]) != std::string::npos || body.find(given[1]) != std::string::npos;
    };
    EXPECT_TRUE(shows("/v1/visit/records?type=web", "site-key"));
    EXPECT_FALSE(shows("/v1/visit/records?type=web", "read-key"));
    EXPECT_FALSE(shows("/v1/auth/records", "read-key"));
}

TEST_F(visitor_pass, opens_nothing_where_its_passage_cannot_be_recorded)
{
    const auto given = passes();
    EXPECT_EQ(check(given[0], "gate-key"), 0);
    house.writer().stop();
    pass(std::chrono::seconds(1));
    for (int i = 0; i < 2; ++i)
        EXPECT_EQ(check(given[0], "gate-key"), 500);
    EXPECT_EQ(check(given[0]), 500) << "a gate that is no door yet";
}

TEST_F(visitor_pass, opens_after_a_restart_and_stays_shut_after_one)
{
    const auto given = passes();
    house.restart();
    EXPECT_EQ(check(given[0], "gate-key"), 0);
    put("/v1/auth/1", R"({"auth":0})");
    house.restart();
    EXPECT_EQ(check(given[0], "gate-key"), -203);
}

TEST_F(visitor_pass, opens_nothing_once_the_organization_is_closed)
{
    const auto given = passes();
    EXPECT_EQ(check(given[0], "gate-key"), 0);
    house.provision(R"({"organizations": [{"key": "co", "kind": "company", "name": "公司", "status": "closed",
                       "units": [{"key": "law", "name": "法务部", "kind": "department"}]}]})");
    EXPECT_NE(check(given[0], "gate-key"), 0);
}

TEST_F(visitor_pass, has_a_picture_until_it_is_over)
{
    const auto given = passes();
    for (const auto& [ending, type, magic] :
         {std::tuple{"jpg", "image/jpeg", "\xff\xd8\xff"}, std::tuple{"png", "image/png", "\x89PNG"},
          std::tuple{"svg", "image/svg+xml", "<svg"}}) {
        const net::reply answer = picture(given[0] + "." + ending);
        EXPECT_EQ(answer.status, 200U) << ending;
        EXPECT_EQ(answer.content_type, type);
        EXPECT_TRUE(answer.body.starts_with(magic)) << ending;
        EXPECT_EQ(answer.headers.at(0),
                  (std::pair<std::string_view, std::string>{"Cache-Control", "private, no-store"}));
    }
    put("/v1/auth/1", R"({"auth":0})");
    EXPECT_EQ(picture(given[0] + ".jpg").status, 404U);
    put("/v1/auth/1");
    EXPECT_EQ(picture(given[0] + ".jpg").status, 200U);
    pass(minutes(60));
    EXPECT_EQ(picture(given[0] + ".jpg").status, 404U);
}

TEST_F(visitor_pass, s_picture_is_found_by_32_hex_digits_and_an_ending_and_by_nothing_else)
{
    const auto given = passes();
    const std::string& text = given[0];
    std::string upper = text;
    for (char& c : upper)
        c = static_cast<char>(std::toupper(c));
    std::vector<std::string> names{text,
                                   text + ".",
                                   text + ".gif",
                                   text + ".jpg.png",
                                   text + ".JPG",
                                   text + ".jpg%00",
                                   text + "%2ejpg",
                                   text + ".jpg ",
                                   "x" + text + ".jpg",
                                   text + "0.jpg",
                                   text.substr(1) + ".jpg",
                                   std::string(32, '0') + ".jpg",
                                   "..%2f..%2fetc%2fpasswd",
                                   "../../keys/master",
                                   "..\\..\\keys\\master.jpg"};
    if (upper != text)
        names.push_back(upper + ".jpg");
    std::mt19937 random(1);  // NOLINT(cert-msc51-cpp): the same paths in every run
    const std::string letters = "0123456789abcdef./%2e\\:~";
    while (names.size() < 5000) {
        std::string name;
        for (std::size_t length = random() % 60 + 1; name.size() < length;)
            name += letters[random() % letters.size()];
        names.push_back(random() % 2 == 0 ? name + ".jpg" : name);
    }
    for (const std::string& name : names) {
        const net::reply answer = picture(name);
        EXPECT_EQ(answer.status, 404U) << name;
        EXPECT_FALSE(answer.body.starts_with("\xff\xd8")) << name;
    }
}

}  // namespace
}  // namespace gatehouse::wire::visitor::test
