#include "model/attendance/cases/clerk_case.hpp"
#include "model/attendance/clerk/statement.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>

namespace gatehouse::model::attendance::cases {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> case_files()
{
    std::vector<fs::path> files;
    for (const auto& each : fs::directory_iterator(GATEHOUSE_SOURCE_DIR "/tests/attendance/cases"))
        files.push_back(each.path());
    std::sort(files.begin(), files.end());
    return files;
}

std::string text_of(const fs::path& file)
{
    std::ifstream from(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(from), {}};
}

std::string shown(const case_outcome& what)
{
    std::string all = what.id + " " + what.title + "\n";
    for (const std::string& each : what.differences)
        all += "  " + each + "\n";
    return all + what.trace;
}

TEST(attendance_cases, every_case_of_every_file_passes)
{
    std::size_t many = 0;
    std::set<std::string> ids;
    for (const fs::path& file : case_files()) {
        for (const clerk_case& each : read_cases(file.filename().string(), text_of(file))) {
            const case_outcome made = run(each);
            EXPECT_TRUE(made.passed()) << file << ":" << made.line << " " << shown(made);
            EXPECT_TRUE(ids.insert(made.id).second) << made.id << " stands twice";
            ++many;
        }
    }
    EXPECT_GE(many, 162U);
}

// Which rules there are: §2 to §10, §12, §13 and §15, as far as a case can say them. The others are rows of
// their own tests: approvals (§14), reports (§11), and what a store does with attached punches and deleted
// people.
TEST(attendance_cases, every_rule_occurs_in_a_case)
{
    std::set<int> named;
    const std::regex rule("A-([0-9]{2,3})");
    for (const fs::path& file : case_files()) {
        for (const clerk_case& each : read_cases(file.filename().string(), text_of(file))) {
            for (const expectation& wanted : each.expected)
                for (const expected_item& item : wanted.items)
                    if (item.kind == item_kind::why)
                        named.insert(item.rule);
            for (auto found = std::sregex_iterator(each.title.begin(), each.title.end(), rule);
                 found != std::sregex_iterator(); ++found)
                named.insert(std::stoi((*found)[1]));
        }
    }
    const std::set<int> no_rule{39, 46, 47, 48, 49, 72, 81, 88, 89};  // numbers that the rules leave out
    for (int number = 1; number <= 139; ++number)
        if (!no_rule.contains(number) && number != 129)
            EXPECT_TRUE(named.contains(number)) << "A-" << number;
    for (const int number : {160, 161, 162, 167})
        EXPECT_TRUE(named.contains(number)) << "A-" << number;
}

TEST(attendance_cases, a_line_that_is_no_statement_is_an_error_with_file_and_line)
{
    const std::string head = "case x y\nrules:\n  shift Day 09:00-18:00\n";
    for (const auto& [more, wanted] : {
             std::pair("  colour red\n", "f.txt:4: \"colour\" begins no rule"),
             std::pair("  grace 5 late\n", "f.txt:4: something is missing at the end"),
             std::pair("  grace 5 late 5 early more\n", "f.txt:4: \"more\" is too much"),
             std::pair("  zone Asia/Nowhere\n", "f.txt:4: there is no zone \"Asia/Nowhere\""),
             std::pair("schedule:\n  2026-02-30 Day\n", "f.txt:5: \"2026-02-30\" is no date"),
             std::pair("schedule:\n  2026-03-10 Night\n", "f.txt:5: there is no shift \"Night\""),
             std::pair("punches:\n  2026-03-10 24:01\n", "f.txt:5: \"24:01\" is no time of day"),
             std::pair("expect:\n  2026-03-10 punctual\n", "f.txt:5: \"punctual\" is no status"),
             std::pair("expect:\n  2026-03-10 normal\n  slept 20\n",
                       "f.txt:6: \"slept\" is nothing to expect here"),
             std::pair("approvals:\n  nap 2026-03-10\n", "f.txt:5: \"nap\" begins no request"),
         }) {
        try {
            read_cases("f.txt", head + more);
            ADD_FAILURE() << more;
        } catch (const clerk::bad_statement& e) {
            EXPECT_STREQ(e.what(), wanted);
        }
    }
}

TEST(attendance_cases, a_case_that_fails_says_what_was_expected_what_it_got_and_why)
{
    const auto all = read_cases("f.txt",
                                "case x y\nrules:\n  shift Day 09:00-18:00\nschedule:\n  2026-03-10 Day\n"
                                "punches:\n  2026-03-10 09:10, 18:00\nexpect:\n  2026-03-10 normal\n"
                                "    planned 540, worked 540\n");
    const case_outcome made = run(all.at(0));
    EXPECT_FALSE(made.passed());
    EXPECT_EQ(made.differences, (std::vector<std::string>{"2026-03-10: status expected normal, got late",
                                                          "2026-03-10: worked expected 540, got 530",
                                                          "2026-03-10: late expected 0, got 10"}));
    EXPECT_NE(made.trace.find("section 1: late by 10 [A-78]"), std::string::npos) << made.trace;
}

// Each expectation is wrong in one place: none of them may pass.
TEST(attendance_cases, what_is_not_so_is_found)
{
    const std::string head = "case x y\nrules:\n  shift Day 09:00-18:00\nschedule:\n  2026-03-10 Day\n"
                             "punches:\n  2026-03-10 09:00, 12:00, 18:00\nexpect:\n  2026-03-10 normal\n"
                             "    planned 540, worked 540";
    EXPECT_TRUE(run(read_cases("f", head + "\n").at(0)).passed());
    for (const std::string wrong :
         {"in 09:01", "out none", "left out none", "left out 12:00 folded", "why A-14", "hint in by 09:00",
          "late_times 1", "absent 1", "leave.annual 1"}) {
        std::string text = head;
        text.append(", ").append(wrong).append("\n");
        EXPECT_FALSE(run(read_cases("f", text).at(0)).passed()) << wrong;
    }
}

}  // namespace
}  // namespace gatehouse::model::attendance::cases
