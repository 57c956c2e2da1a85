#include "wire/deli/device_calls.hpp"

#include "ops/device_orders.hpp"
#include "ops/devices.hpp"
#include "ops/firmware.hpp"
#include "ops/roster.hpp"
#include "store/device_orders.hpp"
#include "store/inbox.hpp"
#include "store/people.hpp"
#include "support/audit.hpp"
#include "wire/deli/orders.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

namespace gatehouse::wire::deli {
namespace {

using texts = std::vector<std::string>;

constexpr std::string_view file = R"({
  "organizations": [{"key": "co", "kind": "company", "name": "Example Ltd"}],
  "products": [{"model": "DL3785W", "type": "KQ", "key": "k"}, {"model": "PEN", "type": "PPT", "key": "k"}],
  "apps": [{"id": "37", "key": "k", "name": "Attendance"}, {"id": "38", "key": "k", "name": "Leave"},
           {"id": "39", "key": "k", "name": "Other"}],
  "devices": [{"id": "DL3785W_1", "name": "Front door", "organization": "co", "apps": ["37", "38"]},
              {"id": "DL3785W_2"}, {"id": "DL3785W_3", "organization": "co"},
              {"id": "PEN_1", "organization": "co", "apps": ["37"]}]})";

class a_device : public testing::Test {
protected:
    a_device() { home.provision(file); }

    // What goes back.
    texts told(const std::string& device, std::string_view payload)
    {
        const auto what = read_uplink(home.keys(), device, payload, home.clock.now());
        home.write(
            [&](store::transaction& in) { last = answer_uplink(in, what, options, home.clock.now()); });
        return last.down;
    }
    // The data of the one reply to an action.
    std::string data_of(const std::string& device, int action, std::string_view data)
    {
        const auto down = told(device, R"({"mid":"m","to":"","time":5,"action":)" + std::to_string(action) +
                                           R"(,"data":)" + std::string(data) + "}");
        if (down.size() != 1)
            return std::to_string(down.size()) + " messages";
        auto reply = boost::json::parse(down.at(0)).as_object();
        EXPECT_EQ(reply.at("mid"), "m");
        EXPECT_EQ(reply.at("from"), "system");
        EXPECT_EQ(reply.at("to"), boost::json::string(device));
        EXPECT_EQ(reply.at("time"), 1'780'000'000);
        EXPECT_EQ(reply.at("action"), action);
        return boost::json::serialize(reply.at("data"));
    }
    std::vector<store::message_view> kept(const std::string& device)
    {
        return store::messages_before(*home.database().reader(), home.keys(), known(device).what, {}, 100);
    }
    store::device_entry known(const std::string& device)
    {
        return *store::find_device(*home.writer().published(), device);
    }
    void change(const std::string& device, void (*how)(model::device&))
    {
        home.write([&](store::transaction& in) {
            model::device after = store::find_device(in.index, device)->what;
            how(after);
            store::update_device(in, after);
        });
    }

    support::store_room home;
    device_options options;
    device_answer last;
    model::device_order given;
};

TEST_F(a_device, without_a_clock_gets_the_time)
{
    EXPECT_EQ(told("DL3785W_1", R"({"mid":"1","from":"DL3785W_1","to":"system","time":0,"action":100})"),
              texts{R"({"mid":"1","from":"system","to":"DL3785W_1","time":1780000000,"action":100,)"
                    R"("data":{"code":0,"msg":""}})"});
    EXPECT_EQ(told("DL3785W_1", R"({"action":100})"),
              texts{R"({"from":"system","to":"DL3785W_1","time":1780000000,"action":100,)"
                    R"("data":{"code":0,"msg":""}})"})
        << "what came without mid is answered without";
}

TEST_F(a_device, says_what_it_is_and_is_told_what_is_known)
{
    EXPECT_EQ(data_of("DL3785W_2", 102, "{}"),
              R"({"code":0,"msg":"","status":1,"name":"DL3785W_2","org_id":"","last_access":0})");
    EXPECT_EQ(data_of("DL3785W_1", 101,
                      R"({"name":"East","product_version":"1.0","properties":{"mac":"00:11"},"more":1})"),
              R"({"code":0,"msg":""})");
    EXPECT_EQ(known("DL3785W_1").what.version, "1.0");
    change("DL3785W_1",
           [](model::device& d) { d.accessed_before = base::from_milliseconds(1'502'860'000'999); });
    EXPECT_EQ(
        data_of("DL3785W_1", 102, "{}"),
        R"({"code":0,"msg":"","status":1,"name":"East","organization":{"org_id":"1","name":"Example Ltd"},)"
        R"("org_id":"1","last_access":1502860000})");
    options.compat_v10 = false;
    EXPECT_EQ(data_of("DL3785W_2", 102, "null"),
              R"({"code":0,"msg":"","status":1,"name":"DL3785W_2","last_access":0})");
    EXPECT_EQ(data_of("DL3785W_1", 101, R"({"product_version":"1.1"})"), R"({"code":0,"msg":""})");
    EXPECT_EQ(known("DL3785W_1").what.name, "East") << "what is left out stays";
    EXPECT_EQ(store::device_properties(*home.database().reader(), known("DL3785W_1").what.id),
              R"({"mac":"00:11"})");
}

TEST_F(a_device, is_refused_a_description_that_is_none)
{
    const auto refused = [this](const std::string& data) {
        return boost::json::parse(data_of("DL3785W_1", 101, data)).at("code") == 100;
    };
    for (const std::string& data :
         {std::string("{}"), std::string(R"({"product_version":""})"),
          std::string(R"({"product_version":1})"), R"({"product_version":")" + std::string(33, '1') + R"("})",
          R"({"product_version":"1","name":")" + std::string(65, 'x') + R"("})",
          std::string(R"({"product_version":"1","name":"a\u0007"})"),
          std::string(R"({"product_version":"1","properties":"x"})"),
          R"({"product_version":"1","properties":{"a":")" + std::string(16384, 'x') + R"("}})"})
        EXPECT_TRUE(refused(data)) << data.substr(0, 80);
    EXPECT_EQ(known("DL3785W_1").what.version, "");
    std::string wide;
    for (int i = 0; i < 64; ++i)
        wide += "门";
    EXPECT_FALSE(refused(R"({"product_version":"1","name":")" + wide + R"("})"));
}

TEST_F(a_device, is_answered_with_a_code_of_the_table)
{
    struct row {
        std::string device;
        int action;
        std::string_view data;
        std::string_view reply;
    };
    const std::vector<row> rows{
        {"DL3785W_1", 103, "{}", R"({"code":102,"msg":"no firmware was published for this model"})"},
        {"DL3785W_1", 104, "{}", R"({"code":103,"msg":"unbind not allowed for this product"})"},
        {"DL3785W_1", 105, R"({"code":202,"msg":"sensor"})", R"({"code":0,"msg":""})"},
        {"DL3785W_1", 105, R"({"code":"202","msg":"sensor"})",
         R"({"code":100,"msg":"code and msg are needed"})"},
        {"DL3785W_1", 105, R"({"code":202})", R"({"code":100,"msg":"code and msg are needed"})"},
        {"DL3785W_1", 106, "{}", R"({"code":106,"msg":"this action is not supported"})"},
        {"DL3785W_1", 517, "{}", R"({"code":106,"msg":"this action is not supported"})"},
        {"DL3785W_1", 200, R"({"code":0,"cmd":"reboot","result":"ok"})", "0 messages"},
        {"DL3785W_1", 201, R"({"code":201,"msg":"FTP refused"})", "0 messages"},
        {"DL3785W_1", 300, "{}", R"({"code":100,"msg":"cmd is missing"})"},
        {"DL3785W_1", 300, R"({"cmd":"x"})", "0 messages"},
        {"DL3785W_2", 300, R"({"cmd":"x"})",
         R"({"code":107,"msg":"device is not bound to any app","cmd":"x"})"},
        {"DL3785W_3", 300, R"({"cmd":"x"})",
         R"({"code":107,"msg":"device is not bound to any app","cmd":"x"})"},
    };
    for (const row& each : rows)
        EXPECT_EQ(data_of(each.device, each.action, each.data), each.reply)
            << each.device << " " << each.action << each.data;
    const auto alarms = store::alarms_before(*home.database().reader(), known("DL3785W_1").what.id, 0, 10);
    ASSERT_EQ(alarms.size(), 1U);
    EXPECT_EQ(alarms[0].code, 202);
    EXPECT_EQ(kept("DL3785W_1").size(), rows.size() - 2) << "every up-link is kept as it came";
    EXPECT_EQ(kept("DL3785W_1").at(0).text,
              R"({"mid":"m","to":"","time":5,"action":300,"data":{"cmd":"x"}})");
}

TEST_F(a_device, names_who_stands_for_its_organization_and_reports_to_them)
{
    home.write([](store::transaction& in) {
        const auto who = store::insert_person(in, {{}, {1}, "Li Si", {}, "7", "employee", {}, {}});
        const auto other = store::insert_person(in, {{}, {1}, "Wang Wu", {}, {}, "employee", {}, {}});
        const ops::author by{"test", {}};
        EXPECT_FALSE(ops::change_organization(in, {1}, {.administrator = model::person_id{99}}, by));
        EXPECT_TRUE(ops::change_organization(in, {1}, {.administrator = other}, by));
        EXPECT_TRUE(ops::change_organization(in, {1}, {.administrator = who}, by));
    });
    EXPECT_EQ(data_of("DL3785W_1", 102, "{}"),
              R"({"code":0,"msg":"","status":1,"name":"Front door","organization":{"org_id":"1",)"
              R"("name":"Example Ltd","admin":{"user_id":"1","name":"Li Si","empno":"7"}},"org_id":"1",)"
              R"("org_admin":{"user_id":"1","name":"Li Si","empno":"7"},"last_access":0})");
    const auto letters = [this] {
        texts found;
        for (const auto& each : store::inbox_of(*home.database().reader(), home.keys(), {1}, 0, 100))
            found.push_back(each.app + each.what.title + ": " + each.what.content);
        return found;
    };
    const auto alarm = [this](int code, const std::string& text) {
        data_of("DL3785W_1", 105, R"({"code":)" + std::to_string(code) + R"(,"msg":")" + text + R"("})");
    };
    alarm(202, "sensor");
    alarm(203, "door");
    alarm(202, "again");
    EXPECT_EQ(letters(), (texts{"Front door (203): door", "Front door (202): sensor"})) << "once an hour";
    home.clock.set(home.clock.now() + std::chrono::minutes(30));
    told("DL3785W_1", R"({"action":105,"data":{"code":202,"msg":"still"}})");
    EXPECT_EQ(letters().size(), 2U);
    home.clock.set(home.clock.now() + std::chrono::minutes(30));
    told("DL3785W_1", R"({"action":105,"data":{"code":202,"msg":"still"}})");
    EXPECT_EQ(letters().size(), 3U);
    EXPECT_EQ(store::alarms_before(*home.database().reader(), known("DL3785W_1").what.id, 0, 10).size(), 5U);

    home.write([](store::transaction& in) {
        store::end_person(in, store::find_person(in.sql, {1}).value(), base::from_milliseconds(1));
    });
    options.compat_v10 = false;
    EXPECT_EQ(told("DL3785W_1", R"({"action":102})").at(0).find("admin"), std::string::npos)
        << "who left stands for nobody";
    told("DL3785W_1", R"({"action":105,"data":{"code":204,"msg":"nobody hears it"}})");
}

TEST_F(a_device, is_offered_the_firmware_that_was_published_last)
{
    options.downloads = "http://127.0.0.1:8080";
    home.write([](store::transaction& in) {
        const ops::author by{"test", {}};
        ops::add_firmware(in, {{1}, "1.0", model::upgrade::normal, "a", 1, "00ff"}, by).value();
        ops::add_firmware(in, {{1}, "1.1", model::upgrade::force, "b", 1, "11ff"}, by).value();
        ops::publish_firmware(in, {2}, by).value();
    });
    EXPECT_EQ(
        data_of("DL3785W_2", 102, "{}"),
        R"({"code":0,"msg":"","status":1,"name":"DL3785W_2","org_id":"","last_access":0,"product_version":"1.1"})");
    EXPECT_EQ(data_of("DL3785W_2", 103, "{}"),
              R"({"code":0,"msg":"","version":"1.1","upgrade_type":"force",)"
              R"("file_path":"http://127.0.0.1:8080/fw/DL3785W-1.1.bin","checksum":"11ff"})");
    EXPECT_EQ(boost::json::parse(data_of("PEN_1", 103, "{}")).at("code"), 102) << "of another model";
}

TEST_F(a_device, answers_an_order_in_the_form_of_either_version)
{
    using endpoint::device_command;
    const device_command reboot{"p200", "reboot", {}};
    EXPECT_EQ(order_message("DL3785W_1", reboot, {}, home.clock.now()),
              R"({"mid":"p200","from":"system","to":"DL3785W_1","time":1780000000,"action":200,)"
              R"("data":{"cmd":"reboot"}})");
    EXPECT_EQ(order_message("DL3785W_1", device_command{"p", "set", R"({"a":1})"}, {}, home.clock.now()),
              R"({"mid":"p","from":"system","to":"DL3785W_1","time":1780000000,"action":200,)"
              R"("data":{"cmd":"set","payload":{"a":1}}})");
    const endpoint::log_request log{"p201", "127.0.0.1", 21, "2017-10-10", "2017-10-11"};
    EXPECT_EQ(order_message("DL3785W_1", log, {}, home.clock.now()),
              R"({"mid":"p201","from":"system","to":"DL3785W_1","time":1780000000,"action":201,)"
              R"("data":{"ftp_host":"127.0.0.1","ftp_port":21,"log_start":"2017-10-10",)"
              R"("log_end":"2017-10-11"}})");
    EXPECT_EQ(order_message("D_1", endpoint::log_request{"p", "h"}, {"u", base::secret("pw")}, {}),
              R"({"mid":"p","from":"system","to":"D_1","time":0,"action":201,)"
              R"("data":{"ftp_host":"h","ftp_port":21,"ftp_user":"u","ftp_pass":"pw"}})");

    const auto answered = [this](std::string_view action, std::string_view data) {
        home.write([this](store::transaction& in) {
            const model::device to = known("DL3785W_1").what;
            given = ops::give_order(in, to, model::order_kind::control, "{}", {"test", home.clock.now()});
        });
        EXPECT_TRUE(told("DL3785W_1", R"({"mid":")" + given.number + R"(","action":)" + std::string(action) +
                                          R"(,"data":)" + std::string(data) + "}")
                        .empty());
        const auto sql = home.database().reader();
        return store::find_order(*sql, home.keys(), given.device, given.id)->answer.value_or("none");
    };
    for (const std::string_view data : {R"({"code":0,"msg":"","cmd":"reboot","result":"ok"})",
                                        R"({"code":0,"cmd":"reboot","payload":{"a":[1]}})"})
        EXPECT_EQ(answered("200", data), data);
    EXPECT_EQ(answered("201", R"({"code":0})"), "none") << "that is another order's";
    EXPECT_EQ(answered("200", "null"), "none");
}

TEST_F(a_device, that_cannot_be_read_hears_that)
{
    EXPECT_EQ(told("DL3785W_1", "{"),
              texts{R"({"from":"system","to":"DL3785W_1","time":1780000000,"action":300,)"
                    R"("data":{"code":100,"msg":"the message is no JSON"}})"});
    EXPECT_EQ(told("DL3785W_1", R"({"mid":"7","action":102,"time":"now"})"),
              texts{R"({"mid":"7","from":"system","to":"DL3785W_1","time":1780000000,"action":102,)"
                    R"("data":{"code":100,"msg":"time is not of its type"}})"});
    EXPECT_EQ(told("DL3785W_1", R"({"mid":"7","from":"DL3785W_2","action":102})"),
              texts{R"({"mid":"7","from":"system","to":"DL3785W_1","time":1780000000,"action":102,)"
                    R"("data":{"code":103,"msg":"from is another device"}})"});
    EXPECT_EQ(kept("DL3785W_1").size(), 3U);
    EXPECT_EQ(kept("DL3785W_1").at(2).text, "{");
}

TEST_F(a_device, that_is_locked_may_ask_what_it_is_and_nothing_else)
{
    change("DL3785W_1", [](model::device& d) { d.locked = true; });
    for (const int action : {100, 101, 103, 104, 105, 106, 300})
        EXPECT_EQ(boost::json::parse(data_of("DL3785W_1", action, R"({"cmd":"x"})")).at("code"), 105);
    EXPECT_EQ(boost::json::parse(data_of("DL3785W_1", 102, "{}")).at("status"), 0);
    data_of("DL3785W_1", 300, R"({"cmd":"checkin","users":[{"user_id":1,"feature_type":"fp","time":5}]})");
    EXPECT_TRUE(last.punches.empty());
}

TEST_F(a_device, leaves_its_organization_where_its_model_may)
{
    home.write([](store::transaction& in) {
        store::product_entry after = *store::find_product(in.index, "PEN");
        after.what.may_unbind = true;
        store::put_product(in, after);
    });
    const auto down = told("PEN_1", R"({"mid":"u","action":104,"time":1})");
    ASSERT_EQ(down.size(), 1U) << "what it is to do goes to it as whoever else unbinds it";
    EXPECT_EQ(read_message(down[0]).what.data, R"({"code":0,"msg":""})");
    EXPECT_FALSE(known("PEN_1").what.organization);
    EXPECT_TRUE(known("PEN_1").apps.empty());
    EXPECT_EQ(support::audit_of(home).back(), "device 4: device.unbind device/4 of 1 {}");
    EXPECT_EQ(told("PEN_1", R"({"mid":"u2","action":104,"time":1})").size(), 1U) << "repeated it is done";
    EXPECT_EQ(read_message(last.down[0]).what.data, R"({"code":0,"msg":""})");
}

TEST_F(a_device, sends_to_the_app_it_names_or_to_all_it_is_bound_to)
{
    home.write([](store::transaction& in) {
        store::app_entry after = *store::find_app(in.index, "38");
        after.what.suspended = true;
        store::put_app(in, after);
    });
    struct row {
        std::string_view to;
        int code;  // 0: taken
        std::vector<model::app_id> apps;
    };
    const std::vector<row> rows{{R"("to":"",)", 0, {{1}}},     {"", 0, {{1}}},
                                {R"("to":37,)", 0, {{1}}},     {R"("to":"38",)", 102, {}},
                                {R"("to":"99",)", 102, {}},    {R"("to":"39",)", 107, {}},
                                {R"("to":"system",)", 102, {}}};
    int mid = 0;
    for (const row& each : rows) {
        const auto down = told("DL3785W_1", R"({"mid":")" + std::to_string(++mid) + R"(",)" +
                                                std::string(each.to) + R"("action":300,"data":{"cmd":"x"}})");
        EXPECT_EQ(down.size(), each.code == 0 ? 0U : 1U) << each.to;
        if (each.code != 0) {
            const envelope reply = read_message(down.at(0)).what;
            EXPECT_EQ(reply.action, 300);
            EXPECT_EQ(boost::json::parse(*reply.data).at("code"), each.code) << each.to;
            EXPECT_EQ(boost::json::parse(*reply.data).at("cmd"), "x");
        }
        EXPECT_EQ(kept("DL3785W_1").at(0).apps, each.apps) << each.to;
    }
    options.ack_300 = true;
    EXPECT_EQ(data_of("DL3785W_1", 300, R"({"cmd":"x"})"), R"({"code":0,"msg":"","cmd":"x"})");
}

TEST_F(a_device, brings_punches_in_every_form_also_where_no_app_hears_of_it)
{
    for (
        const std::string_view data :
        {R"({"cmd":"checkin","org_id":"9","users":[{"user_id":1,"feature_type":"fa","time":1503025335}]})",
         R"({"cmd":"checkin","payload":{"users":[{"user_id":"1","feature_type":"fa","time":1503025335}]}})",
         R"({"cmd":"checkin","payload":{"users":[{"user_id":"1","check_type":"fa","check_time":1503025335000}]}})"})
        for (const std::string device : {"DL3785W_1", "DL3785W_3"}) {
            data_of(device, 300, data);
            ASSERT_EQ(last.punches.size(), 1U) << data;
            const model::punch& made = last.punches[0].what;
            EXPECT_EQ(made.device, known(device).what.id);
            EXPECT_EQ(made.method, model::punch_method::face);
            EXPECT_EQ(made.device_time, base::from_milliseconds(1'503'025'335'000));
            EXPECT_EQ(last.down.size(), device == "DL3785W_1" ? 0U : 1U);
        }
    data_of("DL3785W_2", 300, R"({"cmd":"checkin","users":[{"user_id":1,"time":1503025335}]})");
    EXPECT_TRUE(last.punches.empty()) << "it is nobody's";
}

TEST(a_machine_s_word, is_read_for_what_it_can_mean)
{
    using model::punch_method;
    EXPECT_EQ(read_method("fp"), punch_method::fingerprint);
    EXPECT_EQ(read_method("pass"), punch_method::password);
    EXPECT_EQ(read_method("card"), punch_method::card);
    EXPECT_EQ(read_method("gps"), punch_method::manual);
    EXPECT_EQ(base::to_milliseconds(read_time(1'503'025'335)), 1'503'025'335'000);
    EXPECT_EQ(base::to_milliseconds(read_time(1'503'025'335'123)), 1'503'025'335'123);
    EXPECT_EQ(base::to_milliseconds(read_time(-1)), 0);
    EXPECT_EQ(base::to_milliseconds(read_time(std::numeric_limits<std::int64_t>::max())),
              253'402'300'799'000);
}

}  // namespace
}  // namespace gatehouse::wire::deli
