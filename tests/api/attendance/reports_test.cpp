#include "api/asked.hpp"
#include "ops/attendance/report_round.hpp"
#include "store/attendance/civil.hpp"
#include "store/attendance/days.hpp"

#include <gtest/gtest.h>

namespace gatehouse::api::test {
namespace {

using net::verb;

constexpr std::string_view of_company = "/api/v1/organizations/2/attendance/reports";

class attendance_reports : public testing::Test {
protected:
    attendance_reports()
    {
        ask(at, verb::post, "/api/v1/organizations/2/people",
            R"({"name":"张三","role":"employee","number":"007"})", "site-key");
        store::attendance::kept_day what;
        what.person = {1};
        what.day = store::attendance::day_from(20'521);  // 2026-03-09
        what.organization = company;
        what.statuses = "late";
        what.items = "planned 480, worked 450, late 30, in 09:30, out 18:02, late_times 1, lateness 30";
        at.house.write([&](store::transaction& in) { store::attendance::put_day(in, what); });
    }

    net::reply order(const std::string& body, const std::string& key = "site-key")
    {
        return ask(at, verb::post, std::string(of_company), body, key);
    }
    std::string file_of(const net::reply& fetched)
    {
        std::string bytes(fetched.source ? fetched.source->size() : 0, '\0');
        if (fetched.source) {
            EXPECT_TRUE(fetched.source->read(bytes, 0));
        }
        return bytes;
    }
    void make_all()
    {
        ops::attendance::report_round round(at.house.database(), at.house.writer(),
                                            at.house.services().reports, at.house.clock);
        while (round.pass()) {}
    }

    site at;
};

TEST_F(attendance_reports, are_asked_for_made_behind_and_fetched)
{
    const net::reply asked = order(
        R"({"kind":"payroll","from":"2026-03-01","to":"2026-03-31","format":"csv","head":false,)"
        R"("columns":[{"field":"number","name":"编号"},{"field":"worked","unit":"hours"},{"field":"late"}]})");
    EXPECT_EQ(asked.status, 201U);
    EXPECT_EQ(asked.body,
              R"({"id":1,"organization_id":2,"kind":"payroll","from":"2026-03-01","to":"2026-03-31",)"
              R"("unit_id":null,"format":"csv","language":"zh","state":"waiting","percent":0,"rows":0,)"
              R"("size":null,"asked_at":"2026-05-28T20:26:40Z","finished_at":null,"kept_until":null})");
    EXPECT_EQ(at.get("/api/v1/attendance/reports/1/file").status, 409U);
    make_all();
    const auto done = json_of(at.get("/api/v1/attendance/reports/1"));
    EXPECT_EQ(done.at("state").as_string(), "done");
    EXPECT_EQ(done.at("kept_until").as_string(), "2026-06-04T20:26:40Z");
    const net::reply file = at.get("/api/v1/attendance/reports/1/file");
    EXPECT_EQ(file.status, 200U);
    EXPECT_EQ(file.content_type, "text/csv; charset=utf-8");
    EXPECT_EQ(header_of(file, "Content-Disposition"),
              "attachment; filename=\"payroll_2026-03-01_2026-03-31.csv\"");
    EXPECT_EQ(header_of(file, "Cache-Control"), "no-store");
    EXPECT_EQ(file_of(file), "\xEF\xBB\xBF编号,实际出勤时长,迟到时长\r\n007,7.50,30\r\n");
    const auto listed = json_of(at.get(std::string(of_company)));
    EXPECT_EQ(listed.at("items").as_array().size(), 1U);
}

TEST_F(attendance_reports, of_every_kind_and_format_can_be_made)
{
    std::int64_t made = 0;
    for (const std::string_view kind : model::enumerator_names<ops::attendance::report_kind>)
        for (const std::string_view format : model::enumerator_names<ops::reports::file_format>) {
            const std::string columns = kind == "payroll" ? R"(,"columns":[{"field":"person"}])" : "";
            const net::reply asked = order(
                R"({"kind":")" + std::string(kind) + R"(","format":")" + std::string(format) +
                R"(","language":"en","from":"2026-03-01","to":"2026-03-31")" + columns + "}");
            ASSERT_EQ(asked.status, 201U) << kind << asked.body;
            ++made;
        }
    make_all();
    for (std::int64_t id = 1; id <= made; ++id) {
        const std::string path = "/api/v1/attendance/reports/" + std::to_string(id);
        const auto done = json_of(at.get(path));
        ASSERT_EQ(done.at("state").as_string(), "done") << boost::json::serialize(done);
        const std::string bytes = file_of(at.get(path + "/file"));
        EXPECT_EQ(static_cast<std::int64_t>(bytes.size()), done.at("size").as_int64());
        if (done.at("format").as_string() == "json") {
            EXPECT_TRUE(boost::json::parse(bytes).as_object().contains("rows")) << bytes;
        }
        if (done.at("format").as_string() == "xlsx") {
            EXPECT_TRUE(bytes.starts_with("PK")) << done.at("kind").as_string();
        }
    }
}

TEST_F(attendance_reports, are_refused_with_every_fault_at_its_place)
{
    struct row {
        std::string body;
        std::vector<std::string> places;
    };
    const std::vector<row> rows{
        {"{}", {"/kind", "/from", "/to", "/format"}},
        {R"({"kind":"gossip","from":"2026-03-01","to":"2026-03-31","format":"pdf"})", {"/kind", "/format"}},
        {R"({"kind":"summary","from":"1 March","to":"2026-02-30","format":"csv","unit_id":99})",
         {"/from", "/to", "/unit_id"}},
        {R"({"kind":"payroll","from":"2026-03-01","to":"2026-03-31","format":"csv"})", {"/columns"}},
        {R"({"kind":"payroll","from":"2026-03-01","to":"2026-03-31","format":"csv",)"
         R"("columns":[{"field":"worked","unit":"hours"},{"field":"salary"},{"name":"x"},)"
         R"({"field":"person","unit":"days"},{"field":"late","unit":"pounds"}]})",
         {"/columns/2/field", "/columns/4/unit"}},
        {R"({"kind":"payroll","from":"2026-03-01","to":"2026-03-31","format":"csv",)"
         R"("columns":[{"field":"worked","unit":"hours"},{"field":"salary"},{"field":"person","unit":"days"}]})",
         {"/columns/1/field", "/columns/2/unit"}},
    };
    for (const row& each : rows) {
        const net::reply answer = order(each.body);
        EXPECT_EQ(answer.status, 422U) << each.body << answer.body;
        std::vector<std::string> places;
        const auto refused = json_of(answer);
        for (const auto& fault : refused.at("errors").as_array())
            places.emplace_back(fault.at("pointer").as_string());
        EXPECT_EQ(places, each.places) << answer.body;
    }
    EXPECT_EQ(json_of(at.get(std::string(of_company))).at("items").as_array().size(), 0U);
}

TEST_F(attendance_reports, are_cancelled_and_are_nobody_elses)
{
    const std::string usual = R"({"kind":"days","from":"2026-03-01","to":"2026-03-31","format":"xlsx"})";
    EXPECT_EQ(order(usual, "read-school-key").status, 403U);
    EXPECT_EQ(order(usual).status, 201U);
    const std::string path = "/api/v1/attendance/reports/1";
    EXPECT_EQ(at.get(path, {}, "read-school-key").status, 404U);
    EXPECT_EQ(at.get(path + "/file", {}, "read-school-key").status, 403U);
    EXPECT_EQ(json_of(ask(at, verb::post, path + "/cancel", {}, "site-key")).at("state").as_string(),
              "cancelled");
    EXPECT_EQ(ask(at, verb::post, path + "/cancel", {}, "site-key").status, 409U);
    make_all();
    EXPECT_EQ(at.get(path + "/file").status, 409U);
}

}  // namespace
}  // namespace gatehouse::api::test
