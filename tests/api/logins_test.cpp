#include "api/asked.hpp"
#include "support/audit.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using net::verb;

class logins : public testing::Test {
protected:
    std::string token_of(const std::string& login, const std::string& password)
    {
        return text_of(at.log_in(login, password), "token");
    }
    unsigned sees_punches(const std::string& token) { return at.get("/api/v1/punches", "", token).status; }
    net::reply change_own(const std::string& token, const std::string& former, const std::string& next)
    {
        return ask(at, verb::put, "/api/v1/sessions/current/password",
                   R"({"old_password":")" + former + R"(","password":")" + next + "\"}", token);
    }

    site at;  // login 1: root, an operator; login 2: manager of organization 1
    std::size_t before = support::audit_of(at.house).size();
};

TEST_F(logins, are_made_listed_and_log_in)
{
    const net::reply made = ask(at, verb::post, "/api/v1/logins",
                                R"({"login":"查","password":"auditor password","role":"auditor"})");
    EXPECT_EQ(made.status, 201U);
    const std::string item = R"({"id":3,"login":"查","role":"auditor","organization_id":null,)"
                             R"("created_at":"2026-05-28T20:26:40Z"})";
    EXPECT_EQ(made.body, item);
    EXPECT_EQ(at.get("/api/v1/logins/3").body, item);
    const net::reply list = at.get("/api/v1/logins");
    EXPECT_NE(list.body.find(item), std::string::npos);
    EXPECT_EQ(list.body.find("argon2"), std::string::npos);
    EXPECT_EQ(sees_punches(token_of("查", "auditor+password")), 200U);
}

TEST_F(logins, stand_once_and_for_one_organization_where_their_role_wants_one)
{
    for (const auto& [login, role, organization, status] :
         {std::tuple{"root", "operator", "", 409U}, std::tuple{"a", "operator", "1", 422U},
          std::tuple{"b", "site_manager", "", 422U}, std::tuple{"c", "site_manager", "9", 422U},
          std::tuple{"d", "site_manager", "2", 201U}, std::tuple{"e", "auditor", "2", 201U},
          std::tuple{"f", "cook", "", 422U}})
        EXPECT_EQ(ask(at, verb::post, "/api/v1/logins",
                      R"({"login":")" + std::string(login) + R"(","password":"12345678","role":")" + role +
                          "\"" + (*organization ? R"(,"organization_id":)" + std::string(organization) : "") +
                          "}")
                      .status,
                  status)
            << login;
}

TEST_F(logins, have_passwords_of_8_to_128_bytes)
{
    const auto status_of = [this](const std::string& password) {
        return ask(at, verb::patch, "/api/v1/logins/2", R"({"password":")" + password + "\"}").status;
    };
    EXPECT_EQ(status_of(std::string(7, 'x')), 422U);
    EXPECT_EQ(status_of(std::string(8, 'x')), 200U);
    EXPECT_EQ(status_of(std::string(128, 'x')), 200U);
    EXPECT_EQ(status_of(std::string(129, 'x')), 422U);
    EXPECT_EQ(status_of("密码"), 422U) << "6 bytes";
    EXPECT_EQ(status_of("三个字"), 200U) << "9 bytes";
}

TEST_F(logins, lose_their_sessions_with_what_really_changes)
{
    const std::string manager = token_of("manager", "manager+password");
    const std::string root = token_of("root", "root+password");
    ask(at, verb::patch, "/api/v1/logins/2", R"({"role":"site_manager","organization_id":1})");
    EXPECT_EQ(sees_punches(manager), 200U) << "nothing has changed";
    ask(at, verb::patch, "/api/v1/logins/2", R"({"organization_id":2})");
    EXPECT_EQ(sees_punches(manager), 401U);
    EXPECT_EQ(sees_punches(root), 200U) << "another login's session";
    const std::string again = token_of("manager", "manager+password");
    ask(at, verb::patch, "/api/v1/logins/2", R"({"password":"another password"})");
    EXPECT_EQ(sees_punches(again), 401U);
    EXPECT_EQ(at.log_in("manager", "manager+password").status, 401U);
    const std::string third = token_of("manager", "another+password");
    EXPECT_EQ(ask(at, verb::delete_, "/api/v1/logins/2").status, 204U);
    EXPECT_EQ(sees_punches(third), 401U);
    EXPECT_EQ(at.log_in("manager", "another+password").status, 401U);
    EXPECT_EQ(at.get("/api/v1/logins/2").status, 404U);
}

TEST_F(logins, keep_one_operator)
{
    const std::string root = token_of("root", "root+password");
    EXPECT_EQ(ask(at, verb::delete_, "/api/v1/logins/1", {}, root).status, 409U);
    EXPECT_EQ(ask(at, verb::delete_, "/api/v1/logins/1").status, 409U) << "with a key too";
    EXPECT_EQ(ask(at, verb::patch, "/api/v1/logins/1", R"({"role":"auditor"})", root).status, 409U);
    EXPECT_EQ(
        ask(at, verb::patch, "/api/v1/logins/2", R"({"role":"operator","organization_id":null})").status,
        200U);
    EXPECT_EQ(ask(at, verb::delete_, "/api/v1/logins/1", {}, root).status, 204U);
    EXPECT_EQ(sees_punches(root), 401U);
}

TEST_F(logins, change_their_own_password_with_the_old_one)
{
    const std::string one = token_of("manager", "manager+password");
    const std::string two = token_of("manager", "manager+password");
    const net::reply wrong = change_own(one, "not it at all", "another password");
    EXPECT_EQ(wrong.status, 422U);
    EXPECT_NE(wrong.body.find(R"("pointer":"/old_password")"), std::string::npos) << wrong.body;
    EXPECT_EQ(change_own(one, "manager password", "short").status, 422U);
    EXPECT_EQ(change_own(one, "manager password", "another password").status, 204U);
    EXPECT_EQ(sees_punches(one), 401U);
    EXPECT_EQ(sees_punches(two), 401U);
    EXPECT_EQ(at.log_in("manager", "manager+password").status, 401U);
    EXPECT_EQ(at.log_in("manager", "another+password").status, 201U);
    EXPECT_EQ(change_own("admin-key", "admin-key", "another password").status, 403U) << "a key has none";
}

TEST_F(logins, are_not_guessed_from_within_a_session)
{
    const std::string token = token_of("manager", "manager+password");
    for (int i = 0; i < ops::passwords.failures; ++i)
        EXPECT_EQ(change_own(token, "guessed", "another password").status, 422U);
    const net::reply refused = change_own(token, "manager password", "another password");
    EXPECT_EQ(refused.status, 429U);
    EXPECT_GT(refused.retry_after.value_or(0), 0U);
}

TEST_F(logins, leave_one_entry_for_each_deed_and_never_a_password)
{
    ask(at, verb::post, "/api/v1/logins",
        R"({"login":"e","password":"first password","role":"auditor","organization_id":2})");
    ask(at, verb::patch, "/api/v1/logins/3", R"({"role":"auditor"})");
    ask(at, verb::patch, "/api/v1/logins/3", R"({"password":"other password","organization_id":1})");
    change_own(token_of("e", "other+password"), "other password", "third password");
    ask(at, verb::delete_, "/api/v1/logins/3");
    EXPECT_EQ(support::audit_of(at.house, before),
              (std::vector<std::string>{
                  "key admin: login.create login/3 of 2 {}",
                  R"(key admin: login.update login/3 of 1 {"changed":["password","organization"]})",
                  R"(login e: login.update login/3 of 1 {"changed":["password"]})",
                  "key admin: login.delete login/3 of 1 {}",
              }));
}

}  // namespace
}  // namespace gatehouse::api::test
