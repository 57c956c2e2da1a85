#include "ops/reports/table_file.hpp"

#include "store/durable_file.hpp"
#include "support/temporary_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

namespace gatehouse::ops::reports::test {
namespace {

using namespace std::chrono_literals;

const model::civil_day ninth{std::chrono::year_month_day(2026y / 3 / 9)};

const std::vector<column> columns{
    {"number", "工号", measure::text},        {"date", "日期", measure::date},
    {"time", "时间", measure::time},          {"late", "迟到", measure::minutes},
    {"worked", "工时", measure::hours},       {"absent_days", "旷工", measure::days},
    {"note", "Note, \"free\"", measure::text}};

const std::vector<std::vector<cell>> rows{{"007", ninth, model::civil_time{ninth + 8h + 58min + 30s},
                                           std::int64_t{30}, std::int64_t{450}, std::int64_t{50}, "=1+1"},
                                          {"00123456789012345678",
                                           ninth,
                                           {},
                                           std::int64_t{-480},
                                           std::int64_t{-15},
                                           std::int64_t{100},
                                           "一, \"二\"\n三"},
                                          {"-1", {}, {}, {}, std::int64_t{1}, {}, "@x"}};

class table_files : public testing::Test {
protected:
    std::string written(file_format as, bool with_head = true, const std::string& name = "file")
    {
        const auto file = folder.path() / name;
        const auto table = open_table(as, file, folder.path());
        table->begin({"月汇总", {{"period", "期间", "2026-03"}, {"state", "状态", "未锁定"}}, with_head},
                     columns);
        for (const auto& each : rows)
            table->row(each);
        table->finish();
        return store::read_whole(file);
    }
    // What LibreOffice reads in a workbook's sheets, each as CSV, every cell as it is shown.
    std::string opened_by_another(const std::filesystem::path& workbook)
    {
        const std::string command =
            "cd '" + folder.path().string() + "' && soffice -env:UserInstallation='file://" +
            folder.path().string() +
            "/profile' --headless --convert-to "
            "'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1' '" +
            workbook.string() + "' >soffice.log 2>&1";
        EXPECT_EQ(std::system(command.c_str()), 0) << "LibreOffice is needed: tools/setup test";
        std::vector<std::filesystem::path> sheets;
        for (const auto& each : std::filesystem::directory_iterator(folder.path()))
            if (each.path().extension() == ".csv")
                sheets.push_back(each.path());
        std::sort(sheets.begin(), sheets.end());
        std::string text;
        for (const auto& each : sheets)
            text += store::read_whole(each);
        return text;
    }

    support::temporary_folder folder;
};

TEST_F(table_files, round_hours_half_up_only_where_they_are_shown)
{
    struct row {
        std::int64_t minutes;
        std::string text;
    };
    for (const row& each : std::vector<row>{{0, "0.00"},
                                            {1, "0.02"},
                                            {2, "0.03"},
                                            {3, "0.05"},
                                            {7, "0.12"},
                                            {20, "0.33"},
                                            {40, "0.67"},
                                            {450, "7.50"},
                                            {-15, "-0.25"},
                                            {-1, "-0.02"},
                                            {10'000'001, "166666.68"}})
        EXPECT_EQ(plain_text(each.minutes, measure::hours), each.text) << each.minutes;
    EXPECT_EQ(plain_text(std::int64_t{5}, measure::days), "0.05");
    EXPECT_EQ(plain_text(std::int64_t{-150}, measure::days), "-1.50");
}

TEST_F(table_files, of_csv_have_a_mark_and_line_ends_and_no_formulas)
{
    EXPECT_EQ(written(file_format::csv),
              "\xEF\xBB\xBF"
              "月汇总; 期间: 2026-03; 状态: 未锁定\r\n"
              "工号,日期,时间,迟到,工时,旷工,\"Note, \"\"free\"\"\"\r\n"
              "007,2026-03-09,2026-03-09 08:58:30,30,7.50,0.50,'=1+1\r\n"
              "00123456789012345678,2026-03-09,,-480,-0.25,1.00,\"一, \"\"二\"\"\n三\"\r\n"
              "'-1,,,,0.02,,'@x\r\n");
    EXPECT_TRUE(written(file_format::csv, false).starts_with("\xEF\xBB\xBF工号,"));
}

TEST_F(table_files, of_json_are_read_by_their_fields)
{
    const auto read = boost::json::parse(written(file_format::json)).as_object();
    EXPECT_EQ(read.at("head").at("period").as_string(), "2026-03");
    EXPECT_EQ(boost::json::serialize(read.at("columns").at(4)),
              R"({"field":"worked","name":"工时","unit":"hours"})");
    EXPECT_EQ(boost::json::serialize(read.at("rows").at(0)),
              R"({"number":"007","date":"2026-03-09","time":"2026-03-09 08:58:30","late":30,"worked":7.5E0,)"
              R"("absent_days":5E-1,"note":"=1+1"})");
    EXPECT_EQ(boost::json::serialize(read.at("rows").at(2).at("late")), "null");
    EXPECT_FALSE(boost::json::parse(written(file_format::json, false)).as_object().contains("head"));
}

TEST_F(table_files, of_xlsx_say_the_same_to_another_reader)
{
    written(file_format::xlsx, true, "book.xlsx");
    EXPECT_EQ(opened_by_another(folder.path() / "book.xlsx"),
              "月汇总; 期间: 2026-03; 状态: 未锁定,,,,,,\n"
              "工号,日期,时间,迟到,工时,旷工,\"Note, \"\"free\"\"\"\n"
              "007,2026-03-09,2026-03-09 08:58:30,30,7.50,0.50,=1+1\n"
              "00123456789012345678,2026-03-09,,-480,-0.25,1.00,\"一, \"\"二\"\"\n三\"\n"
              "-1,,,,0.02,,@x\n");
}

TEST_F(table_files, of_xlsx_go_on_in_another_sheet_under_the_same_columns)
{
    const auto file = folder.path() / "book.xlsx";
    const auto table = open_xlsx(file, folder.path(), 4);
    table->begin({"t", {}, true}, std::vector<column>{{"n", "N", measure::number}});
    for (std::int64_t i = 0; i < 5; ++i)
        table->row(std::vector<cell>{i});
    table->finish();
    EXPECT_EQ(opened_by_another(file), "t\nN\n0\n1\nt\nN\n2\n3\nt\nN\n4\n");
}

TEST_F(table_files, are_the_same_bytes_when_the_same_is_written_later)
{
    for (const file_format each : {file_format::xlsx, file_format::csv, file_format::json}) {
        const std::string first = written(each, true, "first");
        EXPECT_EQ(written(each, true, "second"), first) << model::name_of(each);
        EXPECT_FALSE(first.empty());
    }
    EXPECT_NE(written(file_format::xlsx, true, "third"), written(file_format::xlsx, false, "fourth"))
        << "the comparison tells files apart";
}

TEST_F(table_files, that_nobody_finished_leave_no_other_file)
{
    {
        const auto table = open_xlsx(folder.path() / "torn.xlsx", folder.path());
        table->begin({"t", {}, true}, columns);
        table->row(rows.front());
    }
    const std::filesystem::directory_iterator all(folder.path());
    EXPECT_LE(std::distance(begin(all), end(all)), 1);
}

}  // namespace
}  // namespace gatehouse::ops::reports::test
