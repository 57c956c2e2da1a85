#include "gateway/deli_host_room.hpp"
#include "ops/devices.hpp"
#include "wire/deli/signature.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

namespace gatehouse::gateway {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view right = "f046a20d076c3c5acff2a56106b996ab";  // of DL3785W_1234567890

TEST_F(a_host, lets_in_who_knows_the_product_s_key)
{
    using enum connect_code;
    constexpr std::string_view id = "DL3785W_1234567890";
    EXPECT_EQ(connect(id, "DL3785W", right), accepted);
    EXPECT_EQ(connect(id, "DL3785W", "F046A20D076C3C5ACFF2A56106B996AB"), accepted);
    EXPECT_EQ(connect(id, "DL3785W", "f046a20d076c3c5acff2a56106b996ac"), bad_user_name_or_password);
    EXPECT_EQ(connect(id, "DL3785W", ""), bad_user_name_or_password);
    EXPECT_EQ(connect(id, "DL9", right), bad_user_name_or_password);
    EXPECT_EQ(connect("DL3785W", "DL3785W", right), identifier_rejected);
    EXPECT_EQ(connect("DL9_1", "DL3785W", right), identifier_rejected);
    EXPECT_EQ(connect("DL3785W_1_2", "DL3785W", right), identifier_rejected);
    EXPECT_EQ(host.connect({id, "DL3785W", right, true, false, ""}), bad_user_name_or_password);
    EXPECT_EQ(host.connect({id, "DL3785W", right, false, true, ""}), bad_user_name_or_password);
    EXPECT_EQ(connect("", "DL3785W", right), bad_user_name_or_password);
    EXPECT_EQ(home.writer().published()->devices.size(), 1U) << "asking registers nobody";
}

TEST_F(a_host, lets_in_a_device_with_an_account_by_that_alone)
{
    home.write([](store::transaction& in) {
        store::put_account(in, store::find_device(in.index, "DL3785W_1")->what,
                           {"door", base::secret("its password")});
    });
    using enum connect_code;
    EXPECT_EQ(connect("DL3785W_1", "door", "its password"), accepted);
    EXPECT_EQ(connect("DL3785W_1", "door", "its passwore"), bad_user_name_or_password);
    EXPECT_EQ(connect("DL3785W_1", "dooo", "its password"), bad_user_name_or_password);
    EXPECT_EQ(connect("DL3785W_1", "DL3785W",
                      wire::deli::device_password("DL3785W_1", "DL3785W", base::secret("demo-product-key"))),
              bad_user_name_or_password);
}

TEST_F(a_host, registers_a_device_that_nobody_knew_before_its_first_message)
{
    const auto line = arrive("DL3785W_1234567890");
    EXPECT_TRUE(publish(line, R"({"mid":"1","action":102,"time":0})"));
    ASSERT_EQ(line->sent().size(), 1U);
    EXPECT_EQ(boost::json::parse(line->sent()[0]).at("data").at("last_access"), 0);
    const auto in = home.writer().published();
    const auto* const known = store::find_device(*in, "DL3785W_1234567890");
    ASSERT_TRUE(known);
    EXPECT_FALSE(known->what.organization);
    EXPECT_EQ(known->what.accessed_at, home.clock.now());
}

TEST_F(a_host, settles_a_batch_once_when_all_of_it_is_kept)
{
    const auto line = arrive("DL3785W_1");
    const auto batch = [](int first, int count) {
        std::string text = R"({"mid":"b","to":"37","time":1,"action":300,"data":{"cmd":"checkin","users":[)";
        for (int i = first; i < first + count; ++i)
            text += (i > first ? "," : "") + std::string(R"({"user_id":)") + std::to_string(i) +
                    R"(,"feature_type":"fp","time":1503025335})";
        return text + "]}}";
    };
    const auto commits = home.writer().counters().batches.load();
    EXPECT_TRUE(publish(line, batch(0, 100)));
    EXPECT_EQ(punches(), 100U);
    EXPECT_LE(home.writer().counters().batches.load(), commits + 2) << "that of the arrival, and one";
    EXPECT_TRUE(publish(line, batch(0, 100))) << "sent again it is kept already";
    EXPECT_EQ(punches(), 100U);
    EXPECT_TRUE(publish(line, batch(50, 1200))) << "of many it is as if they were few";
    EXPECT_EQ(punches(), 1250U);
    EXPECT_TRUE(line->sent().empty()) << "nothing is answered but that it is kept";
}

TEST_F(a_host, takes_a_check_in_once_though_the_clock_was_measured_anew_between_two_uploads)
{
    const std::int64_t now = home.clock.now().time_since_epoch() / std::chrono::seconds(1);
    const auto says = [](std::int64_t time) {
        return R"({"action":101,"time":)" + std::to_string(time) + R"(,"data":{"product_version":"1"}})";
    };
    const std::string seen =
        R"({"mid":"c","action":300,"data":{"cmd":"checkin","users":[{"user_id":7,"feature_type":"fp","time":)" +
        std::to_string(now - 3700) + "}]}}";
    const auto first = arrive("DL3785W_1");
    EXPECT_TRUE(publish(first, says(now - 3600)));
    EXPECT_TRUE(publish(first, seen));
    const auto second = arrive("DL3785W_1");
    EXPECT_TRUE(publish(second, says(now)));
    // Whichever of the two is taken first.
    auto one = std::async(std::launch::async, [&] { return publish(first, seen); });
    EXPECT_TRUE(publish(second, seen));
    EXPECT_TRUE(one.get());
    const auto all = store::punches_before(*home.database().reader(), home.keys(), {}, 0, 10);
    ASSERT_EQ(all.size(), 1U);
    const model::punch& kept = all[0].punch.what;
    EXPECT_EQ(kept.device_time, home.clock.now() - std::chrono::seconds(3700));
    EXPECT_EQ(kept.corrected_time, home.clock.now() - std::chrono::seconds(100));
    EXPECT_TRUE(model::has(kept.marks, model::punch_mark::clock_off));
    for (int i = 0; i < 2; ++i)
        home.write([](store::transaction&) {});
    home.writer().stop();
    const auto counted = store::arrivals_of(*home.database().reader(), {1});
    EXPECT_EQ(counted.repeated_checkins, 2);
    EXPECT_EQ(counted.repeated_messages, 2);
}

TEST_F(a_host, drops_what_is_published_elsewhere)
{
    const auto line = arrive("DL3785W_1");
    EXPECT_TRUE(publish(line, R"({"action":100})", "KQ"));
    EXPECT_TRUE(line->sent().empty());
}

TEST_F(a_host, closes_who_cannot_be_kept)
{
    const auto line = arrive("DL9_1");
    EXPECT_FALSE(publish(line, R"({"action":100})"));
    home.writer().stop();
    const auto late = std::make_shared<hand_line>("DL3785W_1");
    host.arrived(late);
    EXPECT_TRUE(late->closed);
    EXPECT_FALSE(publish(late, R"({"action":100})"));
}

TEST_F(a_host, grants_the_topics_of_the_device_s_own_product)
{
    const hand_line line("DL3785W_1");
    EXPECT_TRUE(host.may_subscribe(line, "KQ"));
    EXPECT_TRUE(host.may_subscribe(line, "KQ/DL3785W"));
    for (const std::string_view other : {"PPT", "KQ/DL9", "KQ/#", "#", "+", "KQ/", "kq", "device"})
        EXPECT_FALSE(host.may_subscribe(line, other)) << other;
    EXPECT_FALSE(host.may_subscribe(hand_line("DL9_1"), "KQ"));
}

TEST_F(a_host, reaches_the_line_that_came_last)
{
    EXPECT_FALSE(host.is_online("DL3785W_1"));
    EXPECT_FALSE(host.send("DL3785W_1", "{}"));
    const auto first = arrive("DL3785W_1");
    const auto second = arrive("DL3785W_1");
    host.left(*first, true);
    EXPECT_TRUE(host.is_online("DL3785W_1"));
    EXPECT_TRUE(host.send("DL3785W_1", "{}"));
    EXPECT_EQ(second->sent(), std::vector<std::string>{"{}"});
    second->close();
    EXPECT_FALSE(host.send("DL3785W_1", "{}"));
    host.left(*second, false);
    EXPECT_FALSE(host.is_online("DL3785W_1"));
    EXPECT_EQ(host.addresses(), std::vector<std::string>{"tcp://127.0.0.1:1883"});
}

TEST_F(a_host, says_that_a_device_came_at_once_and_that_it_went_when_it_stays_away)
{
    EXPECT_EQ(last_call(), 0);
    auto line = arrive("DL3785W_1");
    const auto came = last_call();
    EXPECT_GT(came, 0);
    EXPECT_TRUE(known("DL3785W_1").online);
    for (int i = 0; i < 3; ++i) {
        host.left(*line, false);
        pass_after(4s);
        line = arrive("DL3785W_1");
    }
    pass_after(1h);
    EXPECT_EQ(last_call(), came) << "whoever comes back within five seconds was not away";
    host.left(*line, true);
    pass_after(1h);
    EXPECT_EQ(last_call(), came) << "it was taken over";
    host.left(*line, false);
    pass_after(4999ms);
    EXPECT_EQ(last_call(), came);
    pass_after(1ms);
    const auto went = last_call();
    EXPECT_GT(went, came);
    EXPECT_FALSE(known("DL3785W_1").online);
    pass_after(1h);
    EXPECT_EQ(last_call(), went) << "once";
    arrive("DL3785W_1");
    EXPECT_GT(last_call(), went);
}

TEST_F(a_host, misses_after_a_start_who_does_not_come_back)
{
    arrive("DL3785W_1");
    deli_host next{home.writer(), home.keys(), home.clock, {}};
    const auto pass_next = [&](std::chrono::seconds wait) {
        home.clock.set(home.clock.now() + wait);
        next.follower().pass();
    };
    pass_next(59s);
    EXPECT_TRUE(known("DL3785W_1").online);
    pass_next(1s);
    EXPECT_FALSE(known("DL3785W_1").online);
}

TEST_F(a_host, tells_a_connected_device_whose_it_is_and_what_it_reports_to)
{
    const auto line = arrive("DL3785W_2");
    const auto by = [this] { return ops::author{"test", home.clock.now()}; };
    home.write([&](store::transaction& in) {
        ops::bind_device(in, store::find_device(in.index, "DL3785W_2")->what, {1}, by()).value();
        ops::bind_app(in, "DL3785W_2", "37", by());
    });
    pass_after(0s);
    home.write([&](store::transaction& in) {
        ops::unbind_device(in, store::find_device(in.index, "DL3785W_2")->what, by());
    });
    pass_after(0s);
    std::vector<std::string> said;
    for (const std::string& each : line->sent()) {
        const auto message = boost::json::parse(each).as_object();
        said.push_back(std::to_string(message.at("action").as_int64()) + ":" +
                       std::to_string(message.at("data").at("status").as_int64()));
    }
    EXPECT_EQ(said, (std::vector<std::string>{"203:1", "204:1", "203:0", "204:0"}));
    host.left(*line, false);
    home.write([&](store::transaction& in) {
        ops::bind_device(in, store::find_device(in.index, "DL3785W_2")->what, {1}, by()).value();
    });
    pass_after(0s);
    const auto late = arrive("DL3785W_2");
    pass_after(1s);
    EXPECT_TRUE(late->sent().empty()) << "nothing is kept for later: it asks when it comes";
}

TEST_F(a_host, trusts_no_device_that_comes_from_elsewhere_while_it_is_connected)
{
    const auto trusted = [this] { return ops::may_hold_features(known("DL3785W_1"), home.clock.now()); };
    const auto alarms = [this] {
        return store::alarms_before(*home.database().reader(), known("DL3785W_1").what.id, 0, 10).size();
    };
    const auto take_over = [this](const std::shared_ptr<hand_line>& from, const std::string& address) {
        host.left(*from, true);
        return arrive("DL3785W_1", address);
    };
    auto line = arrive("DL3785W_1", "10.0.0.1");
    line = take_over(line, "10.0.0.1");
    EXPECT_TRUE(trusted());
    host.left(*line, false);
    line = arrive("DL3785W_1", "10.0.0.2");
    EXPECT_TRUE(trusted()) << "it moved";
    EXPECT_EQ(alarms(), 0U);
    line = take_over(line, "10.0.0.9");
    EXPECT_FALSE(trusted());
    EXPECT_EQ(alarms(), 1U);
    EXPECT_FALSE(line->closed) << "it is served all the same";
    pass_after(24h - 1ms);
    EXPECT_FALSE(trusted());
    pass_after(1ms);
    EXPECT_TRUE(trusted()) << "from nowhere else for a day";
}

TEST_F(a_host, counts_the_day_of_a_doubted_device_from_its_last_address_or_ends_it_by_hand)
{
    const auto trusted = [this] { return ops::may_hold_features(known("DL3785W_1"), home.clock.now()); };
    auto line = arrive("DL3785W_1", "10.0.0.1");
    host.left(*line, true);
    line = arrive("DL3785W_1", "10.0.0.9");
    pass_after(23h);
    host.left(*line, false);
    line = arrive("DL3785W_1", "10.0.0.1");
    pass_after(2h);
    EXPECT_FALSE(trusted());
    host.left(*line, false);
    arrive("DL3785W_1", "10.0.0.1");
    pass_after(22h);
    EXPECT_TRUE(trusted());
    host.left(*arrive("DL3785W_1", "10.0.0.1"), true);
    arrive("DL3785W_1", "10.0.0.3");
    EXPECT_FALSE(trusted());
    home.write([&](store::transaction& in) {
        ops::trust_device(in, "DL3785W_1", {"test", home.clock.now()});
    });
    EXPECT_TRUE(trusted());
}

class hand_broadcaster final : public broadcaster {
public:
    void broadcast(std::string_view topic, std::string json) override
    {
        told.emplace_back(std::string(topic), std::move(json));
    }
    void wake() noexcept override {}
    std::vector<std::pair<std::string, std::string>> told;
};

TEST_F(a_host, tells_machines_of_firmware_on_the_topic_of_their_model_and_orders_on_their_own)
{
    hand_broadcaster all;
    host.announce_firmware("KQ", "DL3785W", "1.0");  // before there is anybody
    host.begin(all);
    host.announce_firmware("KQ", "DL3785W", "1.1");
    ASSERT_EQ(all.told.size(), 1U);
    EXPECT_EQ(all.told[0].first, "KQ/DL3785W");
    const auto notice = boost::json::parse(all.told[0].second).as_object();
    EXPECT_EQ(notice.at("action"), 202);
    EXPECT_EQ(notice.at("from"), "system");
    EXPECT_EQ(notice.at("time"), 1'780'000'000);
    EXPECT_FALSE(notice.contains("to"));
    EXPECT_EQ(boost::json::serialize(notice.at("data")), R"({"version":"1.1"})");

    const endpoint::device_command reboot{"1", "reboot", {}};
    EXPECT_FALSE(host.order("DL3785W_1", reboot));
    const auto line = arrive("DL3785W_1");
    EXPECT_TRUE(host.order("DL3785W_1", reboot));
    EXPECT_EQ(boost::json::parse(line->sent().at(0)).at("action"), 200);
}

TEST_F(a_host, says_that_machines_connect_where_the_operator_says_or_where_it_listens)
{
    host.reached_at({"tcp://127.0.0.1:9"});
    EXPECT_EQ(host.addresses(), std::vector<std::string>{"tcp://127.0.0.1:1883"});
    deli_host other(home.writer(), home.keys(), home.clock, {});
    other.reached_at({"tcp://127.0.0.1:9"});
    EXPECT_EQ(other.addresses(), std::vector<std::string>{"tcp://127.0.0.1:9"});
}

}  // namespace
}  // namespace gatehouse::gateway
