// What apps ask about people: 501 to 506, 509 and 600's other events.
#include "store/people.hpp"

#include "ops/user_tokens.hpp"
#include "store/inbox.hpp"
#include "store/punches.hpp"
#include "store/scan_codes.hpp"
#include "store/user_events.hpp"
#include "wire/deli/the_gateway.hpp"

#include <boost/json/serialize.hpp>

#include <fstream>
#include <map>

namespace gatehouse::wire::deli {
namespace {

using test::noon;

constexpr std::string_view app = "370000000000000001";
constexpr std::string_view file = R"({
  "organizations": [{"key": "co", "kind": "company", "name": "Example Ltd",
                     "units": [{"key": "law", "name": "Law", "kind": "department"}]},
                    {"key": "x", "kind": "company", "name": "Elsewhere"}],
  "people": [{"organization": "co", "key": "355672617635545088", "name": "Li Si", "number": "7"},
             {"organization": "co", "key": "10000", "name": "Zhang San", "unit": "law"},
             {"organization": "x", "key": "far", "name": "Far"}],
  "products": [{"model": "DL3785W", "type": "KQ", "key": "k", "name": "Cloud attendance machine", "features": ["fp"]}],
  "apps": [{"id": "370000000000000001", "key": "demo-app-key", "name": "Attendance", "address_book": true},
           {"id": "38", "key": "other-key", "name": "Leave", "organizations": ["co"]},
           {"id": "39", "key": "third-key", "name": "Nowhere"}],
  "devices": [{"id": "DL3785W_1234567890", "name": "Front door", "organization": "co",
               "apps": ["370000000000000001"]}]})";

class people_calls : public test::gateway_test {
protected:
    people_calls() : gateway_test(file) { devices.online = "DL3785W_1234567890"; }

    boost::json::object call(std::int64_t action, std::string_view data, std::string_view from = app,
                             std::string_view key = "demo-app-key", std::string_view to = "system")
    {
        return ask(envelope{"g", std::string(from), std::string(to), noon, action, std::string(data)}, key);
    }
    std::int64_t code(std::int64_t action, std::string_view data, std::string_view from = app,
                      std::string_view key = "demo-app-key")
    {
        return call(action, data, from, key).at("code").as_int64();
    }
    std::vector<store::inbox_entry> inbox(std::int64_t person)
    {
        return store::inbox_of(*home.database().reader(), home.keys(), {person}, 0, 100);
    }
    model::person person(std::int64_t id)
    {
        return store::find_person(*home.database().reader(), {id}).value();
    }
};

std::string repeated(std::size_t count, std::string_view what)
{
    std::string made;
    for (std::size_t i = 0; i < count; ++i)
        made.append(i == 0 ? "" : ",").append(what);
    return made;
}

std::string quoted(std::size_t length)
{
    return '"' + std::string(length, 'x') + '"';
}

TEST_F(people_calls, are_answered_as_the_documents_examples_say)
{
    constexpr std::int64_t then = 1'509'984'049;
    home.clock.set(base::from_milliseconds(then * 1000));
    std::ifstream lines(GATEHOUSE_SOURCE_DIR "/tests/wire/deli/fixtures.jsonl");
    std::map<std::int64_t, std::string> answers;
    for (std::string line; std::getline(lines, line);) {
        for (std::size_t at = line.find("349944153787858944"); at != std::string::npos;
             at = line.find("349944153787858944"))
            line.replace(at, 18, "1");  // the platform's own ids
        const envelope asked = read_message(line).what;
        if (asked.from != app || asked.action < 501)
            continue;
        boost::json::object reply = ask(asked);
        EXPECT_EQ(reply.at("time"), then);
        reply.erase("time");
        answers[asked.action] = boost::json::serialize(reply).substr(0, 61);
    }
    const std::string done = R"({"code":0,"msg":""})";
    const std::string told = R"({"code":0,"msg":"","data":{"user_ids":[]}})";
    EXPECT_EQ(answers, (std::map<std::int64_t, std::string>{
                           {501, told},
                           {502, told},
                           {503, done},
                           {504, done},
                           {505, done},
                           {506, done},
                           {507, R"({"code":0,"msg":"","action":507,"data":{"code":0,"msg":"","ta)"},
                           {508, R"({"code":0,"msg":"","action":508,"data":{"code":0,"msg":"","or)"},
                           {509, R"({"code":103,"msg":"token is not valid"})"},
                           {600, done},
                       }));
    const auto items = inbox(1);
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].what.task, "t-1");
    EXPECT_EQ(items[0].what.state, model::todo_state::done);
    EXPECT_EQ(items[0].what.actions,
              (std::vector<model::inbox_action>{{"Reject", "reject?id=1", true}, {"Agree", "agree?id=1"}}));
    EXPECT_EQ(items[1].what.content, "Please check in");
}

TEST_F(people_calls, that_are_too_much_or_too_little_are_refused)
{
    const std::string to = R"({"org_id":1,"user_ids":[1],)";
    const std::string message = to + R"("content":"c","title":)";
    const std::string todo = to + R"("title":"t","content":"c","task_id":)";
    const std::string titled = to + R"("title":"t","content":)";
    struct row {
        std::int64_t action;
        std::string fits;  // empty: nothing like it does
        std::string refused;
    };
    const std::vector<row> rows{
        {501, message + quoted(128) + "}", message + quoted(129) + "}"},
        {501, titled + quoted(8192) + "}", titled + quoted(8193) + "}"},
        {501, titled + R"("c","link":)" + quoted(2048) + "}", titled + R"("c","link":)" + quoted(2049) + "}"},
        {501, titled + R"("c","priority":3})", titled + R"("c","priority":4})"},
        {501, titled + R"("c","priority":1})", titled + R"("c","priority":0})"},
        {501, titled + R"("c"})", titled + R"("a\u0000b"})"},
        {501, {}, titled + R"(""})"},
        {501, {}, R"({"org_id":1,"title":"t","content":"c"})"},
        {501, R"({"org_id":1,"title":"t","content":"c","user_ids":[)" + repeated(1000, "1") + "]}",
         R"({"org_id":1,"title":"t","content":"c","user_ids":[)" + repeated(1001, "1") + "]}"},
        {501, {}, R"({"org_id":1,"title":"t","content":"c","user_ids":[{}]})"},
        {501, R"({"org_id":1,"title":"t","content":"c","dept_ids":[)" + repeated(1000, "1") + "]}",
         R"({"org_id":1,"title":"t","content":"c","dept_ids":[)" + repeated(1001, "1") + "]}"},
        {502, todo + quoted(64) + "}", todo + quoted(65) + "}"},
        {502, {}, titled + R"("c"})"},
        {502, todo + R"("a","actions":[{"action":"a","link":"l"},{"action":"b"}]})",
         todo + R"("b","actions":[{"action":"a"},{"action":"b"},{"action":"c"}]})"},
        {502, todo + R"("c","actions":[{"action":)" + quoted(32) + "}]}",
         todo + R"("d","actions":[{"action":)" + quoted(33) + "}]}"},
        {503, R"({"org_id":1,"task_id":"a","status":2})", R"({"org_id":1,"task_id":"a","status":3})"},
        {504, R"({"qrcode":)" + quoted(512) + R"(,"expire":-1})",
         R"({"qrcode":)" + quoted(513) + R"(,"expire":-1})"},
        {504, R"({"qrcode":"q","expire":1})", R"({"qrcode":"q","expire":0})"},
        {504, {}, R"({"qrcode":"q"})"},
        {505, R"({"event":"gps","org_id":1,"user_ids":[)" + repeated(1000, "1") + "]}",
         R"({"event":"gps","org_id":1,"user_ids":[)" + repeated(1001, "1") + "]}"},
        {505, {}, R"({"event":"gps","org_id":1,"user_ids":[]})"},
        {509, {}, R"({"user_id":1,"client_id":"p"})"},
    };
    for (const row& each : rows) {
        if (!each.fits.empty())
            EXPECT_EQ(code(each.action, each.fits), 0) << each.action << each.fits.substr(0, 200);
        EXPECT_EQ(code(each.action, each.refused), 100) << each.action << each.refused.substr(0, 200);
    }
    home.write([](store::transaction& in) {
        for (int i = 0; i < 2000; ++i)
            store::insert_person(in, {{}, {1}, "p", {}, {}, "employee", model::unit_id{1}, {}});
    });
    const auto crowd = call(501, R"({"org_id":1,"title":"t","content":"c","dept_ids":["law"]})");
    EXPECT_EQ(crowd.at("msg"), "more than 2000 recipients");
}

TEST_F(people_calls, reach_whom_they_name_however_they_are_addressed)
{
    const std::string rest =
        R"("cmd":"msg_notification","title":"t","content":"<b>hi</b><script>","link":"l"})";
    EXPECT_EQ(
        boost::json::serialize(
            call(501, R"({"org_id":"1","user_ids":["355672617635545088",99],"dept_ids":["law",77],)" + rest)),
        R"({"code":0,"msg":"","time":1780000000,"data":{"user_ids":["99"]}})");
    EXPECT_EQ(call(501, R"({"userids":[1],)" + rest, app, "demo-app-key", "1").at("code"), 0)
        << "1.0 names the organization in `to`";
    ASSERT_EQ(inbox(1).size(), 2U);
    EXPECT_EQ(inbox(2).size(), 1U) << "of the department";
    home.write([](store::transaction& in) {
        const auto below = store::insert_unit(in,
                                              {{}, {1}, model::unit_id{1}, "department", "Patents", {}, {}});
        const auto lowest = store::insert_unit(in, {{}, {1}, below, "department", "Drawings", {}, {}});
        store::insert_person(in, {{}, {1}, "p", {}, {}, "employee", lowest, {}});
    });
    EXPECT_EQ(code(501, R"({"org_id":"1","dept_ids":["law"],)" + rest), 0);
    EXPECT_EQ(inbox(4).size(), 1U) << "of a department below it";
    EXPECT_EQ(inbox(1)[1].what.content, "<b>hi</b><script>") << "kept as it is";
    EXPECT_EQ(inbox(1)[1].what.link, "l");
    EXPECT_EQ(inbox(1)[1].app, app);
    const std::string to_nobody = R"({"org_id":1,"user_ids":[99],)" + rest;
    EXPECT_EQ(code(501, to_nobody), 102);
    EXPECT_EQ(code(501, R"({"org_id":1,"user_ids":[3],)" + rest), 102) << "somebody of another organization";
    for (const std::int64_t action : {501, 505, 506})
        EXPECT_EQ(code(action, R"({"org_id":1,"user_ids":[1],"event":"gps",)" + rest, "39", "third-key"),
                  103);
    EXPECT_EQ(code(501, R"({"org_id":2,"user_ids":[3],)" + rest), 103);
    EXPECT_EQ(code(503, R"({"org_id":1,"task_id":"t","status":1})", "39", "third-key"), 103);
}

TEST_F(people_calls, keep_what_is_to_do_once_and_its_state_as_its_app_says)
{
    const std::string todo = R"({"org_id":1,"user_ids":[1],"title":"t","content":"c","task_id":"t-1"})";
    EXPECT_EQ(code(502, todo), 0);
    EXPECT_EQ(code(502, todo), 100) << "task_id is unique in the organization";
    EXPECT_EQ(code(502, todo, "38", "other-key"), 100) << "whoever it is of";
    const auto state = [&](std::string_view task, int status, std::int64_t at, std::string_view from = app,
                           std::string_view key = "demo-app-key") {
        return code(503,
                    R"({"org_id":1,"task_id":")" + std::string(task) + R"(","status":)" +
                        std::to_string(status) + R"(,"update_time":)" + std::to_string(at) + "}",
                    from, key);
    };
    EXPECT_EQ(inbox(1).at(0).what.state, model::todo_state::open);
    EXPECT_EQ(state("t-1", 2, noon), 0);
    EXPECT_EQ(state("t-1", 1, noon - 1), 0) << "it comes late";
    EXPECT_EQ(inbox(1).at(0).what.state, model::todo_state::cancelled);
    EXPECT_EQ(inbox(1).at(0).what.stated_at, base::from_milliseconds(noon * 1000));
    EXPECT_EQ(state("t-2", 1, noon), 102);
    EXPECT_EQ(state("t-1", 1, noon, "38", "other-key"), 102) << "it is another app's";
    EXPECT_EQ(inbox(1).size(), 1U);
}

TEST_F(people_calls, register_a_code_that_no_other_app_has)
{
    constexpr std::string_view for_a_minute = R"({"qrcode":"Q","expire":60})";
    EXPECT_EQ(code(504, for_a_minute), 0);
    EXPECT_EQ(code(504, for_a_minute), 0) << "its own, for another minute";
    EXPECT_EQ(code(504, for_a_minute, "38", "other-key"), 103);
    home.clock.set(base::from_milliseconds((noon + 60) * 1000));
    EXPECT_EQ(code(504, R"({"qrcode":"Q","expire":-1})", "38", "other-key"), 0) << "it is over";
    EXPECT_EQ(code(504, for_a_minute), 103);
    EXPECT_EQ(store::find_scan_code(*home.database().reader(), "Q")->app_external, "38");
    home.write([](store::transaction& in) {
        const auto* const full = store::find_app(in.index, std::string(app));
        for (std::int64_t i = store::count_scan_codes(in.sql, full->what.id); i < store::scan_codes_most; ++i)
            store::put_scan_code(in, "code " + std::to_string(i), full->what.id, {});
    });
    EXPECT_EQ(call(504, R"({"qrcode":"one more","expire":-1})").at("msg"),
              "the app has as many codes as it may have");
    EXPECT_EQ(code(504, R"({"qrcode":"code 9000","expire":60})"), 0) << "it has that one already";
}

TEST_F(people_calls, begin_and_end_to_hear_of_what_happens)
{
    const auto subscribers = [&](std::string_view event) {
        return store::subscribers_of(*home.database().reader(), {1}, event);
    };
    EXPECT_EQ(code(505, R"({"event":"wifi","org_id":"1","user_ids":["355672617635545088","10000"]})"), 0);
    EXPECT_EQ(code(505, R"({"event":"wifi","org_id":"1","user_ids":[1]})"), 0) << "once more";
    EXPECT_EQ(code(505, R"({"evt":"wifi","org_id":1,"userids":[1]})", "38", "other-key"), 0)
        << "as 1.0 has it";
    EXPECT_EQ(subscribers("wifi"), (std::vector<std::string>{std::string(app), "38"}));
    EXPECT_EQ(code(505, R"({"event":"snow","org_id":1,"user_ids":[1]})"), 102);
    EXPECT_EQ(code(505, R"({"event":"ble","org_id":1,"user_ids":[1,99]})"), 102);
    EXPECT_EQ(subscribers("ble"), std::vector<std::string>{}) << "of none, where one is unknown";
    EXPECT_EQ(code(506, R"({"event":"wifi","org_id":1,"user_ids":[1]})"), 0);
    EXPECT_EQ(subscribers("wifi"), std::vector<std::string>{"38"});
}

TEST_F(people_calls, know_a_token_where_it_was_given_and_while_it_holds)
{
    std::string token;
    home.write([&](store::transaction& in) {
        token = ops::issue_user_token(in, person(1), "phone-udid-1", std::chrono::hours(1),
                                      {"test", home.clock.now()})
                    .token;
    });
    const auto checked = [&](std::string_view user, std::string_view client, std::string_view from = app,
                             std::string_view key = "demo-app-key") {
        return call(509,
                    R"({"user_id":")" + std::string(user) + R"(","client_id":")" + std::string(client) +
                        R"(","token":")" + token + "\"}",
                    from, key);
    };
    EXPECT_EQ(boost::json::serialize(checked("355672617635545088", "phone-udid-1")),
              R"({"code":0,"msg":"","time":1780000000,"data":{"user_id":"1","name":"Li Si","empno":"7"}})");
    EXPECT_EQ(checked("1", "phone-udid-1", "38", "other-key").at("code"), 0);
    EXPECT_EQ(checked("2", "phone-udid-1").at("code"), 103);
    EXPECT_EQ(checked("1", "phone-udid-2").at("code"), 103);
    EXPECT_EQ(checked("1", "phone-udid-1", "39", "third-key").at("code"), 103) << "nobody installed it";
    home.restart();
    home.services().devices = &devices;
    EXPECT_EQ(checked("1", "phone-udid-1").at("code"), 0) << "it outlives a restart";
    home.clock.set(home.clock.now() + std::chrono::hours(1));
    EXPECT_EQ(ask(envelope{"g", std::string(app), "system", noon + 3600, 509,
                           R"({"user_id":"1","client_id":"phone-udid-1","token":")" + token + "\"}"})
                  .at("code"),
              103);
}

TEST_F(people_calls, bring_punches_of_phones_and_events_that_nobody_knows)
{
    const auto report = [&](std::string_view user, std::string_view rest) {
        return code(600, R"({"user_id":")" + std::string(user) + R"(","client_id":"phone",)" +
                             std::string(rest) + "}");
    };
    constexpr std::string_view seen = R"("client_type":"ios","event_type":"user_checkin",)"
                                      R"("event_data":{"id_type":"gps","time":1503025335})";
    EXPECT_EQ(report("355672617635545088", seen), 0);
    EXPECT_EQ(report("355672617635545088", seen), 0) << "once more it is the same";
    EXPECT_EQ(report("far", seen), 103) << "their organization did not install the app";
    EXPECT_EQ(report("1", R"("client_type":"fridge","event_type":"user_checkin","event_data":{"time":1})"),
              100);
    const auto punches = store::punches_before(*home.database().reader(), home.keys(), {}, 0, 10);
    ASSERT_EQ(punches.size(), 1U);
    EXPECT_EQ(punches[0].person_name, "Li Si");
    EXPECT_EQ(punches[0].punch.what.method, model::punch_method::phone);
    EXPECT_EQ(punches[0].punch.what.device.value, 0);
    const std::string steps = R"("client_type":"android","event_type":"steps","event_data":)";
    EXPECT_EQ(report("1", steps + R"({"n": 1.10})"), 0);
    EXPECT_EQ(report("99", steps + "{}"), 103);
    EXPECT_EQ(report("1", steps + quoted(256 * 1024 - 2)), 0);
    EXPECT_EQ(report("1", steps + quoted(256 * 1024 - 1)), 100);
    const auto events = store::reported_events_of(*home.database().reader(), home.keys(), {1});
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0], (store::reported_event{
                             {1}, {1}, "android", "phone", "steps", R"({"n": 1.10})", home.clock.now()}));
}

}  // namespace
}  // namespace gatehouse::wire::deli
