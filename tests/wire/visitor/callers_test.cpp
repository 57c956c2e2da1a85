// Who may do what in the strict profile: every route, every class of callers, one's own and others'.
#include "store/changes.hpp"
#include "wire/visitor/reception.hpp"

#include <gtest/gtest.h>

#include <map>

namespace gatehouse::wire::visitor::test {
namespace {

// A call of a route that would be carried out for the back office.
struct due_call {
    std::string path;
    std::string body{};
};

class visitor_callers : public testing::Test, public reception {
protected:
    visitor_callers() : reception(endpoint::profile::strict)
    {
        post("/v1/subject/binding", R"({"weixinUserId":"wx-host","name":"富贵","phone":"13811111111"})",
             "site-key");
        post("/v1/subject/binding", R"({"weixinUserId":"wx-li","name":"李四","phone":"13822222222"})",
             "site-key");
        post("/v1/visitor/binding", R"({"weixinUserId":"wx-guest","phone":"12345678"})", "site-key");
        post("/v1/visitor/binding", R"({"weixinUserId":"wx-other","phone":"23456789"})", "site-key");
    }

    std::string log_in(const std::string& login)
    {
        auto& with = house.services();
        return with.sessions.open(*with.writer.published()->logins.find(login), house.clock.now()).token;
    }
    std::int64_t last_change() { return store::last_change(*house.database().reader()); }

    due_call call_of(const endpoint::route& row)
    {
        if (row.name == "visitor_unbind") {
            post("/v1/visitor/binding", R"({"weixinUserId":"wx-spare","phone":"34567890"})", "site-key");
            return {"/v1/subject/binding/wx-spare"};
        }
        if (row.name == "visitor_bind_employee")
            return {std::string(row.path),
                    R"({"weixinUserId":"wx-spare","name":"李四","phone":"13822222222"})"};
        if (row.name == "visitor_bind_visitor")
            return {std::string(row.path), R"({"weixinUserId":"wx-spare","phone":"34567890"})"};
        if (row.name == "visitor_find_employee" || row.name == "visitor_find_visitor" ||
            row.name == "visitor_is_bound")
            return {std::string(row.path) + "?weixinUserId=wx-host"};
        if (row.name == "visitor_apply")
            return {std::string(row.path), application()};
        if (row.name == "visitor_records")
            return {std::string(row.path) + "?type=web"};
        if (row.name == "visitor_delete_record" || row.name == "visitor_authorise") {
            const std::string id = std::to_string(apply({}, "site-key"));
            return {(row.name == "visitor_authorise" ? "/v1/auth/" : "/v1/visit/records/") + id};
        }
        if (row.name == "visitor_sign_in") {
            apply({{"proposer", host}}, "site-key");
            return {std::string(row.path), R"({"phone":"12345678"})"};
        }
        if (row.name == "visitor_check_code") {
            apply({{"proposer", host}}, "site-key");
            const auto made = json::parse(post("/v1/visit/signin", R"({"phone":"12345678"})", "site-key"));
            return {std::string(row.path),
                    json::serialize(json::object{{"qrcode", made.at("data").at("qrcode").as_string()}})};
        }
        if (row.name == "visitor_put_servers")
            return {std::string(row.path),
                    R"({"koala_ip":"10.0.0.1","koala_username":"u","koala_password":"p","cloud_url":""})"};
        if (row.name == "visitor_sign_page") {
            house.services().visitors.sign_page = [](std::string_view, const auto& done) {
                done(endpoint::page_signature{"wx1", 1, "n", "s"});
            };
            return {std::string(row.path) + "?url=https://gate.cn/"};
        }
        if (row.name == "visitor_put_templates")
            return {std::string(row.path), data_of(get(std::string(row.path), "site-key"))};
        return {std::string(row.path)};
    }
};

// The pictures of a pass, an employee and a guest, and an invitation's page and form: their address is their
// credential. A page that shows WeChat's code, and the way to one. And what says that an address is none.
constexpr std::size_t open_to_anyone = 8;

struct known_caller {
    std::string name;
    std::string token;
    std::optional<caller_class> as;  // nothing: nobody
};

TEST_F(visitor_callers, of_each_class_reach_the_routes_of_their_class_and_no_other)
{
    const std::vector<known_caller> callers{
        {"nobody", "", std::nullopt},
        {"a wrong key", "wrong", std::nullopt},
        {"an admin key", "admin-key", caller_class::office},
        {"a site key", "site-key", caller_class::office},
        {"a manager's session", log_in("office"), caller_class::office},
        {"an auditor's session", log_in("looks"), caller_class::auditor},
        {"a read key", "read-key", caller_class::auditor},
        {"a kiosk key", "kiosk-key", caller_class::kiosk},
        {"a gate key", "gate-key", caller_class::gate},
    };
    std::size_t cases = 0;
    for (const endpoint::route& row : routes()) {
        if (row.who == endpoint::right::anyone)
            continue;
        ASSERT_NE(callers_of(row), 0) << row.name;
        for (const known_caller& by : callers) {
            const due_call what = call_of(row);
            const std::int64_t changes = last_change();
            const net::reply answer = send(*row.method, what.path, what.body, by.token);
            const std::string which = std::string(row.name) + " by " + by.name + ": " + answer.body;
            const bool may = by.as && has(callers_of(row), *by.as);
            const unsigned due = may ? 200 : by.as ? 403 : 401;
            EXPECT_EQ(answer.status, due) << which;
            EXPECT_EQ(code_of(answer.body), may ? 0 : static_cast<int>(due)) << which;
            if (!may) {
                EXPECT_EQ(last_change(), changes) << which;
                EXPECT_EQ(json::parse(answer.body).as_object().size(), 2U) << which;
            }
            ++cases;
        }
        const due_call what = call_of(row);
        const std::int64_t changes = last_change();
        for (const std::string key : {"other-key", "other-kiosk-key", "other-gate-key"})
            EXPECT_EQ(send(*row.method, what.path, what.body, key).status, 403U)
                << row.name << ": another organization's " << key;
        EXPECT_EQ(last_change(), changes) << row.name;
    }
    EXPECT_EQ(cases, (routes().size() - open_to_anyone) * callers.size());
}

TEST_F(visitor_callers, who_take_a_wrong_address_or_method_are_told_so_in_the_envelope)
{
    const auto said = [this](net::verb method, const std::string& path) {
        const net::reply answer = send(method, path, "{}");
        return std::pair{answer.status, code_of(answer.body)};
    };
    for (const auto& [method, path] : {std::pair{net::verb::get, "/v1/nothing"},
                                       {net::verb::delete_, "/v1/subject/binding/"},
                                       {net::verb::post, "/v1/visit/qrcode/"}})
        EXPECT_EQ(said(method, path), (std::pair{404U, 404})) << path;
    for (const auto& [method, path] : {std::pair{net::verb::get, "/v1/subject"},
                                       {net::verb::patch, "/v1/subject"},
                                       {net::verb::put, "/v1/visit/qrcode"},
                                       {net::verb::post, "/v1/config/templates"},
                                       {net::verb::post, "/qrcode/83bae139a9bc445384f4fc7a2df6a047.jpg"}})
        EXPECT_EQ(said(method, path), (std::pair{405U, 400})) << path;
}

TEST_F(visitor_callers, show_their_key_in_either_header)
{
    EXPECT_EQ(
        house.ask({.method = net::verb::get, .path = "/v1/config/servers", .api_key = "site-key"}).status,
        200U);
    EXPECT_EQ(house.ask({.method = net::verb::get, .path = "/v1/config/servers", .api_key = "wrong"}).status,
              401U);
}

TEST_F(visitor_callers, on_phone_pages_reach_what_is_their_own_and_nothing_else)
{
    struct owner {
        std::string wechat_id;
        std::string phone;
        bool is_employee;
    };
    const std::vector<owner> owners{{"wx-host", "13811111111", true},
                                    {"wx-li", "13822222222", true},
                                    {"wx-guest", "12345678", false},
                                    {"wx-other", "23456789", false},
                                    {"wx-nobody", "", false}};
    // One visit applied for from each page that is bound, to each employee.
    std::map<std::pair<std::string, std::string>, std::int64_t> visits;
    for (const owner& by : owners)
        for (const std::string to : {"13811111111", "13822222222"})
            if (!by.phone.empty())
                visits[{by.wechat_id, to}] = apply({{"proposer", by.phone}, {"interviewee_phone", to}},
                                                   page(by.wechat_id));
    std::size_t cases = 0;
    const auto expect = [&](bool may, const net::reply& answer, const std::string& which) {
        EXPECT_EQ(answer.status, may ? 200U : 403U) << which << answer.body;
        if (may) {
            EXPECT_NE(code_of(answer.body), 403) << which;
        } else {
            EXPECT_EQ(answer.body, R"({"code":403,"err_msg":"没有权限"})") << which;
        }
        ++cases;
    };
    for (const owner& by : owners) {
        const std::string token = page(by.wechat_id);
        for (const owner& of : owners) {
            const bool own = by.wechat_id == of.wechat_id;
            const std::string which = by.wechat_id + " about " + of.wechat_id + ": ";
            for (const std::string path :
                 {"/v1/subject/binding", "/v1/visitor/binding", "/v1/wechat/is_binding"})
                expect(own, send(net::verb::get, path + "?weixinUserId=" + of.wechat_id, "", token),
                       which + path);
            if (!own) {
                const std::string bind = R"({"weixinUserId":")" + of.wechat_id +
                                         R"(","name":"富贵","phone":"13811111111"})";
                expect(false, send(net::verb::post, "/v1/subject/binding", bind, token),
                       which + "bind employee");
                expect(false, send(net::verb::post, "/v1/visitor/binding", bind, token),
                       which + "bind visitor");
                expect(false, send(net::verb::delete_, "/v1/subject/binding/" + of.wechat_id, "", token),
                       which + "unbind");
            }
            if (of.phone.empty())
                continue;
            expect(own, send(net::verb::get, "/v1/visit/records?type=mobile&proposer=" + of.phone, "", token),
                   which + "records");
            expect(own && by.is_employee,
                   send(net::verb::get, "/v1/auth/records?phone=" + of.phone, "", token),
                   which + "auth records");
            if (!own)
                expect(false,
                       send(net::verb::post, "/v1/subject", application({{"proposer", of.phone}}), token),
                       which + "apply");
        }
        expect(false, send(net::verb::get, "/v1/visit/records?type=web", "", token), by.wechat_id + " web");
        for (const auto& [key, id] : visits) {
            const std::string path = std::to_string(id);
            const bool own = by.is_employee && key.second == by.phone;
            expect(own, send(net::verb::put, "/v1/auth/" + path, "", token),
                   by.wechat_id + " authorises " + path);
            expect(own, send(net::verb::put, "/v1/auth/" + path, R"({"auth":0})", token),
                   by.wechat_id + " refuses " + path);
            expect(false, send(net::verb::delete_, "/v1/visit/records/" + path, "", token),
                   by.wechat_id + " deletes");
        }
        expect(false, send(net::verb::put, "/v1/auth/999", "", token),
               by.wechat_id + " authorises what is not there");
        for (const endpoint::route& row : routes())
            if (row.who != endpoint::right::anyone && !has(callers_of(row), caller_class::phone)) {
                const due_call what = call_of(row);
                expect(false, send(*row.method, what.path, what.body, token),
                       by.wechat_id + std::string(row.name));
            }
    }
    EXPECT_GT(cases, 250U);
}

TEST_F(visitor_callers, on_phone_pages_see_their_own_visits_alone)
{
    apply({{"proposer", "12345678"}}, page("wx-guest"));
    apply({{"proposer", "12345678"}}, "site-key");
    post("/v1/visitor/binding", R"({"weixinUserId":"wx-thief","phone":"12345678"})", page("wx-thief"));
    const auto count = [this](const std::string& who) {
        return json::parse(get("/v1/visit/records?type=mobile&proposer=12345678", page(who)))
            .at("page")
            .at("count");
    };
    EXPECT_EQ(count("wx-guest"), 1) << "what came from elsewhere may be somebody else's";
    EXPECT_EQ(count("wx-thief"), 0) << "who says that they have the phone has not proven it";
}

TEST_F(visitor_callers, on_phone_pages_are_no_host_by_saying_so)
{
    post("/v1/visitor/binding", R"({"weixinUserId":"wx-thief","phone":"13811111111"})", page("wx-thief"));
    apply({{"proposer", host}}, page("wx-thief"));
    EXPECT_EQ(json::parse(get("/v1/visit/records?type=web", "site-key")).at("data").at(0).at("is_auth"), 0);
    EXPECT_EQ(send(net::verb::get, "/v1/auth/records", "", page("wx-thief")).status, 403U);
    apply({{"proposer", host}}, page("wx-host"));
    EXPECT_EQ(json::parse(get("/v1/visit/records?type=web", "site-key")).at("data").at(0).at("is_auth"), 1);
}

TEST_F(visitor_callers, of_phone_pages_are_strangers_after_two_hours)
{
    const std::string token = page("wx-host");
    EXPECT_EQ(send(net::verb::get, "/v1/subject/purpose", "", token).status, 200U);
    pass(ops::phone_sessions::life);
    EXPECT_EQ(send(net::verb::get, "/v1/subject/purpose", "", token).status, 401U);
}

TEST_F(visitor_callers, who_guess_keys_are_slowed_and_the_true_ones_are_not)
{
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(send(net::verb::get, "/v1/subject/purpose", "", "wrong").status, 401U);
    const net::reply slowed = send(net::verb::get, "/v1/subject/purpose", "", "wrong");
    EXPECT_EQ(slowed.status, 429U);
    EXPECT_EQ(code_of(slowed.body), 429);
    EXPECT_TRUE(slowed.retry_after.has_value());
    EXPECT_EQ(send(net::verb::get, "/v1/subject/purpose", "", "site-key").status, 200U);
}

TEST_F(visitor_callers, from_a_compat_network_need_no_credentials_for_ninety_days)
{
    endpoint::visiting& visitors = house.services().visitors;
    const base::instant begin = house.clock.now();
    visitors.compat = {{*net::read_network("10.1.0.0/16")}, begin, begin + endpoint::compat_life};
    const auto from = [this](const std::string& source, const std::string& path) {
        return house.ask({.method = net::verb::get, .path = path, .source = source}).status;
    };
    EXPECT_EQ(from("10.1.2.3", "/v1/subject/purpose"), 200U);
    EXPECT_EQ(from("10.2.2.3", "/v1/subject/purpose"), 401U);
    EXPECT_EQ(from("10.1.2.3", "/v1/config/servers"), 401U) << "the back office's own calls need credentials";
    EXPECT_EQ(visitors.compat_calls, 1U) << "what was refused is no use of it";
    for (const net::header_field& proxied : {net::header_field{"X-Forwarded-For", "10.1.2.3"},
                                             {"Forwarded", "for=10.1.2.3"},
                                             {"X-Real-IP", "10.1.2.3"},
                                             {"Via", "1.1 proxy"}})
        for (const std::string source : {"10.1.2.3", "10.2.2.3"})
            EXPECT_EQ(house
                          .ask({.method = net::verb::get,
                                .path = "/v1/subject/purpose",
                                .proxied = proxied,
                                .source = source})
                          .status,
                      401U)
                << proxied.name << ": a proxy's network is not its caller's";
    EXPECT_EQ(visitors.compat_calls, 1U);
    pass(endpoint::compat_life - std::chrono::seconds(1));
    EXPECT_EQ(from("10.1.2.3", "/v1/subject/purpose"), 200U);
    pass(std::chrono::seconds(1));
    EXPECT_EQ(from("10.1.2.3", "/v1/subject/purpose"), 401U);
}

TEST_F(visitor_callers, who_try_phones_at_a_kiosk_are_not_looked_at_after_twenty_wrong_ones)
{
    apply({{"proposer", host}}, "site-key");
    const auto sign_in = [this](std::string_view phone, const std::string& key = "kiosk-key") {
        return send(net::verb::post, "/v1/visit/signin", R"({"phone":")" + std::string(phone) + "\"}", key);
    };
    for (int i = 0; i < 25; ++i)
        EXPECT_EQ(code_of(sign_in("12345678").body), 0) << "a right one is not counted";
    for (int i = 0; i < ops::machine_secrets.failures; ++i)
        EXPECT_EQ(code_of(sign_in("999" + std::to_string(10'000 + i)).body), -201);
    for (const std::string_view phone : {"99912345", "12345678"}) {
        const net::reply refused = sign_in(phone);
        EXPECT_EQ(refused.status, 429U) << phone;
        EXPECT_EQ(code_of(refused.body), 429) << phone;
        EXPECT_EQ(refused.retry_after, 300U);
    }
    EXPECT_EQ(code_of(sign_in("12345678", "site-key").body), 0) << "another kiosk";
    pass(ops::machine_secrets.window);
    EXPECT_EQ(code_of(sign_in("12345678").body), 0);
}

TEST_F(visitor_callers, send_pictures_with_an_application_and_little_else)
{
    for (const endpoint::route& row : routes()) {
        if (!row.method)
            continue;
        net::request head;
        const std::string path = row.who == endpoint::right::anyone ? std::string(row.path)
                                                                    : call_of(row).path;
        head.method = *row.method;
        head.path = std::string_view(path).substr(0, path.find('?'));
        const std::size_t most = house.router().body_limit(head);
        if (head.method == net::verb::get)
            EXPECT_EQ(most, 0U) << row.name;
        else if (row.name == "visitor_apply")
            EXPECT_EQ(most, std::size_t{4} << 20U);
        else
            EXPECT_TRUE(most > 0 && most <= std::size_t{64} << 10U) << row.name << " " << most;
    }
}

TEST(visitor_lab, takes_phone_and_device_calls_without_credentials_and_no_wrong_ones)
{
    reception lab;
    EXPECT_EQ(lab.send(net::verb::get, "/v1/subject/purpose").status, 200U);
    EXPECT_EQ(lab.send(net::verb::get, "/v1/subject/purpose", "", "wrong").status, 401U);
    for (const std::string path : {"/v1/config/servers", "/v1/config/templates"}) {
        EXPECT_EQ(lab.send(net::verb::get, path).status, 401U) << path;
        EXPECT_EQ(lab.send(net::verb::put, path, "{}").status, 401U) << path;
    }
    EXPECT_EQ(lab.send(net::verb::delete_, "/v1/visit/records/1").status, 401U);
}

TEST(visitors, come_to_nobody_where_no_site_was_declared)
{
    support::house house({routes().begin(), routes().end()});
    const auto answer = house.ask({.method = net::verb::get, .path = "/v1/subject/purpose"});
    EXPECT_EQ(code_of(answer.body), 404);
    EXPECT_EQ(
        house.ask({.method = net::verb::get, .path = "/qrcode/" + std::string(32, '0') + ".jpg"}).status,
        404U);
}

}  // namespace
}  // namespace gatehouse::wire::visitor::test
