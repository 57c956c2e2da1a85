#include "api/sessions.hpp"

#include "api/asked.hpp"

#include <boost/json/parse.hpp>

#include <gtest/gtest.h>

#include <thread>

namespace gatehouse::api::test {
namespace {

TEST(logging_in, opens_a_session_that_reads_what_its_login_may)
{
    site at;
    at.tap(school, "7");
    at.tap(company, "8");
    const net::reply answer = at.log_in("manager", "manager+password");
    EXPECT_EQ(answer.status, 201U);
    EXPECT_EQ(header_of(answer, "Cache-Control"), "no-store");
    const auto made = boost::json::parse(answer.body).as_object();
    EXPECT_EQ(made.size(), 3U);
    EXPECT_EQ(made.at("role"), "site_manager");
    EXPECT_EQ(made.at("ends_at"), "2026-05-29T08:26:40Z");
    const std::string token(made.at("token").as_string());
    const auto seen = boost::json::parse(at.get("/api/v1/punches", "", token).body);
    EXPECT_EQ(seen.at("items").as_array().size(), 1U);
    EXPECT_EQ(seen.at("items").at(0).at("organization_id"), school.value);
    at.house.restart();
    EXPECT_EQ(at.get("/api/v1/punches", "", token).status, 401U) << "sessions live in memory";
}

TEST(logging_in, answers_an_unknown_login_like_a_wrong_password)
{
    site at;
    const net::reply wrong = at.log_in("root", "root+passwor");
    const net::reply unknown = at.log_in("toor", "root+password");
    EXPECT_EQ(wrong.status, 401U);
    EXPECT_EQ(header_of(wrong, "WWW-Authenticate"), "Bearer");
    EXPECT_EQ(unknown.status, wrong.status);
    EXPECT_EQ(unknown.body, wrong.body);
    EXPECT_EQ(at.log_in("root", "nobody+has+this+password").body, wrong.body);
    EXPECT_EQ(at.log_in("toor", "nobody+has+this+password").body, wrong.body);
}

TEST(logging_in, needs_a_login_and_a_password_of_at_most_128_bytes)
{
    site at;
    const auto status_of = [&at](const std::string& body) {
        return at.house.ask({.path = "/api/v1/sessions", .body = body}).status;
    };
    EXPECT_EQ(status_of(""), 422U);
    EXPECT_EQ(status_of("login=root"), 422U);
    EXPECT_EQ(status_of("password=root+password"), 422U);
    EXPECT_EQ(status_of("login=root&password="), 422U);
    EXPECT_EQ(status_of("login=root&password=" + std::string(128, 'x')), 401U);
    EXPECT_EQ(status_of("login=root&password=" + std::string(129, 'x')), 422U);
    EXPECT_EQ(status_of(std::string(300, 'n') + "=1"), 422U) << "a form that cannot be read";
    EXPECT_EQ(at.house
                  .ask({.path = "/api/v1/sessions",
                        .body = R"({"login":"root"})",
                        .content_type = "application/json"})
                  .status,
              422U);
}

TEST(logging_in, is_not_even_tried_after_ten_failures_of_one_login_from_one_source)
{
    site at;
    for (int i = 0; i < ops::passwords.failures; ++i)
        EXPECT_EQ(at.log_in("root", "guess").status, 401U);
    at.house.clock.set(at.house.clock.now() + std::chrono::minutes(2));
    const net::reply refused = at.log_in("root", "root+password");
    EXPECT_EQ(refused.status, 429U);
    EXPECT_EQ(refused.retry_after, 180U);
    EXPECT_EQ(at.log_in("root", "root+password", "10.0.0.2").status, 201U) << "another source";
    EXPECT_EQ(at.log_in("manager", "manager+password").status, 201U) << "another login";
    at.house.clock.set(at.house.clock.now() + std::chrono::minutes(3));
    EXPECT_EQ(at.log_in("root", "root+password").status, 201U) << "the window is over";
}

TEST(a_phone_page, is_opened_once_though_its_transaction_was_run_again)
{
    site at;
    std::promise<void> busy;
    std::promise<void> go_on;
    std::thread before([&] {
        at.house.write([&, first = true](store::transaction&) mutable {
            if (std::exchange(first, false)) {
                busy.set_value();
                go_on.get_future().wait();
            }
        });
    });
    busy.get_future().wait();
    // In one batch: the page, and a job that takes the whole transaction with it.
    support::listening_sink sink;
    at.house.ask({.path = "/api/v1/organizations/2/phone_sessions",
                  .body = R"({"wechat_id":"wx1","nick":"小张"})",
                  .content_type = "application/json",
                  .authorization = "Bearer admin-key"},
                 sink);
    std::thread behind([&] {
        EXPECT_THROW(at.house.write([](store::transaction& in) {
            in.sql.rollback();
            throw store::failure("the engine gave up");
        }),
                     std::runtime_error);
    });
    while (at.house.writer().waiting() < 2)
        std::this_thread::yield();
    go_on.set_value();
    before.join();
    behind.join();
    EXPECT_EQ(sink.head().status, 201U);
    EXPECT_EQ(at.house.services().visitors.sessions.size(), 1U);
}

TEST(a_block_list_entry, has_at_most_twenty_aliases)
{
    site at;
    std::string aliases;
    for (int i = 0; i < 20; ++i)
        aliases += "\"a" + std::to_string(i) + "\",";
    const auto block = [&](const std::string& list) {
        return ask(at, net::verb::post, "/api/v1/organizations/2/blocked_visitors",
                   R"({"aliases":[)" + list + "]}")
            .status;
    };
    EXPECT_EQ(block(aliases + "\"b\""), 422U);
    EXPECT_EQ(block(aliases.substr(0, aliases.size() - 1)), 201U);
}

TEST(what_guests_agree_to, has_at_most_twenty_thousand_characters)
{
    site at;
    const auto put = [&](std::size_t length) {
        std::string text;
        for (std::size_t i = 0; i < length; ++i)
            text += "须";
        return ask(at, net::verb::put, "/api/v1/organizations/2/nda", R"({"text":")" + text + "\"}").status;
    };
    EXPECT_EQ(put(20'000), 200U);
    EXPECT_EQ(put(20'001), 422U);
}

}  // namespace
}  // namespace gatehouse::api::test
