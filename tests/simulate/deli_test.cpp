#include "simulate/deli.hpp"

#include "api/routes.hpp"
#include "gateway/deli_host.hpp"
#include "gateway/server.hpp"
#include "net/http_server.hpp"
#include "simulate/app_ear.hpp"
#include "simulate/checkin_ledger.hpp"
#include "simulate/day.hpp"
#include "simulate/workplace.hpp"
#include "store/punches.hpp"
#include "support/house.hpp"
#include "wire/deli/routes.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <csignal>

namespace gatehouse::simulate {
namespace {

constexpr std::string_view one_company = R"({
  "organizations": [{"key": "co", "kind": "company", "name": "Example Ltd"}],
  "products": [{"model": "DL3785W", "type": "KQ", "key": "demo-product-key", "features": ["fp", "fa"]}],
  "apps": [{"id": "37", "key": "demo-app-key", "name": "Attendance", "webhook": "http://127.0.0.1:9/"}],
  "devices": [{"id": "DL3785W_9"},
              {"id": "DL3785W_1", "organization": "co", "apps": ["37"]}],
  "api_keys": [{"name": "site", "key": "a-key-of-a-site-0123", "scope": "site", "organization": "co"},
               {"name": "admin", "key": "a-key-of-admins-0123", "scope": "admin"}]})";

std::string with(std::string_view from, std::string_view to)
{
    std::string json(one_company);
    json.replace(json.find(from), from.size(), to);
    return json;
}

// The true host but for check-ins that it acknowledges and loses.
class forgetful_host final : public gateway::device_host {
public:
    explicit forgetful_host(gateway::deli_host& behind) : behind_(behind) {}

    void begin(gateway::broadcaster& all) override { behind_.begin(all); }
    gateway::connect_code connect(const gateway::connect_request& asked) override
    {
        return behind_.connect(asked);
    }
    void arrived(std::shared_ptr<gateway::device_line> line) override { behind_.arrived(std::move(line)); }
    void left(gateway::device_line& line, bool taken_over) override { behind_.left(line, taken_over); }
    bool may_subscribe(const gateway::device_line& line, std::string_view filter) override
    {
        return behind_.may_subscribe(line, filter);
    }
    void publish(const std::shared_ptr<gateway::device_line>& line, std::string_view topic,
                 std::string payload, gateway::settle outcome) override
    {
        if (payload.find("checkin") != std::string::npos && to_forget-- > 0)
            return outcome(true);
        behind_.publish(line, topic, std::move(payload), std::move(outcome));
    }

    std::atomic<int> to_forget{0};

private:
    gateway::deli_host& behind_;
};

// The true server behind true sockets.
class simulated_machines : public testing::Test {
protected:
    simulated_machines()
    {
        std::signal(SIGPIPE, SIG_IGN);
        home_.answered = [this] {
            http_.wake();
            mqtt_.wake();
        };
        home_.provision(one_company);
        home_.clock.set(clock_.now());
        home_.services().devices = &true_host_;
        http_.start();
        mqtt_.start();
        true_host_.reached_at({"tcp://127.0.0.1:" + std::to_string(mqtt_.addresses().front().port())});
    }
    // Nobody is told anything any more when they go.
    ~simulated_machines() override
    {
        mqtt_.stop();
        mqtt_.join();
        http_.stop();
        http_.join();
        home_.services().readers.stop();
        home_.writer().stop();
    }

    std::string file(std::string_view json) { return folder_.file("provision.json", json); }

    deli_day day(std::string_view json = one_company)
    {
        deli_day made;
        made.url = "http://127.0.0.1:" + std::to_string(http_.addresses().front().port());
        made.provision = file(json);
        made.devices = 3;
        made.people = 8;
        made.days = 1;
        made.speed = 50;
        return made;
    }

    struct ended {
        int code;
        std::string summary;
        std::string complaints;
        std::int64_t operator[](std::string_view figure) const
        {
            return boost::json::parse(summary).at({figure.data(), figure.size()}).as_int64();
        }
    };
    static ended live(const deli_day& what)
    {
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        ended made{simulate::live(what), {}, {}};
        made.summary = testing::internal::GetCapturedStdout();
        made.complaints = testing::internal::GetCapturedStderr();
        return made;
    }

    static net::http_options loopback()
    {
        net::http_options options;
        options.listen = {{{boost::asio::ip::address_v4::loopback(), 0}, nullptr}};
        return options;
    }
    static std::vector<endpoint::route> routes()
    {
        std::vector<endpoint::route> all = api::routes();
        const auto own = wire::deli::routes();
        all.insert(all.end(), own.begin(), own.end());
        return all;
    }

    support::temporary_folder folder_;
    base::system_clock clock_;
    support::house home_{routes(), endpoint::profile::strict};
    gateway::deli_host true_host_{home_.writer(), home_.keys(), clock_, {}};
    forgetful_host host_{true_host_};
    net::http_server http_{home_.router(), loopback()};
    gateway::server mqtt_{host_,
                          home_.services().throttle,
                          clock_,
                          {{{{boost::asio::ip::address_v4::loopback(), 0}, nullptr}}, 1, {}}};
};

TEST_F(simulated_machines, find_every_answer_right_and_each_acknowledged_check_in_once)
{
    const ended made = live(day());
    ASSERT_EQ(made.code, 0) << made.summary << made.complaints;
    EXPECT_EQ(made["wrong"], 0);
    EXPECT_EQ(made["unanswered"], 0);
    EXPECT_LE(made["messages"] - made["acknowledged"], made["takeovers"]) << "and those were sent again";
    EXPECT_EQ(made["checkins"], store::last_punch(*home_.database().reader()).value) << made.summary;
    for (const std::string_view once_each : {"takeovers", "features", "orders", "pushes"})
        EXPECT_EQ(made[once_each], 3) << once_each;
    EXPECT_EQ(made["clock_off"], 4) << "of the one machine whose clock is wrong";
    EXPECT_GT(made["repeats"], 0);
    EXPECT_GT(made["offline"], 0);
}

TEST_F(simulated_machines, find_a_server_that_acknowledges_a_check_in_and_loses_it)
{
    host_.to_forget = 1;
    const ended made = live(day());
    EXPECT_EQ(made.code, 1) << made.summary;
    EXPECT_NE(made.complaints.find("due was one punch: it was acknowledged, came none"), std::string::npos)
        << made.complaints;
}

TEST_F(simulated_machines, do_not_begin_where_they_are_not_let_in)
{
    const ended made = live(day(with("demo-product-key", "wrong-product-key")));
    EXPECT_EQ(made.code, 1);
    EXPECT_NE(made.complaints.find("is not let in: CONNACK 4"), std::string::npos) << made.complaints;
}

TEST_F(simulated_machines, need_a_file_that_has_one_that_is_bound_and_an_administrator_s_key)
{
    const auto refusal_of = [this](const std::string& json) {
        try {
            choose_workplace(file(json));
        } catch (const no_day& e) {
            const std::string text = e.what();
            return text.substr(text.find("provision.json"));
        }
        return std::string("chosen");
    };
    EXPECT_EQ(refusal_of(std::string(one_company)), "chosen");
    EXPECT_EQ(refusal_of(with(R"("organization": "co", "apps": ["37"])", R"("name": "x")")),
              "provision.json has no device that is bound to an organization");
    EXPECT_EQ(refusal_of(with(R"("scope": "admin")", R"("scope": "read")")),
              "provision.json has no API key of scope admin");
}

class a_checkin_ledger : public testing::Test {
protected:
    // One search after `acknowledged`, which finds `stand`.
    std::int64_t wrong_after(const std::vector<simulated_checkin>& acknowledged,
                             const std::vector<checkin_ledger::found_punch>& stand)
    {
        checkin_ledger ledger;
        testing::internal::CaptureStderr();
        ledger.acknowledged(acknowledged);
        ledger.begin_search();
        for (const auto& each : stand)
            ledger.found(each);
        ledger.end_search();
        testing::internal::GetCapturedStderr();
        return ledger.tally().wrong;
    }

    const simulated_checkin seen{1, 7, 1'780'000'000, "fp", false};
    const checkin_ledger::found_punch stands{5, 1, 7, 1'780'000'000, "fingerprint", false};
};

TEST_F(a_checkin_ledger, finds_what_is_missing_doubled_or_of_another_clock)
{
    EXPECT_EQ(wrong_after({seen}, {stands}), 0);
    EXPECT_EQ(wrong_after({seen, seen}, {stands, stands}), 0) << "repeated, and read twice";
    EXPECT_EQ(wrong_after({}, {stands}), 0) << "its acknowledgement is still on the way";
    EXPECT_EQ(wrong_after({seen}, {}), 1);
    checkin_ledger::found_punch other = stands;
    other.number = 6;
    EXPECT_EQ(wrong_after({seen}, {stands, other}), 1) << "twice";
    EXPECT_EQ(wrong_after({}, {stands, other}), 1) << "twice, though nobody knows that it is there";
    other.method = "face";
    EXPECT_EQ(wrong_after({seen}, {stands, other}), 0) << "another check-in";
    EXPECT_EQ(wrong_after({seen}, {other}), 1) << "another in its place";
    other = stands;
    other.clock_off = true;
    EXPECT_EQ(wrong_after({seen}, {other}), 1);
}

TEST_F(a_checkin_ledger, waits_for_what_was_acknowledged_while_it_searched)
{
    checkin_ledger ledger;
    ledger.begin_search();
    ledger.acknowledged({&seen, 1});
    ledger.end_search();
    EXPECT_EQ(ledger.tally().wrong, 0);
    ledger.begin_search();
    ledger.found(stands);
    ledger.end_search();
    EXPECT_EQ(ledger.tally().wrong, 0);
    EXPECT_EQ(ledger.tally().checkins, 1);
}

// The app's side: what it is told must be signed as is due.
TEST_F(a_checkin_ledger, hears_what_its_app_is_told_and_who_told_it)
{
    checkin_ledger ledger;
    const office_identity who{{}, {}, {}, "370000000000000001", base::secret("demo-app-key")};
    app_ear ear("http://127.0.0.1:0/hook", who, ledger);
    std::jthread listening([&](const std::stop_token& stop) { ear.listen(stop); });
    http_line platform("http://127.0.0.1:" + std::to_string(ear.port()), {}, {});
    const std::string message = R"({"mid":"1","from":"DL3785W_1234567890","to":"370000000000000001",)"
                                R"("time":1502867086,"action":405,"data":{"cmd":"checkin","users":[{},{}]}})";
    http_line::request call{"/hook", "application/json", message};
    call.header = "sig: 02e5365895365d2e01101c04f85b584e";
    testing::internal::CaptureStderr();
    const auto heard = platform.send(call, std::chrono::seconds(10));
    ASSERT_TRUE(heard);
    EXPECT_EQ(heard->status, 200);
    EXPECT_EQ(ledger.tally().told, 2);
    EXPECT_EQ(ledger.tally().wrong, 0);
    call.header.back() = 'f';
    platform.send(call, std::chrono::seconds(10));
    testing::internal::GetCapturedStderr();
    EXPECT_EQ(ledger.tally().told, 2);
    EXPECT_EQ(ledger.tally().wrong, 1);
}

}  // namespace
}  // namespace gatehouse::simulate
