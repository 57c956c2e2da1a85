#include "simulate/site.hpp"

#include "net/http_server.hpp"
#include "simulate/beiliao.hpp"
#include "store/punches.hpp"
#include "support/house.hpp"
#include "wire/beiliao/routes.hpp"

#include <gtest/gtest.h>

namespace gatehouse::simulate {
namespace {

constexpr std::string_view two_kindergartens = R"({
  "organizations": [{"key": "shut", "kind": "kindergarten", "name": "关", "status": "closed"},
                    {"key": "kg", "kind": "kindergarten", "name": "园", "time_zone": "Asia/Urumqi",
                     "units": [{"key": "a", "name": "大班"}, {"key": "b", "name": "小班"}]}],
  "clients": [{"protocol": "shankai", "id": "other", "secret": "x"},
              {"protocol": "beiliao", "id": "reader", "secret": "secret", "card_format": "wg34"},
              {"protocol": "beiliao", "id": "plain", "secret": "secret"}],
  "licences": [{"client": "other", "organization": "kg", "code": "a"},
               {"client": "reader", "organization": "shut", "code": "b"},
               {"client": "reader", "organization": "kg", "code": "c"},
               {"client": "plain", "organization": "kg", "code": "d"}]})";

class a_simulated_site : public testing::Test {
protected:
    std::string file(std::string_view json) { return folder_.file("provision.json", json); }

    std::string refusal_of(const std::string& path)
    {
        try {
            choose_site(path);
        } catch (const no_day& e) {
            return std::string(e.what()).substr(
                e.what() == path ? 0 : std::string(e.what()).find("provision.json"));
        }
        return "chosen";
    }

private:
    support::temporary_folder folder_;
};

TEST_F(a_simulated_site, is_the_first_open_kindergarten_that_a_beiliao_client_has_a_licence_for)
{
    const chosen_site chosen = choose_site(file(two_kindergartens));
    EXPECT_EQ(chosen.name, "园");
    EXPECT_EQ(chosen.zone, "Asia/Urumqi");
    EXPECT_EQ(chosen.printed, model::card_format::wg34);
    EXPECT_EQ(chosen.who.client, "reader");
    EXPECT_EQ(chosen.who.secret.reveal(), "secret");
    EXPECT_EQ(chosen.who.licence.reveal(), "c");
}

TEST_F(a_simulated_site, prints_decimal_where_the_client_has_no_format)
{
    std::string json(two_kindergartens);
    json.replace(json.find(R"({"client": "reader", "organization": "kg", "code": "c"},)"), 56, "");
    EXPECT_EQ(choose_site(file(json)).printed, model::card_format::decimal);
}

TEST_F(a_simulated_site, needs_a_file_that_has_one)
{
    EXPECT_EQ(refusal_of(file("{}")),
              "provision.json has no Beiliao client with a licence for an open kindergarten");
    EXPECT_EQ(refusal_of(file(R"({"colour": 1})")),
              R"(provision.json: /: does not know the member "colour")");
    EXPECT_THROW(choose_site("/nowhere/provision.json"), no_day);
}

// The true server behind a true socket.
class a_simulated_day : public a_simulated_site {
protected:
    a_simulated_day()
    {
        home_.answered = [this] { http_.wake(); };
        home_.provision(two_kindergartens);
        home_.clock.set(base::system_clock().now());
        http_.start();
    }

    static net::http_options loopback()
    {
        net::http_options options;
        options.listen = {{{boost::asio::ip::address_v4::loopback(), 0}, nullptr}};
        return options;
    }

    beiliao_day day()
    {
        beiliao_day made;
        made.url = "http://127.0.0.1:" + std::to_string(http_.addresses().front().port());
        made.provision = file(two_kindergartens);
        made.children = 6;
        made.readers = 3;
        made.seconds = 2;
        made.speed = 40;
        return made;
    }

    struct ended {
        int code;
        std::string summary;
        std::string complaints;
    };
    static ended live(const beiliao_day& what)
    {
        testing::internal::CaptureStdout();
        testing::internal::CaptureStderr();
        ended made{simulate::live(what), {}, {}};
        made.summary = testing::internal::GetCapturedStdout();
        made.complaints = testing::internal::GetCapturedStderr();
        return made;
    }

    std::size_t punches()
    {
        return static_cast<std::size_t>(store::last_punch(*home_.database().reader()).value);
    }

    support::house home_{{wire::beiliao::routes().begin(), wire::beiliao::routes().end()},
                         endpoint::profile::strict};
    net::http_server http_{home_.router(), loopback()};
};

TEST_F(a_simulated_day, finds_every_answer_of_the_true_server_right_and_as_many_punches_as_it_made)
{
    const ended made = live(day());
    EXPECT_EQ(made.code, 0) << made.complaints;
    EXPECT_NE(made.summary.find(R"("wrong":0})"), std::string::npos) << made.summary;
    EXPECT_NE(made.summary.find(R"("unanswered":0)"), std::string::npos) << made.summary;
    const std::string taps = R"("taps":)" + std::to_string(punches()) + ",";
    EXPECT_NE(made.summary.find(taps), std::string::npos)
        << made.summary << " and " << punches() << " punches";
    EXPECT_GT(punches(), 20U);
}

TEST_F(a_simulated_day, finds_a_server_that_forgets)
{
    beiliao_day what = day();
    what.seconds = 3;
    std::atomic<bool> over = false;
    std::jthread forgetful([&] {
        while (!over) {
            home_.write([](store::transaction& in) {
                constexpr static store::statement forget{"forget", "DELETE FROM punch"};
                in.sql.run(forget);
            });
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    });
    const ended made = live(what);
    over = true;
    EXPECT_EQ(made.code, 1);
    EXPECT_NE(made.complaints.find("wrong answer to card "), std::string::npos) << made.summary;
    EXPECT_EQ(made.summary.find(R"("wrong":0})"), std::string::npos) << made.summary;
}

TEST_F(a_simulated_day, does_not_begin_without_a_server_or_with_a_wrong_secret)
{
    beiliao_day what = day();
    std::string json(two_kindergartens);
    for (std::size_t at = 0; (at = json.find(R"("secret": "secret")", at)) != std::string::npos; ++at)
        json.replace(at, 18, R"("secret": "wrong!")");
    what.provision = file(json);
    const ended refused = live(what);
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(refused.summary, "");
    EXPECT_NE(refused.complaints.find("service/meta/get was refused"), std::string::npos)
        << refused.complaints;
}

}  // namespace
}  // namespace gatehouse::simulate
