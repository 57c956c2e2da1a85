#include "api/caller.hpp"

#include "api/site.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

// "all", "organization 1", or the error's name.
std::string seen_by(site& at, const std::string& authorization, const std::string& source = "127.0.0.1",
                    endpoint::right needed = endpoint::right::see)
{
    std::vector<net::header_field> headers;
    if (!authorization.empty())
        headers.push_back({"Authorization", authorization});
    net::request request;
    request.headers = headers;
    request.source.address = boost::asio::ip::make_address(source);
    const auto who = find_caller(at.house.services(), request, needed);
    if (!who)
        return std::string(base::row_of(who.error().code).id);
    return who->organization ? "organization " + std::to_string(who->organization.value) : "all";
}

TEST(a_caller, may_do_what_the_scope_of_its_key_opens)
{
    using endpoint::right;
    site at;
    struct row {
        std::string_view key;
        std::string seen;
        right most;
    };
    for (const auto& [key, seen, most] :
         {row{"admin-key", "all", right::administer}, row{"read-key", "all", right::see},
          row{"read-school-key", "organization 1", right::see},
          row{"site-key", "organization 2", right::manage}, row{"kiosk-key", "", right::anyone},
          row{"gate-key", "", right::anyone}})
        for (const right needed : {right::see, right::manage, right::administer})
            EXPECT_EQ(seen_by(at, "Bearer " + std::string(key), "127.0.0.1", needed),
                      needed <= most ? seen : "not_permitted")
                << key << " " << static_cast<int>(needed);
}

TEST(a_caller, is_named_in_the_audit_trail_by_key_or_login)
{
    site at;
    const std::vector<net::header_field> headers{{"Authorization", "Bearer site-key"}};
    net::request request;
    request.headers = headers;
    const auto by = find_caller(at.house.services(), request, endpoint::right::see);
    ASSERT_TRUE(by);
    EXPECT_EQ(by->actor, "key site");
    EXPECT_EQ(by->now, at.house.clock.now());
    EXPECT_TRUE(by->sees(company));
    EXPECT_FALSE(by->sees(school));
}

TEST(a_caller, without_a_right_key_sees_nothing)
{
    site at;
    for (const std::string_view header : {"", "admin-key", "Basic admin-key", "Bearer", "Bearer ",
                                          "Bearer admin-ke", "Bearer admin-keyy", "Beareradmin-key"})
        EXPECT_EQ(seen_by(at, std::string(header)), "unauthenticated") << header;
}

TEST(a_caller, may_write_the_scheme_in_any_case)
{
    site at;
    EXPECT_EQ(seen_by(at, "bearer admin-key"), "all");
    EXPECT_EQ(seen_by(at, "BEARER admin-key"), "all");
}

TEST(a_caller, in_the_lab_needs_no_key_but_must_not_show_a_wrong_one)
{
    site at(endpoint::profile::lab);
    EXPECT_EQ(seen_by(at, ""), "all");
    EXPECT_EQ(seen_by(at, "Bearer site-key"), "organization 2");
    EXPECT_EQ(seen_by(at, "Bearer wrong"), "unauthenticated");
}

TEST(a_caller, may_show_the_token_of_a_session)
{
    site at;
    auto& sessions = at.house.services().sessions;
    const base::instant now = at.house.clock.now();
    const auto logins = at.house.writer().published()->logins;
    const std::string root = "Bearer " + sessions.open(*logins.find("root"), now).token;
    const std::string manager = "Bearer " + sessions.open(*logins.find("manager"), now).token;
    EXPECT_EQ(seen_by(at, root), "all");
    EXPECT_EQ(seen_by(at, manager), "organization 1");
    at.house.clock.set(now + std::chrono::hours(12));
    EXPECT_EQ(seen_by(at, root), "unauthenticated");
}

TEST(a_caller, who_guesses_too_often_is_told_how_long_to_wait_and_the_right_key_passes)
{
    site at;
    for (int i = 0; i < ops::machine_secrets.failures; ++i)
        EXPECT_EQ(seen_by(at, "Bearer guess", "10.0.0.1"), "unauthenticated");
    at.house.clock.set(at.house.clock.now() + std::chrono::minutes(1));
    EXPECT_EQ(seen_by(at, "Bearer guess", "10.0.0.1"), "throttled");
    EXPECT_EQ(seen_by(at, "Bearer guess", "10.0.0.2"), "unauthenticated");
    EXPECT_EQ(seen_by(at, "Bearer admin-key", "10.0.0.1"), "all");
    const net::reply answer = at.house.ask({.method = net::verb::get,
                                            .path = "/api/v1/punches",
                                            .authorization = "Bearer guess",
                                            .source = "10.0.0.1"});
    EXPECT_EQ(answer.status, 429U);
    EXPECT_EQ(answer.retry_after, 240U);
}

TEST(a_refusal, is_a_problem_document_that_names_the_row_of_the_error_table)
{
    const net::reply answer = refuse({base::errc::malformed_input, "limit must be a number"});
    EXPECT_EQ(answer.status, 422U);
    EXPECT_EQ(answer.content_type, "application/problem+json");
    EXPECT_EQ(answer.body, R"({"type":"about:blank","title":"The input cannot be read.","status":422,)"
                           R"("detail":"limit must be a number","code":"malformed_input"})");
    EXPECT_EQ(answer.retry_after, std::nullopt);
    EXPECT_TRUE(answer.headers.empty());
}

TEST(a_refusal, names_every_fault_with_its_place)
{
    EXPECT_EQ(
        refuse({base::errc::malformed_input, {}, {{"/name", "is empty"}, {"/x", "is not known"}}}).body,
        R"({"type":"about:blank","title":"The input cannot be read.","status":422,)"
        R"("detail":"The input cannot be read.","code":"malformed_input",)"
        R"("errors":[{"pointer":"/name","detail":"is empty"},{"pointer":"/x","detail":"is not known"}]})");
}

TEST(a_refusal, says_when_to_come_again_and_how_to_show_a_key)
{
    EXPECT_EQ(refuse_errc(base::errc::overloaded).retry_after, 1U);
    EXPECT_EQ(refuse_errc(base::errc::overloaded).status, 503U);
    EXPECT_EQ(refuse({base::errc::throttled, {}, {}, 17U}).retry_after, 17U);
    EXPECT_EQ(header_of(refuse_errc(base::errc::unauthenticated), "WWW-Authenticate"), "Bearer");
    EXPECT_EQ(refuse_request(413, "too long").body,
              R"({"type":"about:blank","title":"Refused","status":413,"detail":"too long"})");
}

}  // namespace
}  // namespace gatehouse::api::test
