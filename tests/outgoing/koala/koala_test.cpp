#include "outgoing/koala/koala_sender.hpp"
#include "support/fake_process.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gatehouse::outgoing::koala {
namespace {

using model::attempt_end;
constexpr std::string_view password = "admin123456";
constexpr std::string_view of_login = R"({"code":0,"data":{"id":1},"page":{}})";
constexpr std::string_view of_nobody = R"({"code":0,"data":[],"page":{}})";
constexpr std::string_view of_entry = R"({"code":0,"data":{"id":86},"page":{}})";

ops::face_entry a_guest(std::string host = "192.168.18.53")
{
    ops::face_entry who;
    who.host = std::move(host);
    who.user = "test@megvii.com";
    who.name = "张三";
    who.phone = "13811111111";
    who.come_from = "一二三四五六七八九十一二三四五六七八九十多";
    who.interviewee = "李四";
    who.purpose = 2;
    who.mark = "visit 7, guest 9";
    who.starts_at = base::from_milliseconds(1'600'000'000'000);
    who.ends_at = base::from_milliseconds(1'600'003'600'000);
    return who;
}

net::outgoing_answer answered(std::string_view body, unsigned status = 200, std::string cookie = {})
{
    net::outgoing_answer answer;
    answer.end = net::outgoing_end::answered;
    answer.status = status;
    answer.body = body;
    answer.cookie = std::move(cookie);
    return answer;
}

talk a_talk(ops::face_entry who = a_guest(), std::string cookie = {})
{
    return talk(std::move(who), base::secret(password), std::move(cookie));
}
// A page of a search: so many strangers from this id on, and what `more` says.
net::outgoing_answer listed(std::int64_t from, std::int64_t count, std::string_view pages,
                            std::string_view more = {})
{
    std::string body = R"({"code":0,"data":[)";
    for (std::int64_t i = 0; i < count; ++i)
        body.append(i > 0 ? "," : "")
            .append(R"({"id":)")
            .append(std::to_string(from + i))
            .append(R"(,"name":"张三","phone":"1","start_time":1600000000,"end_time":1600003600})");
    return answered(body.append(more).append(R"(],"page":)").append(pages).append("}"));
}

// "POST /subject" of what it asks next; empty once it is over.
std::string next_of(const talk& with)
{
    const auto request = with.next();
    return request ? request->method + " " + request->url.substr(request->url.find('/', 8)) : "";
}

constexpr const char* search_call =
    "GET /mobile-admin/subjects/list?category=visitor&order=time&page=1&size=200&name=%E5%BC%A0%E4%B8%89";

TEST(a_talk_with_koala, logs_in_as_the_host_wants_it_looks_and_enters_the_guest)
{
    talk with = a_talk();
    auto request = with.next().value();
    EXPECT_EQ(request.url, "http://192.168.18.53/auth/login");
    EXPECT_EQ(request.body, R"({"username":"test@megvii.com","password":"admin123456"})");
    EXPECT_EQ(request.headers.front(), "User-Agent: Koala Admin");
    EXPECT_TRUE(request.on_site);
    with.take(answered(of_login, 200, "session=abc"));
    EXPECT_EQ(next_of(with), search_call);
    request = with.next().value();
    EXPECT_NE(std::find(request.headers.begin(), request.headers.end(), "Cookie: session=abc"),
              request.headers.end());
    with.take(answered(of_nobody));
    EXPECT_EQ(next_of(with), "POST /subject");
    EXPECT_EQ(
        with.next()->body,
        R"({"subject_type":1,"name":"张三","phone":"13811111111",)"
        R"("come_from":"一二三四五六七八九十一二三四五六七八九十","interviewee":"李四","purpose":2,)"
        R"("remark":"","description":"visit 7, guest 9","start_time":1600000000,"end_time":1600003600,"photo_ids":[]})");
    with.take(answered(of_entry));
    EXPECT_FALSE(with.next());
    EXPECT_EQ(with.outcome().end, attempt_end::delivered);
    EXPECT_EQ(with.outcome().receipt, "86");
    EXPECT_EQ(with.cookie(), "session=abc");
}

TEST(a_talk_with_koala, sends_a_photo_first_and_names_it)
{
    ops::face_entry who = a_guest("https://koala.example:8443/");
    who.photo = "\xff\xd8 picture";
    who.groups = {18, 19};
    talk with = a_talk(who, "session=abc");
    with.take(answered(of_nobody));
    const auto request = with.next().value();
    EXPECT_EQ(request.url, "https://koala.example:8443/subject/photo");
    EXPECT_NE(request.body.find(
                  "name=\"photo\"; filename=\"photo.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\xff\xd8"),
              std::string::npos);
    with.take(answered(R"({"code":0,"data":{"id":15,"url":"/static/upload/photo/x.jpg"}})"));
    EXPECT_NE(with.next()->body.find(R"("photo_ids":[15],"group_ids":[18,19])"), std::string::npos);
}

TEST(a_talk_with_koala, enters_nobody_twice)
{
    talk with = a_talk(a_guest(), "session=abc");
    with.take(answered(
        R"({"code":0,"data":[7,{"id":84,"name":"张三","phone":"13811111111","start_time":1,"end_time":2},
            {"id":85,"name":"张三丰","phone":"13811111111","start_time":1600000000,"end_time":1600003600},
            {"id":87,"name":"张三","phone":"13811111111","start_time":1600000000,"end_time":1600003600,
             "description":"visit 8, guest 10"},
            {"id":86,"name":"张三","phone":"13811111111","start_time":1600000000,"end_time":1600003600}]})"));
    EXPECT_FALSE(with.next());
    EXPECT_EQ(with.outcome().receipt, "86") << "not the one of another visit; made without a mark";
}

std::string call_of_page(int page)
{
    std::string call = search_call;
    return call.replace(call.find("page=1") + 5, 1, std::to_string(page));
}

TEST(a_talk_with_koala, searches_every_page_that_the_host_has)
{
    for (const bool leaves : {false, true}) {
        ops::face_entry who = a_guest();
        who.leaves = leaves;
        talk with = a_talk(who, "session=abc");
        with.take(listed(1, 200, R"({"count":250,"current":1,"size":200,"total":2})"));
        EXPECT_EQ(next_of(with), call_of_page(2));
        with.take(listed(
            201, 49, R"({"count":250,"current":2,"size":200,"total":2})",
            R"(,{"id":86,"name":"张三","phone":"13811111111","start_time":1600000000,"end_time":1600003600})"));
        EXPECT_EQ(next_of(with), leaves ? "DELETE /subject/86" : "");
        EXPECT_EQ(with.outcome().receipt, leaves ? "" : "86");
    }
    talk with = a_talk(a_guest(), "session=abc");
    with.take(listed(1, 200, "{}"));
    EXPECT_EQ(next_of(with), call_of_page(2)) << "a host that does not count its pages";
    with.take(answered("", 401));
    with.take(answered(of_login, 200, "session=new"));
    EXPECT_EQ(next_of(with), search_call) << "from the first again";
    with.take(listed(1, 200, "{}"));
    with.take(listed(201, 50, "{}"));
    EXPECT_EQ(next_of(with), "POST /subject");
    talk endless = a_talk(a_guest(), "session=abc");
    int pages = 0;
    for (; endless.next(); ++pages)
        endless.take(listed(pages * 200 + 1, 200, R"({"total":9007199254740991})"));
    EXPECT_EQ(pages, 100);
    EXPECT_EQ(endless.outcome().end, attempt_end::failed);
}

TEST(a_talk_with_koala, takes_out_without_a_search_whom_the_host_named)
{
    constexpr std::string_view refusal = R"({"code":-1001,"data":{},"desc":"no"})";
    constexpr const char* every_visitor =
        "GET /mobile-admin/subjects/list?category=visitor&order=time&page=1&size=200";
    ops::face_entry who = a_guest();
    who.leaves = true;
    who.known_as = "85";
    talk with = a_talk(who);
    with.take(answered(of_login, 200, "session=a"));
    EXPECT_EQ(next_of(with), "DELETE /subject/85");
    with.take(answered(R"({"code":0,"data":{"id":85}})"));
    EXPECT_FALSE(with.next());
    EXPECT_EQ(with.outcome().outcome, "the host removed the guest");
    // Refused: its list says whether that is since they are gone.
    for (const bool stands : {false, true}) {
        talk refused = a_talk(who, "session=old");
        refused.take(answered(refusal));
        EXPECT_EQ(next_of(refused), "POST /auth/login");
        refused.take(answered(of_login, 200, "session=a"));
        EXPECT_EQ(next_of(refused), "DELETE /subject/85");
        refused.take(answered(refusal));
        EXPECT_EQ(next_of(refused), every_visitor);
        refused.take(listed(86, 200, R"({"total":2})"));
        refused.take(listed(286, 1, R"({"total":2})", stands ? R"(,{"id":85,"name":"renamed"})" : ""));
        EXPECT_FALSE(refused.next());
        EXPECT_EQ(refused.outcome().outcome, stands ? "the removal failed: the host answered -1001 no"
                                                    : "the host does not know the guest");
        EXPECT_EQ(refused.outcome().attempts_most.has_value(), stands);
    }
}

TEST(a_talk_with_koala, begins_a_new_session_once_where_the_old_one_is_over)
{
    for (const auto& over :
         {answered("", 401), answered("", 302), answered("<html>login</html>"),
          answered(R"({"code":-1,"data":{}})"), answered(R"({"desc":"no code"})"), answered(R"([])")}) {
        talk with = a_talk(a_guest(), "session=old");
        with.take(over);
        EXPECT_EQ(next_of(with), "POST /auth/login") << over.body;
        const auto login = with.next().value();
        for (const std::string& each : login.headers)
            EXPECT_EQ(each.find("session=old"), std::string::npos);
        with.take(answered(of_login, 200, "session=new"));
        EXPECT_EQ(next_of(with), search_call);
        with.take(over);
        EXPECT_FALSE(with.next()) << "not for ever";
        EXPECT_EQ(with.outcome().end, attempt_end::failed);
    }
}

// A fault at every step, of every kind; only an error of the host's own is given up soon: a host that starts
// answers a page.
TEST(a_talk_with_koala, ends_at_whichever_step_the_host_fails_and_says_no_password)
{
    const std::vector<net::outgoing_answer> right{answered(of_login, 200, "session=a"), answered(of_nobody),
                                                  answered(R"({"code":0,"data":{"id":15}})"),
                                                  answered(of_entry)};
    net::outgoing_answer silent;
    silent.reason = "no answer within the deadline";
    net::outgoing_answer barred = silent;
    barred.end = net::outgoing_end::refused;
    net::outgoing_answer stopped = silent;
    stopped.end = net::outgoing_end::stopped;
    std::vector<std::pair<net::outgoing_answer, attempt_end>> faults{
        {silent, attempt_end::failed}, {barred, attempt_end::refused}, {stopped, attempt_end::abandoned}};
    for (const char* body :
         {"", "<html>", R"({"code":0,"data")", R"({"code":0,"data":"text"})",
          R"({"code":0,"data":{"id":"86"}})", R"({"code":0,"data":{"id":-5}})", R"({"code":0.5,"data":{}})",
          R"({"code":-1019,"data":{},"desc":"wrong password admin123456 given"})", R"({"code":0})", "null"})
        faults.emplace_back(answered(body), attempt_end::failed);
    for (const unsigned status : {201U, 301U, 302U, 403U, 500U})
        faults.emplace_back(answered(of_entry, status), attempt_end::failed);
    ops::face_entry who = a_guest();
    who.photo = "\xff\xd8";
    for (std::size_t step = 0; step < right.size(); ++step)
        for (const auto& [fault, end] : faults) {
            talk with = a_talk(who);
            for (std::size_t before = 0; before < step; ++before)
                with.take(right[before]);
            with.take(fault);
            EXPECT_FALSE(with.next()) << step << " " << fault.body;
            EXPECT_EQ(with.outcome().end, end) << step << " " << fault.body;
            EXPECT_EQ(with.outcome().attempts_most.has_value(), fault.body.find("-1019") != std::string::npos)
                << fault.body;
            EXPECT_EQ(with.outcome().outcome.find(password), std::string::npos);
            EXPECT_FALSE(with.outcome().outcome.empty());
        }
}

class a_koala_host : public ::testing::Test {
protected:
    ops::letter letter_to(const support::fake_process& host, std::string name = "张三",
                          std::string_view with = password) const
    {
        ops::letter made;
        made.face = a_guest(host.url());
        made.face->name = std::move(name);
        made.secret = base::secret(with);
        return made;
    }
    std::future<model::attempt> start(ops::letter what)
    {
        auto promise = std::make_shared<std::promise<model::attempt>>();
        auto coming = promise->get_future();
        sender.send(std::move(what),
                    [promise](ops::letter, model::attempt how) { promise->set_value(std::move(how)); });
        return coming;
    }
    model::attempt send(ops::letter what) { return start(std::move(what)).get(); }

    static net::outgoing_options options()
    {
        net::outgoing_options made;
        made.allowed = {net::read_network("127.0.0.1").value()};
        return made;
    }

    support::fake_process fake{"koala"};
    net::outgoing_client client{options()};
    base::system_clock clock;
    koala_sender sender{client, clock};
};

TEST_F(a_koala_host, gets_one_guest_after_the_other_in_one_session)
{
    std::vector<std::future<model::attempt>> coming;
    for (const char* name : {"张三", "李四", "王五"})
        coming.push_back(start(letter_to(fake, name)));
    for (auto& each : coming) {
        const auto attempt = each.get();
        EXPECT_EQ(attempt.end, attempt_end::delivered) << attempt.outcome;
    }
    const std::vector<std::string> once{"GET /mobile-admin/subjects/list", "POST /subject"};
    std::vector<std::string> whole{"POST /auth/login"};
    for (int i = 0; i < 3; ++i)
        whole.insert(whole.end(), once.begin(), once.end());
    EXPECT_EQ(fake.asked(), whole);
    ops::letter photo = letter_to(fake, "有照");
    photo.face->photo = "\xff\xd8 picture \xff\xd9";
    EXPECT_EQ(send(std::move(photo)).end, attempt_end::delivered);
}

TEST_F(a_koala_host, keeps_one_entry_of_a_guest_whose_answer_was_lost)
{
    fake.misbehave("/subject", "lost");
    EXPECT_EQ(send(letter_to(fake)).end, attempt_end::failed);
    const auto again = send(letter_to(fake));
    EXPECT_EQ(again.outcome, "the host knew the guest already");
    ops::letter leaving = letter_to(fake);
    leaving.face->leaves = true;
    leaving.face->known_as = again.receipt;
    EXPECT_EQ(send(leaving).outcome, "the host removed the guest");
    EXPECT_EQ(send(leaving).outcome, "the host does not know the guest");
}

TEST_F(a_koala_host, that_is_slow_is_waited_for_as_long_as_its_deadlines_say)
{
    using std::chrono::milliseconds;
    talk with = a_talk();
    EXPECT_EQ(with.next()->connect_deadline, milliseconds(3'000));
    EXPECT_EQ(with.next()->deadline, milliseconds(10'000));
    ops::face_entry pictured = a_guest();
    pictured.photo = "\xff\xd8";
    talk of_photo = a_talk(pictured, "session=abc");
    of_photo.take(answered(of_nobody));
    EXPECT_EQ(of_photo.next()->deadline, milliseconds(20'000));
    const auto hurried_by = [this](const deadlines& within, const char* path, std::string photo) {
        koala_sender hurried{client, clock, {}, within};
        ops::letter what = letter_to(fake, path);
        what.face->photo = std::move(photo);
        fake.misbehave(path, "hang");
        std::promise<model::attempt> promise;
        hurried.send(std::move(what),
                     [&](ops::letter, model::attempt how) { promise.set_value(std::move(how)); });
        return promise.get_future().get().end;
    };
    const milliseconds soon(200);
    EXPECT_EQ(hurried_by({soon, soon, std::chrono::hours(1)}, "/mobile-admin", ""), attempt_end::failed);
    EXPECT_EQ(hurried_by({soon, std::chrono::hours(1), soon}, "/subject/photo", "\xff\xd8"),
              attempt_end::failed);
}

TEST_F(a_koala_host, is_never_shown_the_session_of_another)
{
    support::fake_process other{"koala"};
    EXPECT_EQ(send(letter_to(fake)).end, attempt_end::delivered);
    EXPECT_EQ(send(letter_to(other)).end, attempt_end::delivered);
    EXPECT_EQ(other.asked().front(), "POST /auth/login");
    const auto refused = send(letter_to(fake, "张三", "wrong"));
    EXPECT_EQ(refused.end, attempt_end::failed);
    EXPECT_NE(refused.outcome.find("-1019"), std::string::npos) << refused.outcome;
}

TEST_F(a_koala_host, that_is_hostile_harms_nobody)
{
    support::fake_process elsewhere{"koala"};
    for (const std::string& path :
         {std::string("/auth/login"), std::string("/mobile-admin"), std::string("/subject")})
        for (const std::string& how :
             {std::string("huge"), std::string("truncated"), std::string("wrong_type"), std::string("html"),
              std::string("garbage"), std::string("close"), std::string("status:500"),
              std::string("error:-1002"), "redirect:" + elsewhere.url()}) {
            koala_sender fresh{client, clock};
            std::promise<model::attempt> promise;
            fake.misbehave(path, how);
            fresh.send(letter_to(fake, path + how),
                       [&](ops::letter, model::attempt ended) { promise.set_value(std::move(ended)); });
            const auto attempt = promise.get_future().get();
            EXPECT_EQ(attempt.end, attempt_end::failed) << path << " " << how << ": " << attempt.outcome;
        }
    EXPECT_TRUE(elsewhere.asked().empty());
    EXPECT_EQ(send(letter_to(fake)).end, attempt_end::delivered);
}

TEST_F(a_koala_host, is_not_reached_on_loopback_unless_the_operator_listed_it)
{
    net::outgoing_client strict{{}};
    koala_sender guarded{strict, clock};
    std::promise<model::attempt> promise;
    guarded.send(letter_to(fake),
                 [&](ops::letter, model::attempt how) { promise.set_value(std::move(how)); });
    EXPECT_EQ(promise.get_future().get().end, attempt_end::refused);
    EXPECT_TRUE(fake.asked().empty());
}

TEST_F(a_koala_host, is_left_when_the_server_stops)
{
    fake.misbehave_always("hang");
    auto under_way = start(letter_to(fake));
    auto waiting = start(letter_to(fake, "李四"));
    sender.stop(std::chrono::milliseconds(100));
    EXPECT_EQ(under_way.get().end, attempt_end::abandoned);
    EXPECT_EQ(waiting.get().end, attempt_end::abandoned);
}

}  // namespace
}  // namespace gatehouse::outgoing::koala
