// What stands for a person's phone over our own API: the inbox, scanned codes, events, tokens, logins at
// machines; and the features that machines read.
#include "api/asked.hpp"
#include "ops/features.hpp"
#include "ops/inbox.hpp"
#include "ops/user_events.hpp"
#include "ops/user_tokens.hpp"
#include "store/devices.hpp"
#include "store/people.hpp"
#include "store/scan_codes.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

constexpr std::string_view machines = R"({
  "organizations": [{"key": "c", "kind": "company", "name": "公司"}],
  "people": [{"organization": "c", "key": "li", "name": "Li Si"}, {"organization": "c", "key": "wu", "name": "Wu"}],
  "products": [{"model": "DL3785W", "type": "KQ", "key": "k"}],
  "apps": [{"id": "37", "key": "k", "name": "Attendance", "organizations": ["c"]},
           {"id": "38", "key": "k", "name": "Leave"}],
  "devices": [{"id": "DL3785W_1", "organization": "c"}, {"id": "DL3785W_2"}]})";

class connected final : public endpoint::device_links {
public:
    bool is_online(const std::string& device) const override { return device == online; }
    bool send(const std::string& device, std::string json) override
    {
        sent.push_back(std::move(json));
        return is_online(device);
    }
    bool order(const std::string&, const endpoint::device_order&) override { return false; }
    void announce_firmware(std::string_view, std::string_view, std::string_view) override {}
    std::vector<std::string> addresses() const override { return {}; }

    std::string online = "DL3785W_1";
    std::vector<std::string> sent;
};

class phones : public testing::Test {
protected:
    phones()
    {
        at.house.provision(machines);
        at.house.services().devices = &devices;
    }

    net::reply post(const std::string& path, const std::string& body, const std::string& key = "site-key")
    {
        return ask(at, net::verb::post, path, body, key);
    }
    net::reply get(const std::string& path, const std::string& query = {})
    {
        return at.get(path, query, "site-key");
    }
    void app_says(const std::string& title, std::optional<std::string> task = {})
    {
        at.house.write([&](store::transaction& in) {
            ops::letter_to_people letter;
            letter.what.organization = company;
            letter.what.app = store::find_app(in.index, "37")->what.id;
            letter.what.title = title;
            letter.what.content = "<script>";
            if (task)
                letter.what.state = model::todo_state::open;
            letter.what.task = std::move(task);
            letter.what.created_at = at.house.clock.now();
            letter.users = {"li", "wu"};
            ops::post(in, letter);
        });
    }

    connected devices;
    site at;
    const std::string person = "/api/v1/people/1";
};

TEST_F(phones, show_what_apps_said_newest_first_and_note_what_was_read)
{
    app_says("first");
    app_says("second", "t-1");
    app_says("third");
    const auto items = json_of(get(person + "/inbox", "limit=2"));
    EXPECT_EQ(boost::json::serialize(items.at("items").at(1)),
              R"({"id":2,"app":"37","app_name":"Attendance","task":"t-1","priority":1,"title":"second",)"
              R"("content":"<script>","link":null,"actions":[],"state":"open","stated_at":null,)"
              R"("created_at":"2026-05-28T20:26:40Z","read_at":null})");
    const std::string next(items.at("next").as_string());
    EXPECT_EQ(json_of(get(person + "/inbox", "cursor=" + next)).at("items").at(0).at("id"), 1);
    EXPECT_EQ(post(person + "/inbox/read", R"({"items":[1,9]})").status, 404U);
    EXPECT_EQ(post(person + "/inbox/read", R"({"items":[1,2]})").status, 204U);
    const auto read_at = [&](const std::string& whose, std::size_t item) {
        return json_of(get(whose + "/inbox")).at("items").at(item).at("read_at");
    };
    EXPECT_EQ(read_at(person, 0), nullptr);
    EXPECT_EQ(read_at(person, 1), "2026-05-28T20:26:40Z");
    EXPECT_EQ(read_at("/api/v1/people/2", 1), nullptr) << "another has not read it";
}

TEST_F(phones, find_the_app_of_a_scanned_code)
{
    at.house.write([&](store::transaction& in) {
        const auto ends_at = at.house.clock.now() + std::chrono::seconds(1);
        store::put_scan_code(in, "for ever", store::find_app(in.index, "37")->what.id, {});
        store::put_scan_code(in, "a second", store::find_app(in.index, "37")->what.id, ends_at);
        store::put_scan_code(in, "not ours", store::find_app(in.index, "38")->what.id, {});
    });
    const auto scan = [&](const std::string& text, const std::string& key = "site-key") {
        return post("/api/v1/scans", R"({"text":")" + text + "\"}", key);
    };
    EXPECT_EQ(scan("for ever").body, R"({"app":"37","name":"Attendance","icon":"","text":"for ever"})");
    EXPECT_EQ(scan("a second").status, 200U);
    EXPECT_EQ(scan("not ours").status, 404U) << "the organization has not installed the app";
    EXPECT_EQ(scan("not ours", "admin-key").status, 200U);
    EXPECT_EQ(scan("unknown").status, 404U);
    at.house.clock.set(at.house.clock.now() + std::chrono::seconds(1));
    EXPECT_EQ(scan("a second").status, 404U);
}

TEST_F(phones, say_what_happened_to_apps_that_want_to_hear_it)
{
    at.house.write([&](store::transaction& in) {
        for (const std::string each : {"37", "38"})
            for (const std::string_view event : ops::user_events)
                store::subscribe(in, store::find_app(in.index, each)->what.id, {1}, event,
                                 at.house.clock.now());
    });
    struct row {
        std::string body;
        unsigned status;
    };
    for (const row& each : std::vector<row>{{R"({"event":"sign_in"})", 200},
                                            {R"({"event":"sign_off"})", 200},
                                            {R"({"event":"sign_in","sid":"x"})", 422},
                                            {R"({"event":"wifi","sid":"x"})", 200},
                                            {R"({"event":"ble","sid":"x"})", 200},
                                            {R"({"event":"wifi"})", 422},
                                            {R"({"event":"wifi","sid":""})", 422},
                                            {R"({"event":"gps","lat":"38.6518","lng":"104.07642"})", 200},
                                            {R"({"event":"gps","lat":"-90","lng":"-180"})", 200},
                                            {R"({"event":"gps","lat":"90.1","lng":"0"})", 422},
                                            {R"({"event":"gps","lat":"0","lng":"180.1"})", 422},
                                            {R"({"event":"gps","lat":"0x1","lng":"0"})", 422},
                                            {R"({"event":"gps","lat":"1"})", 422},
                                            {R"({"event":"snow"})", 422}}) {
        const net::reply reply = post(person + "/events", each.body);
        EXPECT_EQ(reply.status, each.status) << each.body << reply.body;
        if (each.status == 200)
            EXPECT_EQ(reply.body, R"({"apps":["37"]})") << "38 is not installed";
    }
    EXPECT_EQ(post("/api/v1/people/2/events", R"({"event":"sign_in"})").body, R"({"apps":[]})");
    model::person who;
    who.id = {1};
    EXPECT_EQ(ops::data_of(who, {"gps", {}, "38.6518", "104.07642"}),
              R"({"user_id":"1","event":"gps","evt":"gps","event_data":{"lat":"38.6518","lng":"104.07642"},)"
              R"("evt_data":{"lat":"38.6518","lng":"104.07642"}})");
    EXPECT_EQ(ops::data_of(who, {"sign_in"}), R"({"user_id":"1","event":"sign_in","evt":"sign_in"})");
}

TEST_F(phones, get_tokens_that_can_be_taken_back)
{
    const auto holds = [&](const std::string& token, std::string_view client = "phone") {
        bool good = false;
        at.house.write([&](store::transaction& in) {
            good = ops::is_user_token(in, {1}, client, base::secret(token), at.house.clock.now());
        });
        return good;
    };
    const net::reply made = post(person + "/user_tokens", R"({"client":"phone","days":1})");
    EXPECT_EQ(made.status, 201U);
    EXPECT_EQ(text_of(made, "ends_at"), "2026-05-29T20:26:40Z");
    const std::string first = text_of(made, "token");
    EXPECT_TRUE(holds(first));
    EXPECT_FALSE(holds(first, "another"));
    EXPECT_FALSE(holds("guess"));
    for (std::int64_t i = 1; i < ops::user_tokens_most; ++i)
        EXPECT_EQ(post(person + "/user_tokens", R"({"client":"phone"})").status, 201U);
    EXPECT_TRUE(holds(first));
    post(person + "/user_tokens", R"({"client":"phone"})");
    EXPECT_FALSE(holds(first)) << "of twenty-one the one that ends first went";
    for (const std::string_view wrong : {"0", "91"})
        EXPECT_EQ(post(person + "/user_tokens", R"({"client":"p","days":)" + std::string(wrong) + "}").status,
                  422U);
    const std::string last = text_of(post(person + "/user_tokens", R"({"client":"phone"})"), "token");
    EXPECT_EQ(ask(at, net::verb::delete_, person + "/user_tokens", {}, "site-key").status, 204U);
    EXPECT_FALSE(holds(last));
}

TEST_F(phones, log_a_person_in_at_a_device)
{
    const auto log_in = [&](const std::string& device, const std::string& state) {
        return post(person + "/device_logins",
                    R"({"code":"http://qr.delicloud.com?From=device&action=login&product=DL3785W&Device=)" +
                        device + R"(&conntype=auto","state":")" + state + "\"}");
    };
    EXPECT_EQ(log_in("DL3785W_1", "scanned").body, R"({"device":"DL3785W_1","ends_at":null})");
    EXPECT_EQ(log_in("DL3785W_1", "confirmed").body,
              R"({"device":"DL3785W_1","ends_at":"2026-05-29T20:26:40Z"})");
    ASSERT_EQ(devices.sent.size(), 2U);
    auto told = boost::json::parse(devices.sent[0]).as_object();
    EXPECT_EQ(told.at("mid").as_string().size(), 32U);
    told.erase("mid");
    EXPECT_EQ(told,
              boost::json::parse(
                  R"({"from":"system","to":"DL3785W_1","time":1780000000,"action":205,"data":{"status":0,)"
                  R"("user_id":"1","name":"Li Si","mobile":""}})"));
    const auto data = boost::json::parse(devices.sent[1]).at("data");
    EXPECT_EQ(data.at("status"), 1);
    EXPECT_EQ(data.at("expire"), 1'780'086'400) << "seconds";
    at.house.write([&](store::transaction& in) {
        EXPECT_TRUE(ops::is_user_token(in, {1}, "DL3785W_1",
                                       base::secret(std::string(data.at("token").as_string())),
                                       at.house.clock.now()));
    });
    EXPECT_EQ(log_in("DL3785W_2", "scanned").status, 404U) << "it is bound to nobody";
    EXPECT_EQ(log_in("DL3785W_9", "scanned").status, 404U);
    EXPECT_EQ(post(person + "/device_logins", R"({"code":"hello","state":"scanned"})").status, 422U);
    devices.online.clear();
    EXPECT_EQ(log_in("DL3785W_1", "confirmed").status, 409U);
    EXPECT_EQ(devices.sent.size(), 2U);
}

TEST_F(phones, leave_it_to_the_operator_what_becomes_of_a_feature_that_nobody_asked_for)
{
    const auto bring = [&](const std::string& value) {
        at.house.write([&](store::transaction& in) {
            ops::bring_feature(in,
                               {store::find_person(in.sql, {1}).value(), "fp", value,
                                store::find_device(in.index, "DL3785W_1")->what.id},
                               {"app 1", at.house.clock.now()});
        });
    };
    const std::size_t before = support::audit_of(at.house).size();
    bring("A");
    bring("B");
    EXPECT_EQ(
        get(person + "/features").body,
        R"({"items":[{"id":1,"person_id":1,"type":"fp","state":"aside","usable":false,"device_id":1,)"
        R"("app_id":null,"since":"2026-05-28T20:26:40Z","until":null},{"id":2,"person_id":1,"type":"fp",)"
        R"("state":"aside","usable":false,"device_id":1,"app_id":null,"since":"2026-05-28T20:26:40Z",)"
        R"("until":null}],"next":null})");
    EXPECT_EQ(post("/api/v1/features/1/accept", "").status, 204U);
    EXPECT_EQ(post("/api/v1/features/1/accept", "").status, 409U);
    EXPECT_EQ(ask(at, net::verb::delete_, "/api/v1/features/1", {}, "site-key").status, 409U);
    EXPECT_EQ(ask(at, net::verb::delete_, "/api/v1/features/2", {}, "site-key").status, 204U);
    EXPECT_EQ(post(person + "/enrolments", R"({"device":"DL3785W_1","type":"fp"})").body,
              R"({"device":"DL3785W_1","type":"fp","ends_at":"2026-05-28T20:36:40Z"})");
    EXPECT_EQ(post(person + "/enrolments", R"({"device":"DL3785W_2","type":"fp"})").status, 404U);
    EXPECT_EQ(post(person + "/enrolments", R"({"device":"DL3785W_1","type":"nose"})").status, 422U);
    bring("C");
    EXPECT_EQ(
        ask(at, net::verb::put, person + "/fingerprint_consent",
            R"({"given_by":"self","is_14_or_older":true,"given_at":"2026-05-28T08:00:00Z","notice":"n"})",
            "site-key")
            .status,
        200U);
    const auto items = json_of(get(person + "/features")).at("items").as_array();
    ASSERT_EQ(items.size(), 2U);
    EXPECT_EQ(items[0].at("state"), "superseded");
    EXPECT_EQ(items[1].at("state"), "current");
    EXPECT_EQ(items[1].at("usable"), true);
    EXPECT_EQ(ask(at, net::verb::delete_, person + "/face", {}, "site-key").status, 204U);
    EXPECT_EQ(get(person + "/fingerprint_consent").status, 200U)
        << "a face that goes takes no other consent along";
    EXPECT_EQ(ask(at, net::verb::delete_, person + "/fingerprint_consent", {}, "site-key").status, 204U);
    EXPECT_EQ(json_of(get(person + "/features")).at("items").at(1).at("usable"), false);
    std::vector<std::string> deeds;
    for (const std::string& each : support::audit_of(at.house, before))
        deeds.push_back(each.substr(0, each.find(" of ")));
    EXPECT_EQ(deeds, (std::vector<std::string>{
                         "app 1: feature.aside feature/1", "app 1: feature.aside feature/2",
                         "key site: feature.accept feature/1", "key site: feature.discard feature/2",
                         "key site: enrolment.open enrolment/1", "app 1: feature.put feature/3",
                         "key site: consent.create consent/1", "key site: consent.withdraw consent/1"}));
}

TEST_F(phones, forget_all_of_it_with_the_person)
{
    app_says("secret");
    at.house.write([&](store::transaction& in) {
        const auto who = store::find_person(in.sql, {1}).value();
        const auto* const app = store::find_app(in.index, "37");
        const ops::author by{"test", at.house.clock.now()};
        ops::bring_feature(in, {who, "fp", "A"}, by);
        ops::note_sending(in, who, "fp", store::find_device(in.index, "DL3785W_1")->what.id, app->what.id,
                          by.now);
        store::subscribe(in, app->what.id, who.id, "gps", by.now);
        store::insert_reported_event(in, {app->what.id, who.id, "ios", "p", "x", "{}", by.now});
        ops::issue_user_token(in, who, "phone", std::chrono::hours(1), by);
    });
    EXPECT_EQ(post(person + "/erase", "").status, 200U);
    const auto sql = at.house.database().reader();
    EXPECT_TRUE(store::features_of(*sql, {1}, 0, 10).empty());
    EXPECT_TRUE(store::subscribers_of(*sql, {1}, "gps").empty());
    EXPECT_TRUE(store::reported_events_of(*sql, at.house.keys(), {1}).empty());
    EXPECT_TRUE(store::inbox_of(*sql, at.house.keys(), {1}, 0, 10).empty());
    EXPECT_EQ(store::inbox_of(*sql, at.house.keys(), {2}, 0, 10).size(), 1U) << "it is another's, too";
}

TEST_F(phones, are_not_told_old_things_for_ever)
{
    app_says("old");
    at.house.clock.set(at.house.clock.now() + std::chrono::hours(1));
    const base::instant now = at.house.clock.now();
    app_says("new");
    at.house.write([&](store::transaction& in) {
        const auto app = store::find_app(in.index, "37")->what.id;
        store::put_scan_code(in, "old", app, now - std::chrono::seconds(1));
        store::put_scan_code(in, "new", app, now);
        store::put_scan_code(in, "for ever", app, {});
        for (const auto age : {std::chrono::hours(1), std::chrono::hours(0)})
            store::insert_reported_event(in, {app, {1}, "ios", "p", "x", "{}", now - age});
    });
    at.house.write([&](store::transaction& in) {
        EXPECT_EQ(store::drop_old_inbox_items(in, now, 10), 1);
        EXPECT_EQ(store::drop_old_scan_codes(in, now, 10), 1);
        EXPECT_EQ(store::drop_old_reported_events(in, now, 10), 1);
    });
    EXPECT_EQ(json_of(get(person + "/inbox")).at("items").as_array().size(), 1U);
    EXPECT_EQ(store::reported_events_of(*at.house.database().reader(), at.house.keys(), {1}).size(), 1U);
}

}  // namespace
}  // namespace gatehouse::api::test
