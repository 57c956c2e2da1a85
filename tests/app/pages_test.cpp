#include "app/pages.hpp"

#include "api/routes.hpp"
#include "app/assets.hpp"
#include "app/docs.hpp"
#include "app/interfaces.hpp"
#include "support/house.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

namespace gatehouse::app {
namespace {

class the_pages : public testing::Test {
protected:
    the_pages() { watch({&house.services(), &house.router(), &http, &delivered, &called}); }

    net::reply get(const std::string& path) { return house.ask({.method = net::verb::get, .path = path}); }

    static std::string header_of(const net::reply& answer, std::string_view name)
    {
        for (const auto& [each, value] : answer.headers)
            if (each == name)
                return value;
        return {};
    }

    static std::vector<endpoint::route> shown()
    {
        std::vector<endpoint::route> all;
        for (const auto rows : {page_routes(), document_routes()})
            all.insert(all.end(), rows.begin(), rows.end());
        return all;
    }

    support::house house{shown(), endpoint::profile::strict};
    net::http_server http{house.router(), {}};
    ops::delivery_counters delivered;
    ops::app_call_counters called;
};

TEST_F(the_pages, show_every_file_that_was_built_in_and_no_other)
{
    for (const asset& each : assets()) {
        const net::reply answer = get("/page/" + std::string(each.path));
        EXPECT_EQ(answer.status, 200U) << each.path;
        EXPECT_EQ(answer.content_type, each.content_type) << each.path;
        EXPECT_EQ(answer.body, each.bytes) << each.path;
    }
    EXPECT_EQ(get("/").body, get("/page/index.html").body);
    for (const std::string_view path :
         {"/page/", "/page/none.js", "/page/../page.js", "/page/page.js/", "/page.js", "/index.html"})
        EXPECT_EQ(get(std::string(path)).status, 404U) << path;
}

TEST_F(the_pages, show_the_reference_from_files_of_their_own)
{
    EXPECT_EQ(get("/docs").body, get("/page/docs.html").body);
    EXPECT_EQ(get("/docs/openapi.json").body, endpoint::write_openapi(api::document()));
    const std::string list = get("/docs/index.json").body;
    for (const auto* const each : all_documents()) {
        EXPECT_NE(list.find("\"" + std::string(each->file) + "\""), std::string::npos) << list;
        EXPECT_EQ(get("/docs/" + std::string(each->file)).status, 200U);
    }
    EXPECT_EQ(get("/docs/none.json").status, 404U);
    for (const asset& each : assets())
        for (const std::string_view elsewhere :
             {"src=\"http", "href=\"http", "import \"http", "url(http", "fetch(\"http"})
            EXPECT_EQ(each.bytes.find(elsewhere), std::string_view::npos) << each.path;
}

TEST_F(the_pages, let_a_browser_load_nothing_from_elsewhere)
{
    const std::string policy = header_of(get("/"), "Content-Security-Policy");
    EXPECT_TRUE(policy.starts_with("default-src 'none';")) << policy;
    EXPECT_EQ(policy.find("unsafe"), std::string::npos);
    EXPECT_EQ(policy.find("http"), std::string::npos);
    EXPECT_EQ(header_of(get("/"), "Cache-Control"), "no-cache");
}

TEST_F(the_pages, say_that_the_process_lives_and_that_the_store_answers)
{
    EXPECT_EQ(get("/healthz").body, "ok\n");
    EXPECT_EQ(get("/readyz").body, "ready\n");
    house.services().readers.stop();
    EXPECT_EQ(get("/healthz").status, 200U);
    EXPECT_EQ(get("/readyz").status, 503U);
}

// The samples by name and labels. Fails where a line is none of Prometheus's text format.
std::map<std::string, std::uint64_t> samples_of(const std::string& text)
{
    std::map<std::string, std::uint64_t> found;
    std::set<std::string> families;
    std::istringstream lines(text);
    std::string helped;
    std::string typed;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string first;
        std::string second;
        std::string third;
        std::string fourth;
        words >> first >> second >> third >> fourth;
        if (first == "#" && second == "HELP") {
            helped = third;
            EXPECT_FALSE(fourth.empty()) << line;
        } else if (first == "#" && second == "TYPE") {
            typed = third;
            EXPECT_EQ(typed, helped) << line;
            EXPECT_TRUE(families.insert(typed).second) << line;
            EXPECT_TRUE(fourth == "counter" || fourth == "gauge") << line;
            EXPECT_EQ(fourth == "counter", typed.ends_with("_total")) << line;
        } else {
            EXPECT_EQ(first.substr(0, first.find('{')), typed) << line;
            EXPECT_TRUE(third.empty()) << line;
            EXPECT_TRUE(found.emplace(first, std::stoull(second)).second) << line;
        }
    }
    return found;
}

TEST_F(the_pages, count_in_the_words_of_prometheus)
{
    const auto before = samples_of(get("/metrics").body);
    EXPECT_EQ(before.at("gatehouse_commits_total"), 0U);
    EXPECT_EQ(before.at("gatehouse_punches_total"), 0U);
    EXPECT_EQ(before.at(R"(gatehouse_requests_total{route="metrics"})"), 1U);
    EXPECT_EQ(before.at(R"(gatehouse_requests_total{route="health"})"), 0U);
    EXPECT_EQ(before.at(R"(gatehouse_http_refused_total{status="413"})"), 0U);
    house.provision(R"({"organizations": [{"key": "k", "kind": "school", "name": "n"}]})");
    house.write([](store::transaction&) {});
    get("/healthz");
    const net::reply answer = get("/metrics");
    EXPECT_EQ(answer.content_type, "text/plain; version=0.0.4; charset=utf-8");
    const auto after = samples_of(answer.body);
    EXPECT_EQ(after.at("gatehouse_commits_total"), 1U) << "work that changes nothing is no commit";
    EXPECT_EQ(after.at("gatehouse_commit_jobs_total"), 1U);
    EXPECT_GT(after.at("gatehouse_log_bytes"), 0U);
    EXPECT_EQ(after.at(R"(gatehouse_requests_total{route="health"})"), 1U);
    EXPECT_EQ(after.size(), before.size());
}

}  // namespace
}  // namespace gatehouse::app
